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
from tests.cards.printed import PrintedFile, cells, inside, stray_letters
from tests.cards.ward import ASSISTANT, BOARD, DAY, address_of, make_task, tasks_of

Words = dict[str, str]
PAPER = A7
FILES = ("sykehjem", "hjemmetjeneste")


def printed(press: PrintEngine, words: Words, deck: Deck) -> PrintedFile:
    return PrintedFile(print_cards(press, deck, words).pdf)


def spoken(task: TaskFacts) -> str:
    """How a task begins on its card: its time, its mark and its title."""
    duty = {Duty.MUST: "must", Duty.CAN: r"can\*?", None: ""}[task.duty]
    time = "" if task.start is None else clock(task.start)
    parts = (time, duty, re.escape(task.title))
    return r"(?<!\S)" + " ".join(part for part in parts if part) + r"(?= ·| \S)"


@pytest.mark.parametrize("name", FILES)
def test_every_task_stands_on_the_cards_of_its_profession_and_shift_once(
    press: PrintEngine, words: Words, name: str
) -> None:
    tasks = tasks_of(name)
    texts: dict[tuple[str, str], str] = defaultdict(str)
    for text in printed(press, words, build_deck(BOARD, tasks, address_of)).card_texts(PAPER):
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
def test_every_task_stands_in_the_list(press: PrintEngine, words: Words, name: str) -> None:
    tasks = tasks_of(name)
    file = PrintedFile(print_must_can(press, build_list(BOARD, tasks), words).pdf)
    text = " ".join(file.text(page) for page in range(len(file)))
    for title, count in Counter(task.title for task in tasks).items():
        found = re.findall(rf"(?:must|can\*?) {re.escape(title)}(?!\S)", text)
        assert len(found) >= count, title
    rows = re.findall(r"(?<!\S)(?:must|can\*?) (?=[^a-zæøå–(])", text)
    assert len(rows) == len(tasks)


def test_every_letter_is_inside_its_card_and_off_the_code(press: PrintEngine, words: Words) -> None:
    assert_all_inside(press, words, build_deck(BOARD, hard_tasks(), address_of))


@pytest.mark.parametrize("name", FILES)
def test_every_letter_of_the_example_files_is_inside_too(
    press: PrintEngine, words: Words, name: str
) -> None:
    assert_all_inside(press, words, build_deck(BOARD, tasks_of(name), address_of))


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


def assert_all_inside(press: PrintEngine, words: Words, deck: Deck) -> None:
    file = printed(press, words, deck)
    smallest = min(letter.size for page in range(len(file)) for letter in file.letters(page))
    assert smallest >= 7 - 0.01
    assert stray_letters(file, PAPER) == []


def test_the_code_on_the_card_is_the_code_of_its_address(press: PrintEngine, words: Words) -> None:
    task = make_task()
    file = printed(press, words, build_deck(BOARD, [task], address_of))
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


def test_a_card_without_address_has_no_code(press: PrintEngine, words: Words) -> None:
    file = printed(press, words, build_deck(BOARD, [make_task()]))
    room = inside(cells(PAPER)[0], PAPER)
    points = [(room.right - 1 - step / 2, room.top + 7 + step / 3) for step in range(20)]
    assert not any(file.is_dark(0, points))


def test_a_card_says_what_it_is_and_what_it_is_not(press: PrintEngine, words: Words) -> None:
    task = make_task("Gi medisiner", duty=Duty.CAN, days=("weekend",), place="stue")
    (text,) = printed(press, words, build_deck(BOARD, [task])).card_texts(PAPER)
    assert text == (
        "SPL Sykepleier Dagvakt 07:30–15:00 Solbakken sykehjem, avdeling 2 "
        "08:00 can* Gi medisiner · weekend · stue "
        "can* – needs personal training and approval "
        "This card is an overview and gives no authority. "
        "Draft · version 3 · 24. november 2026 Ny oppgavedeling"
    )


def test_an_approved_card_says_by_whom(press: PrintEngine, words: Words) -> None:
    deck = build_deck(replace(BOARD, approved="Virksomhetsleder"), [make_task()])
    (text,) = printed(press, words, deck).card_texts(PAPER)
    assert "Approved: Virksomhetsleder · version 3" in text
    assert "Draft" not in text


