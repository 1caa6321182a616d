"""axe finds nothing on any page, in three languages, with no rule off and nothing left out."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import BoardPage
from tests.browser.server import LiveBoard, LiveServer

AXE = Path(__file__).parent.parent / "tools" / "node_modules" / "axe-core" / "axe.min.js"
LOCALES = ["nb", "nn", "en"]


@pytest.fixture(scope="package")
def filled(live_server: LiveServer) -> dict[str, LiveBoard]:
    """A board in each language with notes of every kind, and one that lies in the parking lot."""
    boards = {}
    for locale in LOCALES:
        board = boards[locale] = live_server.make_board(locale=locale)
        grid = board.grid()
        rows = [row["label"] for row in grid["rows"]]
        columns = [column["label"] for column in grid["columns"]]
        codes = [profession["code"] for profession in board.document()["professions"]]
        for index, kind in enumerate(["task", "hassle", "idea", "question", "task"]):
            board.writes(
                f"Dele ut medisin {index}",
                at=(columns[index], rows[index]),
                profession=codes[index],
                type=kind,
                obligation="must" if index == 0 else None,
                late=index == 4,
            )
        board.writes("Parkert")
    return boards


# Colours do not depend on the language: dark is looked at once.
@pytest.mark.parametrize(
    ("locale", "scheme"), [*((locale, "light") for locale in LOCALES), ("nb", "dark")]
)
def test_the_board_and_its_dialogs(
    filled: dict[str, LiveBoard], visit: Visit, locale: str, scheme: str
) -> None:
    kari = _visits(filled, visit, locale, color_scheme=scheme)
    expect(kari.page.locator("html")).to_have_attribute("lang", locale)
    _nothing_is_found(kari.page, "board")
    note = kari.notes.first
    for name, key in {"note": "Enter", "move": "m", "keys": "?"}.items():
        note.focus()
        kari.page.keyboard.press(key)
        expect(kari.dialog(name)).to_be_visible()
        _nothing_is_found(kari.page, name)
        kari.page.keyboard.press("Escape")
        expect(kari.dialog(name)).to_have_count(0)
    note.focus()
    kari.page.keyboard.press("Space")
    kari.page.keyboard.press("ArrowRight")
    _nothing_is_found(kari.page, "lifted")
    kari.page.keyboard.press("Escape")
    kari.page.locator(".menu summary").click()
    _nothing_is_found(kari.page, "menu")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_board_on_a_phone_without_sideways_scroll(
    filled: dict[str, LiveBoard], visit: Visit, locale: str
) -> None:
    kari = _visits(filled, visit, locale, viewport={"width": 320, "height": 640})
    _nothing_is_found(kari.page, "board")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert kari.page.evaluate(wide) <= 0


@pytest.mark.parametrize("locale", LOCALES)
def test_every_other_page(filled: dict[str, LiveBoard], visit: Visit, locale: str) -> None:
    kari = _visits(filled, visit, locale)
    here = f"/boards/{kari.board.id}"
    note = kari.board.document()["notes"][0]["id"]
    seat = f"seat={kari.seat}"
    pages = [
        "/",
        "/join",
        "/boards/new",
        "/privacy",
        "/api/docs",
        f"{here}?{seat}&grid=horizontal",
        f"{here}?{seat}&screen=1",
        f"{here}/note?{seat}&note={note}",
        f"{here}/me?{seat}",
        f"{here}/links?{seat}",
        f"{here}/setup?{seat}",
        f"{here}/cards?{seat}",
        f"{here}/import?{seat}",
    ]
    for page in pages:
        answer = kari.page.goto(kari.board.address + page)
        assert answer is not None
        assert answer.status == 200, page
        expect(kari.page.locator("html")).to_have_attribute("lang", locale)
        _nothing_is_found(kari.page, page)
    kari.complaints.forgive("status of (404|422)")
    for page in [f"{here}/nothing?{seat}", "/l/old"]:
        kari.page.goto(kari.board.address + page)
        _nothing_is_found(kari.page, page)


def _visits(filled: dict[str, LiveBoard], visit: Visit, locale: str, **options: Any) -> BoardPage:
    """With the language in the browser's cookie, as someone has it who has chosen."""
    board = filled[locale]
    kari = visit(board, "facilitator", **options)
    kari.page.context.add_cookies([{"name": "locale", "value": locale, "url": board.address}])
    # Not before the first page stands: the protocol knows no reload of one that is still coming.
    kari.page.wait_for_load_state()
    kari.page.reload()
    return kari.is_live()


def _nothing_is_found(page: Page, where: str) -> None:
    # By the protocol and not by a script element: the page's policy would not let one in.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    answer = page.evaluate("() => axe.run()")
    assert len(answer["passes"]) > 10, f"axe has hardly looked at {where}"
    found = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in answer["violations"]
    ]
    assert found == [], where
