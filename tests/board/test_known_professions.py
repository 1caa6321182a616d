"""Professional groups are found by whatever people call them."""

import pytest

from app.board.known_professions import KNOWN, find_known


def test_codes_and_keys_are_nobodys_but_their_own() -> None:
    assert len({known.code for known in KNOWN}) == len(KNOWN)
    assert len({known.key for known in KNOWN}) == len(KNOWN)


def test_codes_have_two_to_four_letters_and_colours_are_in_the_palette() -> None:
    assert all(2 <= len(known.code) <= 4 and known.code.isalpha() for known in KNOWN)
    assert all(0 <= known.palette <= 9 for known in KNOWN)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.code)
def test_a_group_is_found_by_its_code_and_by_its_name_in_each_language(known: object) -> None:
    group = next(each for each in KNOWN if each is known)
    assert set(group.names) == {"nb", "nn", "en"}
    for text in (group.code, *group.names.values()):
        assert find_known(text) is group
    assert find_known(group.names["nb"].title()) is group


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.code)
def test_no_other_groups_alias_hides_it(known: object) -> None:
    group = next(each for each in KNOWN if each is known)
    assert all(find_known(alias) is group for alias in group.aliases)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sykepleiere", "SPL"),
        ("sjukepleiarar", "SPL"),
        ("sykepleierne", "SPL"),
        ("Spl.", "SPL"),
        ("hfa", "HFA"),
        ("Helsefagarbeidere", "HFA"),
        ("helsefagarbeidarane", "HFA"),
        ("assistentar", "ASS"),
        ("Vernepleierne", "VPL"),
        ("Serviceverter", "SV"),
        ("lærlinger", "LÆR"),
        ("leger", "LEG"),
        ("tlege", "LEGE"),
        ("avd.leder", "LED"),
        ("Sykepleier på topp", "TOPP"),
        ("fysioterapeuter", "FYS"),
        ("vaktmestre", "VM"),
        ("registered nurses", "SPL"),
        ("sykepleierstudenter", "STU"),
        ("farmasøyter", "FAR"),
        ("APT", "APO"),
        ("AV", "AVV"),
    ],
)
def test_plurals_short_forms_and_other_titles_are_known(text: str, code: str) -> None:
    known = find_known(text)
    assert known is not None and known.code == code


@pytest.mark.parametrize("text", ["", " ", "Kjøkken", "Nattevakt", "syk", "pleier"])
def test_what_is_no_group_of_ours_is_not_forced_into_one(text: str) -> None:
    assert find_known(text) is None