def test_many_tasks_become_numbered_cards(press: PrintEngine, words: Words) -> None:
    deck = build_deck(BOARD, [make_task(f"Oppgave nummer {n}") for n in range(33)])
    cards = number_deck(press, deck, words)
    texts = printed(press, words, deck).card_texts(PAPER)
    assert [f"Dagvakt · {n} of {len(cards)}" in text for n, text in enumerate(texts, 1)] == (
        [True] * len(cards)
    )
    assert max(len(card.lines) for card in cards) - min(len(card.lines) for card in cards) <= 2


def test_parts_without_clock_time_are_headed(press: PrintEngine, words: Words) -> None:
    tasks = [make_task("En gang", at=None), make_task("Alltid", at=None, as_needed=True)]
    (text,) = printed(press, words, build_deck(BOARD, tasks)).card_texts(PAPER)
    assert "No clock time En gang As needed Alltid" in text
    assert Part.TIMED not in text


def test_a_task_that_is_too_long_is_refused_by_name(press: PrintEngine, words: Words) -> None:
    deck = build_deck(BOARD, [make_task("Kort"), make_task("langt ord " * 200)])
    with pytest.raises(CardTooFull) as refusal:
        print_cards(press, deck, words)
    assert str(refusal.value.message.values["title"]).startswith("langt ord")


def test_a_task_too_long_for_a_card_keeps_its_title_and_loses_what_follows(
    press: PrintEngine, words: Words
) -> None:
    long = make_task("Æ" * 200, days=("weekend",), frequency="Q" * 120, place="Z" * 200)
    deck = build_deck(BOARD, [long, make_task("Kort", place="stue")], address_of)
    file = printed(press, words, deck)
    text = " ".join(file.card_texts(PAPER))
    assert text.count("Æ") == 200
    assert "· weekend · Q" in text and text.count("…") == 1 and "Z" not in text
    assert "Kort · stue" in text
    assert stray_letters(file, PAPER) == []
    listed = PrintedFile(print_must_can(press, build_list(BOARD, [long]), words).pdf).text(0)
    assert (listed.count("Æ"), listed.count("Z")) == (200, 200)


def test_what_a_card_can_hold_is_not_cut(press: PrintEngine, words: Words) -> None:
    task = make_task("Kort", place="z" * 200, frequency="hver tredje onsdag i måneden")
    (text,) = printed(press, words, build_deck(BOARD, [task])).card_texts(PAPER)
    assert text.count("z") == 200 and "…" not in text


def test_long_names_leave_room_for_the_tasks(press: PrintEngine, words: Words) -> None:
    name = "Helsefagarbeider med videreutdanning i psykisk helsearbeid m"
    task = make_task("o" * 200)
    task = replace(task, profession=replace(task.profession, name=name, code="HFAPSY"))
    task = replace(
        task,
        shift=replace(DAY, name="Kort dagvakt annenhver helg og på de røde høytidsdagene, nr 2"),
    )
    board = replace(BOARD, title="Å" * 200, unit="Ø" * 200)
    file = printed(press, words, build_deck(board, [task], address_of))
    (text,) = file.card_texts(PAPER)
    assert name in text and text.count("o") > 200
    assert (text.count("Å"), text.count("Ø"), text.count("…")) == (79, 79, 2)
    assert stray_letters(file, PAPER) == []


def test_an_overfull_card_is_never_printed(press: PrintEngine, words: Words) -> None:
    deck = build_deck(BOARD, [make_task(f"Oppgave {n}") for n in range(40)])
    card = replace(number_deck(press, deck, words)[0], lines=deck.piles[0].lines)
    with pytest.raises(PaperError) as refusal:
        press.render("cards/cards.typ", sheet_data(BOARD, [card], A7, words), made=BOARD.date)
    assert refusal.value.fault is PaperFault.REFUSED
    assert "overfull" in refusal.value.detail


@pytest.mark.parametrize("tasks", [[], [make_task()] * 1])
def test_a_sheet_is_a4_across(press: PrintEngine, words: Words, tasks: list[TaskFacts]) -> None:
    file = printed(press, words, build_deck(BOARD, tasks))
    assert len(file) == 1
    assert file.size(0) == pytest.approx((297, 210), abs=0.1)


