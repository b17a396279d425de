// The page is whole without this. Its state is read from the address, written to it, and shown.

/** @type {(selector: string, root?: ParentNode) => any[]} */
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** @type {(selector: string, root?: ParentNode) => any} */
const one = (selector, root = document) => root.querySelector(selector);
/** @type {(tag: string, text?: string, more?: object) => any} */
const made = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
/** @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);

/** Where a link within the page leads; those in pictures have no hash. @param {any} link @returns {string} */
const goalOf = (link) => decode(link.getAttribute("href").slice(1));

/** @type {Known} */
const known = JSON.parse(byId("_data").textContent);
const filter = byId("_filter");
const slider = byId("_slider");
const fields = all("[name=period], [name=part]");
const edition = one("[name=print]");
const card = made("div", "", { id: "_card", ariaHidden: "true", hidden: true });
/** How many rows of a long table are shown before somebody asks for all. */
const FOLD = 20;

let { state, unknown } = read(location.hash, known);
/** The day that is shown. */
let day = known.last;
/** The day up to which things are known: on the last one everything is, as in the dossier itself. */
const horizon = () => (day === known.last ? "9999-12-31" : day);
/** What was asked for by an anchor is seen, whatever the filter. @type {Element | null} */
let called = null;

// ---- What stands on the page; what is dear to read is read when it is asked for.

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{value: T} | null} */
  let found = null;
  return () => (found ??= { value: make() }).value;
}

/** What is worked out once for each day. @template K, T @param {(key: K) => T} make @returns {(key: K) => T} */
function daily(make) {
  let since = day;
  /** @type {Map<K, {value: T}>} */
  const found = new Map();
  return (key) => {
    if (since !== day) found.clear();
    since = day;
    const here = found.get(key) ?? { value: make(key) };
    found.set(key, here);
    return here.value;
  };
}

const codes = Object.keys(known.countries);
const place = new Map(codes.map((code, at) => [code, at]));
const legend = new Map(all(".legend > li").map((item) => [Number(item.dataset.rank), { item, step: one(".step", item), count: one(".count", item), list: one("ul", item) }]));
const names = new Map(all(".legend ul li").map((item) => [item.dataset.codes, item]));
const drawn = all("a.area, a.body");
const labels = all(".names text");
const lines = all(".lines li").map((item) => ({ item, code: item.dataset.codes, now: one(".now", item), where: one(".where", item), dots: all("circle", item).map((dot) => parseFloat(dot.getAttribute("cx"))) }));
const stanceRows = all("#stances tbody tr");
const matrixRows = all("#concerns tbody tr");
const concerns = all("#concerns thead th").slice(1).map((head) => head.dataset.concern);
const disputedRows = all("#disputed tbody tr").map((row) => ({ row, source: goalOf(one(".evidence a", row)) }));

/** @param {any} link @returns {Cite} */
const citeOf = (link) => ({ source: goalOf(link), verdict: link.textContent.split(" ")[1] ?? "supports" });

/** A record as it stands on the page, and how it was told last. @param {any} element @param {string} kind */
function entry(element, kind) {
  const { codes: own = "", from = "", year = "", credibility = "", stages = "", undated } = element.dataset;
  const notes = once(() => all(".evidence a", element));
  const cites = once(() => notes().map(citeOf));
  const grade = once(() => one(".grade", element));
  const written = once(() => [...grade().childNodes]);
  /** @param {string} mark */
  const bears = (mark) => written().some((/** @type {any} */ node) => node.className === mark);
  return {
    element, kind, id: element.id, from, year, credibility, stages, undated: undated !== undefined, codes: own.split(" ").filter(Boolean),
    get cites() { return cites(); }, notes, grade, written, stale: once(() => bears("stale")), hindsight: once(() => bears("hindsight")),
    words: once(() => `${ownText(element)}\u0001${own.split(" ").map(namesOf).join("\u0001")}`), told: known.last, whole: true,
  };
}
/** @param {string} code */
const namesOf = (code) => [known.countries[code]?.name ?? "", ...(known.countries[code]?.words ?? [])].map(fold).join("\u0001");

const records = new Map(Object.entries({ stance: ".stance", event: "#events tr[id]", sector: "#sectors tr[id]", topic: "#topics tr[id]" })
  .flatMap(([kind, selector]) => all(selector).map((element) => [element.id, entry(element, kind)])));
const sources = new Map(all("#sources tr[id]").map((element) => [element.id, {
  element, from: element.dataset.from, kind: element.dataset.kind, letter: one(".grade", element).textContent[0], uses: one(".uses", element), all: one(".uses", element).textContent,
  words: once(() => `${ownText(element)}\u0001${element.id}\u0001${fold(one("a", element)?.href ?? "")}`),
}]));
/** @typedef {ReturnType<typeof entry>} Entry */
/** @type {Map<string, Stance>} */
const stances = new Map(known.stances.map((stance) => [stance.id, stance]));
/** @param {string} kind */
const ofKind = (kind) => [...records.values()].filter((record) => record.kind === kind);
const chapters = all("article.country").map((item) => ({
  item, code: item.dataset.codes, badge: one(".badge", item), facts: one(".facts", item), before: one(".before", item),
  stances: all(".stance", item).flatMap((element) => records.get(element.id) ?? []),
  others: all(".others", item).map((box) => ({ box, items: all("li", box).map((each) => ({ item: each, id: goalOf(one("a", each)) })) })),
}));
/** @typedef {(typeof chapters)[number]} Chapter */
/** What is looked at when a country is checked, by its code. @type {Map<string, Entry[]>} */
const looks = new Map(codes.map((code) => [code, []]));
for (const record of records.values()) if (record.kind !== "topic") for (const code of record.codes) looks.get(code)?.push(record);

/** What a record is called, without what stands below it. @param {Entry} record */
function titleOf(record) {
  if (record.kind === "stance") return one(".status", record.element).textContent;
  const cell = one("th", record.element);
  return [...cell.childNodes].filter((node) => node.nodeName !== "P").map((node) => node.textContent).join("").trim();
}

