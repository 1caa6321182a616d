import csv
from io import StringIO

from app.cards.facts import Duty
from app.cards.must_can import build_list, list_data, must_can_csv
from tests.cards.ward import ASSISTANT, BOARD, EVENING, make_task, tasks_of


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_list_has_every_task_once_under_its_profession() -> None:
    tasks = tasks_of("hjemmetjeneste")
    sections = build_list(BOARD, tasks).sections
    listed = [task.id for section in sections for task in section.tasks]
    assert sorted(listed) == sorted(task.id for task in tasks)
    assert all(task.profession == s.profession for s in sections for task in s.tasks)


def test_must_stands_before_can_and_undecided_last() -> None:
    the_list = build_list(
        BOARD,
        [
            make_task("undecided", at="07:30"),
            make_task("can", duty=Duty.CAN, at="07:30"),
            make_task("must in the evening", duty=Duty.MUST, shift=EVENING, at="15:00"),
            make_task("must", duty=Duty.MUST, at="10:00"),
        ],
    )
    assert [task.title for task in the_list.sections[0].tasks] == [
        "must",
        "must in the evening",
        "can",
        "undecided",
    ]


def test_professions_keep_the_order_of_the_board() -> None:
    the_list = build_list(BOARD, [make_task(profession=ASSISTANT), make_task()])
    assert [section.profession.code for section in the_list.sections] == ["SPL", "ASS"]


def test_the_csv_opens_in_excel_with_its_letters_right(words: dict[str, str]) -> None:
    data = must_can_csv(build_list(BOARD, [make_task("Øyedråper på sjuårsdagen")]), words)
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Øyedråper på sjuårsdagen".encode() in data
    assert data.endswith(b"\r\n")


def test_the_csv_says_all_that_is_known_of_a_task(words: dict[str, str]) -> None:
    task = make_task(
        "Gi medisiner; ved frokost",
        at="08:15",
        duty=Duty.CAN,
        duration=30,
        days=("fri", "mon"),
        frequency="hver 6. uke",
        place="stue",
        need="legemidler",
        competence="legemiddelkurs",
    )
    header, row = rows_of(must_can_csv(build_list(BOARD, [task]), words))
    assert dict(zip(header, row, strict=True)) == {
        "Profession": "Sykepleier",
        "Code": "SPL",
        "Must/can": "can",
        "Task": "Gi medisiner; ved frokost",
        "Shift": "Dagvakt",
        "Time": "08:15",
        "Duration (min)": "30",
        "Days": "Mon, Fri",
        "How often": "hver 6. uke",
        "Place": "stue",
        "User need": "legemidler",
        "Competence requirement": "legemiddelkurs",
        "Training and approval": "yes",
    }


def test_no_cell_of_the_csv_is_a_formula(words: dict[str, str]) -> None:
    task = make_task("=SUM(A1:A9)", place="@stue", need="\t+1", competence="-", frequency="=1")
    _header, row = rows_of(must_can_csv(build_list(BOARD, [task]), words))
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
    assert "'=SUM(A1:A9)" in row


def test_no_minutes_are_printed_in_the_list(words: dict[str, str]) -> None:
    data = list_data(build_list(BOARD, [make_task(duration=585)]), words)
    assert "585" not in str(data)
