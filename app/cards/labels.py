"""The words of cards and lists in the board's language, and how times and days are written."""

from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import format_date

from app.cards.facts import DAY, Duty, Minutes, ShiftFacts, TaskFacts
from app.i18n import _

Translate = Callable[[str], str]
Labels = Mapping[str, str]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MESSAGES = {
    "cards_title": _("Task cards: %(board)s"),
    "list_title": _("Must/can list"),
    "list_document_title": _("Must/can list: %(board)s"),
    "must": _("must"),
    "can": _("can"),
    "undecided": _("undecided"),
    "legend_must": _("this group must do it"),
    "legend_can": _("this group can do it"),
    "legend_after_training": _("can, and needs personal training and approval"),
    "legend_undecided": _("not decided yet"),
    "needs_approval": _("needs personal training and approval"),
    "untimed": _("No clock time"),
    "as_needed": _("As needed"),
    "no_shift": _("No shift"),
    "number_of_total": _("%(number)s of %(total)s"),
    "page_of_pages": _("Page %(page)s of %(pages)s"),
    "disclaimer": _("This card is an overview and gives no authority."),
    "list_disclaimer": _("This list is an overview and gives no authority."),
    "draft": _("Draft"),
    "approved_by": _("Approved: %(approved)s"),
    "version": _("version %(version)s"),
    "qr_alt": _("QR code that leads to this card on a phone"),
    # Our own short names: the nynorsk ones of the locale data are «må» for Monday.
    "mon": _("Mon"),
    "tue": _("Tue"),
    "wed": _("Wed"),
    "thu": _("Thu"),
    "fri": _("Fri"),
    "sat": _("Sat"),
    "sun": _("Sun"),
    "weekday": _("weekdays"),
    "weekend": _("weekend"),
    "duty": _("Must/can"),
    "task": _("Task"),
    "profession": _("Profession"),
    "code": _("Code"),
    "shift": _("Shift"),
    "time": _("Time"),
    "when": _("When"),
    "duration": _("Duration (min)"),
    "days": _("Days"),
    "frequency": _("How often"),
    "place": _("Place"),
    "need": _("User need"),
    "competence": _("Competence requirement"),
    "approval": _("Training and approval"),
    "yes": _("yes"),
    "task_count": _("Tasks: %(count)s"),
    "no_tasks": _("No tasks yet."),
    "substitute": _("□ stands for a character that cannot be printed."),
}


def labels(translate: Translate) -> dict[str, str]:
    """All words of cards and lists, put into one language by ``translate``."""
    return {key: translate(msgid) for key, msgid in _MESSAGES.items()}


def duty_word(words: Labels, task: TaskFacts, *, starred: bool) -> str:
    """«må», «kan», or «kan*» where approval in person is needed; empty while undecided."""
    match task.duty:
        case None:
            return ""
        case Duty.MUST:
            return words["must"]
        case Duty.CAN | Duty.CAN_AFTER_TRAINING:
            return f"{words['can']}*" if starred else words["can"]


def clock(minutes: Minutes) -> str:
    """07:30; the clock begins again at midnight."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def shift_hours(shift: ShiftFacts) -> str:
    """07:30–15:00."""
    return f"{clock(shift.start % DAY)}–{clock(shift.end % DAY)}"


def days_text(words: Labels, days: tuple[str, ...]) -> str:
    """«helg», «ons», «man, fre»; empty for every day."""
    named = [words[day] for day in days if day in ("weekday", "weekend")]
    if named or "all" in days or set(_DAYS) <= set(days):
        return ", ".join(named)
    return ", ".join(words[day] for day in _DAYS if day in days)


def date_text(locale: str, day: date) -> str:
    """24. november 2026; English as it is written in Europe."""
    return str(format_date(day, "long", locale="en_GB" if locale == "en" else locale))