/** What moved, without the marks that depend on the day. @param {string} told */
const bare = (told) => told.replace(/( \(disputed\))?( \(written with later knowledge\))?$/, "");
/** Everything that moved. @returns {Move[]} */
const moves = once(() => [
  ...all(".line a").map((dot) => {
    const [, date, told] = dot.getAttribute("aria-label").match(/^(\S+): (.*)$/s);
    return { date, kind: dot.dataset.kind, codes: [dot.closest("li").dataset.codes], told: bare(told), id: goalOf(dot) };
  }),
  ...known.stages.map(({ id, date, told }) => ({ date, kind: "sector", codes: records.get(id)?.codes ?? [], told: bare(told), id })),
  ...[...records.values()].filter((record) => ["event", "topic"].includes(record.kind) && !record.undated).map((record) =>
    ({ date: record.from, kind: record.kind, codes: record.codes, told: titleOf(record), id: record.id })),
]);

// ---- Words: each record is looked for by its own texts, the names of its countries and what it cites.

/** @param {any} element */
function ownText(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    (/** @type {Element} */ (node.parentElement).closest(".grade, time, .evidence, .uses, .others, .facts") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  let text = "";
  while (walker.nextNode()) text += `${walker.currentNode.textContent}\u0001`;
  return fold(text);
}

// ---- What is seen on the day.

const standingNow = daily(() => standingOn(known.stances, day));
/** A record as it is seen on the day; what a report as of a past day marks stays marked. */
const seenNow = daily((/** @type {Entry} */ record) => {
  const seen = seenOn(record, sources, horizon());
  return { ...seen, hindsight: seen.hindsight || record.hindsight() };
});
/** The newest day up to which somebody looked at a country. */
const checkedNow = daily((/** @type {string} */ code) => newestOf((looks.get(code) ?? []).filter((record) => seenNow(record).shown).flatMap((record) => [
  ...seenNow(record).cites.map((cite) => sources.get(cite.source)?.from ?? null), stances.get(record.id)?.reviewed ?? null,
]), horizon()));

// ---- What the state asks for.

/** Which countries and records are asked for. */
function view() {
  const standing = standingNow(null);
  const words = wordsIn(state.q).map(pattern).map((each) => ({ each, cited: new Set([...sources].filter(([, source]) => hasAll([each], source.words())).map(([id]) => id)) }));
  const narrow = Boolean(words.length || state.credibility || state.kind || state.source || state.disputed);
  /** @param {Entry} record */
  const asked = (record) => {
    const then = seenNow(record);
    return then.shown
      && (!state.credibility || (record.credibility && record.credibility <= state.credibility))
      && (!state.disputed || then.disputed)
      && (!state.source || then.cites.some((cite) => cite.source === state.source))
      && (!state.kind || then.cites.some((cite) => sources.get(cite.source)?.kind === state.kind))
      && words.every(({ each, cited }) => then.cites.some((cite) => cited.has(cite.source)) || hasAll([each], record.words()));
  };
  const chosen = new Set(codes.filter((code) => isChosen(code, standing.get(code))));
  const byCountry = chosen.size < codes.length || state.country.length > 0;
  const shown = once(() => new Set([...records.values()].filter((record) =>
    (!byCountry || record.codes.some((/** @type {string} */ code) => chosen.has(code))) && asked(record)).map((record) => record.id)));
  const hit = once(() => new Set([...shown()].flatMap((id) => records.get(id)?.codes ?? [])));
  const countries = narrow ? new Set([...chosen].filter((code) => hit().has(code))) : chosen;
  return { standing, shown, countries, words, narrowed: narrow || byCountry };
}
/** @typedef {ReturnType<typeof view>} View */

/** @param {string} code @param {Stance | undefined} stance */
function isChosen(code, stance) {
  return (state.country.length === 0 || state.country.includes(code))
    && (!state.region || known.countries[code].regions.includes(state.region))
    && (!state.concern || Boolean(stance?.concerns.includes(state.concern)))
    && (!state.level || (stance && known.levels[stance.rank - 1].id === state.level))
    && (!state.stale || isStale(checkedNow(code), day));
}

// ---- Showing it. Nothing is written that stands there already, and nothing is measured.

/** @param {any} element @param {boolean} gone */
const hide = (element, gone) => { if (element.hidden !== gone) element.hidden = gone; };
/** @param {any} element @param {string} text */
const tell = (element, text) => { if (element.textContent !== text) element.textContent = text; };
/** @param {string} code @param {Stance | undefined} stance */
function silenceOf(code, stance) {
  const last = stance ? null : known.stances.findLast((each) => each.country === code && each.ended && begun(each.ended, day));
  return last ? `Ended ${last.ended}, was ${known.levels[last.rank - 1].label}` : known.silence;
}
/** @param {Seen | null} then */
const marksOf = (then) => (then?.disputed ? " (disputed)" : "") + (then?.hindsight ? " (written with later knowledge)" : "");
/** @param {string} id */
const seenById = (id) => { const record = records.get(id); return record ? seenNow(record) : null; };
/** @param {string} code @param {Stance | undefined} stance */
function toldOf(code, stance) {
  const record = stance && records.get(stance.id);
  return record ? `${known.levels[stance.rank - 1].label}. ${titleOf(record)}${marksOf(seenNow(record))}` : silenceOf(code, stance).toLowerCase();
}
/** @param {number} rank */
const stepOf = (rank) => legend.get(rank)?.step.cloneNode(true) ?? made("span");
/** @param {any} element @param {string} date */
const dated = (element, date) => element.replaceChildren(...(date ? [made("time", date)] : []));

/** How something was told last; on the last day as it is written. @type {Map<any, string>} */
const looked = new Map();
/** Whether something looks other than it did. @param {any} element @param {string} look @param {string} [before] */
function changed(element, look, before = "") {
  if ((looked.get(element) ?? before) === look) return false;
  looked.set(element, look);
  return true;
}

/** The map and the counts, which move while the day is moved, as the lines do. @param {View} shown */
function showDay({ standing, countries }) {
  const counts = new Map([...legend.keys()].map((rank) => [rank, 0]));
  for (const code of countries) {
    const rank = standing.get(code)?.rank ?? 0;
    counts.set(rank, (counts.get(rank) ?? 0) + 1);
  }
  for (const [rank, { item, count }] of legend) {
    tell(count, String(counts.get(rank)));
    item.classList.toggle("nobody", counts.get(rank) === 0);
    if (rank === 0) hide(item, counts.get(0) === 0);
  }
  for (const area of drawn) {
    const code = area.dataset.code;
    const look = `l${standing.get(code)?.rank ?? 0}${countries.has(code) ? "" : " out"}`;
    if (!changed(area, look)) continue;
    area.setAttribute("class", area.getAttribute("class").replace(/\bl\d+( out)?/, look));
    if (area.matches(".body")) area.parentNode.hidden = !countries.has(code);
  }
  for (const label of labels) label.classList.toggle("out", label.dataset.of in known.countries && !countries.has(label.dataset.of));
  slider.elements._day.value = daysBetween(known.first, day);
  slider.elements._day.setAttribute("aria-valuetext", inWords(day));
  tell(one("output", slider), inWords(day));
}

/** @param {View} shown */
function showLines({ standing, countries }) {
  const at = `${(100 * daysBetween(known.first, day)) / Math.max(1, daysBetween(known.first, known.last))}%`;
  for (const { item, code, now, where } of lines) {
    hide(item, !countries.has(code));
    const stance = standing.get(code);
    const look = stance ? String(stance.rank) : silenceOf(code, stance);
    if (changed(where, look)) where.replaceChildren(stance ? stepOf(stance.rank) : look);
    if (!changed(now, at)) continue;
    now.setAttribute("x1", at);
    now.setAttribute("x2", at);
  }
  tellEarlier();
}

/** Say how many steps are earlier than the period that is shown. */
function tellEarlier() {
  const { left } = periodNamed(painted.period);
  const count = lines.filter(({ item }) => !item.hidden).flatMap(({ dots }) => dots).filter((at) => at < left).length;
  tell(one("#ladder .earlier"), count ? `${count} earlier ${count === 1 ? "step is" : "steps are"} left out.` : "");
}

/** What the map says, and the names of the levels. @param {View} shown */
function showNames({ standing, countries }) {
  for (const [code, name] of names) {
    const stance = standing.get(code);
    const record = stance && records.get(stance.id);
    hide(name, !countries.has(code));
    hide(one(".disputed", name), !(record && seenNow(record).disputed));
  }
  for (const [rank, { list }] of legend) arrange(list, codes.filter((code) => names.has(code) && (standing.get(code)?.rank ?? 0) === rank).map((code) => names.get(code)));
  if (!changed(drawn, day, known.last)) return;
  for (const area of drawn) area.setAttribute("aria-label", `${known.countries[area.dataset.code].name}: ${toldOf(area.dataset.code, standing.get(area.dataset.code))}`);
}

/** Let these be what stands in a place, in their order. @param {any} parent @param {any[]} children */
function arrange(parent, children) {
  if (children.some((child, at) => parent.children[at] !== child)) parent.append(...children);
}

/** Rows stand as stances do: the highest level first, then by name. @param {any[]} rows @param {Map<string, Stance>} standing */
function inOrder(rows, standing) {
  const parent = rows[0]?.parentNode;
  if (!parent || parent.parentNode.querySelector("[aria-sort]")) return;
  const key = new Map(rows.map((row) => [row, (standing.get(row.dataset.codes)?.rank ?? 0) * codes.length - (place.get(row.dataset.codes) ?? 0)]));
  arrange(parent, [...rows].sort((a, b) => (key.get(b) ?? 0) - (key.get(a) ?? 0)));
}

/** @param {Entry} record @param {View} shown */
function showRecord(record, { shown, standing }) {
  hide(record.element, !shown().has(record.id) && record.element !== called);
  const then = seenNow(record);
  if (record.element.hidden || record.told === day || !then.shown) return;
  record.told = day;
  if (record.stages && record.kind === "sector") {
    const { since, stage } = stageOn(record.stages, horizon());
    const cell = one(".stage", record.element);
    if (cell) cell.textContent = stage[0].toUpperCase() + stage.slice(1);
    if (one(".since", record.element)) dated(one(".since", record.element), since);
  }
  const before = record.whole;
  record.whole = isWhole(record);
  if (before && record.whole) return;
  record.notes().forEach((note, at) => hide(note, !record.whole && !then.cites.includes(record.cites[at])));
  for (const said of all(".says", record.element)) hide(said, !record.whole && one("a[href]", said) !== null && !then.cites.some((cite) => goalOf(one("a", said)) === cite.source));
  record.grade().replaceChildren(...gradeOf(record, standing));
  record.element.classList.toggle("contested", then.disputed);
}

/** Whether a record was known on the day as it is written. @param {Entry} record */
function isWhole(record) {
  const then = seenNow(record);
  return day === known.last || (then.cites.length === record.cites.length && !then.hindsight && !record.stale());
}

/** What a grade says on the day. @param {Entry} record @param {Map<string, Stance>} standing */
function gradeOf(record, standing) {
  if (isWhole(record)) return record.written().map((node) => node.cloneNode(true));
  const then = seenNow(record);
  const [code] = record.codes;
  const stale = record.kind === "stance" && standing.get(code)?.id === record.id && isStale(checkedNow(code), day);
  const marks = Object.entries({ disputed: then.disputed, hindsight: then.hindsight, stale }).filter(([, bears]) => bears);
  return [gradeText(then.letter, record.credibility, known), ...marks.flatMap(([mark]) => [", ", made("span", mark, { className: mark })])];
}

/** @param {string} part @param {string} kind @returns {(shown: View) => void} */
function showRecords(part, kind) {
  const table = one(`#${part} table`);
  const own = ofKind(kind);
  return (shown) => {
    for (const record of own) showRecord(record, shown);
    hideEmpty(table);
  };
}

/** @param {Chapter} chapter @param {View} shown */
function showChapter(chapter, shown) {
  hide(chapter.item, !shown.countries.has(chapter.code) && !chapter.item.contains(called));
  for (const record of chapter.stances) showRecord(record, shown);
  if (chapter.item.hidden) return;
  for (const { box, items } of chapter.others) {
    for (const { item, id } of items) hide(item, !shown.shown().has(id));
    hide(box, items.every(({ item }) => item.hidden));
  }
  const stance = shown.standing.get(chapter.code);
  if (changed(chapter, day, known.last)) showFacts(chapter, stance, shown);
  if (chapter.before) hide(chapter.before, chapter.stances.every((record) => record.id === stance?.id || record.element.hidden));
}

/** What stands at the head of a chapter. @param {Chapter} chapter @param {Stance | undefined} stance @param {View} shown */
function showFacts({ code, badge, facts, before, stances: steps }, stance, { standing }) {
  badge.replaceChildren(...(stance ? [stepOf(stance.rank)] : []));
  one(".level", facts).replaceChildren(stance ? stepOf(stance.rank) : silenceOf(code, stance));
  for (const [name, value] of [["run", stance?.run], ["since", stance?.since]]) {
    const cell = one(`.${name}`, facts);
    cell.parentNode.hidden = !value;
    dated(cell, value ?? "");
  }
  dated(one(".checked", facts), checkedNow(code));
  if (!checkedNow(code)) one(".checked", facts).textContent = "never";
  const now = stance && records.get(stance.id);
  one(".grade", facts).parentNode.hidden = !now;
  if (now) one(".grade", facts).replaceChildren(...gradeOf(now, standing));
  for (const record of steps) record.element.classList.toggle("now", record === now);
  (now?.element ?? facts).after(...(before ? [before] : []));
}

/** @param {View} shown */
function showStances({ shown, standing, countries }) {
  for (const row of stanceRows) {
    const code = row.dataset.codes;
    const stance = standing.get(code);
    const record = stance && records.get(stance.id);
    hide(row, !record || !countries.has(code) || !shown().has(record.id));
    if (!record || !changed(row, day, known.last)) continue;
    one(".level", row).replaceChildren(stepOf(stance.rank));
    one(".level", row).dataset.order = stance.rank;
    one(".status", row).textContent = titleOf(record);
    dated(one(".run", row), stance.run);
    dated(one(".last", row), stance.since);
    dated(one(".checked", row), checkedNow(code));
    one(".grade", row).replaceChildren(...gradeOf(record, standing));
  }
  inOrder(stanceRows, standing);
  hideEmpty(one("#stances table"));
  hide(byId("stances"), chaptersLead());
}

/** @param {View} shown */
function showMatrix({ standing, countries }) {
  for (const row of matrixRows) {
    const had = standing.get(row.dataset.codes)?.concerns ?? [];
    hide(row, !countries.has(row.dataset.codes) || had.length === 0);
    if (!changed(row, day, known.last)) continue;
    [...row.cells].slice(1).forEach((cell, at) => {
      const rank = had.indexOf(concerns[at]);
      const [sign, word] = rank === 0 ? ["●", "main"] : ["○", "further"];
      cell.dataset.order = rank === 0 ? "1" : rank > 0 ? "2" : "";
      cell.replaceChildren(...(rank < 0 ? [] : [made("span", sign, { ariaHidden: "true" }), made("span", word, { className: "unseen" })]));
    });
  }
  inOrder(matrixRows, standing);
  hideEmpty(one("#concerns table"));
  hide(byId("concerns"), oneLeads());
}

/** @param {View} shown */
function showDisputed({ shown }) {
  for (const { row, source } of disputedRows) {
    const record = records.get(row.dataset.record);
    hide(row, !record || !shown().has(record.id) || !seenNow(record).cites.some((cite) => cite.source === source));
  }
  hideEmpty(one("#disputed table"));
  hide(byId("disputed"), oneLeads());
}

/** @param {View} shown */
function showSources({ shown, words, narrowed }) {
  const uses = new Map();
  for (const id of shown()) for (const source of new Set(seenById(id)?.cites.map((cite) => cite.source))) uses.set(source, (uses.get(source) ?? 0) + 1);
  for (const [id, { element, from, kind, uses: cell, all: all_ }] of sources) {
    const found = words.length > 0 && words.every(({ cited }) => cited.has(id)) && begun(from, horizon()) && !state.country.length;
    hide(element, !((uses.has(id) || (found && !state.kind)) && (!state.kind || kind === state.kind)) && element !== called);
    const count = String(narrowed || day < known.last ? uses.get(id) ?? 0 : all_);
    const button = one("button", cell) ?? made("button", "", { type: "button", name: "uses", value: id });
    if (!changed(button, count)) continue;
    button.textContent = count;
    button.setAttribute("aria-label", `${count} uses: show them`);
    if (button.parentNode !== cell) cell.replaceChildren(button);
  }
  hideEmpty(one("#sources table"));
}

/** @param {View} shown */
function showMoves({ shown, countries, narrowed }) {
  const first = (/** @type {string} */ code) => place.get(code) ?? codes.length;
  const told = moves().filter((move) => move.codes.length ? move.codes.some((/** @type {string} */ code) => countries.has(code)) : !narrowed).filter((move) => shown().has(move.id));
  /** @param {Move} move */
  const item = (move) => {
    const line = made("span");
    move.codes.forEach((code, at) => {
      const name = known.countries[code]?.name;
      if (name) line.append(at ? ", " : "", made("a", name, { href: `#country-${code.toLowerCase()}` }));
    });
    if (move.codes.length === 0) line.append("Partners");
    line.append(": ", made("a", move.told + marksOf(seenById(move.id)), { href: `#${move.id}`, dir: "auto" }));
    const li = made("li");
    li.append(made("time", move.date), " ", line);
    return li;
  };
  const section = byId("changes");
  const newest = movesIn(told.filter((move) => ["level", "stance"].includes(move.kind)), "", day, first).slice(0, 4);
  one(".newest", section).replaceChildren(...newest.map(item));
  const recent = movesIn(told, daysAfter(day, -90), day, first);
  one(".recent .moves", section).replaceChildren(...recent.map(item));
  one(".recent .count", section).textContent = recent.length;
  one(".recent .until", section).textContent = inWords(day);
}

/** A table without rows says so; of a long one the first rows are shown. @param {any} table */
function hideEmpty(table) {
  const rows = all("tbody tr:not(.group)", table);
  const left = rows.filter((row) => !row.hidden);
  const folded = table.matches(".folds") && !table.dataset.open && left.length > FOLD + 5;
  left.forEach((row, at) => row.classList.toggle("beyond", folded && at >= FOLD && row !== called));
  for (const body of table.tBodies) {
    const own = [...body.rows].filter((row) => !row.matches(".group") && !row.hidden);
    body.hidden = own.length === 0;
    body.classList.toggle("beyond", own.every((row) => row.classList.contains("beyond")));
  }
  const box = table.closest(".wide");
  const note = box.nextElementSibling?.matches(".none") ? box.nextElementSibling : made("p", "", { className: "none" });
  if (!note.parentNode) box.after(note);
  note.replaceChildren();
  if (left.length === 0) note.append(day < known.last ? `Nothing here on ${inWords(day)}${filtersIn(state, known).length ? " that matches the filter" : ""}.` : "Nothing here matches the filter.");
  if (folded) note.append(made("button", `Show all ${left.length}`, { type: "button", name: "unfold" }));
  note.hidden = left.length > 0 && !folded;
  box.hidden = left.length === 0;
}

/** What is asked for, in words that are printed, too. @param {View} shown */
function showBanner({ shown, countries, narrowed }) {
  const banner = byId("_banner");
  const asked = filtersIn(state, known);
  const parts = [
    ...(day < known.last ? [`You look at ${inWords(day)}, with what was known then.`] : []),
    ...(asked.length ? ["Only: "] : []),
  ];
  const line = one("span", banner);
  line.replaceChildren(parts.join(" "));
  asked.forEach(({ key, value, words }, at) => {
    const button = made("button", `${words} ×`, { type: "button", name: "drop" });
    Object.assign(button.dataset, { key, value });
    button.setAttribute("aria-label", `Drop ${words}`);
    line.append(at ? " " : "", button);
  });
  if (unknown.length) line.append(`${parts.length ? " " : ""}The address has what is unknown here: ${unknown.join(", ")}.`);
  one("[name=today]", banner).hidden = day === known.last;
  byId("_written").hidden = day >= known.written;
  banner.hidden = line.textContent === "";
  const total = `${codes.length} ${codes.length === 1 ? "country" : "countries"}`;
  byId("_status").textContent = narrowed ? `${countries.size} of ${total}, ${shown().size} ${shown().size === 1 ? "record" : "records"}` : total;
}

/** The one country that is left, if there is one. */
const loner = () => (codes.length === 1 ? codes[0] : state.country.length === 1 ? state.country[0] : null);
/** Whether that country leads the page. */
const oneLeads = () => loner() !== null && chapters.length > 0;

/** Whether chapters come first: that of one country, or several side by side. */
const chaptersLead = () => Boolean(lead?.matches(".alone, .several"));

/** One country leads the page, several stand side by side. */
function showLayout() {
  const root = document.documentElement;
  const alone = loner();
  const several = state.country.length > 1 || (home.several && !alone);
  lead?.classList.toggle("alone", oneLeads());
  lead?.classList.toggle("several", several);
  for (const line of ofAll) hide(line, oneLeads());
  const print = state.print || home.print;
  if (root.dataset.print !== print) root.dataset.print = print;
  tell(one("h1"), oneLeads() ? known.countries[alone ?? ""].name : home.title);
  tell(one(".asof"), day === known.last ? home.asof : `As it stood on ${inWords(day)}`);
  tell(one(".kicker"), oneLeads() ? known.title : home.kicker);
  placeChapters();
}

/** The chapters of the chosen countries come first, but where Python put all of them there. */
function placeChapters() {
  for (const [at, { code, item, before }] of chapters.entries()) {
    const chosen = chaptersLead() && (home.first || codes.length === 1 || state.country.includes(code));
    if (chosen && !item.hidden) one("details", item).open = true;
    if (chosen && before) before.setAttribute("aria-level", oneLeads() ? "3" : "4");
    if (home.first || chosen === lead.contains(item)) continue;
    const next = chapters.slice(at + 1).find((each) => lead.contains(each.item) === chosen);
    (chosen ? one(".chapters", lead) : home.chapters).insertBefore(item, next?.item ?? null);
  }
  if (lead && !home.first) hide(lead, !chaptersLead());
}

/** @param {View} shown */
function showChapters(shown) {
  for (const chapter of chapters) showChapter(chapter, shown);
  if (!home.first) hide(byId("countries"), chaptersLead() && chapters.every(({ code, item }) => lead.contains(item) || (!shown.countries.has(code) && !item.contains(called))));
}
/** The section of the countries that lead the page. */
const lead = byId("_chosen") ?? byId("countries");
const ofAll = all(".of-all");
const home = {
  title: one("h1").textContent, kicker: one(".kicker").textContent, asof: one(".asof").textContent, print: document.documentElement.dataset.print ?? "short",
  several: lead?.matches(".several"), chapters: one("#countries .chapters"), first: byId("_chosen") === null,
};

/** The running head of each printed page names the day that is shown. */
function showPaper() {
  const [sheet] = document.styleSheets;
  const head = [...sheet.cssRules].findIndex((rule) => rule.cssText.startsWith("@page") && rule.cssText.includes("top-left"));
  if (head < 0) return;
  const text = (/** @type {string} */ words) => `"${words.replace(/[^\p{L}\p{N} .,:;-]/gu, (char) => `\\${char.codePointAt(0)?.toString(16)} `)}"`;
  sheet.deleteRule(head);
  sheet.insertRule(`@page { @top-left { content: ${text(document.title.replace(" · ", ": "))}; } @top-right { content: ${text(inWords(day))}; } }`, head);
}

/** @param {string} name */
const periodNamed = (name) => known.periods.find((each) => each.name === name) ?? known.periods[0];

/** @param {Period} chosen */
function showPeriod(chosen) {
  const zoom = 100 / Math.max(0.01, 100 - chosen.left);
  for (const time of all(".lines .time")) {
    time.setAttribute("width", `${100 * zoom}%`);
    time.setAttribute("x", `${-chosen.left * zoom}%`);
  }
  const axis = one(".axis .time");
  if (!axis) return;
  const ns = "http://www.w3.org/2000/svg";
  axis.replaceChildren(...chosen.ticks.flatMap((tick) => {
    const line = document.createElementNS(ns, "line");
    for (const [name, value] of Object.entries({ x1: `${tick.at}%`, x2: `${tick.at}%`, y1: 16, y2: 24 })) line.setAttribute(name, String(value));
    const text = document.createElementNS(ns, "text");
    text.setAttribute("x", `${tick.at}%`);
    text.setAttribute("y", "12");
    text.textContent = tick.text;
    return [line, text];
  }));
  tellEarlier();
}

// ---- What is on the screen is shown at once; the rest follows in slices, and before anybody prints it or goes there.

/** So many milliseconds a slice takes before others have their turn. */
const SLICE = 4;
/** What a part of the page shows: the day, what is asked for and what is called. */
const matter = () => `${day}#${write({ ...state, at: called?.id ?? "", print: "", period: "", part: "" }, known)}`;
/** What the parts show, which at first is everything as it is written. */
let current = { matter: `${known.last}#`, shown: view() };
/** The parts of the page with what brings them up to date; the slider has no day yet, long tables are not folded, sources have no buttons, and an only country leads. */
const parts = Object.entries({
  map: showDay, levels: showNames, changes: showMoves, stances: showStances, ladder: showLines, countries: showChapters, concerns: showMatrix, events: showRecords("events", "event"),
  sectors: showRecords("sectors", "sector"), topics: showRecords("topics", "topic"), disputed: showDisputed, sources: showSources,
}).map(([id, show_]) => ({ section: byId(id), show: show_, due: oneLeads() || ["map", "events", "sources"].includes(id) })).filter(({ section }) => section);
/** The parts that are on the screen. @type {Set<Element>} */
const near = new Set();
const watcher = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => near[isIntersecting ? "add" : "delete"](target)));
let frame = 0;
let timer = 0;
/** The address that is not told yet, and whether it is a step of the history. @type {string | null} */
let address = null;
let stepped = false;
/** What was shown of what is dear to show anew. */
let painted = { period: known.periods[0].name, part: "" };

