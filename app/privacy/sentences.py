"""What a ward worker is told when the guard finds something: what it is, and what to do instead."""

from collections.abc import Mapping

from app.i18n import _
from app.privacy.findings import Kind

SENTENCES: Mapping[Kind, str] = {
    Kind.NATIONAL_ID: _(
        "This is a national identity number. Take it out and write only what is to be done."
    ),
    Kind.D_NUMBER: _("This is a D number. Take it out and write only what is to be done."),
    Kind.H_NUMBER: _(
        "This is an emergency identity number (H number). "
        "Take it out and write only what is to be done."
    ),
    Kind.NATIONAL_ID_LIKE: _(
        "This looks like a national identity number, perhaps with a typing error. Take it out. "
        "If it is something else, a leader can let it stand."
    ),
    Kind.DUF_NUMBER: _(
        "This looks like the DUF number of a person who has applied to stay in Norway. "
        "Take it out. If it is something else, a leader can let it stand."
    ),
    Kind.ACCOUNT_LIKE: _(
        "This long number can be a bank account or say who someone is. "
        "Write where the number is kept instead."
    ),
    Kind.PHONE: _(
        "This looks like a telephone number. Write who is to be called, such as “next of kin”."
    ),
    Kind.EMAIL: _(
        "This is an e-mail address. Write the role that is to be written to, not the address."
    ),
    Kind.BIRTH_DATE: _(
        "This looks like a date of birth. Leave it out; the task is the same without it."
    ),
    Kind.ADDRESS: _("This looks like a home address. Write “at home with the service user”."),
    Kind.ROOM_OR_FLAT: _(
        "A room or a flat with its number can say who someone is. "
        "Write what is done, for instance “wake a resident at seven”."
    ),
    Kind.DIAGNOSIS_AND_NAME: _(
        "Here a name stands beside a diagnosis. Leave the name out and write the need."
    ),
    Kind.TITLE_AND_NAME: _(
        "This looks like a person's name. Write “a resident” or “a colleague” instead."
    ),
    Kind.INITIALS: _("These look like a person's initials. Write the role instead."),
    Kind.NAME: _(
        "This looks like a person's name. Write the role instead. "
        "If it is the name of a place or a ward, let it stand."
    ),
}
