"""The closed sets of words on a board, as they stand on the wire."""

from enum import StrEnum


class GridKind(StrEnum):
    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"


class AxisKind(StrEnum):
    TIME = "time"
    ACTIVITY = "activity"
    STEP = "step"
    PROFESSION = "profession"
    PLACE = "place"
    WEEKDAY = "weekday"
    INTERVAL = "interval"
    AS_NEEDED = "as_needed"
    FREE = "free"


class NoteType(StrEnum):
    TASK = "task"
    HASSLE = "hassle"
    IDEA = "idea"
    QUESTION = "question"


class Obligation(StrEnum):
    MUST = "must"
    CAN = "can"


class PersonWord(StrEnum):
    """What the unit calls those it serves: beboer, bruker or pasient."""

    RESIDENT = "resident"
    USER = "user"
    PATIENT = "patient"


class Days(StrEnum):
    """Named sets of days; otherwise days are a list of ``WEEKDAYS``."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    ALL = "all"


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SETS = {Days.ALL: WEEKDAYS, Days.WEEKDAY: WEEKDAYS[:5], Days.WEEKEND: WEEKDAYS[5:]}
