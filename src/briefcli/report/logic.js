// What the page shows follows from its state and from what is known. Nothing here touches the page.

/**
 * @typedef {{id: string, country: string, since: string, until: string | null, ended: string | null, run: string,
 *   rank: number, concerns: string[], reviewed: string | null}} Stance
 * @typedef {{name: string, slug: string, words: string[], regions: string[]}} Country
 * @typedef {{name: string, left: number, ticks: {at: number, text: string}[]}} Period
 * @typedef {{first: string, last: string, written: string, id: string, title: string, edition: string, version: string,
 *   silence: string, levels: {id: string, label: string}[], concerns: Record<string, string>,
 *   reliability: Record<string, string>, credibility: Record<string, string>, kinds: string[], regions: string[],
 *   periods: Period[], period: string, countries: Record<string, Country>, stances: Stance[],
 *   stages: {id: string, date: string, told: string}[]}} Known
 * @typedef {{country: string[], region: string, level: string, concern: string, credibility: string, kind: string,
 *   source: string, disputed: string, stale: string, q: string, day: string, at: string, print: string,
 *   period: string, part: string}} State
 * @typedef {{source: string, verdict: string}} Cite
 * @typedef {{from: string, letter: string, kind: string}} Origin
 * @typedef {{from: string, year: string, credibility: string, cites: Cite[]}} Claim
 * @typedef {{shown: boolean, cites: Cite[], letter: string, disputed: boolean, hindsight: boolean}} Seen
 * @typedef {{date: string, kind: string, codes: string[], told: string, id: string}} Move
 */

/** How many days a country may go unchecked. */
const STALE = 365;
const DAY = 864e5;
/** The keys of the address that hold one word, and those whose words are not the dossier's own. */
const WORDS = /** @type {const} */ (["region", "level", "concern", "credibility", "kind", "source", "disputed", "stale",
  "q", "day", "at", "print", "period", "part"]);

/** @returns {State} */
const nothingAsked = () => ({ country: [], region: "", level: "", concern: "", credibility: "", kind: "", source: "",
  disputed: "", stale: "", q: "", day: "", at: "", print: "", period: "", part: "" });

/** @param {string} text */
const slug = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/^the (?=.)/, "").replaceAll(" ", "-");

// ---- Days. A date is the text of a year, a month or a day, and has begun on the first day that it may mean.

/** @param {string} date @param {string} day */
const begun = (date, day) => date <= day;

/** The first day that a date may mean. @param {string} date */
const firstDay = (date) => date + "-01-01".slice(date.length - 4);

/** @param {string} day @param {number} days */
const daysAfter = (day, days) => new Date(Date.parse(firstDay(day)) + days * DAY).toISOString().slice(0, 10);

/** @param {string} from @param {string} to */
const daysBetween = (from, to) => Math.round((Date.parse(firstDay(to)) - Date.parse(firstDay(from))) / DAY);

/** Whether a text is a day of the calendar. @param {string} text */
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  && new Date(Date.parse(text)).toISOString().startsWith(text);

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** A date in words: 23 June 2026, June 2026 or 2026. @param {string} date */
function inWords(date) {
  const [year, month, day_] = date.split("-").map(Number);
  return [day_, MONTHS[month - 1], year].filter(Boolean).join(" ");
}

/** The stance of each country that was in force on a day. @param {Stance[]} stances @param {string} day */
function standingOn(stances, day) {
  /** @type {Map<string, Stance>} */
  const standing = new Map();
  for (const stance of stances) {
    if (begun(stance.since, day) && !(stance.until && begun(stance.until, day))) standing.set(stance.country, stance);
  }
  return standing;
}

/**
 * A record as it was seen on a day: what it cites of what was published, and what follows from that.
 * @param {Claim} claim @param {Map<string, Origin>} sources @param {string} day @returns {Seen}
 */
function seenOn(claim, sources, day) {
  /** @param {Cite} cite */
  const origin = (cite) => sources.get(cite.source) ?? { from: "", letter: "F", kind: "" };
  const cites = claim.cites.filter((cite) => begun(origin(cite).from, day));
  const letters = ["supports", "partly"].map((verdict) =>
    cites.filter((cite) => cite.verdict === verdict).map((cite) => origin(cite).letter).sort()[0]);
  return {
    shown: begun(claim.from, day),
    cites,
    letter: letters[0] ?? letters[1] ?? (cites.length > 0 ? "F" : ""),
    disputed: cites.some((cite) => cite.verdict === "contradicts"),
    hindsight: cites.length < claim.cites.length || claim.year > day.slice(0, 4),
  };
}

/** A grade with its word, as every page writes it. @param {string} letter @param {string} credibility @param {Known} known */
function gradeText(letter, credibility, known) {
  if (credibility) return `${letter}${credibility} ${known.credibility[credibility]}`;
  return letter ? `${letter} ${known.reliability[letter]}` : "none published by then";
}

/** The last stage that had begun, of a list such as "2023-01 agreed|2025-06 stalled". @param {string} stages @param {string} day */
function stageOn(stages, day) {
  const come = stages.split("|").filter((each) => begun(each.slice(0, each.indexOf(" ")), day)).at(-1) ?? "";
  return { since: come.slice(0, come.indexOf(" ")), stage: come.slice(come.indexOf(" ") + 1) };
}