/** The words that are looked for. */
const patterns = () => current.shown.words.map(({ each }) => each);

/** Bring a part of the page up to date. @param {{section: Element, show: (shown: View) => void, due: boolean}} part */
function bring(part) {
  part.show(current.shown);
  markWords(part.section, patterns());
  part.due = false;
  part.section.removeAttribute("data-due");
}

/** Bring up to date the part that something stands in. @param {Element} element */
const bringAround = (element) => parts.filter(({ section }) => section.contains(element)).forEach(bring);

/** Bring up to date what is left, for so many milliseconds; what is on the screen comes first, and has a frame of its own. @param {number} [most] */
function settle(most = Infinity) {
  const from = performance.now();
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  const left = parts.filter(({ due }) => due);
  const seen = most === SLICE ? left.find(({ section }) => near.has(section)) : undefined;
  if (seen) {
    bring(seen);
    return follow();
  }
  enter();
  for (const part of left) {
    if (performance.now() - from > most) {
      timer = setTimeout(() => settle(SLICE));
      return;
    }
    bring(part);
  }
  byId("_main").removeAttribute("aria-busy");
}

/** Bring up to date what is left after the next frame. */
function follow() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => { timer = setTimeout(() => settle(SLICE)); });
}

function show() {
  day = state.day || known.last;
  for (const name of ["region", "level", "concern", "credibility", "kind", "q"]) if (filter.elements[name].value !== state[/** @type {"q"} */ (name)]) filter.elements[name].value = state[/** @type {"q"} */ (name)];
  for (const name of /** @type {const} */ (["disputed", "stale"])) filter.elements[name].checked = Boolean(state[name]);
  for (const option of filter.elements.country.options) option.disabled = state.country.includes(option.value);
  const now = matter();
  if (current.matter !== now) {
    current = { matter: now, shown: view() };
    for (const part of parts) part.due = true;
    CSS.highlights?.delete("found");
    for (const chapter of chapters) if (state.country.includes(chapter.code)) showChapter(chapter, current.shown);
  }
  showBanner(current.shown);
  const before = lead?.className;
  showLayout();
  const moved = lead?.className !== before;
  const first = moved ? (lead.hidden ? "#levels, #changes" : `#${lead.id}`) : null; // and all else with the next frames
  for (const part of parts) {
    if (part.due && (first ? part.section.matches(first) : near.has(part.section))) bring(part);
    part.section.toggleAttribute("data-due", part.due);
  }
  byId("_main").setAttribute("aria-busy", "true");
  clearTimeout(timer);
  follow();
  const period = state.period || known.period;
  const other = painted.period !== period;
  if (painted.part !== state.part) movePart(state.part === "" || state.part === "world" ? state.part : drawn.filter((area) => area.matches(".area") && known.countries[area.dataset.code].regions.includes(state.part)));
  painted = { period, part: state.part };
  if (other) showPeriod(periodNamed(period));
  for (const field of fields) field.value = painted[/** @type {"part"} */ (field.name)];
  edition.value = document.documentElement.dataset.print;
}

