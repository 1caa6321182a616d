"""What the templates are told: cards and piles as plain data, every text ready to print. Pure."""

from collections.abc import Mapping, Sequence

from app.cards.as_needed import beyond_as_needed
from app.cards.deck import Deck, Line, Pile
from app.cards.facts import BoardFacts
from app.cards.labels import Labels, clock, date_text, days_text, duty_word, shift_hours
from app.cards.layout import Card, CardFormat, PileHeights, place_on_sheets
from app.cards.palette import ink_of
from app.paper.coverage import SUBSTITUTE
from app.paper.qr import QUIET_MODULES, draw_qr

Data = dict[str, object]

# The dot stays with the words before it, so that no line begins with one.
SEPARATOR = "\u00a0· "
# What is said of the unit and the board on a card; in full it stands on the list.
_MOST_LETTERS_OF_A_NAME = 80
_LONGEST_WORD_LOST = 20


def measuring_data(deck: Deck, paper: CardFormat, words: Labels) -> Data:
    """For the template that measures: every pile, every type size."""
    return {
        "lang": deck.board.locale,
        "words": {**words, "star": star_note(words)},
        "box": SUBSTITUTE,
        "paper": _paper(paper),
        "piles": [_pile(pile, deck.board, words) for pile in deck.piles],
    }


def heights_from(measured: Sequence[Mapping[str, object]]) -> list[PileHeights]:
    """What that template has answered."""
    return [PileHeights(**_as_tuples(pile)) for pile in measured]  # type: ignore[arg-type]


def sheet_data(board: BoardFacts, cards: Sequence[Card], paper: CardFormat, words: Labels) -> Data:
    """For the template that prints: the sheets and, on them, the cards."""
    deck = Deck(board, tuple({id(card.pile): card.pile for card in cards}.values()))
    piles = {id(pile): index for index, pile in enumerate(deck.piles)}
    return {
        **measuring_data(deck, paper, words),
        "title": words["cards_title"] % {"board": board.title},
        "made": made_on(board),
        "sheets": [
            [
                {"x": place.x, "y": place.y, **_card(place.card, words)}
                | {"pile": piles[id(place.card.pile)]}
                for place in sheet
            ]
            for sheet in place_on_sheets(cards, paper)
        ],
    }


def one_line(text: str) -> str:
    """``text`` without line breaks and double spaces: a card has no room for them."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` letters, with … where it was cut: between words if it can be."""
    if len(text) <= most:
        return text
    start = text[: max(most - 1, 0)]
    words = start.rpartition(" ")[0]
    kept = words if len(start) - len(words) <= _LONGEST_WORD_LOST else start
    return kept.rstrip(SEPARATOR) + "…"


def about_text(line: Line, words: Labels) -> str:
    """What stands after the title: which days, how often and where."""
    task = line.task
    often = beyond_as_needed(task.frequency) if task.as_needed else task.frequency
    parts = (days_text(words, task.days), often, task.place)
    about = SEPARATOR.join(one_line(part) for part in parts if part.strip())
    return about if line.about_limit is None else shortened(about, line.about_limit)


def unbroken(text: str) -> str:
    """A short ``text`` in which no line shall break, such as «Ved behov»; longer ones may."""
    line = one_line(text)
    return line.replace(" ", "\u00a0") if len(line) <= 15 else line


def imprint(board: BoardFacts, words: Labels) -> str:
    """«Utkast · versjon 3 · 24. november 2026»."""
    status = words["draft"]
    if board.approved is not None:
        status = words["approved_by"] % {"approved": one_line(board.approved)}
    version = words["version"] % {"version": board.version}
    return SEPARATOR.join((status, version, date_text(board.locale, board.date)))


def made_on(board: BoardFacts) -> Data:
    """The document's date. It is the board's, never today: equal input gives equal bytes."""
    return {"year": board.date.year, "month": board.date.month, "day": board.date.day}


def star_note(words: Labels) -> str:
    """«kan* – krever personlig opplæring og godkjenning»: what the star says."""
    return f"{words['can']}* – {words['needs_approval']}"


def card_number(card: Card, words: Labels) -> str:
    """«1 av 3», or nothing for an only card."""
    if card.total == 1:
        return ""
    return words["number_of_total"] % {"number": card.number, "total": card.total}


def line_facts(line: Line, words: Labels) -> Mapping[str, str]:
    """One task in words: ``time``, ``duty``, ``title`` and ``about``.

    ``level`` is the duty as it is called on the wire.
    """
    task = line.task
    return {
        "time": "" if task.start is None else clock(task.start),
        "duty": duty_word(words, task, starred=line.needs_approval),
        "level": task.duty.value if task.duty else "undecided",
        "title": one_line(task.title),
        "about": about_text(line, words),
    }


def _paper(paper: CardFormat) -> Data:
    return {
        "sheet": [paper.sheet.width, paper.sheet.height],
        "cell": [paper.cell.width, paper.cell.height],
        "inside": [paper.inside.width, paper.inside.height],
        "margin": paper.margin,
        "columns": paper.columns,
        "rows": paper.rows,
        "sizes": list(paper.type_sizes),
        "qr_size": paper.qr_size,
    }


def _pile(pile: Pile, board: BoardFacts, words: Labels) -> Data:
    ink = ink_of(pile.profession.palette)
    shift = pile.shift
    code = draw_qr(pile.address) if pile.address else None
    return {
        "name": one_line(pile.profession.name),
        "code": one_line(pile.profession.code),
        "edge": ink.edge,
        "strip": ink.strip.value,
        "shift": one_line(shift.name) if shift else words["no_shift"],
        "about": list(filter(None, (shift and shift_hours(shift), _name(board.unit)))),
        "qr": code and {"svg": code.svg, "modules": code.modules, "quiet": QUIET_MODULES},
        "starred": any(line.needs_approval for line in pile.lines),
        "foot": [imprint(board, words), _name(board.title)],
        "lines": [line_facts(line, words) for line in pile.lines],
    }


def _name(text: str) -> str:
    return shortened(one_line(text), _MOST_LETTERS_OF_A_NAME)


def _card(card: Card, words: Labels) -> Data:
    first = card.pile.lines.index(card.lines[0])
    parts: list[Data] = []
    for part, lines in card.parts:
        heading = "" if part.value == "timed" else words[part.value]
        parts.append({"heading": heading, "from": first, "to": first + len(lines)})
        first += len(lines)
    return {
        "number": card_number(card, words),
        "size": card.type_size,
        "parts": parts,
        "starred": card.needs_approval,
    }


def _as_tuples(pile: Mapping[str, object]) -> Mapping[str, object]:
    return {
        name: tuple(tuple(v) if isinstance(v, list) else v for v in value)
        if isinstance(value, list)
        else value
        for name, value in pile.items()
    }
