"""A socket that is dead, though nobody has said so, is found."""

import pytest

from tests.faults.conftest import Tell
from tests.faults.silence import Silent

FOUND_WITHIN_S = 30.0


@pytest.mark.parametrize("who", ["says nothing", "stands in mid-frame"])
def test_who_answers_no_heartbeat_is_let_go_within_thirty_seconds(
    silent: dict[str, Silent], tell: Tell, who: str
) -> None:
    kept = silent[who].gone_after(FOUND_WITHIN_S)
    assert kept is not None and kept < FOUND_WITHIN_S, f"kept for {kept} s"
    tell(f"found after {kept:.1f} s")
