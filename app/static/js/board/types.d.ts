// What is on the wire, as types. docs/protocol.md says it in words. Never served to a page that runs.

export interface Place {
  column: string
  row: string
  rank: string
}

export interface Note {
  id: string
  number: number
  title: string
  profession: string
  type: string
  obligation: string | null
  start: number | null
  duration: number | null
  shift: string | null
  days: string[] | string
  frequency: string
  place: string
  need: string
  competence: string
  description: string
  late: boolean
  placements: Record<string, Place>
}

export type Patch = Partial<Omit<Note, "placements">> & {
  placements?: Record<string, Place | null>
  deleted?: boolean
}

/** Collection, id, the fields that are new; null: erased for good. */
export type Changes = Record<string, Record<string, Patch | null>>

export interface BoardEvent {
  is: "event"
  seq: number
  id?: string
  do: string
  changes?: Changes
}

export interface BoardDocument {
  seq: number
  notes: Note[]
}

export interface Order {
  do: string
  note?: string
  grid?: string
  column?: string | null
  row?: string | null
  before?: string | null
  confirmed?: string[]
  [field: string]: unknown
}

/** An order that has been given. */
export type Command = Order & { id: string }

export interface Refused {
  is: "refused"
  id: string | null
  code: string
  reason: string
  types?: string[]
  may_confirm?: boolean
  field?: string
  of?: number
  yours?: string
  theirs?: string
}

/** Where a note is to be seen: null column and row are the parking lot. */
export interface Cell {
  column: string | null
  row: string | null
}

/** A note as it is to be seen, own waiting commands included. */
export interface View extends Note, Cell {
  rank: string
  moved: boolean
  before: string | null
  waiting: boolean
}
