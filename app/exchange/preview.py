"""The notes of a plan as a person reads them, before they are notes."""

from dataclasses import dataclass
from typing import Any

from app.board.words import Obligation
from app.cards.labels import days_text, labels
from app.exchange.plan import PlannedNote
from app.i18n import _, translate
from app.live.changes import Doc
from app.web import clock

_ALL_DAYS = _("every day")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One note, each of its fields a text."""

    record: int
    title: str
    profession: str
    time: str
    minutes: str
    shift: str
    days: str
    place: str
    obligation: str


def preview_rows(
    notes: tuple[PlannedNote, ...], professions: list[Doc], shifts: list[Doc], locale: str
) -> list[PreviewRow]:
    """The notes in the words of ``locale``."""
    words = labels(lambda msgid: translate(locale, msgid))
    names = {doc["id"]: doc["name"] for doc in (*professions, *shifts)}
    obligations: dict[str, str] = {
        Obligation.MUST: words["must"],
        Obligation.CAN: words["can"],
    }

    def row(note: PlannedNote) -> PreviewRow:
        fields: dict[str, Any] = note.fields
        days = fields.get("days", [])
        chosen = (days,) if isinstance(days, str) else tuple(days)
        when = days_text(words, chosen) or (translate(locale, _ALL_DAYS) if chosen else "")
        return PreviewRow(
            record=note.record,
            title=fields["title"],
            profession=names[fields["profession"]],
            time=clock(fields.get("start")),
            minutes=str(fields.get("duration", "")),
            shift=names.get(fields.get("shift"), ""),
            days=", ".join(filter(None, (when, fields.get("frequency")))),
            place=fields.get("place", ""),
            obligation=obligations.get(fields.get("obligation", ""), ""),
        )

    return [row(note) for note in notes]