// ---- The address: a deliberate step is a step of the history, typing and dragging are none.

/** @param {Partial<State>} part @param {boolean} [step] */
function change(part, step = true) {
  enter();
  state = { ...state, ...part };
  unknown = [];
  if (!("at" in part)) called = null;
  show();
  const hash = write(state, known);
  address = hash ? `#${hash}` : location.pathname + location.search;
  stepped = step;
}

/** Tell the browser the address and the title, which is dear and has time until the frame is shown. */
function enter() {
  const alone = loner();
  const title = alone ? `${known.countries[alone].name} · ${known.title}` : known.title;
  if (address !== null) history[stepped ? "pushState" : "replaceState"](null, "", address);
  address = null;
  if (document.title !== title) document.title = title;
}

function readAddress() {
  address = null;
  ({ state, unknown } = read(location.hash, known));
  call();
}

/** Show the state, and what it asks for by its place. */
function call() {
  called = state.at ? byId(state.at) : null;
  show();
  if (state.at && !called) unknown.push(`at ${state.at}`);
  if (called || location.hash) settle();
  if (called) reveal(called);
  else if (unknown.length) showBanner(current.shown);
}

/** @param {Element} target */
function reveal(target) {
  for (let each = target.closest("details"); each; each = each.parentElement?.closest("details") ?? null) each.open = true;
  const own = target.matches("article") ? one("details", target) : null;
  if (own) own.open = true;
  for (const mark of all(".called")) mark.classList.remove("called");
  target.classList.add("called");
  target.scrollIntoView();
}

