"""The personal-data guard: reads a text and says what in it must not be written down.

Pure, and the same in the browser (``static/js/guard.js``), where it warns while people type. Here
it decides. Whoever logs what was found logs the kind, never the text.
"""

from bisect import bisect
from collections.abc import Iterable

from app.privacy.contact_details import find_contact_details
from app.privacy.findings import Finding, Judgement, Kind, Verdict
from app.privacy.folding import digit_stretches, fold
from app.privacy.identity_numbers import Hit, find_identity_numbers
from app.privacy.names import find_names

__all__ = ["Finding", "Judgement", "Kind", "Verdict", "find", "judge", "judge_all", "judge_lines"]

_SUREST_FIRST = {kind: place for place, kind in enumerate(Kind)}


def find(text: str) -> tuple[Finding, ...]:
    """Everything found in ``text``, in the order it stands there, none over another."""
    folded = fold(text)
    stretches = digit_stretches(folded.small)
    hits = [
        *find_identity_numbers(folded.small, stretches),
        *find_contact_details(folded.small, stretches),
        *find_names(folded),
    ]
    hits.sort(key=lambda hit: _SUREST_FIRST[hit[0]])
    return tuple(
        Finding(kind, *folded.original_span(start, end)) for start, end, kind in _apart(hits)
    )


def judge(text: str) -> Judgement:
    """The verdict over one text before anyone has confirmed anything."""
    return judge_all((text,))


def judge_all(
    texts: Iterable[str], confirmed: frozenset[Kind] = frozenset(), leader: bool = False
) -> Judgement:
    """What is left to say about ``texts`` once the ``confirmed`` kinds are settled.

    A warning is settled by anyone, a stop that is only a likeness by a leader, other stops never.
    """
    left = [
        finding
        for text in texts
        for finding in find(text)
        if not _is_settled(finding, confirmed, leader)
    ]
    verdicts = (finding.verdict for finding in left)
    found = {finding.kind for finding in left}
    return Judgement(
        verdict=max(verdicts, key=lambda verdict: verdict.severity, default=Verdict.OK),
        kinds=tuple(kind for kind in Kind if kind in found),
    )


def judge_lines(lines: Iterable[str]) -> list[dict[str, object]]:
    """One ``{"verdict", "types"}`` a line, as the command line prints it."""
    return [
        {"verdict": judgement.verdict.value, "types": [kind.value for kind in judgement.kinds]}
        for judgement in map(judge, lines)
    ]


def _apart(hits: Iterable[Hit]) -> list[tuple[int, int, Kind]]:
    """The hits by place, less those that overlap an earlier one: weaker readings of its signs."""
    taken: list[tuple[int, int, Kind]] = []
    for kind, start, end in hits:
        place = bisect(taken, (start, end, kind))
        clear_before = place == 0 or taken[place - 1][1] <= start
        if clear_before and (place == len(taken) or end <= taken[place][0]):
            taken.insert(place, (start, end, kind))
    return taken


def _is_settled(finding: Finding, confirmed: frozenset[Kind], leader: bool) -> bool:
    if finding.kind not in confirmed:
        return False
    return finding.verdict is Verdict.WARN or (finding.overridable_by_leader and leader)
