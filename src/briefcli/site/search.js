// The search of a site. It follows the rules of `brief search`, and everything that it searches is in this page.

/**
 * @typedef {{kind: string, name: string, href: string, of?: number, date?: string, grade?: string, texts?: string[],
 *   names?: string[], cites?: number[], folded?: string}} Entry
 */

/** `kinds` has the headings of the results, in the order of the page. @type {{dossiers: string[], kinds: Record<string, string>, entries: Entry[]}} */
const known = JSON.parse(document.getElementById("_data")?.textContent ?? "");
const form = /** @type {HTMLFormElement} */ (document.getElementById("_find"));
const list = /** @type {HTMLElement} */ (document.getElementById("_found"));
const status_ = /** @type {HTMLElement} */ (document.getElementById("_status"));
const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
/** How many results of each kind are shown, and how many letters of a passage before and after its word. */
const MAX_RESULTS = 100;
const REACH = 90;

/** Returns the folded texts of an entry itself. @param {Entry} entry */
const ownText = (entry) => (entry.folded ??= fold([...(entry.texts ?? []), ...(entry.names ?? [])].join("\u0001")));
/** @param {Entry} entry */
const textOf = (entry) => [ownText(entry), ...(entry.cites ?? []).map((at) => ownText(known.entries[at]))].join("\u0001");

/** Returns the first passage with a word that is not part of the name. @param {Entry} entry @param {RegExp[]} patterns */
function passageOf(entry, patterns) {
  const texts = [entry, ...(entry.cites ?? []).map((at) => known.entries[at])].flatMap((each) => each.texts ?? []);
  for (const text of texts) {
    if (entry.name.includes(text)) continue;
    const { folded, owners } = foldedWithPlaces(text);
    const at = Math.min(...patterns.map((each) => folded.search(each)).map((found) => (found < 0 ? Infinity : found)));
    if (at === Infinity) continue;
    const first = owners[at] - REACH;
    const last = owners[at] + REACH;
    const before = first > 0 ? `… ${text.slice(text.indexOf(" ", first) + 1 || first, owners[at])}` : text.slice(0, owners[at]);
    const end = text.lastIndexOf(" ", last);
    return before + (last < text.length ? `${text.slice(owners[at], end > owners[at] ? end : last)} …` : text.slice(owners[at]));
  }
  return "";
}

/** @param {string} tag @param {string} text @param {string} [name] */
function element(tag, text, name = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.dir = "auto";
  if (name) made.className = name;
  return made;
}

/** @param {Entry} entry @param {RegExp[]} patterns */
function item(entry, patterns) {
  const made = document.createElement("li");
  const link = /** @type {HTMLAnchorElement} */ (element("a", entry.name));
  link.href = entry.href;
  made.append(link);
  const details = [entry.date, entry.grade, entry.of === undefined ? "" : known.dossiers[entry.of]].filter(Boolean).join(" · ");
  if (details) made.append(element("p", details, "told unmarked"));
  const passage = passageOf(entry, patterns);
  if (passage) made.append(element("p", passage, "passage"));
  return made;
}

/** All words of the entries. @type {Set<string> | undefined} */
let vocabulary;

/** Returns the words of the entries, which are collected when a search first finds nothing. */
function allWords() {
  vocabulary ??= new Set(known.entries.flatMap((entry) => ownText(entry).match(/[\p{L}\p{N}]{3,}/gu) ?? []));
  return vocabulary;
}

/** Returns how many letters are changed, added, left out or swapped, at most `most` + 1. @param {string} one @param {string} other @param {number} most */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let older = [];
  let last = [...Array(other.length + 1).keys()];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) next[at] = Math.min(next[at], older[at - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [older, last] = [last, next];
  }
  return last[other.length];
}

/** Returns the word of the entries that a misspelt word may mean; the word itself if it is in them or none is near. @param {string} word */
function corrected(word) {
  const typed = fold(word).trim();
  if (typed.length < 4 || /\s/u.test(typed) || known.entries.some((entry) => hasAll([pattern(word)], ownText(entry)))) return word;
  const most = typed.length < 8 ? 1 : 2;
  let best = word;
  let least = most + 1;
  for (const each of allWords()) {
    const far = distance(typed, each, Math.min(most, least - 1));
    if (far < least) [best, least] = [each, far];
    if (least === 1) break;
  }
  return best;
}

/** @param {RegExp[]} patterns */
const matching = (patterns) => (patterns.length ? known.entries.filter((entry) => hasAll(patterns, textOf(entry))) : []);

function show() {
  const typed = wordsIn(box.value);
  const meant = matching(typed.map(pattern)).length ? typed : typed.map(corrected);
  const patterns = meant.map(pattern);
  const found = matching(patterns);
  list.replaceChildren(...Object.entries(known.kinds).flatMap(([kind, heading]) => {
    const own = found.filter((entry) => entry.kind === kind);
    if (own.length === 0) return [];
    const items = document.createElement("ol");
    items.append(...own.slice(0, MAX_RESULTS).map((entry) => item(entry, patterns)));
    const more = own.length > MAX_RESULTS ? [element("p", `${own.length - MAX_RESULTS} more: add a word.`, "none")] : [];
    return [element("h2", `${heading} ${own.length}`), items, ...more];
  }));
  const instead = found.length && meant.some((word, place) => word !== typed[place]) ? `Nothing for ${typed.join(" ")}. Results for ${meant.join(" ")}: ` : "";
  status_.textContent = patterns.length ? `${instead}${found.length || "nothing"} found.`.replace(/^n/u, "N") : "";
  CSS.highlights?.delete("found");
  markWords(list, patterns);
}

function readAddress() {
  box.value = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
  show();
}

let due = 0;
form.addEventListener("submit", (event) => event.preventDefault());
box.addEventListener("input", () => {
  cancelAnimationFrame(due);
  due = requestAnimationFrame(() => {
    show();
    history.replaceState(null, "", box.value.trim() ? `#${new URLSearchParams({ q: box.value.trim() })}` : location.pathname + location.search);
  });
});
addEventListener("hashchange", readAddress);
form.hidden = false;
readAddress();
box.focus();
