"""What a real board prints: read back from its files, and held against what was brought in."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.access.rights import Role
from app.board.collections import board_table
from app.cards.labels import date_text
from app.cards.layout import A7
from app.cards.outputs import words_of
from app.i18n import LOCALES
from tests.cards.boards import SHIFT_KEYS, RealBoard, counted, make_real_board, rows_of
from tests.cards.printed import PrintedFile, stray_letters
from tests.theatre import Theatre

FILES = ("sykehjem", "hjemmetjeneste")
WORDS = words_of("nb")
DUTIES = {"må": WORDS["must"], "kan": WORDS["can"]}
CLOCK = re.compile(r"\d\d:\d\d")
# Behind no letter: the beginning of a word. A title ends where its line does, or at the dot.
BEGIN, END = r"(?<!\S)", r"(?= ·| \S|$)"

Filled = Callable[[str], RealBoard]
Groups = dict[tuple[str, str], str]


def printed_groups(board: RealBoard) -> Groups:
    """All text on the cards of each profession and shift, by their names."""
    document = board.document()
    heads = {
        f"{profession['code']} {profession['name']} {shift['name']}": (
            profession["name"],
            shift["name"],
        )
        for profession in document["professions"]
        for shift in document["shifts"]
    }
    groups: Groups = {}
    for text in board.card_texts():
        found = [key for head, key in heads.items() if text.startswith(head)]
        assert len(found) == 1, text[:60]
        groups[found[0]] = f"{groups.get(found[0], '')} {text}"
    return groups


def times_spoken(text: str, row: dict[str, str]) -> int:
    """How often a task stands in a text, with its time and its mark."""
    title, mark = re.escape(row["tittel"]), re.escape(DUTIES[row["må_kan"]]) + r"\*?"
    timed = CLOCK.fullmatch(row["tid"]) is not None
    before = f"{BEGIN}{row['tid']} " if timed else rf"(?<!\d\d:\d\d ){BEGIN}"
    return len(re.findall(f"{before}{mark} {title}{END}", text))


@pytest.mark.parametrize("name", FILES)
def test_every_task_stands_on_the_cards_of_its_profession_and_shift_once(
    filled: Filled, name: str
) -> None:
    board, rows = filled(name), rows_of(f"{name}.csv")
    groups = printed_groups(board)
    names = {shift["key"]: shift["name"] for shift in board.document()["shifts"]}
    same = counted(rows, "yrkesgruppe", "vakt", "tid", "må_kan", "tittel")
    day = [row for row in rows if row["vakt"] == "dag"]
    assert len(day) > 50
    for row in rows:
        text = groups[row["yrkesgruppe"], names[SHIFT_KEYS[row["vakt"]]]]
        expected = same[tuple(row[c] for c in ("yrkesgruppe", "vakt", "tid", "må_kan", "tittel"))]
        assert times_spoken(text, row) == expected, row["tittel"]


@pytest.mark.parametrize("name", FILES)
def test_there_is_nothing_on_the_cards_beside_the_tasks(filled: Filled, name: str) -> None:
    board = filled(name)
    everything = " ".join(printed_groups(board).values())
    stars = everything.count(f"{WORDS['can']}* – {WORDS['needs_approval']}")
    marks = len(re.findall(rf"{BEGIN}(?:{WORDS['must']}|{WORDS['can']}\*?) \S", everything))
    assert marks - stars == len(rows_of(f"{name}.csv"))
    assert {key for key in printed_groups(board)} == {
        (row["yrkesgruppe"], shift["name"])
        for row in rows_of(f"{name}.csv")
        for shift in board.document()["shifts"]
        if shift["key"] == SHIFT_KEYS[row["vakt"]]
    }


@pytest.mark.parametrize("name", FILES)
def test_every_letter_is_inside_its_card_and_off_the_code(filled: Filled, name: str) -> None:
    assert stray_letters(filled(name).cards(), A7) == []


@pytest.mark.parametrize("name", FILES)
def test_every_task_stands_in_the_list_on_paper(filled: Filled, name: str) -> None:
    text, rows = filled(name).must_can(), rows_of(f"{name}.csv")
    for title, count in Counter(row["tittel"] for row in rows).items():
        mark = rf"(?:{WORDS['must']}|{WORDS['can']}\*?)"
        assert len(re.findall(f"{BEGIN}{mark} {re.escape(title)}(?!\\S)", text)) >= count, title
    for profession, count in Counter(row["yrkesgruppe"] for row in rows).items():
        assert f"{profession} {WORDS['task_count'] % {'count': count}}" in text


@pytest.mark.parametrize("name", FILES)
def test_every_task_stands_in_the_spreadsheet_once(filled: Filled, name: str) -> None:
    board, rows = filled(name), rows_of(f"{name}.csv")
    names = {shift["key"]: shift["name"] for shift in board.document()["shifts"]}
    expected = Counter(
        (
            row["tittel"],
            row["yrkesgruppe"],
            names[SHIFT_KEYS[row["vakt"]]],
            DUTIES[row["må_kan"]],
            row["tid"] if CLOCK.fullmatch(row["tid"]) else "",
            row["sted"],
        )
        for row in rows
    )
    columns = [WORDS[key] for key in ("task", "profession", "shift", "duty", "time", "place")]
    found = Counter(
        (*some[:4], some[4] if CLOCK.fullmatch(some[4]) else "", some[5])
        for some in ([row[column] for column in columns] for row in board.table())
    )
    assert found == expected


def test_what_is_done_as_needed_says_so_once(filled: Filled) -> None:
    groups = printed_groups(filled("sykehjem"))
    assert any(WORDS["as_needed"] in text for text in groups.values())
    assert "· ved behov" not in " ".join(groups.values())


def test_a_note_in_the_column_for_as_needed_is_done_as_needed(board: RealBoard) -> None:
    grid = next(grid for grid in board.document()["grids"] if grid["kind"] == "vertical")
    column = next(c["id"] for c in grid["columns"] if c["kind"] == "as_needed")
    place = {"grid": grid["id"], "column": column, "row": grid["rows"][0]["id"]}
    board.writes("Trøste", **place)
    board.writes("Rydde")
    (text,) = board.card_texts()
    assert f"{WORDS['untimed']} Rydde {WORDS['as_needed']} Trøste" in text


def test_only_tasks_are_printed_and_none_from_the_bin(board: RealBoard) -> None:
    board.writes("Dele ut medisin", start=480)
    for kind in ("hassle", "idea", "question"):
        board.writes(f"En {kind}", type=kind, start=480)
    binned = board.writes("Kastet lapp", start=480)
    board.does("note.delete", note=binned)
    (text,) = board.card_texts()
    everything = " ".join([text, board.must_can(), board.file("must-can.csv").decode()])
    assert everything.count("Dele ut medisin") == 3
    for unwanted in ("hassle", "idea", "question", "Kastet"):
        assert unwanted not in everything


def test_in_silent_writing_each_prints_only_ones_own(board: RealBoard) -> None:
    board.does("board.state", state="silent")
    board.writes("Lederens lapp")
    profession = board.profession("SPL")
    board.does("note.create", Role.PARTICIPANT, title="Deltakerens lapp", profession=profession)
    for role, own, other in (
        ("facilitator", "Lederens", "Deltakerens"),
        ("participant", "Deltakerens", "Lederens"),
    ):
        for name in ("cards.pdf", "must-can.pdf"):
            file = PrintedFile(board.get(f"/api/boards/BOARD/{name}", role).content)
            text = " ".join(file.text(page) for page in range(len(file)))
            assert own in text and other not in text
        table = board.get("/api/boards/BOARD/must-can.csv", role).content.decode()
        assert own in table and other not in table
        page = board.get("/boards/BOARD/cards", role).text
        assert own in page and other not in page and "ds-alert" in page
    assert board.get("/api/boards/BOARD/cards.pdf", "viewer").status_code == 422


@pytest.mark.parametrize("locale", LOCALES)
def test_documents_are_in_the_language_of_the_board(playhouse: Theatre, locale: str) -> None:
    board = make_real_board(playhouse, locale=locale)
    board.writes("Gi medisin", obligation="can", days="weekend")
    words = words_of(locale)
    changed = date_text(locale, _day_of(board))
    (card,) = board.card_texts()
    listed = board.must_can()
    assert f"{words['can']}* Gi medisin · {words['weekend']}" in card
    assert words["disclaimer"] in card and changed in card
    assert words["list_disclaimer"] in listed and changed in listed
    assert set(board.table()[0]) >= {words["task"], words["competence"]}
    for name in ("cards.pdf", "must-can.pdf"):
        pdf = board.file(name).replace(b"/Lang (", b"/Lang(")
        assert f"/Lang({locale})".encode() in pdf


def test_the_unit_stands_on_card_and_list_when_it_is_named(board: RealBoard) -> None:
    board.writes("Stell")
    assert "Solbakken" not in board.card_texts()[0]
    board.does("board.edit", place_name="Solbakken sykehjem, avdeling 2")
    assert "Solbakken sykehjem, avdeling 2" in board.card_texts()[0]
    assert "Solbakken sykehjem, avdeling 2" in board.must_can()


def test_a_formula_is_only_text_in_the_spreadsheet(board: RealBoard) -> None:
    board.writes("=SUM(A1:A9)", place="+47", frequency="@nå")
    (row,) = board.table()
    assert row[WORDS["task"]] == "'=SUM(A1:A9)"
    assert row[WORDS["place"]] == "'+47"
    assert row[WORDS["frequency"]] == "'@nå"
    assert "=SUM(A1:A9)" in board.card_texts()[0]


def test_the_longest_note_there_can_be_is_printed_whole(board: RealBoard) -> None:
    long: dict[str, Any] = {
        "description": "Ω" * 2000,
        "place": "Z" * 120,
        "need": "Ξ" * 200,
        "competence": "Ψ" * 200,
        "frequency": "Q" * 120,
    }
    board.writes("Æ" * 200, start=480, obligation="can", **long)
    board.writes("Kort oppgave", start=490)
    file = board.cards()
    text = " ".join(file.card_texts(A7))
    assert [text.count(letter) for letter in "ÆQZΩ"] == [200, 120, 120, 0]
    assert "Kort oppgave" in text
    assert stray_letters(file, A7) == []
    listed = board.must_can()
    assert [listed.count(letter) for letter in "ÆZΞΨ"] == [200, 120, 200, 200]
    (row,) = (row for row in board.table() if "Æ" in row[WORDS["task"]])
    assert (row[WORDS["task"]], row[WORDS["frequency"]]) == ("Æ" * 200, "Q" * 120)


def test_what_cannot_be_printed_is_said_before_and_on_paper(board: RealBoard) -> None:
    board.writes("Gi 😀 frokost", place="stue 北")
    page = board.get("/boards/BOARD/cards").text
    assert 'Gi 😀 frokost: <span class="boxed">😀 北</span>' in page
    (card,) = board.card_texts()
    assert "Gi □ frokost · stue □" in card
    assert WORDS["substitute"] in card and WORDS["substitute"] in board.must_can()
    board.does("note.edit", note=board.document()["notes"][0]["id"], title="Gi", place="stue")
    assert "boxed" not in board.get("/boards/BOARD/cards").text
    assert WORDS["substitute"] not in board.card_texts()[0] + board.must_can()


def _day_of(board: RealBoard) -> date:
    """The day of the board's latest change, in its own time zone."""
    asked = sa.select(board_table.c.changed_at).where(board_table.c.id == board.id)
    with board.theatre.stage.engine.connect() as connection:
        at: datetime = connection.execute(asked).scalar_one()
    return at.astimezone(ZoneInfo("Europe/Oslo")).date()
