"""The import over HTTP: in two steps by pages, in one by the API."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from app.access.tokens import form_token
from tests.theatre import Theatre

DATA = Path(__file__).parents[1] / "data"
MESSY = (DATA / "rotete_import.csv").read_bytes()
CHUNK = b"x" * (1024 * 1024)


def post(theatre: Theatre, who: str, file: bytes, **fields: str) -> Response:
    """The API's import, as a program calls it."""
    return theatre.client.post(
        f"/api/boards/{theatre.stage.board}/import",
        headers=theatre.headers(who),
        files={"file": ("oppgaver.csv", file)},
        data=fields,
    )


class Browser:
    """One person's pages, with the cookie of their seat and the forms' own secret."""

    def __init__(self, theatre: Theatre, who: str) -> None:
        self.theatre = theatre
        self.seat = theatre.stage.actors[who].seat
        # The board is in bokmål; this person has chosen English.
        seat = f"seat_{self.seat.replace('-', '')}={theatre.token(who)}"
        self.cookies = {"Cookie": f"locale=en; {seat}"}
        self.address = f"/boards/{theatre.stage.board}/import?seat={self.seat}"
        app: Any = theatre.client.app
        self.csrf = form_token(app.state.key, self.seat)

    def opens(self) -> Response:
        return self.theatre.client.get(self.address, headers=self.headers())

    def previews(self, file: bytes, name: str = "oppgaver.csv") -> Response:
        return self.sends({"action": "preview"}, {"file": (name, file)})

    def sends(
        self, fields: dict[str, Any], files: dict[str, tuple[str, bytes]] | None = None
    ) -> Response:
        return self.theatre.client.post(
            self.address,
            headers=self.headers(),
            data={"csrf": self.csrf, **fields},
            files=files,
            follow_redirects=False,
        )

    def headers(self) -> dict[str, str]:
        return {**self.cookies, "Accept": "text/html"}


def key_in(page: Response) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.text)
    assert found, page.text[:2000]
    return found[1]


def titles(theatre: Theatre) -> list[str]:
    return [note["title"] for note in theatre.stage.document()["notes"]]


def test_a_program_imports_in_one_call(theatre: Theatre) -> None:
    answer = post(theatre, "frida", MESSY)
    assert answer.status_code == 200
    report = answer.json()
    assert report["created"] == 13
    assert [item["record"] for item in report["skipped"]] == [9]
    assert {2, 5, 6, 8, 10} <= {item["record"] for item in report["read_as"]}
    assert report["notes"] == [note["id"] for note in theatre.stage.document()["notes"]]


def test_everyone_on_the_board_sees_an_import_at_once(small_theatre: Theatre) -> None:
    with small_theatre.connected("ola") as line:
        assert post(small_theatre, "frida", MESSY).status_code == 200
        event = line.hear("event", do="note.import")
    assert len(event["changes"]["notes"]) == 13


def test_a_trial_by_a_program_writes_nothing(theatre: Theatre) -> None:
    before = theatre.stage.dump()
    report = post(theatre, "frida", MESSY, dry_run="true").json()
    assert (report["created"], report["dry_run"]) == (13, True)
    assert theatre.stage.dump() == before


def test_strict_by_a_program_names_every_record_that_is_in_the_way(theatre: Theatre) -> None:
    before = theatre.stage.dump()
    answer = post(theatre, "frida", MESSY, strict="true")
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["code"], problem["created"]) == ("invalid", 0)
    assert [item["record"] for item in problem["skipped"]] == [9]
    assert theatre.stage.dump() == before


def test_a_program_confirms_what_it_has_looked_at(theatre: Theatre) -> None:
    file = b"tittel;yrkesgruppe\nRinge 915 73 892;SPL\n"
    first = post(theatre, "frida", file).json()
    assert (first["created"], first["to_confirm"]) == (0, ["phone"])
    second = post(theatre, "frida", file, confirmed="phone,name").json()
    assert (second["created"], second["to_confirm"]) == (1, [])


@pytest.mark.parametrize(("who", "status"), [("ute", 404), ("ola", 403), ("kari", 403)])
def test_those_who_may_not_import_are_told_no(theatre: Theatre, who: str, status: int) -> None:
    before = theatre.stage.dump()
    assert post(theatre, who, MESSY).status_code == status
    assert Browser(theatre, who).previews(MESSY).status_code == status
    assert theatre.stage.dump() == before


def test_the_page_names_the_columns_in_the_persons_language(small_theatre: Theatre) -> None:
    frida = Browser(small_theatre, "frida")
    for locale, names in (("nb", "tittel · yrkesgruppe"), ("en", "title · profession")):
        frida.cookies["Cookie"] = f"{frida.cookies['Cookie']}; locale={locale}"
        assert names in frida.opens().text


