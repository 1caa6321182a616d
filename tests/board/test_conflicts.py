"""Two people in one note: other fields are both kept, the same text is never lost unseen."""

from itertools import permutations
from typing import Any

import pytest

from app.board.collections import TEXT_FIELDS
from app.errors import Conflict
from tests.cast import Stage
from tests.theatre import Theatre

# Two values for each field: Kari's and Per's.
VALUES: dict[str, tuple[Any, Any]] = {
    "title": ("Dekke til frokost", "Servere frokost"),
    "description": ("husk allergier", "på rommet for noen"),
    "place": ("stue", "kjøkken"),
    "need": ("mat", "selskap"),
    "competence": ("ingen", "kurs"),
    "frequency": ("hver dag", "ved behov"),
    "type": ("idea", "question"),
    "obligation": ("must", "can"),
    "start": (450, 725),
    "duration": (15, 30),
    "days": (["mon"], "weekend"),
    "late": (True, False),
}
OTHERS = sorted(VALUES.keys() - TEXT_FIELDS)


def test_every_text_of_a_note_is_tried_here() -> None:
    assert VALUES.keys() >= TEXT_FIELDS


def test_any_two_different_fields_are_both_kept(stage: Stage) -> None:
    for karis, pers in permutations(VALUES, 2):
        note = stage.kari.writes("Frokost")
        base = stage.document()["seq"]
        stage.kari.does("note.edit", note=note, base=base, **{karis: VALUES[karis][0]})
        stage.per.does("note.edit", note=note, base=base, **{pers: VALUES[pers][1]})
        seen = stage.ola.sees_note(note)
        assert seen is not None
        assert (seen[karis], seen[pers]) == (VALUES[karis][0], VALUES[pers][1])


@pytest.mark.parametrize("field", sorted(TEXT_FIELDS))
def test_the_same_text_by_two_is_refused_with_both(stage: Stage, field: str) -> None:
    yours, theirs = VALUES[field]
    note = stage.kari.writes("Frokost")
    base = stage.document()["seq"]
    stage.per.does("note.edit", note=note, base=base, **{field: theirs})
    # What else stood in the command is not done either: it can be sent again as it was.
    refused = stage.kari.is_refused("note.edit", note=note, base=base, late=True, **{field: yours})
    assert isinstance(refused, Conflict)
    assert refused.details == {"field": field, "yours": yours, "theirs": theirs}
    base = stage.document()["seq"]
    stage.kari.does("note.edit", note=note, base=base, late=True, **{field: yours})
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert (seen[field], seen["late"]) == (yours, True)


@pytest.mark.parametrize("field", OTHERS)
def test_of_what_is_no_text_the_latest_counts(stage: Stage, field: str) -> None:
    note = stage.kari.writes("Frokost")
    base = stage.document()["seq"]
    stage.per.does("note.edit", note=note, base=base, **{field: VALUES[field][1]})
    stage.kari.does("note.edit", note=note, base=base, **{field: VALUES[field][0]})
    seen = stage.ola.sees_note(note)
    assert seen is not None
    assert seen[field] == VALUES[field][0]


def test_two_who_write_the_same_do_not_disagree(stage: Stage) -> None:
    note = stage.kari.writes("Frokost")
    base = stage.document()["seq"]
    stage.per.does("note.edit", note=note, base=base, title="Lunsj")
    stage.kari.does("note.edit", note=note, base=base, title="Lunsj")


def test_nobody_disagrees_with_themselves(stage: Stage) -> None:
    # So it is when two changes are made without a network, and sent later.
    note = stage.kari.writes("Frokost")
    base = stage.document()["seq"]
    for title in ("Lunsj", "Middag", "Kvelds"):
        stage.kari.does("note.edit", note=note, base=base, title=title)
    stage.per.does("note.edit", note=note, base=stage.document()["seq"], title="Nattmat")
    refused = stage.kari.is_refused("note.edit", note=note, base=base, title="Frokost")
    assert refused.details["theirs"] == "Nattmat"


@pytest.mark.parametrize("way", ["edit.undo", "note.restore"])
def test_a_text_that_came_back_has_changed_too(stage: Stage, way: str) -> None:
    note = stage.kari.writes("Frokost")
    stage.per.does("note.edit", note=note, title="Lunsj")
    base = stage.document()["seq"]
    if way == "edit.undo":
        stage.per.does(way)
    else:
        stage.per.does("note.edit", note=note, title="Frokost")
        stage.per.does("note.delete", note=note)
        stage.per.does(way, note=note)
    refused = stage.kari.is_refused("note.edit", note=note, base=base, title="Middag")
    assert refused.details["theirs"] == "Frokost"


def test_two_at_the_same_moment_are_one_after_the_other(theatre: Theatre) -> None:
    note = theatre.stage.kari.writes("Frokost")
    with theatre.connected("kari") as kari, theatre.connected("per") as per:
        base = kari.hear("snapshot")["seq"]
        per.hear("snapshot")
        texts = {kari: "Dekke til frokost", per: "Servere frokost"}
        ids = {
            line: line.say("note.edit", note=note, base=base, title=text)
            for line, text in texts.items()
        }
        first = kari.hear("event", do="note.edit")
        winner = next(line for line, command in ids.items() if command == first["id"])
        (loser,) = ids.keys() - {winner}
        refused = loser.hear("refused", id=ids[loser])
    assert refused["code"] == "conflict"
    assert (refused["field"], refused["yours"]) == ("title", texts[loser])
    assert refused["theirs"] == texts[winner]
    assert theatre.stage.document()["notes"][0]["title"] == texts[winner]
