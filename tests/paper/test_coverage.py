import pytest

from app.paper.coverage import Coverage, covered
from app.paper.engine import FONTS


@pytest.fixture
def coverage() -> Coverage:
    return Coverage(FONTS)


@pytest.mark.parametrize(
    "text", ["Blåbærsyltetøy", "čáđŋšŧž ČÁĐŊŠŦŽ", "«07:30–15:00» · → ✓ ½", "plain"]
)
def test_what_the_font_has_is_left_alone(coverage: Coverage, text: str) -> None:
    assert coverage.printable(text) == text
    assert coverage.missing == ()


def test_what_the_font_lacks_becomes_one_box_and_is_reported(coverage: Coverage) -> None:
    assert coverage.printable("Gi 😀 og 北京") == "Gi □ og □"
    assert coverage.missing == ("😀", "北", "京")


@pytest.mark.parametrize("emoji", ["👩🏽‍⚕️", "👍🏿", "🇳🇴"])
def test_a_compound_emoji_is_one_box(coverage: Coverage, emoji: str) -> None:
    assert coverage.printable(f"a{emoji}b") == "a□b"


def test_a_rare_form_of_a_common_character_is_printed_as_that(coverage: Coverage) -> None:
    assert coverage.printable("\uff11\uff12 \u338e") == "12 mg"
    assert coverage.missing == ()


def test_control_and_direction_signs_vanish_and_odd_spaces_become_plain(coverage: Coverage) -> None:
    assert coverage.printable("a\u202eb\x07c\u00add\te\ud800f") == "abcd ef"


def test_texts_are_found_wherever_they_are(coverage: Coverage) -> None:
    assert coverage.printable({"a": ["😀", {"b": ("x", 1, None, True)}]}) == {
        "a": ["□", {"b": ["x", 1, None, True]}]
    }


def test_the_box_itself_can_be_printed() -> None:
    assert ord("□") in covered(FONTS)


def test_a_folder_without_fonts_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("fonts")
    with pytest.raises(FileNotFoundError, match="fetches them"):
        Coverage(empty)
