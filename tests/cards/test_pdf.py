"""Cards and lists as they come out of the printer, read back by their text and their letters."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

import page as page_validation
import pytest
import segno

from app.cards.deck import Deck, Part, build_deck
from app.cards.facts import BoardFacts, Duty, TaskFacts
from app.cards.labels import clock
from app.cards.layout import A7, CardTooFull
from app.cards.must_can import build_list
from app.cards.pages import sheet_data
from app.cards.printing import number_deck, print_cards, print_must_can
from app.paper.engine import PaperError, PaperFault, PrintEngine
from tests.cards.printed import Box, PrintedFile, cells, inside
from tests.cards.ward import BOARD, DAY, address_of, make_task, tasks_of

Words = dict[str, str]
PAPER = A7
FILES = ("sykehjem", "hjemmetjeneste")


def printed(engine: PrintEngine, words: Words, deck: Deck) -> PrintedFile:
    return PrintedFile(print_cards(engine, deck, words).pdf)


def card_texts(file: PrintedFile) -> list[str]:
    """The text of each card that has any, in order."""
    texts = [file.text_in(page, cell) for page in range(len(file)) for cell in cells(PAPER)]
    return [text for text in texts if text]


def spoken(task: TaskFacts) -> str:
    """How a task begins on its card: its time, its mark and its title."""
    duty = {Duty.MUST: "must", Duty.CAN: r"can\*?", None: ""}[task.duty]
    time = "" if task.start is None else clock(task.start)
    parts = (time, duty, re.escape(task.title))
    return r"(?<!\S)" + " ".join(part for part in parts if part) + r"(?= ·| \S)"


@pytest.mark.parametrize("name", FILES)
def test_every_task_stands_on_the_cards_of_its_profession_and_shift_once(
    engine: PrintEngine, words: Words, name: str
) -> None:
    tasks = tasks_of(name)
    texts: dict[tuple[str, str], str] = defaultdict(str)
    for text in card_texts(printed(engine, words, build_deck(BOARD, tasks, address_of))):
        head = re.match(r"\S+ (\S+) (\S+)", text)
        assert head is not None
        texts[head[1], head[2]] += text + " "
    shifts = {task.shift.name for task in tasks if task.shift}
    marks = Counter(re.findall(r"(?<!\S)(must|can\*?) \S", " ".join(texts.values())))
    stars = sum(text.count(f"can* – {words['needs_approval']}") for text in texts.values())
    assert shifts == {shift for _profession, shift in texts}
    for task in tasks:
        assert task.shift is not None
        text = texts[task.profession.name, task.shift.name]
        same = [other for other in tasks if other == replace(task, id=other.id)]
        assert len(re.findall(spoken(task), text)) == len(same), task.title
    assert sum(marks.values()) - stars == len(tasks)


@pytest.mark.parametrize("name", FILES)
def test_every_task_stands_in_the_list(engine: PrintEngine, words: Words, name: str) -> None:
    tasks = tasks_of(name)
    file = PrintedFile(print_must_can(engine, build_list(BOARD, tasks), words).pdf)
    text = " ".join(file.text(page) for page in range(len(file)))
    for title, count in Counter(task.title for task in tasks).items():
        found = re.findall(rf"(?:must|can\*?) {re.escape(title)}(?!\S)", text)
        assert len(found) >= count, title
    rows = re.findall(r"(?<!\S)(?:must|can\*?) (?=[^a-zæøå–(])", text)
    assert len(rows) == len(tasks)


def test_every_letter_is_inside_its_card_and_off_the_code(
    engine: PrintEngine, words: Words
) -> None:
    assert_all_inside(engine, words, build_deck(BOARD, hard_tasks(), address_of))


@pytest.mark.parametrize("name", FILES)
def test_every_letter_of_the_example_files_is_inside_too(
    engine: PrintEngine, words: Words, name: str
) -> None:
    assert_all_inside(engine, words, build_deck(BOARD, tasks_of(name), address_of))


def hard_tasks() -> list[TaskFacts]:
    """Forty tasks of one profession and shift; among them words of 300 letters, wide ones too."""
    profession = replace(make_task().profession, name="Kompetansekoordinatorkoordinatoren" * 2)
    texts = ["Re opp senger", "i" * 300, "legemiddelhåndtering" * 15, "ord " * 48, "W" * 200]
    return [
        replace(
            make_task(f"{texts[number % 5]} {number}"),
            profession=profession,
            place="x" * 300 if number % 5 == 0 else "rom/stue/bad/kjøkken",
            frequency="hver tredje onsdag i måneden " * (number % 3),
            duty=[Duty.MUST, Duty.CAN, Duty.CAN_AFTER_TRAINING, None][number % 4],
            start=None if number % 4 == 0 else 7 * 60 + number,
        )
        for number in range(40)
    ]


def assert_all_inside(engine: PrintEngine, words: Words, deck: Deck) -> None:
    file = printed(engine, words, deck)
    smallest = min(letter.size for page in range(len(file)) for letter in file.letters(page))
    assert smallest >= 7 - 0.01
    for page in range(len(file)):
        rooms = [inside(cell, PAPER) for cell in cells(PAPER)]
        codes = [code_with_quiet_zone(room) for room in rooms]
        for letter in file.letters(page):
            assert any(room.holds(letter.box) for room in rooms), letter
            assert not any(code.meets(letter.box) for code in codes), letter


def code_with_quiet_zone(room: Box) -> Box:
    """Where a card's QR code lies, with the four light modules around it (version 3, 29)."""
    quiet = PAPER.qr_size * 4 / 29
    return Box(
        room.right - PAPER.qr_size - quiet,
        room.top - quiet,
        room.right + quiet,
        room.top + PAPER.qr_size + quiet,
    )


