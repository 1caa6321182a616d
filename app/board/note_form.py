"""Between a plain form and a command: the same fields, as people type them. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from app.board.words import DAY_SETS, WEEKDAYS
from app.errors import AppError, PersonalData
from app.live.changes import Doc

TEXTS = ("frequency", "place", "need", "competence", "description")
SAID_AFTER = {"save": "saved", "move": "moved", "delete": "deleted", "restore": "restored"}
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")
# Not every digit of Unicode is a number to Python, and not every number fits the database.
_WHOLE = re.compile(r"[0-9]{1,9}")

Form = Mapping[str, Any]


def text(form: Form, name: str) -> str:
    """A field as text; a missing one is empty."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def new_note(form: Form) -> dict[str, object]:
    """The fields of ``note.create``."""
    fields = {name: value for name, value in note_fields(form).items() if value not in ("", None)}
    fields |= {"title": text(form, "title"), "profession": text(form, "profession")}
    column, row = text(form, "column"), text(form, "row")
    if column and row:
        fields |= {"grid": text(form, "grid"), "column": column, "row": row}
    return fields


def orders(form: Form, action: str) -> list[tuple[str, dict[str, object]]] | None:
    """The commands of one pressed button, or ``None`` when there is no such button."""
    note = text(form, "note")
    match action:
        case "save":
            base = text(form, "base")
            edit: dict[str, object] = {"note": note, **note_fields(form)}
            edit |= {"title": text(form, "title"), "profession": text(form, "profession")}
            if _WHOLE.fullmatch(base):
                edit["base"] = int(base)
            return [("note.edit", edit)]
        case "move":
            return [("note.move", {"note": note, **place_fields(form)})]
        case "delete" | "restore":
            return [(f"note.{action}", {"note": note})]
    return None


def place_fields(form: Form) -> dict[str, object]:
    """Grid, column and row; without a column or a row it is the parking lot."""
    column, row = text(form, "column") or None, text(form, "row") or None
    if column is None or row is None:
        column = row = None
    return {"grid": text(form, "grid"), "column": column, "row": row}


def note_fields(form: Form) -> dict[str, object]:
    """The fields that the form has, each as the command wants it."""
    fields: dict[str, object] = {name: text(form, name) for name in TEXTS if name in form}
    if "type" in form:
        fields["type"] = text(form, "type")
    for name in ("obligation", "shift"):
        if name in form:
            fields[name] = text(form, name) or None
    if "start" in form:
        fields["start"] = _clock(text(form, "start"))
    if "duration" in form:
        fields["duration"] = _number(text(form, "duration"))
    if "days" in form:
        fields["days"] = _days(form)
    return fields


def shown_again(form: Form) -> Doc:
    """What was typed, for the form that is shown again after a refusal."""
    again: Doc = {
        name: value
        for name, value in note_fields(form).items()
        if not (name in ("start", "duration") and isinstance(value, str))
    }
    return again | {"title": text(form, "title"), "profession": text(form, "profession")}


def blank_note(document: dict[str, Any]) -> Doc:
    """A note that is not there yet, for the form."""
    return {
        "id": "",
        "type": "task",
        "obligation": None,
        "start": None,
        "duration": None,
        "shift": None,
        "days": [],
        **dict.fromkeys(TEXTS, ""),
        "placements": {},
    }


def confirmed_in(form: Form) -> frozenset[str]:
    """The warnings that the person has ticked: «it is not about anyone»."""
    return frozenset(text(form, "confirmed").split(",")) - {""}


def to_confirm(refused: AppError | None) -> str:
    """The kinds that a tick would settle, or an empty text."""
    if not isinstance(refused, PersonalData) or not refused.details.get("may_confirm"):
        return ""
    kinds = refused.details["types"]
    return ",".join(kinds) if isinstance(kinds, list) else ""


def typed_value(kind: str, value: str) -> object:
    """A typed text as a clock time, a number, or the text that it is."""
    match kind:
        case "clock":
            return _clock(value)
        case "number":
            return _number(value)
    return value


def _clock(value: str) -> int | str | None:
    if not value.strip():
        return None
    found = _CLOCK.fullmatch(value.strip())
    # A text that is no time goes on as it is: the command refuses it and names the field.
    return int(found[1]) * 60 + int(found[2]) if found else value


def _number(value: str) -> int | str | None:
    if not value.strip():
        return None
    return int(value) if _WHOLE.fullmatch(value.strip()) else value


def _days(form: Form) -> object:
    getlist = getattr(form, "getlist", None)
    chosen = [v for v in (getlist("days") if getlist else [form["days"]]) if v]
    if len(chosen) == 1 and chosen[0] not in WEEKDAYS:
        return chosen[0]
    # The form shows a named set as its days: it goes back as it came.
    return next((name.value for name, days in DAY_SETS.items() if list(days) == chosen), chosen)
