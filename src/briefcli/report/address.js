// The state of the page, and the address that holds it. Nothing here touches the page.

/** The keys of the address that have one value. */
const KEYS = /** @type {const} */ (["region", "group", "fact", "level", "concern", "credibility", "kind", "source", "disputed", "stale",
  "q", "day", "at", "print", "period", "part", "card", "colour", "view"]);
/** @typedef {{country: string[]} & Record<(typeof KEYS)[number], string>} State */

/** Choices of credibility that are no "or better": their digits, and their names. 6 is no lower than 5. @type {Record<string, [string, string]>} */
const DOUBTS = { doubtful: ["45", "4 or 5"], unjudged: ["6", "6"], 6: ["123456", "1 to 6"] };

/** @returns {State} */
const emptyState = () => ({ country: [], .../** @type {any} */ (Object.fromEntries(KEYS.map((key) => [key, ""]))) });

/** @param {string} text */
const slug = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/^the (?=.)/, "").replaceAll(" ", "-");

/**
 * Returns the state that an address describes, and the parts of it that mean nothing here.
 * @param {string} hash @param {ReportData} data @returns {{state: State, unknown: string[]}}
 */
function parseAddress(hash, data) {
  const state = emptyState();
  /** @type {string[]} */
  const unknown = [];
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) {
    state.at = decode(text);
    return { state, unknown };
  }
  const meanings = vocabulary(data);
  for (const [key, word] of new URLSearchParams(text)) {
    const value = Object.hasOwn(meanings, key) ? meanings[key](word) : word === "" ? "" : null;
    if (value === null) unknown.push(`${key} “${word}”`);
    else if (key === "country" && value && !state.country.includes(value)) state.country.push(value);
    else if (value) Object.assign(state, key === "country" ? {} : { [key]: value });
  }
  return { state, unknown };
}

/**
 * Returns for each key the function that finds what a word of the address means: null if nothing.
 * @param {ReportData} data @returns {Record<string, (word: string) => string | null>}
 */
function vocabulary(data) {
  /** @param {string[]} words */
  const oneOf = (words) => (/** @type {string} */ word) => words.find((each) => slug(each) === slug(word)) ?? (word ? null : "");
  /** @param {string} word */
  const any = (word) => word;
  return {
    q: any, at: any, source: any,
    country: (word) => countryCode(word, data), day: (word) => pastDay(word, data),
    group: oneOf(Object.keys(data.groups)), fact: (word) => (Object.hasOwn(data.facts, word) ? word : word ? null : ""),
    region: oneOf(data.regions), part: oneOf(["world", ...Object.keys(data.frames)]),
    card: (word) => countryCode(word, data), colour: oneOf(["grade"]), view: oneOf(["tiles"]),
    level: oneOf(data.levels.map((level) => level.id)), concern: oneOf(Object.keys(data.concerns)),
    credibility: oneOf([...Object.keys(data.credibility), ...Object.keys(DOUBTS)]), kind: oneOf(data.kinds),
    disputed: oneOf(["yes"]), stale: oneOf(["yes"]), print: oneOf(["short", "full"]),
    period: oneOf(data.periods.map((period) => period.name)),
  };
}

/** Returns the code of a country by its name, another name or its code. @param {string} word @param {ReportData} data */
function countryCode(word, data) {
  const typed = slug(word);
  const found = Object.entries(data.countries).find(([code, country]) =>
    typed === country.slug || typed === code.toLowerCase() || country.words.some((each) => slug(each) === typed));
  return found ? found[0] : word ? null : "";
}

/** Returns a day before the last one, which has no word in the address. @param {string} word @param {ReportData} data */
function pastDay(word, data) {
  const last = calendarDay(data.last, data.first);
  if (word === "" || word === last) return "";
  return isDay(word) && word >= data.first && word < last ? word : null;
}

/** Returns the part of the address after `#` that describes a state. @param {State} state @param {ReportData} data */
function addressOf(state, data) {
  const given = new URLSearchParams(state.country.map((code) => ["country", data.countries[code].slug]));
  for (const key of KEYS) if (state[key]) given.append(key, state[key]);
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

/** Returns the filters of a state in words, each with its key and value. @param {State} state @param {ReportData} data */
function filtersInWords(state, data) {
  const level = data.levels.find((each) => each.id === state.level);
  /** @type {[keyof State, string, string][]} */
  const given = [
    ...state.country.map((code) => /** @type {[keyof State, string, string]} */ (["country", code, data.countries[code].name])),
    ["region", state.region, state.region],
    ["group", state.group, `members of ${state.group}`],
    ["fact", state.fact, data.facts[state.fact] ?? ""],
    ["level", state.level, `level ${level?.label ?? ""}`],
    ["concern", state.concern, `concern ${data.concerns[state.concern] ?? ""}`],
    ["credibility", state.credibility, `credibility ${DOUBTS[state.credibility]?.[1] ?? `${state.credibility}${state.credibility === "1" ? "" : " or better"}`}`],
    ["kind", state.kind, `sources of the kind ${state.kind}`],
    ["source", state.source, `source ${state.source}`],
    ["disputed", state.disputed, "disputed"],
    ["stale", state.stale, `due for review or last checked more than ${data.stale} days ago`],
    ["q", state.q, `“${state.q}”`],
  ];
  return given.filter(([, value]) => value).map(([key, value, words]) => ({ key, value, words }));
}