/** The newest of some dates that had begun. @param {(string | null)[]} dates @param {string} day */
const newestOf = (dates, day) => dates.reduce((/** @type {string} */ newest, date) =>
  (date && begun(date, day) && date > newest ? date : newest), "");

/** Whether a country that was last looked at on a date was long unchecked on a day. @param {string} checked @param {string} day */
const isStale = (checked, day) => !checked || daysBetween(checked, day) > STALE;

const KINDS = ["level", "status", "concerns", "stance", "sector", "topic", "event"];

/**
 * What moved from one day to another, the newest first.
 * @param {Move[]} moves @param {string} since @param {string} until @param {(code: string) => number} place
 */
function movesIn(moves, since, until, place) {
  const found = moves.filter((move) => begun(move.date, until) && (move.date >= since || since.startsWith(move.date)));
  return found.map((move) => ({ move, at: Math.min(...move.codes.map(place)) })).sort((a, b) =>
    Number(b.move.date > a.move.date) - Number(b.move.date < a.move.date) || KINDS.indexOf(a.move.kind) - KINDS.indexOf(b.move.kind)
    || a.at - b.at).map(({ move }) => move);
}

// ---- The address holds the state.

/**
 * What an address asks for, and the words in it that mean nothing here.
 * @param {string} hash @param {Known} known @returns {{state: State, unknown: string[]}}
 */
function read(hash, known) {
  const state = nothingAsked();
  /** @type {string[]} */
  const unknown = [];
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) {
    state.at = decode(text);
    return { state, unknown };
  }
  const meaning = vocabulary(known);
  for (const [key, word] of new URLSearchParams(text)) {
    const value = Object.hasOwn(meaning, key) ? meaning[key](word) : word === "" ? "" : null;
    if (value === null) unknown.push(`${key} ${word}`);
    else if (key === "country" && value && !state.country.includes(value)) state.country.push(value);
    else if (value) Object.assign(state, key === "country" ? {} : { [key]: value });
  }
  return { state, unknown };
}

/**
 * What a word of the address means, by its key; null where it means nothing.
 * @param {Known} known @returns {Record<string, (word: string) => string | null>}
 */
function vocabulary(known) {
  /** @param {string[]} words */
  const oneOf = (words) => (/** @type {string} */ word) => words.find((each) => slug(each) === slug(word)) ?? (word ? null : "");
  /** @param {string} word */
  const any = (word) => word;
  /** @param {string} word */
  const country = (word) => {
    const asked = slug(word);
    const found = Object.entries(known.countries).find(([code, entry]) =>
      asked === entry.slug || asked === code.toLowerCase() || entry.words.some((each) => slug(each) === asked));
    return found ? found[0] : word ? null : "";
  };
  /** @param {string} word */
  const day = (word) => {
    if (word === "" || word === known.last) return "";
    return isDay(word) && word >= known.first && word < known.last ? word : null;
  };
  return {
    country, day, q: any, at: any, source: any,
    region: oneOf(known.regions), part: oneOf(["world", ...known.regions]),
    level: oneOf(known.levels.map((level) => level.id)), concern: oneOf(Object.keys(known.concerns)),
    credibility: oneOf(Object.keys(known.credibility)), kind: oneOf(known.kinds),
    disputed: oneOf(["yes"]), stale: oneOf(["yes"]), print: oneOf(["short", "full"]),
    period: oneOf(known.periods.map((period) => period.name)),
  };
}

/** The part of the address after `#` that asks for a state. @param {State} state @param {Known} known */
function write(state, known) {
  const given = new URLSearchParams(state.country.map((code) => ["country", known.countries[code].slug]));
  for (const key of WORDS) if (state[key]) given.append(key, state[key]);
  return [...given.keys()].join() === "at" ? encodeURIComponent(state.at) : given.toString();
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The filters of a state in words, each with the key and the word that it stands for. @param {State} state @param {Known} known */
function filtersIn(state, known) {
  const level = known.levels.find((each) => each.id === state.level);
  /** @type {[keyof State, string, string][]} */
  const given = [
    ...state.country.map((code) => /** @type {[keyof State, string, string]} */ (["country", code, known.countries[code].name])),
    ["region", state.region, state.region],
    ["level", state.level, `level ${level?.label ?? ""}`],
    ["concern", state.concern, `concern ${known.concerns[state.concern] ?? ""}`],
    ["credibility", state.credibility, `credibility ${state.credibility}${state.credibility === "1" ? "" : " or better"}`],
    ["kind", state.kind, `sources of the kind ${state.kind}`],
    ["source", state.source, `source ${state.source}`],
    ["disputed", state.disputed, "disputed"],
    ["stale", state.stale, `not checked for ${STALE} days`],
    ["q", state.q, `words ${state.q}`],
  ];
  return given.filter(([, value]) => value).map(([key, value, words]) => ({ key, value, words }));
}

/** Rows of cells as CSV. @param {string[][]} rows */
const csv = (rows) => rows.map((row) => `${row.map((cell) =>
  (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`).join("");
