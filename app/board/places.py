"""Where a note belongs: columns that hold a time, rows of a profession, order in a cell. Pure."""

from collections.abc import Iterable, Sequence

from fractional_indexing import generate_key_between, generate_n_keys_between

from app.board.words import AxisKind
from app.live.changes import Doc

LONGEST_RANK = 60
_CLOCK_KINDS = (AxisKind.TIME, AxisKind.ACTIVITY, AxisKind.INTERVAL)


def holds(line: Doc, minute: int) -> bool:
    """Whether a column or row with a span holds this minute; spans may run over midnight."""
    start, end = line["start"], line["end"]
    if start is None or end is None:
        return False
    if start <= end:
        return bool(start <= minute < end)
    return bool(minute >= start or minute < end)


def is_timed(line: Doc) -> bool:
    """Whether it stands for a span of the clock."""
    return line["kind"] in _CLOCK_KINDS and line["start"] is not None


def column_at(columns: Iterable[Doc], minute: int) -> Doc | None:
    """The first column that holds the minute, or ``None``."""
    return next((c for c in columns if is_timed(c) and holds(c, minute)), None)


def row_for(rows: Iterable[Doc], profession: str) -> Doc | None:
    """The first row of a profession, or ``None``."""
    return next((row for row in rows if row["profession"] == profession), None)


def on_axis(minute: int, axis_start: int) -> int:
    """How far a clock minute lies along an axis that begins at ``axis_start``."""
    return (minute - axis_start) % 1440


def rank_after(last: str | None) -> str:
    """A rank behind the last one."""
    return str(generate_key_between(last, None))


def ranks(n: int, after: str | None = None) -> list[str]:
    """``n`` ranks in order, behind ``after``."""
    return [str(rank) for rank in generate_n_keys_between(after, None, n)]


def rank_before(
    ordered: Sequence[tuple[str, str]], before: str | None
) -> tuple[str, dict[str, str]]:
    """A rank in front of the id ``before`` among ``(id, rank)`` in order; last if it is not there.

    Ranks grow where much is put into one spot. When one would be too long, all in the cell are
    numbered anew: those new ranks are the second value, else it is empty.
    """
    ids = [item for item, __ in ordered]
    index = ids.index(before) if before in ids else len(ids)
    left = ordered[index - 1][1] if index > 0 else None
    right = ordered[index][1] if index < len(ordered) else None
    if left is None or right is None or left < right:
        rank = str(generate_key_between(left, right))
        if len(rank) <= LONGEST_RANK:
            return rank, {}
    fresh = ranks(len(ids) + 1)
    rank = fresh.pop(index)
    return rank, dict(zip(ids, fresh, strict=True))
