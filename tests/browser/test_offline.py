"""Without a connection one works on; what is waiting is said in words, and sent when it is back."""

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Visit
from tests.browser.server import LiveBoard, LiveServer

AT_EIGHT = ("08:00", "Registered nurse")
# What Chromium itself says of a connection that the test has cut.
CUT = r"ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed"


def test_what_is_done_while_the_server_is_away_is_sent_when_it_is_back(
    own_server: LiveServer, visit: Visit
) -> None:
    board = own_server.make_board()
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.complaints.forgive(CUT)
    own_server.stop()
    connection = kari.page.locator("#connection")
    expect(connection).not_to_have_attribute("data-state", "live")
    kari.drags("Breakfast", kari.cell("10:00", "Registered nurse"))
    kari.adds("Lunch")
    kari.sees("10:00", "Registered nurse", ["Breakfast"])
    kari.sees_parked(["Lunch"])
    expect(connection).to_contain_text("2 changes are saved on this device")
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(2)
    own_server.start()
    kari.is_live()
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles_in("10:00", "Registered nurse") == ["Breakfast"]
    assert board.titles() == ["Breakfast", "Lunch"]


def test_what_others_did_meanwhile_is_caught_up_with(board: LiveBoard, visit: Visit) -> None:
    note = board.writes("Breakfast", at=AT_EIGHT)
    line = Line()
    kari = visit(board)
    line.lie_between(kari.page)
    kari.page.reload()
    kari.is_live()
    line.cut()
    expect(kari.page.locator("#connection")).not_to_have_attribute("data-state", "live")
    board.does("note.move", note=note, **board.cell("09:00", "Registered nurse"))
    board.writes("Lunch", at=AT_EIGHT)
    line.mend()
    kari.is_live()
    kari.sees("09:00", "Registered nurse", ["Breakfast"])
    kari.sees(*AT_EIGHT, ["Lunch"])


def test_a_command_whose_answer_was_lost_is_done_once(board: LiveBoard, visit: Visit) -> None:
    line = Line()
    kari, per = visit(board), visit(board).is_live()
    line.lie_between(kari.page)
    kari.page.reload()
    kari.is_live()
    line.is_deaf = True
    kari.adds("Breakfast")
    # It arrived, but the page does not know, and asks again when there is a new line.
    per.sees_parked(["Breakfast"])
    kari.sees_parked(["Breakfast"])
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(1)
    line.is_deaf = False
    line.cut()
    line.mend()
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    kari.sees_parked(["Breakfast"])
    assert board.titles() == ["Breakfast"]


def test_a_page_that_was_closed_offline_sends_its_changes_when_it_is_opened_again(
    own_server: LiveServer, visit: Visit
) -> None:
    board = own_server.make_board()
    board.writes("Breakfast", at=AT_EIGHT)
    kari = visit(board).is_live()
    kari.complaints.forgive(CUT)
    address = kari.page.url
    own_server.stop()
    expect(kari.page.locator("#connection")).not_to_have_attribute("data-state", "live")
    kari.drags("Breakfast", kari.cell("10:00", "Registered nurse"))
    expect(kari.page.locator("#connection")).to_contain_text("saved on this device")
    context = kari.page.context
    kari.page.close()
    own_server.start()
    assert board.titles_in(*AT_EIGHT) == ["Breakfast"]
    kari.page = context.new_page()
    kari.page.goto(address)
    kari.sees("10:00", "Registered nurse", ["Breakfast"])
    expect(kari.page.locator(".note[data-waiting]")).to_have_count(0)
    assert board.titles_in("10:00", "Registered nurse") == ["Breakfast"]


class Line:
    """The line between a page and the server, which a test can cut, or make deaf one way."""

    def __init__(self) -> None:
        self.is_deaf = False
        self._is_cut = False
        self._open: list[WebSocketRoute] = []

    def lie_between(self, page: Page) -> None:
        page.route_web_socket("**/live?**", self._connect)

    def cut(self) -> None:
        self._is_cut = True
        for route in self._open:
            route.close(code=1001)
        self._open.clear()

    def mend(self) -> None:
        self._is_cut = False

    def _connect(self, route: WebSocketRoute) -> None:
        if self._is_cut:
            route.close(code=1001)
            return
        server = route.connect_to_server()
        server.on_message(lambda message: None if self.is_deaf else route.send(message))
        self._open.append(route)
