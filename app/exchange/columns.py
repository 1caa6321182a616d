"""The columns of a task file, by what they are called in three languages and in daily use."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.i18n import LOCALES, Message, _


class Column(StrEnum):
    """What a column holds."""

    TITLE = "title"
    PROFESSION = "profession"
    TIME = "time"
    DURATION = "duration"
    SHIFT = "shift"
    DAYS = "days"
    FREQUENCY = "frequency"
    PLACE = "place"
    NEED = "need"
    COMPETENCE = "competence"
    OBLIGATION = "obligation"
    DESCRIPTION = "description"


# The first three names are what bokmål, nynorsk and English files are written with.
NAMES: dict[Column, tuple[str, ...]] = {
    Column.TITLE: ("tittel", "tittel", "title", "oppgave", "oppgåve", "task", "lapp"),
    Column.PROFESSION: (
        *("yrkesgruppe", "yrkesgruppe", "profession", "professional group", "yrkesgrupper"),
        *("profesjon", "stilling", "rolle", "gruppe", "hvem", "kven", "who", "group", "role"),
    ),
    Column.TIME: (
        *("tid", "tid", "time", "klokkeslett", "tidspunkt", "kl", "start", "når", "when"),
        "start time",
    ),
    Column.DURATION: (
        *("varighet_min", "varigheit_min", "duration_min", "varighet", "varigheit", "lengd"),
        *("duration", "minutter", "minutt", "minutes", "min", "lengd_min", "tidsbruk"),
    ),
    Column.SHIFT: ("vakt", "vakt", "shift", "skift"),
    Column.DAYS: ("dager", "dagar", "days", "dag", "day", "ukedager", "vekedagar", "weekdays"),
    Column.FREQUENCY: ("hyppighet", "kor ofte", "frequency", "hvor ofte", "how often"),
    Column.PLACE: ("sted", "stad", "place", "hvor", "kvar", "where", "location"),
    Column.NEED: ("brukerbehov", "brukarbehov", "user_need", "behov", "need", "user needs"),
    Column.COMPETENCE: (
        *("kompetansekrav", "kompetansekrav", "competence requirement", "kompetanse"),
        *("competence", "kompetansebehov", "competence_requirement"),
    ),
    Column.OBLIGATION: (
        *("må_kan", "må_kan", "must_can", "må eller kan", "must_may", "must or can", "maa_kan"),
        *("skal_kan", "obligation"),
    ),
    Column.DESCRIPTION: (
        *("merknad", "merknad", "remark", "merknader", "remarks", "note", "notes", "notat"),
        *("kommentar", "comment", "comments", "beskrivelse", "skildring", "description"),
    ),
}

LABELS: dict[Column, str] = {
    Column.TITLE: _("title"),
    Column.PROFESSION: _("professional group"),
    Column.TIME: _("time"),
    Column.DURATION: _("duration"),
    Column.SHIFT: _("shift"),
    Column.DAYS: _("days"),
    Column.FREQUENCY: _("how often"),
    Column.PLACE: _("place"),
    Column.NEED: _("user need"),
    Column.COMPETENCE: _("competence requirement"),
    Column.OBLIGATION: _("must or can"),
    Column.DESCRIPTION: _("remark"),
}

HEADER_WITHIN_ROWS = 20
MOST_COLUMNS = 100


def names_in(locale: str) -> list[str]:
    """What the columns are called in one of the languages."""
    return [names[LOCALES.index(locale)] for names in NAMES.values()]


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns: where it stands, and what is in which column."""

    row: int
    columns: dict[int, Column]
    width: int
    unknown: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str | Message]]) -> Header | None:
    """The row among the first ones that names most columns, a title among them."""
    best: Header | None = None
    for number, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        header = _read_header(number, row)
        if header and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


def _read_header(number: int, row: Sequence[str | Message]) -> Header | None:
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    width = 0
    for place, cell in enumerate(row[:MOST_COLUMNS]):
        name = cell.strip() if isinstance(cell, str) else ""
        column = _BY_NAME.get(_plain(name))
        if column and column not in columns.values():
            columns[place] = column
        elif name:
            unknown.append(name)
        if name:
            width = place + 1
    if Column.TITLE not in columns.values():
        return None
    return Header(number, columns, width, tuple(unknown))


def _plain(name: str) -> str:
    """A name without case, spaces, signs and what stands in brackets: "Varighet (min)"."""
    if "\0" in name:
        # Letters of two bytes each, read as one: nothing after this line would be right.
        return ""
    text = unicodedata.normalize("NFC", name[:100]).casefold()
    return re.sub(r"\([^()]*\)|[^\w]|_", "", text)


_BY_NAME = {_plain(name): column for column, names in NAMES.items() for name in names}
