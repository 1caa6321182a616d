import pytest

from app.cards.spreadsheet_text import harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+47 90", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", " ＋1"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Re opp senger", "2 = 2", "før-etter", "  to ord", "'=1"])
def test_ordinary_text_is_left_alone(cell: str) -> None:
    assert harmless(cell) == cell
