"""The ways in: links to copy and withdraw, and the code on the screen."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_a_link_is_copied(board: LiveBoard, visit: Visit) -> None:
    frida = visit(board, "facilitator", permissions=CLIPBOARD)
    frida.goto(f"/boards/{board.id}/links?seat={frida.seat}")
    frida.page.get_by_role("button", name="Copy For the ward leader").click()
    expect(frida.page.locator("#copied")).to_have_text("Copied")
    assert frida.page.evaluate("navigator.clipboard.readText()") == board.links["leader"]


def test_without_a_script_a_link_is_there_to_be_marked(board: LiveBoard, visit: Visit) -> None:
    frida = visit(board, "facilitator", java_script_enabled=False)
    frida.goto(f"/boards/{board.id}/links?seat={frida.seat}")
    expect(frida.page.get_by_role("button", name="Copy")).to_have_count(0)
    field = frida.page.get_by_role("textbox", name="For the ward leader")
    expect(field).to_have_value(board.links["leader"])


def test_a_withdrawn_link_opens_nothing_and_the_new_one_does(
    board: LiveBoard, visit: Visit
) -> None:
    frida = visit(board, "facilitator", java_script_enabled=False)
    frida.goto(f"/boards/{board.id}/links?seat={frida.seat}")
    viewers = frida.page.get_by_role("listitem").filter(has_text="For those who only read")
    with frida.page.expect_navigation():
        viewers.get_by_role("button", name="Withdraw").click()
    fresh = frida.page.get_by_role("textbox", name="For those who only read").input_value()
    request = frida.page.context.request
    assert request.get(board.links["viewer"]).status == 404
    assert request.get(fresh).status == 200


def test_by_the_code_one_comes_in_and_says_ones_profession(board: LiveBoard, visit: Visit) -> None:
    kari = visit(board, "viewer", java_script_enabled=False)
    kari.goto("/")
    kari.page.get_by_label("Code").fill(board.code.lower())
    kari.page.get_by_role("button", name="Take part").click()
    expect(kari.page.get_by_role("heading", level=1)).to_contain_text("profession")
    kari.page.get_by_text("Health care worker", exact=True).click()
    kari.page.get_by_role("button", name="To the board").click()
    expect(kari.page.locator("#new-profession option[selected]")).to_have_text("Health care worker")


def test_a_wrong_code_is_said_beside_the_field_and_kept(board: LiveBoard, visit: Visit) -> None:
    kari = visit(board, "viewer", java_script_enabled=False)
    kari.complaints.forgive("status of 404")
    kari.goto("/join")
    field = kari.page.get_by_label("Code")
    field.fill("222222")
    kari.page.get_by_role("button", name="Take part").click()
    expect(field).to_have_value("222222")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(kari.page.locator("#code-error")).to_contain_text("No board has this code")