def test_a_person_looks_first_and_imports_then(theatre: Theatre) -> None:
    frida = Browser(theatre, "frida")
    before = theatre.stage.dump()
    page = frida.previews(MESSY)
    assert page.status_code == 200
    assert theatre.stage.dump() == before
    assert "&lt;b&gt;Stell&lt;/b&gt;" in page.text
    assert "<b>Stell</b>" not in page.text
    assert "Nattevakt, Kjøkken" in page.text
    done = frida.sends({"action": "import", "key": key_in(page)})
    assert done.status_code == 303
    assert done.headers["location"].endswith(f"?seat={frida.seat}&said=imported")
    assert len(titles(theatre)) == 13


def test_a_warning_is_ticked_to_take_the_record_all_the_same(small_theatre: Theatre) -> None:
    frida = Browser(small_theatre, "frida")
    file = b"tittel;yrkesgruppe\nRinge 915 73 892;SPL\nBruker 150639 52084;SPL\nTur;ASS\n"
    page = frida.previews(file)
    assert re.search(r'type="checkbox" name="confirmed" value="phone"', page.text)
    assert 'value="national_id"' not in page.text
    frida.sends({"action": "import", "key": key_in(page), "confirmed": ["phone", "national_id"]})
    assert titles(small_theatre) == ["Ringe 915 73 892", "Tur"]


def test_a_key_is_good_once_and_for_its_own_seat(small_theatre: Theatre) -> None:
    frida, lise = Browser(small_theatre, "frida"), Browser(small_theatre, "lise")
    key = key_in(frida.previews(MESSY))
    assert lise.sends({"action": "import", "key": key}).status_code == 403
    assert frida.sends({"action": "import", "key": key}).status_code == 303
    again = frida.sends({"action": "import", "key": key})
    assert again.status_code == 404
    assert 'role="alert"' in again.text
    assert len(titles(small_theatre)) == 13


def test_a_form_of_another_site_is_refused(small_theatre: Theatre) -> None:
    frida = Browser(small_theatre, "frida")
    frida.csrf = "0" * 32
    assert frida.previews(MESSY).status_code == 403
    assert titles(small_theatre) == []


@pytest.mark.parametrize(
    ("file", "status", "reason"),
    [
        (b"", 422, "The file is empty."),
        (b"%PDF-1.7 ...", 422, "is no task file"),
        (b"navn;tid\nFrokost;8\n", 422, "The first line must name the columns"),
        (b"tittel\n" + b"x" * (10 * 1024 * 1024), 413, "At most 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_on_its_page(
    small_theatre: Theatre, file: bytes, status: int, reason: str
) -> None:
    page = Browser(small_theatre, "frida").previews(file)
    assert page.status_code == status
    assert reason in page.text
    assert 'type="file"' in page.text


def test_no_file_is_refused_in_words(small_theatre: Theatre) -> None:
    page = Browser(small_theatre, "frida").sends({"action": "preview"}, {})
    assert page.status_code == 422
    assert "Choose a file first." in page.text


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", "multipart/form-data"])
def test_a_form_that_is_none_is_refused(small_theatre: Theatre, content_type: str) -> None:
    answer = small_theatre.client.post(
        f"/api/boards/{small_theatre.stage.board}/import",
        headers={**small_theatre.headers("frida"), "Content-Type": content_type},
        content=b"--y\r\nnonsense",
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize("says_length", [True, False])
def test_a_hundred_megabytes_are_refused_whether_their_length_is_said_or_not(
    small_theatre: Theatre, says_length: bool
) -> None:
    def pieces() -> Iterator[bytes]:
        for __ in range(100):
            yield CHUNK

    headers = {**small_theatre.headers("frida"), "Content-Type": "multipart/form-data; boundary=x"}
    if says_length:
        headers["Content-Length"] = str(100 * len(CHUNK))
    answer = small_theatre.client.post(
        f"/api/boards/{small_theatre.stage.board}/import", headers=headers, content=pieces()
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_the_board_is_exported_as_its_reader_sees_it(theatre: Theatre) -> None:
    post(theatre, "frida", MESSY)
    address = f"/api/boards/{theatre.stage.board}/export.json"
    answer = theatre.client.get(address, headers=theatre.headers("ola"))
    assert answer.json() == {"format": 1, **theatre.stage.ola.sees()}
    assert "attachment" in answer.headers["content-disposition"]
    assert theatre.client.get(address, headers=theatre.headers("ute")).status_code == 404