def test_a_board_without_tasks_says_so(press: PrintEngine, words: Words) -> None:
    assert printed(press, words, build_deck(BOARD, [])).text(0) == words["no_tasks"]
    file = PrintedFile(print_must_can(press, build_list(BOARD, []), words).pdf)
    assert words["no_tasks"] in file.text(0)


def test_each_page_of_the_list_has_header_legend_and_number(
    press: PrintEngine, words: Words
) -> None:
    file = PrintedFile(print_must_can(press, build_list(BOARD, tasks_of("sykehjem")), words).pdf)
    assert file.size(0) == pytest.approx((210, 297), abs=0.1)
    for page in range(len(file)):
        text = file.text(page)
        assert f"Page {page + 1} of {len(file)}" in text
        assert f"must {words['legend_must']} can {words['legend_can']}" in text
        assert words["list_disclaimer"] in text
        assert f"{words['when']} {words['place']} {words['need']} {words['competence']}" in text


def test_long_words_stay_in_their_column_of_the_list(press: PrintEngine, words: Words) -> None:
    facts = {"place": "W" * 300, "need": "x" * 300, "competence": "y" * 300, "frequency": "z" * 300}
    the_list = build_list(BOARD, [make_task("Q" * 300, **facts)])
    file = PrintedFile(print_must_can(press, the_list, words).pdf)
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
    press: PrintEngine, words: Words, locale: str, profile: str
) -> None:
    board = replace(BOARD, locale=locale)
    tasks = tasks_of("sykehjem")
    for pdf in (
        print_cards(press, build_deck(board, tasks, address_of), words).pdf,
        print_must_can(press, build_list(board, tasks), words).pdf,
    ):
        report = page_validation.validate_pdf_bytes(pdf, profile=profile)
        assert [failure.message for failure in report.failures] == []
        assert report.rules.total > 100
        assert f"/Lang({locale})".encode() in pdf.replace(b"/Lang (", b"/Lang(")


def test_equal_input_gives_equal_bytes(words: Words, press: PrintEngine) -> None:
    deck = build_deck(BOARD, tasks_of("hjemmetjeneste"), address_of)
    first = print_cards(press, deck, words).pdf
    with PrintEngine(press.rooms) as another:
        assert print_cards(another, deck, words).pdf == first


def test_another_date_is_another_document(words: Words, press: PrintEngine) -> None:
    def dated(board: BoardFacts) -> bytes:
        return print_cards(press, build_deck(board, [make_task()]), words).pdf

    later = dated(replace(BOARD, date=date(2027, 1, 2)))
    assert b"D:20261124" in dated(BOARD)
    assert b"D:20270102" in later and b"D:20261124" not in later


def test_a_character_that_cannot_be_printed_is_boxed_and_reported(
    press: PrintEngine, words: Words
) -> None:
    result = print_cards(press, build_deck(BOARD, [make_task("Gi 😀 på rom 北")]), words)
    (text,) = PrintedFile(result.pdf).card_texts(PAPER)
    assert "Gi □ på rom □" in text
    assert result.missing == ("😀", "北")


def test_the_box_is_explained_only_where_it_stands(press: PrintEngine, words: Words) -> None:
    tasks = [make_task("Gi 😀"), make_task("Stell", profession=ASSISTANT, place="stue")]
    boxed, plain = printed(press, words, build_deck(BOARD, tasks)).card_texts(PAPER)
    assert words["substitute"] in boxed
    assert "□" not in plain
    for some, expected in ((tasks, True), (tasks[1:], False)):
        the_list = print_must_can(press, build_list(BOARD, some), words)
        assert (words["substitute"] in PrintedFile(the_list.pdf).text(0)) is expected


def test_words_of_people_are_never_run(press: PrintEngine, words: Words) -> None:
    title = '#panic("x") $ *fet* \\ @ref <lbl> `rå` = 1 // nei'
    (text,) = printed(press, words, build_deck(BOARD, [make_task(title)])).card_texts(PAPER)
    assert title in text
