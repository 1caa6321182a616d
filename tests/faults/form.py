"""How long and how hard: the short form that every run of the tests has, and the long form."""

import os
from dataclasses import dataclass, replace
from typing import Any

LONG = "LAPPETAVLA_TEST_SOAK"


@dataclass(frozen=True)
class Form:
    """The measures of all scenarios."""

    people: int
    boards: int
    # How many commands a second each person gives.
    a_second: float
    # How often the server is killed, and for how long at most it is left alone before that.
    kills: int
    alone_s: float
    # How often everything else goes wrong.
    rounds: int
    cut_s: float
    is_long: bool = False


_SHORT = Form(people=18, boards=3, a_second=2, kills=5, alone_s=2, rounds=2, cut_s=5)
_LONG = Form(
    people=30, boards=5, a_second=3, kills=50, alone_s=4, rounds=10, cut_s=30, is_long=True
)


def chosen_form() -> Form:
    """The long form when the environment asks for it (`make soak`), with its own measures."""
    if not os.environ.get(LONG):
        return _SHORT
    asked = {name: os.environ.get(f"{LONG}_{name.upper()}") for name in ("kills", "rounds")}
    measures: dict[str, Any] = {name: int(number) for name, number in asked.items() if number}
    return replace(_LONG, **measures)
