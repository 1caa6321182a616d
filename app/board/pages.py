"""What every page of a board is given: the board, the person, the words."""

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.access.person import Person
from app.access.tokens import form_token
from app.i18n import Message, _
from app.web import locale_of, render

PERSON_WORDS = {"resident": _("resident"), "user": _("service user"), "patient": _("patient")}

# What a redirect may ask the next page to say: only these, so that no address can put words there.
SAID: dict[str, Message] = {
    "added": Message(_("The note was added.")),
    "saved": Message(_("The note was saved.")),
    "moved": Message(_("The note was moved.")),
    "deleted": Message(_("The note is in the bin.")),
    "restored": Message(_("The note is back.")),
    "undone": Message(_("Your latest change was undone.")),
    "redone": Message(_("It was done again.")),
    "imported": Message(_("The tasks are on the board.")),
    "changed": Message(_("The change was saved.")),
}


def render_board_page(
    request: Request,
    person: Person,
    template: str,
    document: dict[str, Any],
    *,
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """A page of one board, in the person's language or else the board's."""
    return render(
        request,
        template,
        status=status,
        locale=locale_of(request, document["board"]["locale"]),
        board_doc=document,
        board=document["board"],
        seat=person.seat,
        you=person.as_document(),
        csrf=form_token(request.app.state.key, person.seat),
        person_word=PERSON_WORDS[document["board"]["person_word"]],
        said=SAID.get(request.query_params.get("said", "")),
        **context,
    )