// ---- The order of tables: up, down, and as it was.

/** @param {any} table */
function makeSortable(table) {
  const order = once(() => [...table.tBodies].map((body) => [body, [...body.rows]]));
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = made("button", "", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = /** @type {Record<string, string | null>} */ ({ ascending: "descending", descending: null })[head.getAttribute("aria-sort")];
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      order().forEach(([body, rows]) => { body.append(...rows); });
      if (next !== null) {
        head.setAttribute("aria-sort", next ?? "ascending");
        sortRows(order(), index, next ? -1 : 1);
      }
      bringAround(table);
    });
  });
}

/** @param {any[]} order @param {number} index @param {number} direction */
function sortRows(order, index, direction) {
  /** @param {any} row @returns {string} */
  const key = (row) => row.cells[index].dataset.order ?? row.cells[index].textContent.trim();
  const keyed = order.flatMap(([, own]) => own.filter((/** @type {any} */ row) => !row.matches(".group"))).map((row) => ({ key: key(row), row }));
  keyed.sort((a, b) => (!a.key || !b.key ? Number(!a.key) - Number(!b.key) : direction * a.key.localeCompare(b.key, "en", { numeric: true })));
  order[0][0].append(...keyed.map(({ row }) => row));
  for (const group of all(".group", order[0][0])) group.remove();
}

