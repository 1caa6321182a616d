// What a person is told when the guard finds something: what it is, and what to do instead.
// The same sentences as app/privacy/sentences.py.

import { t } from "./words.js"

/**
 * @param {import("./guard.js").Kind} kind
 * @returns {string}
 */
export function sentenceFor(kind) {
  switch (kind) {
    case "national_id":
      return t("This is a national identity number. Take it out and write only what is to be done.")
    case "d_number":
      return t("This is a D number. Take it out and write only what is to be done.")
    case "h_number":
      return t(
        "This is an emergency identity number (H number). Take it out and write only what is to be done.",
      )
    case "national_id_like":
      return t(
        "This looks like a national identity number, perhaps with a typing error. Take it out. If it is something else, a leader can let it stand.",
      )
    case "duf_number":
      return t(
        "This looks like the DUF number of a person who has applied to stay in Norway. Take it out. If it is something else, a leader can let it stand.",
      )
    case "account_like":
      return t(
        "This long number can be a bank account or say who someone is. Write where the number is kept instead.",
      )
    case "phone":
      return t(
        "This looks like a telephone number. Write who is to be called, such as “next of kin”.",
      )
    case "email":
      return t(
        "This is an e-mail address. Write the role that is to be written to, not the address.",
      )
    case "birth_date":
      return t("This looks like a date of birth. Leave it out; the task is the same without it.")
    case "address":
      return t("This looks like a home address. Write “at home with the service user”.")
    case "room_or_flat":
      return t(
        "A room or a flat with its number can say who someone is. Write what is done, for instance “wake a resident at seven”.",
      )
    case "diagnosis_and_name":
      return t("Here a name stands beside a diagnosis. Leave the name out and write the need.")
    case "title_and_name":
      return t("This looks like a person's name. Write “a resident” or “a colleague” instead.")
    case "initials":
      return t("These look like a person's initials. Write the role instead.")
    case "name":
      return t(
        "This looks like a person's name. Write the role instead. If it is the name of a place or a ward, let it stand.",
      )
  }
}
