"""The rooms joined into one door. Server, command line and tests all build it here."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Engine

from app.access.gate import AccessGate
from app.access.person import Person
from app.access.rights import Permission
from app.board import settle
from app.board.actions import act
from app.board.held import load
from app.board.permissions import NEEDS
from app.board.protocol import COMMANDS
from app.board.snapshot import document_of, is_for_all, lens
from app.board.writing import write
from app.errors import PersonalData
from app.live.hub import Hub
from app.live.perform import Door, Draft, House, Part, Turn
from app.live.snapshots import Views
from app.live.undo import REDO, UNDO, RedoEdit, UndoEdit, redo_edit, undo_edit
from app.privacy.guard import Kind, Verdict, judge_all
from app.privacy.sentences import SENTENCES


def build_door() -> Door:
    """The one door for change, with every room's commands and rights."""
    house = House(
        load=load,
        write=write,
        complete=settle.complete,
        is_private=settle.is_private,
        mark_private=settle.mark_private,
        changes_view=settle.changes_view,
        guard=guard_texts,
        after=settle.after,
    )
    board = Part(
        commands=COMMANDS,
        needs=NEEDS,
        act=_act_on_board,
    )
    undo = Part(commands={UNDO: UndoEdit, REDO: RedoEdit}, needs={}, act=_act_on_own)
    return Door(AccessGate(), house, [board, undo])


def build_hub(engine: Engine) -> Hub:
    """The live engine of a process."""
    return Hub(engine, build_door(), Views(document_of, lens, is_for_all))


def guard_texts(person: Person, texts: Iterable[str], confirmed: frozenset[str]) -> None:
    """Raises PersonalData for what is left when the confirmed kinds are settled."""
    texts = list(texts)
    if not texts:
        return
    kinds = frozenset(kind for kind in Kind if kind.value in confirmed)
    leader = person.may(Permission.WARNING_OVERRULE)
    judgement = judge_all(texts, kinds, leader)
    if judgement.verdict is Verdict.OK:
        return
    everything = judge_all(texts, frozenset(Kind), leader)
    raise PersonalData(
        SENTENCES[judgement.kinds[0]],
        types=[kind.value for kind in judgement.kinds],
        may_confirm=everything.verdict is Verdict.OK,
    )


def _act_on_board(turn: Turn, person: Person, command: Any) -> Draft:
    # What the house loads is what it acts on.
    held: Any = turn.held
    return act(held, person, command)


def _act_on_own(turn: Turn, person: Person, command: UndoEdit | RedoEdit) -> Draft:
    if isinstance(command, UndoEdit):
        return undo_edit(turn, person, command.past)
    return redo_edit(turn, person)
