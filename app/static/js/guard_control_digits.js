// Which eleven digits are a national identity number: the date they begin with, and the sums.

const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0]
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]
// Until 2032 the first control digit leaves 0 in this sum; numbers given after that leave 0 to 3.
const LAST_FIRST_REMAINDER = 3

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * What eleven digits are, or `null` when they do not begin with a date of any of the forms. The
 * century is not looked at: from 2032 it can't be read from the number.
 * @param {string} digits
 * @returns {"d_number" | "h_number" | "national_id" | "national_id_like" | null}
 */
export function kindOfEleven(digits) {
  if (!beginsWithADate(digits)) return null
  if (!hasControlDigits(digits)) return "national_id_like"
  if ("4567".includes(digits.charAt(0))) return "d_number"
  return "45".includes(digits.charAt(2)) ? "h_number" : "national_id"
}

/** @param {string} digits */
function beginsWithADate(digits) {
  // Days plus 40: D numbers. Months plus 40: H numbers. Months plus 80: synthetic test persons.
  const day = Number(digits.slice(0, 2)) % 40 || 40
  const month = Number(digits.slice(2, 4)) % 40
  if (digits > "72") return false
  if (month < 1 || month > 12 || day > (DAYS_IN_MONTH[month - 1] ?? 0)) return false
  return day !== 29 || month !== 2 || Number(digits.slice(4, 6)) % 4 === 0
}

/** @param {string} digits */
function hasControlDigits(digits) {
  let first = 0
  let second = 0
  for (let n = 0; n < 11; n++) {
    first += (FIRST_WEIGHTS[n] ?? 0) * Number(digits[n])
    second += (SECOND_WEIGHTS[n] ?? 0) * Number(digits[n])
  }
  return second % 11 === 0 && first % 11 <= LAST_FIRST_REMAINDER
}