// ---- The card names what is pointed at, focused or tapped.

/** @type {any} */
let named = null;

/** @param {any} target */
function cardFor(target) {
  const box = made("div");
  /** @param {string} tag @param {string} text */
  const add = (tag, text) => box.append(made(tag, text));
  if (target.dataset.code) {
    const code = target.dataset.code;
    const stance = standingNow(null).get(code);
    const record = stance && records.get(stance.id);
    add("strong", known.countries[code].name);
    if (record) {
      box.append(stepOf(stance.rank));
      add("div", `${titleOf(record)}${marksOf(seenNow(record))}, on this level since ${stance.run}${stance.run === stance.since ? "" : `, latest step ${stance.since}`}`);
    } else add("div", silenceOf(code, stance));
  } else if (target.closest(".line")) {
    const [, date, told] = target.getAttribute("aria-label").match(/^(\S+): (.*)$/s);
    add("strong", date);
    add("div", told);
  } else {
    const row = sources.get(goalOf(target))?.element;
    add("strong", row.cells[1].textContent);
    add("div", [2, 4, 5].map((at) => row.cells[at].textContent).filter(Boolean).join(" · "));
  }
  return box;
}

/** @param {any} target */
function showCard(target) {
  if (named === target) return;
  named = target;
  card.replaceChildren(cardFor(target));
  card.hidden = false;
  placeCard(target);
}

