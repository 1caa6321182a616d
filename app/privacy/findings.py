"""The words of the guard: what can be found, and how serious it is."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What happens to a text, mildest first. The values are those of the command line."""

    OK = "ok"
    WARN = "advar"
    STOP = "stopp"

    @property
    def severity(self) -> int:
        """0 for OK, 1 for WARN, 2 for STOP: what verdicts are compared by."""
        return list(Verdict).index(self)


class Kind(StrEnum):
    """Everything the guard can find, the surest first: of two that overlap the earlier one counts.

    The names are safe to log and to send; the text never is.
    """

    NATIONAL_ID = "national_id"
    D_NUMBER = "d_number"
    H_NUMBER = "h_number"
    NATIONAL_ID_LIKE = "national_id_like"
    DUF_NUMBER = "duf_number"
    ACCOUNT_LIKE = "account_like"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    ROOM_OR_FLAT = "room_or_flat"
    DIAGNOSIS_AND_NAME = "diagnosis_and_name"
    TITLE_AND_NAME = "title_and_name"
    INITIALS = "initials"
    NAME = "name"


# A control digit fits: nobody may keep such a number.
_STOPS = frozenset({Kind.NATIONAL_ID, Kind.D_NUMBER, Kind.H_NUMBER})
# Only the form fits, so it can be something else: a leader may say that it is.
_STOPS_FOR_ALL_BUT_LEADERS = frozenset({Kind.NATIONAL_ID_LIKE, Kind.DUF_NUMBER})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, at ``text[start:end]`` of the text as it was given (code points)."""

    kind: Kind
    start: int
    end: int

    @property
    def verdict(self) -> Verdict:
        """STOP or WARN; it follows from the kind alone."""
        stops = self.kind in _STOPS or self.overridable_by_leader
        return Verdict.STOP if stops else Verdict.WARN

    @property
    def overridable_by_leader(self) -> bool:
        """Whether this STOP gives way when a leader confirms it."""
        return self.kind in _STOPS_FOR_ALL_BUT_LEADERS


@dataclass(frozen=True, slots=True)
class Judgement:
    """The gravest verdict over what was found, and the kinds, each once, in the order of Kind."""

    verdict: Verdict
    kinds: tuple[Kind, ...]
