// The data of the report, the elements that show it, and what applies on the day that is shown.

/** @type {(selector: string, root?: ParentNode) => any[]} */
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** @type {(selector: string, root?: ParentNode) => any} */
const one = (selector, root = document) => root.querySelector(selector);
/** @type {(tag: string, text?: string, more?: object) => any} */
const made = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
/** @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);
/** The id of the element to which a link within the page leads. Links in pictures have no hash. @param {any} link @returns {string} */
const targetOf = (link) => decode(link.getAttribute("href").slice(1));

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{value: T} | null} */
  let found = null;
  return () => (found ??= { value: make() }).value;
}

/** @type {ReportData} */
const data = JSON.parse(byId("_data").textContent);

const codes = Object.keys(data.countries);
/** The place of each country in the order of names. */
const placeOf = new Map(codes.map((code, at) => [code, at]));

/** Where the records of a kind are. @type {Record<string, string>} */
const ELEMENTS = Object.fromEntries([["stance", ".stance"], ...data.parts.map(([id, kind]) => [kind, `#${id} tr[id]`])]);
/** The records with their elements, in the order of the data and of the page. */
const records = Object.entries(data.records).flatMap(([kind, rows]) => {
  const elements = all(ELEMENTS[kind]);
  return rows.map(([own, date, title, cited, states, rank, levelSince, concerns, until, stages, written, earlier, setting], at) => ({
    kind, codes: own, date, title, sources: cited, states, rank, levelSince, concerns, until, stages, written, earlier, setting,
    element: elements[at], text: once(() => recordText(elements[at], own)),
  }));
});
/** @typedef {(typeof records)[number]} Entry */
const recordById = new Map(records.map((record) => [record.element.id, record]));
const sources = all("#sources tr[id]").map((element, at) => ({
  element, day: data.sources[at][0], kind: data.kinds[data.sources[at][1]], uses: data.sources[at][2], text: once(() => sourceText(element)),
}));
/** The place of each source in this list, by the id of its element. @type {Map<string, number>} */
const sourcePlaces = new Map(sources.map(({ element }, at) => [element.id, at]));
/** The source to which a link leads. @param {any} link */
const sourceOf = (link) => sources[sourcePlaces.get(targetOf(link)) ?? -1];
const moves = data.moves.map(([date, first, last, text, titled, at, listed, way]) =>
  ({ date, first, last, text: text + (titled ? records[at].title : ""), record: records[at], listed, way }));
/** @typedef {(typeof moves)[number]} Move */

/** A date as it is written. @param {DataDate} date */
const dateText = (date) => (typeof date === "number" ? calendarDay(date, data.first) : date);
/** Whether something began after all days that another date may mean. @param {DataDate} since @param {DataDate} date */
const isNewer = (since, date) => dateText(since) > dateText(date) && !dateText(since).startsWith(dateText(date));
/** A date in words; that of a level that was reached earlier has some already. @param {DataDate} date */
const dateInWords = (date) => (/^\d/.test(dateText(date)) ? inWords(dateText(date), data.months) : dateText(date));
/** The day that is shown, in words. */
const dayInWords = () => inWords(dateText(day), data.months);

// ---- What applies on a day, which is the one that is shown unless another is given.

/** The state of a record; undefined before it begins. @param {Entry} record @returns {RecordState | undefined} */
const stateOf = (record, on = day) => data.states[valueOn(record.states, on)];
/** Whether a fact or a bottom line no longer applies. @param {Entry} record */
const isOver = (record, on = day) => record.kind !== "stance" && valueOn(record.until, on) !== undefined;
/** The places of the sources of a record that had appeared. @param {Entry} record */
const citedBy = (record, on = day) => record.sources.filter((at) => sources[at].day <= on);
/** The stance of a country, or the text where it has none. @param {string} code @returns {Entry | string} */
function positionOf(code, on = day) {
  const found = valueOn(data.countries[code].standing, on);
  return typeof found === "number" ? records[found] : found;
}
/** @param {string} code */
function stanceOf(code, on = day) {
  const found = positionOf(code, on);
  return typeof found === "string" ? undefined : found;
}
/** The date up to which a country was checked; empty if never. @param {string} code */
const checkedTo = (code) => dateText(valueOn(data.countries[code].checks, day)[0]);
/** Whether a country was not checked for long. @param {string} code */
const isStale = (code, on = day) => on >= valueOn(data.countries[code].checks, on)[1];
/** @param {Entry} stance */
const labelOf = (stance) => data.levels[stance.rank - 1].label;

/** @param {Entry} record */
const isStaleStance = (record, on = day) => record.kind === "stance" && stanceOf(record.codes[0], on) === record && isStale(record.codes[0], on);

/** The marks of the grade of a record. @param {Entry} record @returns {string[]} */
function marksOf(record) {
  const given = /** @type {Record<string, any>} */ ({ ...stateOf(record), stale: isStaleStance(record) });
  return Object.keys(data.marks).filter((mark) => given[mark]);
}
/** What follows a record in a sentence. @param {Entry} record */
const suffixOf = (record) => marksOf(record).map((mark) => data.marks[mark]).join("");

/** The position of a country in a sentence. @param {string} code */
function positionInWords(code) {
  const found = positionOf(code);
  return typeof found === "string" ? found.toLowerCase() : `${labelOf(found)}. ${found.title}${suffixOf(found)}`;
}
