import pytest

from app.cards.as_needed import beyond_as_needed, says_as_needed


@pytest.mark.parametrize(
    ("frequency", "says", "beyond"),
    [
        ("ved behov", True, ""),
        ("Ved behov", True, ""),
        ("ved trong", True, ""),
        ("as needed", True, ""),
        ("ved behov, ukedag", True, "ukedag"),
        ("sommer, ved behov", True, "sommer"),
        ("hver 6. uke", False, "hver 6. uke"),
        ("etter legens behovsvurdering", False, "etter legens behovsvurdering"),
        ("trongt om plassen", False, "trongt om plassen"),
        ("ved behov om natta", True, "ved behov om natta"),
        ("", False, ""),
    ],
)
def test_as_needed_is_heard_in_three_languages_and_said_once(
    frequency: str, says: bool, beyond: str
) -> None:
    assert says_as_needed(frequency) is says
    assert beyond_as_needed(frequency) == beyond