def test_the_code_on_the_card_is_the_code_of_its_address(engine: PrintEngine, words: Words) -> None:
    task = make_task()
    file = printed(engine, words, build_deck(BOARD, [task], address_of))
    matrix = segno.make_qr(address_of(task.profession, DAY), error="m").matrix
    room, module = inside(cells(PAPER)[0], PAPER), PAPER.qr_size / len(matrix)
    around = range(-4, len(matrix) + 4)
    points = [
        (room.right - PAPER.qr_size + (x + 0.5) * module, room.top + (y + 0.5) * module)
        for y in around
        for x in around
    ]
    expected = [
        0 <= x < len(matrix) and 0 <= y < len(matrix) and bool(matrix[y][x])
        for y in around
        for x in around
    ]
    assert file.is_dark(0, points) == expected
    assert PAPER.qr_size >= 12


def test_a_card_without_address_has_no_code(engine: PrintEngine, words: Words) -> None:
    file = printed(engine, words, build_deck(BOARD, [make_task()]))
    room = inside(cells(PAPER)[0], PAPER)
    points = [(room.right - 1 - step / 2, room.top + 7 + step / 3) for step in range(20)]
    assert not any(file.is_dark(0, points))


def test_a_card_says_what_it_is_and_what_it_is_not(engine: PrintEngine, words: Words) -> None:
    task = make_task("Gi medisiner", duty=Duty.CAN, days=("weekend",), place="stue")
    (text,) = card_texts(printed(engine, words, build_deck(BOARD, [task])))
    assert text == (
        "SPL Sykepleier Dagvakt 07:30–15:00 Solbakken sykehjem, avdeling 2 "
        "08:00 can* Gi medisiner · weekend · stue "
        "can* – needs personal training and approval "
        "This card is an overview and gives no authority. "
        "Draft · version 3 · 24. november 2026 Ny oppgavedeling"
    )


def test_an_approved_card_says_by_whom(engine: PrintEngine, words: Words) -> None:
    deck = build_deck(replace(BOARD, approved="Virksomhetsleder"), [make_task()])
    (text,) = card_texts(printed(engine, words, deck))
    assert "Approved: Virksomhetsleder · version 3" in text
    assert "Draft" not in text


def test_many_tasks_become_numbered_cards(engine: PrintEngine, words: Words) -> None:
    deck = build_deck(BOARD, [make_task(f"Oppgave nummer {n}") for n in range(33)])
    cards = number_deck(engine, deck, words)
    texts = card_texts(printed(engine, words, deck))
    assert [f"Dagvakt · {n} of {len(cards)}" in text for n, text in enumerate(texts, 1)] == (
        [True] * len(cards)
    )
    assert max(len(card.lines) for card in cards) - min(len(card.lines) for card in cards) <= 2


def test_parts_without_clock_time_are_headed(engine: PrintEngine, words: Words) -> None:
    tasks = [make_task("En gang", at=None), make_task("Alltid", at=None, as_needed=True)]
    (text,) = card_texts(printed(engine, words, build_deck(BOARD, tasks)))
    assert "No clock time En gang As needed Alltid" in text
    assert Part.TIMED not in text


def test_a_task_that_is_too_long_is_refused_by_name(engine: PrintEngine, words: Words) -> None:
    deck = build_deck(BOARD, [make_task("Kort"), make_task("langt ord " * 200)])
    with pytest.raises(CardTooFull) as refusal:
        print_cards(engine, deck, words)
    assert str(refusal.value.message.values["title"]).startswith("langt ord")


