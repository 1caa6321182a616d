"""What a task file will become on a board: worked out in full before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import Permission
from app.board import queries
from app.board.blueprints import SHIFTS
from app.board.held import load
from app.board.protocol import ImportNotes, NewNote
from app.db import new_id
from app.errors import Invalid, TooLarge
from app.exchange.choices import ProfessionName, read_shift
from app.exchange.groups import UNASSIGNED, Groups
from app.exchange.task_file import Record, TaskFile
from app.exchange.texts import quoted
from app.i18n import Message, _, translate
from app.live.changes import Doc
from app.live.envelope import Envelope
from app.privacy.guard import Kind, Verdict, judge_all
from app.privacy.sentences import SENTENCES

MOST_NOTES = 5000
MOST_NEW_PROFESSIONS = 100


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a record; record 0 is the header, and so the file as a whole."""

    record: int
    text: Message


@dataclass(frozen=True, slots=True)
class PlannedNote:
    """A note to be, with the fields of ``NewNote`` that say something."""

    record: int
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """The notes and professions to make, what was read into values, and what is left out.

    ``to_confirm`` are the warnings that leave out records which would be taken if a person
    confirmed them.
    """

    professions: tuple[Doc, ...]
    notes: tuple[PlannedNote, ...]
    read_as: tuple[Remark, ...]
    skipped: tuple[Remark, ...]
    to_confirm: tuple[Kind, ...]

    def as_order(self, confirmed: frozenset[str]) -> Envelope:
        """All of it as one command. There must be at least one note."""
        fields = {
            "professions": list(self.professions),
            "notes": [note.fields for note in self.notes],
        }
        return Envelope(new_id(), "note.import", fields, confirmed)


def plan_import(
    connection: Connection, person: Person, task_file: TaskFile, confirmed: frozenset[str]
) -> Plan:
    """What the file will be on the person's board. Reads, and writes nothing.

    Raises TooLarge or Invalid when the file asks for more than one change may hold.
    """
    held = load(connection, person.board)
    planner = _Planner(
        Groups(queries.list_professions(held), person.locale),
        _shifts_by_word(queries.list_shifts(held)),
        person,
        frozenset(kind for kind in Kind if kind.value in confirmed),
    )
    for record in task_file.records:
        planner.take(record)
    skipped = [*planner.skipped, *(Remark(s.record, s.reason) for s in task_file.skipped)]
    plan = Plan(
        professions=tuple(planner.groups.new),
        notes=tuple(planner.notes),
        read_as=(*(Remark(0, said) for said in task_file.said), *planner.read_as),
        skipped=tuple(sorted(skipped, key=lambda remark: remark.record)),
        to_confirm=tuple(kind for kind in Kind if kind in planner.to_confirm),
    )
    _refuse_too_much(plan)
    return plan


class _Planner:
    def __init__(
        self,
        groups: Groups,
        shifts: Mapping[str, str],
        person: Person,
        confirmed: frozenset[Kind],
    ) -> None:
        self.groups = groups
        self.notes: list[PlannedNote] = []
        self.read_as: list[Remark] = []
        self.skipped: list[Remark] = []
        self.to_confirm: set[Kind] = set()
        self._shifts = shifts
        self._confirmed = confirmed
        self._leader = person.may(Permission.WARNING_OVERRULE)
        self._unassigned = ProfessionName(translate(person.locale, UNASSIGNED), None)

    def take(self, record: Record) -> None:
        """Plan the notes of a record, one for each of its professions, or leave it out."""
        professions = record.professions or (self._unassigned,)
        reason = self._objection(record, professions)
        if reason is not None:
            self.skipped.append(Remark(record.number, reason))
            return
        said = list(record.read_as)
        if not record.professions:
            none = _("No professional group is given; the note stands under “%(name)s”.")
            said.append(Message(none, {"name": self._unassigned.name}))
        shift = self._find_shift(record.shift, said)
        for profession in professions:
            found = self.groups.find(profession)
            if found is None:
                found, added = self.groups.add(profession)
                said.append(added)
            fields = _fields_of(record) | {"profession": found}
            if shift:
                fields["shift"] = shift
            self.notes.append(PlannedNote(record.number, fields))
        self.read_as += [Remark(record.number, text) for text in said]

    def _objection(self, record: Record, professions: Sequence[ProfessionName]) -> Message | None:
        """Why the record must be left out: personal data, or something no note can hold."""
        names = [each.name for each in professions if self.groups.find(each) is None]
        texts = [*_texts_of(record), *names]
        if judge_all(texts, self._confirmed, self._leader).verdict is not Verdict.OK:
            return self._warning(texts)
        try:
            NewNote.model_validate({**_fields_of(record), "profession": new_id()})
        except ValidationError as error:
            wrong = ", ".join(str(item["loc"][-1]) for item in error.errors() if item["loc"])
            return Message(_("This is not right: %(fields)s."), {"fields": wrong})
        return None

    def _warning(self, texts: Sequence[str]) -> Message:
        """The gravest thing found in the texts, and note if it is one that may be confirmed."""
        for_good = judge_all(texts, frozenset(Kind), self._leader)
        if for_good.verdict is not Verdict.OK:
            return Message(SENTENCES[for_good.kinds[0]])
        left = judge_all(texts, self._confirmed, self._leader)
        self.to_confirm.update(left.kinds)
        return Message(SENTENCES[left.kinds[0]])

    def _find_shift(self, word: str | None, said: list[Message]) -> str | None:
        if word is None:
            return None
        found = self._shifts.get(word) or self._shifts.get(word.casefold())
        if found is None:
            name: object = Message(SHIFTS[word][0]) if word in SHIFTS else quoted(word)
            gone = _("There is no shift “%(name)s” on the board; the shift was left open.")
            said.append(Message(gone, {"name": name}))
        return found


def _fields_of(record: Record) -> dict[str, object]:
    fields = {
        "title": record.title,
        "obligation": record.obligation.value if record.obligation else None,
        "start": record.start,
        "duration": record.duration,
        "days": str(record.days) if isinstance(record.days, str) else list(record.days),
        "frequency": record.frequency,
        "place": record.place,
        "need": record.need,
        "competence": record.competence,
        "description": record.description,
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _texts_of(record: Record) -> tuple[str, ...]:
    return (
        record.title,
        record.frequency,
        record.place,
        record.need,
        record.competence,
        record.description,
    )


def _shifts_by_word(shifts: Sequence[Doc]) -> dict[str, str]:
    """The board's shifts by name, by key, and by what their names would be read as in a file."""
    words: dict[str, str] = {}
    for shift in shifts:
        words.setdefault(shift["name"].casefold(), shift["id"])
    for shift in shifts:
        if shift["key"]:
            words.setdefault(shift["key"], shift["id"])
    for shift in shifts:
        if (word := read_shift(shift["name"])) in SHIFTS:
            words.setdefault(word, shift["id"])
    return words


def _refuse_too_much(plan: Plan) -> None:
    if len(plan.notes) > MOST_NOTES:
        many = _("The file would become %(notes)s notes; at most %(limit)s at once. Divide it.")
        raise TooLarge(Message(many, {"notes": len(plan.notes), "limit": MOST_NOTES}))
    if len(plan.professions) > MOST_NEW_PROFESSIONS:
        many = _(
            "The file names %(groups)s professional groups that are not on the board. "
            "Look at that column again: at most %(limit)s can be added at once."
        )
        values = {"groups": len(plan.professions), "limit": MOST_NEW_PROFESSIONS}
        raise Invalid(Message(many, values))
    if plan.notes:
        ImportNotes.model_validate(plan.as_order(frozenset()).fields)
