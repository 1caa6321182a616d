import sys
import unicodedata

from app.privacy.folding import fold


def test_every_decimal_digit_of_unicode_becomes_an_ordinary_one() -> None:
    digits = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Nd"]
    assert len(digits) >= 650
    wrong = [c for c in digits if fold(c).plain != str(unicodedata.decimal(c))]
    assert not wrong


def test_every_space_becomes_a_space_or_a_line_break() -> None:
    spaces = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] == "Z"]
    assert {fold(c).plain for c in spaces} == {" ", "\n"}


def test_small_letters_keep_their_places() -> None:
    letters = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isalpha()]
    assert all(len(fold(c).plain) == len(fold(c).small) for c in letters)


def test_norwegian_and_sami_text_is_left_as_it_is() -> None:
    text = "Rydde på Vår – «Bjørn» og Áigi, čáhci: 4 ŧ"
    assert fold(text).plain == text.replace("–", "-")


def test_the_way_back_leads_past_what_was_left_out() -> None:
    folded = fold("a\u200bb\u200b\u200bc")
    assert folded.plain == "abc"
    assert folded.original_span(1, 3) == (2, 6)
