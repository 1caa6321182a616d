"""A task file onto a board, through the one door for change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from app.access.person import Person
from app.access.rights import Permission
from app.errors import AppError, Invalid, TooLarge
from app.exchange.plan import Plan, Remark, plan_import
from app.exchange.task_file import TaskFile, TaskFileError, read_task_file
from app.i18n import Message, _
from app.live.cycle import lock_boards, perform_all
from app.live.log import Recorded
from app.live.perform import Door, Job


@dataclass(frozen=True, slots=True)
class Imported:
    """The report of an import; for a trial of what would be done, without ``notes``."""

    created: int
    notes: tuple[str, ...]
    read_as: tuple[Remark, ...]
    skipped: tuple[Remark, ...]
    to_confirm: tuple[str, ...]
    dry_run: bool = False

    def as_document(self, locale: str) -> dict[str, object]:
        """The report as JSON says it, its sentences in ``locale``."""
        return {
            "created": self.created,
            "dry_run": self.dry_run,
            "message": self._summary().in_locale(locale),
            "read_as": _listed(self.read_as, "text", locale),
            "skipped": _listed(self.skipped, "reason", locale),
            "to_confirm": list(self.to_confirm),
            "notes": list(self.notes),
        }

    def _summary(self) -> Message:
        if not self.created:
            return Message(_("No record of the file can be taken, so nothing was written."))
        values = {"created": self.created, "skipped": len(self.skipped)}
        if self.dry_run:
            trial = _("Nothing was written. Notes to be made: %(created)s. Left out: %(skipped)s.")
            return Message(trial, values)
        return Message(_("Notes made: %(created)s. Records left out: %(skipped)s."), values)


class NotAllTaken(Invalid):
    """Some records of a file that shall be taken whole or not at all cannot be taken."""

    def __init__(self, plan: Plan) -> None:
        first = plan.skipped[0]
        sentence = _(
            "Nothing was written. Records that cannot be taken: %(skipped)s. "
            "The first one is record %(record)s: %(reason)s"
        )
        values = {"skipped": len(plan.skipped), "record": first.record, "reason": first.text}
        super().__init__(Message(sentence, values))
        self.plan = plan

    def as_document(self, locale: str) -> dict[str, object]:
        """Every record that cannot be taken, and why, for a program."""
        return {"created": 0, "skipped": _listed(self.plan.skipped, "reason", locale)}


def import_into(
    connection: Connection,
    door: Door,
    board: str,
    seat: str,
    task_file: TaskFile,
    confirmed: frozenset[str],
    *,
    dry_run: bool = False,
    strict: bool = False,
) -> Imported:
    """Add a file's tasks to a board, in a transaction that the caller commits.

    ``confirmed`` are the kinds of warnings that someone has looked at. With ``strict`` all records
    are taken or none: then NotAllTaken is raised. Raises any other AppError with nothing written.
    """
    # Nobody else changes the board between the plan and what is done.
    lock_boards(connection, [board])
    person: Person = door.gate.admit(connection, board, seat)
    door.gate.check(person, Permission.NOTES_IMPORT)
    plan = plan_import(connection, person, task_file, confirmed)
    refuse_if_strict(plan, strict)
    if dry_run or not plan.notes:
        return report(plan, dry_run=dry_run)
    outcome = perform_all(connection, door, [Job(board, seat, plan.as_order(confirmed))])[0]
    if isinstance(outcome, AppError):
        raise outcome
    return report(plan, outcome)


def open_task_file(data: bytes, name: str) -> TaskFile:
    """Read a file, where a refusal of the whole file is raised as Invalid or TooLarge."""
    try:
        return read_task_file(data, name)
    except TaskFileError as refused:
        kind = TooLarge if refused.code == "too_large" else Invalid
        raise kind(refused.message) from refused


def refuse_if_strict(plan: Plan, strict: bool) -> None:
    """Raises NotAllTaken when all or nothing was asked for, and something is left out."""
    if strict and plan.skipped:
        raise NotAllTaken(plan)


def report(plan: Plan, done: Recorded | None = None, *, dry_run: bool = False) -> Imported:
    """What was done, or with ``dry_run`` what would be."""
    return Imported(
        created=len(plan.notes) if done or dry_run else 0,
        notes=tuple(done.changes["notes"]) if done else (),
        read_as=plan.read_as,
        skipped=plan.skipped,
        to_confirm=tuple(kind.value for kind in plan.to_confirm),
        dry_run=dry_run,
    )


def _listed(remarks: Sequence[Remark], name: str, locale: str) -> list[dict[str, object]]:
    return [{"record": r.record, name: r.text.in_locale(locale)} for r in remarks]
