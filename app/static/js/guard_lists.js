// The words that keep ordinary texts apart from names; all in small letters.
// The same lists as app/privacy/word_lists.py.

// "Medisin-rommet" is no one's room.
// biome-ignore format: a list
export const ROOMS_OF_THINGS = new Set([
  "aktivitets", "avfalls", "avlastnings", "bade", "behandlings", "dag", "data", "dobbelt", "dusj",
  "enkelt", "garderobe", "gjeste", "gruppe", "grupper", "isolat", "kjøle", "kopi", "korttids",
  "lager", "linnet", "linsalt", "medisin", "møte", "opphold", "oppholds", "pause", "personal",
  "pårørende", "røyke", "samtale", "sanse", "skylle", "sluse", "smitte", "snoezelen", "spise",
  "stell", "stille", "to", "toalett", "trim", "tørke", "undersøkelses", "utstyrs", "vakt", "vask",
  "vaske",
])
// "Vitamin B.", "Sone A": a letter after one of these tells things apart, not people.
// biome-ignore format: a list
export const THINGS_WITH_A_LETTER = new Set([
  "alternativ", "ark", "avd", "avdeling", "base", "bil", "blokk", "bofellesskap", "bolig", "bygg",
  "del", "etasje", "fase", "fløy", "gruppe", "hall", "hepatitt", "hus", "influensa", "inngang",
  "kategori", "klasse", "kolonne", "lag", "liste", "nivå", "oppgang", "parti", "plan", "post",
  "preparat", "punkt", "rom", "runde", "sal", "se", "seksjon", "serie", "skift", "skjema", "sone",
  "streptokokker", "stue", "ta", "team", "tiltak", "tralle", "turnus", "type", "vedlegg", "vit",
  "vitamin", "vogn",
])
// Written like initials: "I.V.", "A.S.".
// biome-ignore format: a list
export const SHORT_FORMS = new Set([
  "ad", "as", "bla", "bt", "dvs", "eu", "fom", "im", "iv", "kl", "mm", "mv", "nb", "ol", "pga",
  "pn", "po", "ps", "sc", "tom", "tv", "usa",
])
// Subjects that are nobody in particular: "Mange har demens".
// biome-ignore format: a list
export const ANYONE = new Set([
  "alle", "ansatte", "avdelinga", "avdelingen", "beboer", "beboere", "beboeren", "beboerne",
  "bebuar", "bebuarar", "bebuaren", "begge", "bofellesskapet", "brukar", "brukarar", "brukaren",
  "bruker", "brukere", "brukeren", "brukerne", "de", "dei", "den", "det", "du", "eg", "ein",
  "eininga", "en", "enheten", "enkelte", "fleire", "flere", "flertallet", "halvparten", "han",
  "hen", "ho", "hun", "huset", "hvem", "ingen", "jeg", "kven", "kvinnen", "man", "mange",
  "mannen", "mennesker", "naboen", "noen", "nokre", "pasient", "pasientar", "pasienten",
  "pasientene", "pasienter", "personen", "personer", "pårørende", "som", "sonen", "vedkommende",
  "vi",
])
// Not people, though they end as Hansen and Eriksen do.
// biome-ignore format: a list
export const WORDS_IN_SEN = new Set([
  "ambulansen", "assistansen", "avansen", "balansen", "boksen", "bremsen", "børsen", "dansen",
  "distansen", "finansen", "frekvensen", "grensen", "halsen", "helsen", "hilsen", "indeksen",
  "instansen", "kjeksen", "kompetansen", "konferansen", "konkurransen", "kursen", "laksen",
  "linsen", "lisensen", "mensen", "prinsen", "pulsen", "pølsen", "referansen", "refleksen",
  "remsen", "ressursen", "saksen", "seansen", "sekvensen", "sensen", "substansen", "tendensen",
  "toleransen", "versen", "voksen",
])