/** @param {any} target */
function placeCard(target) {
  const at = (one("path, circle", target) ?? target).getBoundingClientRect();
  const left = Math.min(at.left + at.width / 2 + 12, innerWidth - card.offsetWidth - 8);
  const below = at.bottom + 8 + card.offsetHeight < innerHeight;
  card.style.left = `${Math.max(8, left)}px`;
  card.style.top = `${Math.max(8, below ? at.bottom + 8 : at.top - card.offsetHeight - 8)}px`;
}

function hideCard() {
  named = null;
  card.hidden = true;
}

/** @param {Event} event */
function pointable(event) {
  const target = /** @type {Element} */ (event.target).closest?.("a.area, a.body, .line a, .evidence a, .says a");
  return target && (!target.closest(".evidence, .says") || sources.has(goalOf(target))) ? target : null;
}

function watchPointer() {
  let tapped = false;
  document.body.append(card);
  for (const title of all("main a title")) {
    title.parentNode.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  document.addEventListener("pointerdown", (event) => { tapped = event.pointerType === "touch" && pointable(event) !== named; });
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (event) => {
      if (/** @type {any} */ (event).pointerType === "touch") return; // a finger is over what it taps, before it taps
      const target = pointable(event);
      if (target) showCard(target); else if (name === "pointerover") hideCard();
    });
  }
  document.addEventListener("focusout", hideCard);
  // The keyboard makes the page scroll to what it names; the pointer leaves it behind.
  document.addEventListener("scroll", () => { if (named && named === document.activeElement) placeCard(named); else hideCard(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { hideCard(); closeMenus(null); } });
  document.addEventListener("click", (event) => {
    const target = pointable(event);
    if (target && tapped && /** @type {any} */ (event).pointerType === "touch") {
      event.preventDefault();
      event.stopImmediatePropagation();
      showCard(target);
    }
  }, { capture: true });
}

/** @param {Element | null} except */
const closeMenus = (except) => all("details.menu[open], .legend details[open]").forEach((menu) => { if (!menu.contains(except)) menu.open = false; });

// ---- One stop of the Tab key for a picture; the arrows go from mark to mark.

/** @param {any} root */
function rove(root) {
  const marks = () => all("a", root).filter((mark) => !mark.matches(".out"));
  all("a", root).forEach((mark, at) => mark.setAttribute("tabindex", at ? -1 : 0));
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const found = marks();
    const here = found.indexOf(document.activeElement);
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: -1 });
    if (here < 0 || !(event.key in steps)) return;
    event.preventDefault();
    found[here].setAttribute("tabindex", -1);
    const next = found.at(steps[event.key] % found.length);
    next.setAttribute("tabindex", 0);
    next.focus();
  });
}

