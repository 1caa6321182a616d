"""Five screens, four people, one board: whatever they do and however often they fall out, all end
with the same board, which is the one that the tables hold and the log tells.

A history that fails is made as short as it can be and printed, step by step. `make soak` plays many
more of them, and longer ones (the Hypothesis profile ``soak``).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy.engine import Engine

from app.db import make_engine
from tests.live.agreement import all_agree
from tests.live.people import Somebody
from tests.live.screens import Screens, open_screens
from tests.live.served import Served, serve
from tests.live.whims import Known, cell, edits, fields_of, minutes, seen, some, texts
from tests.services import new_database

IS_LONG = settings.get_current_profile_name() == "soak"
HISTORIES = {"sqlite": 600, "postgresql": 200} if IS_LONG else {"sqlite": 20, "postgresql": 8}
STEPS = 120 if IS_LONG else 40


@dataclass
class House:
    """Servers of one database, which is seen from beside too, and the page's own program."""

    doors: list[Served]
    engine: Engine
    screens: Screens


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("histories")
    with ExitStack() as stack:
        url = f"sqlite:///{folder}/lappetavla.db"
        doors = []
        if request.param == "postgresql":
            # Two servers, as two machines would be.
            url = stack.enter_context(new_database(request.getfixturevalue("postgres_server")))
            broker = request.getfixturevalue("redis_server")
            doors.append(stack.enter_context(serve(url, folder, BROKER_URL=broker)))
            doors.append(stack.enter_context(serve(url, folder, BROKER_URL=broker)))
        else:
            doors.append(stack.enter_context(serve(url, folder)))
        engine = make_engine(url)
        stack.callback(engine.dispose)
        yield House(doors, engine, stack.enter_context(open_screens()))


def test_whatever_happens_in_whatever_order_all_end_with_the_same_board(house: House) -> None:
    class Here(History):
        pass

    Here.house = house
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=HISTORIES[house.engine.dialect.name],
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not [fault for served in house.doors for fault in served.faults()]


# Kari has two windows open. Ola only looks, and asks for what is not his to do now and then.
anyone = st.sampled_from(["frida", "kari", "kari's other window", "per", "ola"])
writers = st.sampled_from(["frida", "kari", "kari", "kari's other window", "per", "per", "ola"])
leaders = st.sampled_from(["frida", "frida", "frida", "kari"])
lines = st.sampled_from(["column", "row"])