def test_an_overfull_card_is_never_printed(engine: PrintEngine, words: Words) -> None:
    deck = build_deck(BOARD, [make_task(f"Oppgave {n}") for n in range(40)])
    card = replace(number_deck(engine, deck, words)[0], lines=deck.piles[0].lines)
    with pytest.raises(PaperError) as refusal:
        engine.render("cards/cards.typ", sheet_data(BOARD, [card], A7, words), made=BOARD.date)
    assert refusal.value.fault is PaperFault.REFUSED
    assert "overfull" in refusal.value.detail


@pytest.mark.parametrize("tasks", [[], [make_task()] * 1])
def test_a_sheet_is_a4_across(engine: PrintEngine, words: Words, tasks: list[TaskFacts]) -> None:
    file = printed(engine, words, build_deck(BOARD, tasks))
    assert len(file) == 1
    assert file.size(0) == pytest.approx((297, 210), abs=0.1)


def test_a_board_without_tasks_says_so(engine: PrintEngine, words: Words) -> None:
    assert printed(engine, words, build_deck(BOARD, [])).text(0) == words["no_tasks"]
    file = PrintedFile(print_must_can(engine, build_list(BOARD, []), words).pdf)
    assert words["no_tasks"] in file.text(0)


def test_each_page_of_the_list_has_header_legend_and_number(
    engine: PrintEngine, words: Words
) -> None:
    file = PrintedFile(print_must_can(engine, build_list(BOARD, tasks_of("sykehjem")), words).pdf)
    assert file.size(0) == pytest.approx((210, 297), abs=0.1)
    for page in range(len(file)):
        text = file.text(page)
        assert f"Page {page + 1} of {len(file)}" in text
        assert f"must {words['legend_must']} can {words['legend_can']}" in text
        assert words["list_disclaimer"] in text
        assert f"{words['when']} {words['place']} {words['need']} {words['competence']}" in text


def test_long_words_stay_in_their_column_of_the_list(engine: PrintEngine, words: Words) -> None:
    facts = {"place": "W" * 300, "need": "x" * 300, "competence": "y" * 300, "frequency": "z" * 300}
    the_list = build_list(BOARD, [make_task("Q" * 300, **facts)])
    file = PrintedFile(print_must_can(engine, the_list, words).pdf)
    right_edge: dict[str, float] = {}
    for letter in file.letters(0):
        known = right_edge.get(letter.character, 0.0)
        right_edge[letter.character] = max(known, letter.box.right)
    # Letters that stand in no word of the page's own; each column ends where the next begins.
    assert right_edge["Q"] < 82 and right_edge["z"] < 113 and right_edge["W"] < 135
    assert max(right_edge.values()) <= 196.1


@pytest.mark.parametrize("locale", ["nb", "nn", "en"])
@pytest.mark.parametrize("profile", ["ua1", "pdfa2a"])
def test_no_rule_of_accessible_and_archived_documents_fails(
    engine: PrintEngine, words: Words, locale: str, profile: str
) -> None:
    board = replace(BOARD, locale=locale)
    tasks = tasks_of("sykehjem")
    for pdf in (
        print_cards(engine, build_deck(board, tasks, address_of), words).pdf,
        print_must_can(engine, build_list(board, tasks), words).pdf,
    ):
        report = page_validation.validate_pdf_bytes(pdf, profile=profile)
        assert [failure.message for failure in report.failures] == []
        assert report.rules.total > 100
        assert f"/Lang({locale})".encode() in pdf.replace(b"/Lang (", b"/Lang(")


def test_equal_input_gives_equal_bytes(words: Words, engine: PrintEngine) -> None:
    deck = build_deck(BOARD, tasks_of("hjemmetjeneste"), address_of)
    first = print_cards(engine, deck, words).pdf
    with PrintEngine(engine.rooms) as another:
        assert print_cards(another, deck, words).pdf == first


def test_another_date_is_another_document(words: Words, engine: PrintEngine) -> None:
    def dated(board: BoardFacts) -> bytes:
        return print_cards(engine, build_deck(board, [make_task()]), words).pdf

    later = dated(replace(BOARD, date=date(2027, 1, 2)))
    assert b"D:20261124" in dated(BOARD)
    assert b"D:20270102" in later and b"D:20261124" not in later


def test_a_character_that_cannot_be_printed_is_boxed_and_reported(
    engine: PrintEngine, words: Words
) -> None:
    result = print_cards(engine, build_deck(BOARD, [make_task("Gi 😀 på rom 北")]), words)
    (text,) = card_texts(PrintedFile(result.pdf))
    assert "Gi □ på rom □" in text
    assert result.missing == ("😀", "北")


def test_words_of_people_are_never_run(engine: PrintEngine, words: Words) -> None:
    title = '#panic("x") $ *fet* \\ @ref <lbl> `rå` = 1 // nei'
    (text,) = card_texts(printed(engine, words, build_deck(BOARD, [make_task(title)])))
    assert title in text