// ---- What can be taken away is made here and handed over as a Blob.

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = made("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The records that are shown, with what is seen of them on the day. */
function shownRecords() {
  const { shown } = current.shown;
  return [...records.values()].filter((record) => shown().has(record.id)).map((record) => {
    const then = seenNow(record);
    const stance = stances.get(record.id);
    return {
      kind: record.kind, id: record.id, countries: record.codes, date: record.undated ? "" : record.from,
      until: stance?.until && begun(stance.until, day) ? stance.until : "",
      level: stance ? known.levels[stance.rank - 1].id : "", stage: record.stages ? stageOn(record.stages, horizon()).stage : "",
      title: titleOf(record), summary: one(".more", record.element)?.textContent ?? "",
      reliability: then.letter, credibility: record.credibility, disputed: then.disputed,
      hindsight: then.hindsight, sources: then.cites.map((cite) => cite.source),
    };
  });
}

const citation = () => `“${known.title}”, ${day === known.last ? "as of" : "as it stood on"} ${inWords(day)}. Dossier ${known.id}, edition ${known.edition}, brief ${known.version}.`;
const askedInWords = () => [inWords(day), ...filtersIn(state, known).map(({ words }) => words)].join(" · ");

/** @param {"map" | "ladder"} what */
function picture(what) {
  const look = getComputedStyle(document.documentElement);
  const [page, text, muted] = ["--page", "--text", "--muted"].map((name) => look.getPropertyValue(name).trim());
  const width = 1600;
  const { shapes, tall } = what === "map" ? mapShapes(one(".world > svg"), width) : ladderShapes(one(".lines"), width, text);
  const entries = [...legend.values()].filter(({ item }) => !item.hidden).map(({ item }) => ({
    fill: getComputedStyle(item).getPropertyValue("--level").trim() || look.getPropertyValue("--land").trim(),
    text: `${one(".step", item).textContent} ${one(".count", item).textContent}`,
  }));
  const credit = `${citation()}\nLand: Natural Earth, public domain; its lines say nothing of what anybody recognises.`;
  return framed({ title: one("h1").textContent, told: askedInWords(), credit: what === "map" ? credit : citation(), width, tall, page, text, muted, shapes, legend: entries });
}

/** @param {string} what */
function take(what) {
  settle();
  const name = `${known.id}-${day}`;
  const rows = shownRecords();
  const about = { dossier: known.id, title: known.title, edition: known.edition, day, filters: askedInWords(), cite: citation() };
  const ways = /** @type {Record<string, () => void>} */ ({
    link: () => navigator.clipboard.writeText(location.href).then(() => say("Link copied."), () => say(location.href)),
    cite: () => navigator.clipboard.writeText(citation()).then(() => say("Citation copied."), () => say(citation())),
    json: () => save(`${name}.json`, new Blob([`${JSON.stringify({ ...about, records: rows }, null, 2)}\n`], { type: "application/json" })),
    csv: () => {
      const keys = /** @type {(keyof (typeof rows)[number])[]} */ (["kind", "id", "countries", "date", "until", "level", "stage", "title", "summary", "reliability", "credibility", "disputed", "hindsight", "sources"]);
      save(`${name}.csv`, new Blob([csv([keys, ...rows.map((row) => keys.map((key) => [row[key]].flat().join("; ")))])], { type: "text/csv" }));
    },
    "map-svg": () => save(`${name}-map.svg`, new Blob([asSvg(picture("map"))], { type: "image/svg+xml" })),
    "map-png": () => asCanvas(picture("map")).toBlob((blob) => { if (blob) save(`${name}-map.png`, blob); }, "image/png"),
    "ladder-svg": () => save(`${name}-ladder.svg`, new Blob([asSvg(picture("ladder"))], { type: "image/svg+xml" })),
    paper: () => print(),
  });
  ways[what]?.();
}

/** @param {string} words */
const say = (words) => { byId("_status").textContent = words; };

// ---- From here on the reader acts.

const movePart = movable(one(".world > svg"), one(".zoom"));

/** Read all texts before somebody types, a few at a time. */
function warm() {
  const left = [...records.values(), ...sources.values()];
  const read_ = () => {
    for (const each of left.splice(-40)) each.words();
    if (left.length > 0) setTimeout(read_);
  };
  read_();
}

function watchChoices() {
  let due = 0;
  filter.addEventListener("input", (/** @type {any} */ { target }) => {
    if (target.name === "q") {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => change({ q: target.value.trim() }, false));
    } else if (target.name === "country") {
      const code = target.value;
      target.value = "";
      change({ country: [...state.country, code] });
    } else change({ [target.name]: target.type === "checkbox" ? (target.checked ? "yes" : "") : target.value });
  });
  filter.elements.q.addEventListener("focus", warm, { once: true });
  filter.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  filter.addEventListener("reset", (/** @type {Event} */ event) => {
    event.preventDefault();
    change({ ...nothingAsked(), print: state.print, part: state.part });
  });
  for (const name of /** @type {const} */ (["period", "print", "part"])) {
    one(`[name=${name}]`)?.addEventListener("change", (/** @type {any} */ event) => change({ [name]: event.target.value }));
  }
  document.addEventListener("click", (event) => {
    const target = /** @type {any} */ (event.target);
    const button = target.closest("button");
    closeMenus(target);
    if (button?.name === "drop") {
      const { key, value } = button.dataset;
      change(key === "country" ? { country: state.country.filter((code) => code !== value) } : { [key]: "" });
    } else if (button?.name === "today") change({ day: "" });
    else if (button?.name === "uses") change({ ...nothingAsked(), day: state.day, source: button.value, at: "" });
    else if (button?.name === "unfold") {
      const table = one("table", button.parentNode.previousElementSibling);
      table.dataset.open = "yes";
      bringAround(table);
    } else if (button?.closest("#_take")) take(button.name);
    const link = target.closest("a[href^='#']");
    if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && goalOf(link) !== "_main") {
      event.preventDefault();
      closeMenus(null);
      change({ at: goalOf(link) });
      call();
    }
  });
}

function watchSlider() {
  const input = slider.elements._day;
  const last = Math.max(1, daysBetween(known.first, known.last));
  input.max = last;
  let due = 0;
  /** @param {string} next */
  const dayOf = (next) => (next >= known.last ? "" : next);
  input.addEventListener("input", () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => {
      settle();
      day = daysAfter(known.first, Number(input.value));
      current.matter = ""; // parts of the page are ahead of the state now
      const shown = view();
      showDay(shown);
      if (near.has(byId("ladder"))) showLines(shown);
    });
  });
  input.addEventListener("change", () => {
    cancelAnimationFrame(due);
    change({ day: dayOf(daysAfter(known.first, Number(input.value))) });
  });
  const moments = [...new Set([...known.stances.flatMap((stance) => [stance.since, stance.ended ?? stance.since]).map(firstDay), known.last])].filter((each) => each <= known.last).sort();
  slider.elements.back.addEventListener("click", () => { const next = moments.findLast((moment) => moment < day); if (next) change({ day: dayOf(next) }); });
  slider.elements.on.addEventListener("click", () => { const next = moments.find((moment) => moment > day); if (next) change({ day: dayOf(next) }); });
}

function start() {
  all("table.sortable").forEach(makeSortable);
  watchPointer();
  all(".world > svg, .line").forEach(rove);
  watchChoices();
  watchSlider();
  for (const part of [filter, byId("_take"), one(".zoom"), one(".period")]) if (part) part.hidden = false;
  slider.hidden = known.first === known.last || known.stances.length === 0;
  for (const { section } of parts) watcher.observe(section);
  document.addEventListener("toggle", (event) => markWords(/** @type {Element} */ (event.target), patterns()), { capture: true });
  addEventListener("beforeprint", () => {
    settle();
    showPaper();
  });
  addEventListener("hashchange", readAddress);
  addEventListener("popstate", readAddress);
  call();
}

start();