class History(RuleBasedStateMachine):
    """One board from its first note. Each rule is something that one of them does."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.board = self.house.doors[0].make_board("tom")
        kari = self.board.join()
        tokens = {
            "frida": self.board.tokens["facilitator"],
            "kari": kari,
            "kari's other window": kari,
            "per": self.board.join(),
            "ola": self.board.tokens["viewer"],
        }
        self.diary: list[str] = []
        self.people = {
            name: Somebody(name, self.board, token, doors=self.house.doors, diary=self.diary)
            for name, token in tokens.items()
        }
        self.known = Known()

    @initialize()
    def all_come(self) -> None:
        for door, person in enumerate(self.people.values()):
            person.come(door=door)
            person.be_still()

    @rule(who=writers, title=texts, role=some, at=st.none() | st.tuples(some, some, some), by=some)
    def writes(self, who: str, title: str, role: int, at: Any, by: int) -> None:
        person = self.people[who]
        place = {**cell(person, *at), "before": self.known.note(by)} if at else {}
        note, profession = str(uuid4()), seen(person, "professions", role)
        person.say("note.create", note=note, title=title, profession=profession, **place)
        self.known.notes.append(note)

    @rule(who=writers, note=some, drawn=edits, is_careful=st.booleans())
    def edits(self, who: str, note: int, drawn: dict[str, Any], is_careful: bool) -> None:
        person = self.people[who]
        base = {"base": person.reader.seq} if is_careful else {}
        fields = fields_of(person, drawn)
        person.say("note.edit", note=self.known.note(note), **base, **fields)

    @rule(who=writers, note=some, grid=some, column=some, row=some, before=st.none() | some)
    def moves(self, who: str, note: int, grid: int, column: int, row: int, before: Any) -> None:
        person = self.people[who]
        place = cell(person, grid, column, row)
        in_front = {} if before is None else {"before": self.known.note(before)}
        person.say("note.move", note=self.known.note(note), **place, **in_front)

    @rule(who=writers, note=some, grid=some)
    def parks(self, who: str, note: int, grid: int) -> None:
        person = self.people[who]
        where = {"grid": seen(person, "grids", grid), "column": None, "row": None}
        person.say("note.move", note=self.known.note(note), **where)

    @rule(who=writers, note=some, do=st.sampled_from(["note.delete", "note.restore"]))
    def bins_or_restores(self, who: str, note: int, do: str) -> None:
        self.people[who].say(do, note=self.known.note(note))

    @rule(who=writers, do=st.sampled_from(["edit.undo", "edit.undo", "edit.redo"]))
    def thinks_better_of_it(self, who: str, do: str) -> None:
        self.people[who].say(do)

    @rule(who=leaders, note=some)
    def erases(self, who: str, note: int) -> None:
        self.people[who].say("note.erase", note=self.known.note(note))

    @rule(who=leaders, titles=st.lists(texts, min_size=1, max_size=3), role=some, start=minutes)
    def imports(self, who: str, titles: list[str], role: int, start: int) -> None:
        person = self.people[who]
        new = {"id": str(uuid4()), "name": "Kjøkken", "code": "KJØ", "palette": 6}
        profession = seen(person, "professions", role) if role else new["id"]
        notes = [{"title": title, "profession": profession, "start": start} for title in titles]
        person.say("note.import", professions=[] if role else [new], notes=notes)

    @rule(who=leaders, line=lines, grid=some, before=st.none() | some, role=st.none() | some)
    def adds_a_line(self, who: str, line: str, grid: int, before: Any, role: Any) -> None:
        person = self.people[who]
        where = seen(person, "grids", grid)
        fields: dict[str, Any] = {"grid": where, "label": "Ny"}
        if before is not None:
            fields["before"] = seen(person, f"{line}s", before, grid=where)
        if role is not None:
            fields["profession"] = seen(person, "professions", role)
        person.say(f"{line}.add", **fields)

    @rule(who=leaders, line=lines, grid=some, which=some, before=some, how=some)
    def changes_a_line(
        self, who: str, line: str, grid: int, which: int, before: int, how: int
    ) -> None:
        person = self.people[who]
        where = seen(person, "grids", grid)
        mine = {line: seen(person, f"{line}s", which, grid=where)}
        if how < 3:
            person.say(f"{line}.remove", **mine)
        elif how < 5:
            person.say(f"{line}.move", **mine, before=seen(person, f"{line}s", before, grid=where))
        else:
            person.say(f"{line}.edit", **mine, label="Annet navn")

    @rule(who=leaders, which=some, do=st.sampled_from(["add", "edit", "remove", "remove"]))
    def changes_a_profession(self, who: str, which: int, do: str) -> None:
        person = self.people[who]
        fields = {} if do == "add" else {"profession": seen(person, "professions", which)}
        person.say(f"profession.{do}", **fields, **({} if do == "remove" else {"name": "Vert"}))

    @rule(who=leaders, which=some, do=st.sampled_from(["add", "remove"]), start=minutes)
    def changes_a_shift(self, who: str, which: int, do: str, start: int) -> None:
        person = self.people[who]
        new = {"name": "Mellomvakt", "start": start, "end": 10}
        person.say(
            f"shift.{do}", **(new if do == "add" else {"shift": seen(person, "shifts", which)})
        )

    @rule(who=leaders, state=st.sampled_from(["open", "open", "silent", "silent", "locked"]))
    def changes_the_state(self, who: str, state: str) -> None:
        self.people[who].say("board.state", state=state)

    @rule(who=leaders, title=texts)
    def renames_the_board(self, who: str, title: str) -> None:
        self.people[who].say("board.edit", title=title)

    @rule(who=anyone)
    def looks(self, who: str) -> None:
        with self.diary_if_it_fails():
            self.people[who].look()

    @rule(who=anyone)
    def glances(self, who: str) -> None:
        with self.diary_if_it_fails():
            self.people[who].glance()

    @rule(who=anyone)
    def falls_out(self, who: str) -> None:
        self.people[who].go()

    @rule(who=anyone, anew=st.booleans(), door=st.integers(0, 1))
    def comes_back(self, who: str, anew: bool, door: int) -> None:
        self.people[who].come(anew, door)

    @rule(who=writers, which=some)
    def sends_it_again(self, who: str, which: int) -> None:
        person = self.people[who]
        latest = list(person.sent.values())[-7:]
        if latest:
            person.say_again(latest[which % len(latest)])

    @rule(who=writers, which=some)
    def asks_by_another_way_too(self, who: str, which: int) -> None:
        person = self.people[who]
        latest = list(person.sent.values())[-7:]
        if latest:
            person.ask_over_http(latest[which % len(latest)])

    @rule()
    def all_are_still(self) -> None:
        with self.diary_if_it_fails():
            all_agree(self.board, self.people.values(), self.house.engine, self.house.screens)
        for person in self.people.values():
            for note in sorted(
                person.reader.docs["notes"].values(), key=lambda n: int(n["number"])
            ):
                if note["id"] not in self.known.notes:
                    self.known.notes.append(note["id"])

    @contextmanager
    def diary_if_it_fails(self) -> Iterator[None]:
        """What was said and heard, with the error: it may not come again in the same order."""
        try:
            yield
        except Exception as error:
            error.add_note("\n".join(["So it went:", *self.diary[-60:]]))
            raise

    def teardown(self) -> None:
        try:
            self.all_are_still()
        finally:
            for person in self.people.values():
                person.go()
