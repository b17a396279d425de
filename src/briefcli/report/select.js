// What the state of the page selects, and the texts in which its words are searched.

/** The folded texts of an element, without what is not its own: dates, grades, source numbers. @param {any} element */
function ownText(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    (/** @type {Element} */ (node.parentElement).closest(".grade, time, .evidence, .uses, .others, .facts") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  let text = "";
  while (walker.nextNode()) text += `${walker.currentNode.textContent}\u0001`;
  return fold(text);
}

/** The texts of a record with the names of its countries. @param {any} element @param {string[]} own */
const recordText = (element, own) => [ownText(element), ...own.flatMap(namesOf)].join("\u0001");
/** @param {any} element */
const sourceText = (element) => [ownText(element), element.id, fold(one("a", element)?.href ?? "")].join("\u0001");
/** @param {string} code */
const namesOf = (code) => [data.countries[code]?.name ?? "", ...(data.countries[code]?.words ?? [])].map(fold);

/** Fold all texts before the first word is typed, a few at a time. */
function foldAhead() {
  const left = [...records, ...sources];
  const next = () => {
    for (const each of left.splice(-40)) each.text();
    if (left.length > 0) setTimeout(next);
  };
  next();
}

/** Each word that is searched, with the places of the sources that contain it. */
const searched = () => wordsIn(state.q).map(pattern).map((word) => ({
  word, found: new Set([...sources.keys()].filter((at) => hasAll([word], sources[at].text()))),
}));

/** Returns which countries and records are shown. */
function select() {
  const words = searched();
  const filtered = Boolean(words.length || state.credibility || state.kind || state.source || state.disputed);
  const chosen = new Set(codes.filter(isChosen));
  const someCountries = chosen.size < codes.length || state.country.length > 0;
  const shown = once(() => new Set(records.filter((record) =>
    (!someCountries || record.codes.some((code) => chosen.has(code))) && matches(record, words))));
  const mentioned = once(() => new Set([...shown()].flatMap((record) => record.codes)));
  const countries = filtered ? new Set([...chosen].filter((code) => mentioned().has(code))) : chosen;
  return { shown, countries, words, narrowed: filtered || someCountries };
}
/** @typedef {ReturnType<typeof select>} Shown */

/** Whether the filters by country and stance select a country. @param {string} code */
function isChosen(code) {
  const stance = stanceOf(code);
  return (state.country.length === 0 || state.country.includes(code))
    && (!state.region || data.countries[code].regions.includes(state.region))
    && (!state.group || valueOn(data.groups[state.group][code] ?? [], day))
    && (!state.fact || records.some((record) => record.setting === state.fact && record.codes[0] === code && stateOf(record) && !isOver(record)))
    && (!state.concern || stance?.concerns.includes(state.concern))
    && (!state.level || (stance && data.levels[stance.rank - 1].id === state.level))
    && (!state.stale || isStale(code));
}

/** Whether the other filters select a record. @param {Entry} record @param {ReturnType<typeof searched>} words */
function matches(record, words) {
  const now = stateOf(record);
  const cited = once(() => citedBy(record));
  return now
    && (!state.credibility || (now.credibility && (DOUBTS[state.credibility]?.[0].includes(now.credibility) ?? now.credibility <= state.credibility)))
    && (!state.disputed || now.disputed)
    && (!state.source || cited().includes(sourcePlaces.get(state.source) ?? -1))
    && (!state.kind || cited().some((at) => sources[at].kind === state.kind))
    && words.every(({ word, found }) => cited().some((at) => found.has(at)) || hasAll([word], record.text()));
}
