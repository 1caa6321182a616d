import re
from xml.etree import ElementTree

from app.paper.qr import QUIET_MODULES, draw_qr, plainest, qr_svg


def test_an_address_in_the_small_alphabet_is_put_in_capitals() -> None:
    assert plainest("https://lapper.example.no/K/7QX-42") == "HTTPS://LAPPER.EXAMPLE.NO/K/7QX-42"


def test_a_path_with_small_letters_keeps_them_and_the_address_stays_as_it_is() -> None:
    assert plainest("https://lapper.example.no/k/7fQ2kX") == "https://lapper.example.no/k/7fQ2kX"


def test_the_small_alphabet_makes_a_coarser_code() -> None:
    capitals = draw_qr("https://lapper.example.no/K/7FQ2KXW9ABCDEFGHIJKL")
    mixed = draw_qr("https://lapper.example.no/k/7fQ2kXw9abcdefghijkl")
    assert capitals.modules < mixed.modules


def test_the_drawing_has_the_modules_of_the_code() -> None:
    code = draw_qr("HTTPS://A.NO/1")
    dark = [(int(x), int(y), int(run)) for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)", code.svg)]
    assert f'viewBox="0 0 {code.modules} {code.modules}"' in code.svg
    # The finder pattern in the upper left corner begins with seven dark modules.
    assert (0, 0, 7) in dark
    assert max(x + run for x, _y, run in dark) == code.modules
    assert max(y for _x, y, _run in dark) == code.modules - 1


def test_the_picture_for_the_screen_has_its_quiet_zone_in_it() -> None:
    code = draw_qr("https://lapper.example.no/join?code=ABC")
    svg = qr_svg("https://lapper.example.no/join?code=ABC")
    picture = ElementTree.fromstring(svg)
    paper, drawing = list(picture)
    size = code.modules + 2 * QUIET_MODULES
    assert picture.get("viewBox") == f"0 0 {size} {size}"
    assert paper.get("fill") == "#fff"
    assert (drawing.get("x"), drawing.get("y")) == ("4", "4")
    assert drawing.get("width") == str(code.modules)
