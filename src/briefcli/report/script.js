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
const card = made("div", "", { id: "_card", ariaHidden: "true", hidden: true });
/** How many rows of a long table are shown before somebody asks for all. */
const FOLD = 20;

let { state, unknown } = read(location.hash, known);
/** The day that is shown. */
let day = known.last;
/** The day up to which things are known: on the last one everything is, as in the dossier itself. */
const horizon = () => (day === known.last ? "9999-12-31" : day);
/** A record as it is seen on the day; what a report as of a past day marks stays marked. @param {any} record @returns {Seen} */
function seenNow(record) {
  const seen = seenOn(record, sources, horizon());
  return { ...seen, hindsight: seen.hindsight || record.hindsight };
}
/** What was asked for by an anchor is seen, whatever the filter. @type {Element | null} */
let called = null;

// ---- What stands on the page.

const codes = Object.keys(known.countries);
const place = new Map(codes.map((code, at) => [code, at]));
const codesOf = (/** @type {any} */ element) => (element.dataset.codes ?? "").split(" ").filter(Boolean);
const levelSteps = new Map(all(".legend > li").map((item) => [Number(item.dataset.rank), one(".step", item)]));
const legend = new Map(all(".legend > li").map((item) => [Number(item.dataset.rank), item]));
const names = new Map(all(".legend ul li").map((item) => [item.dataset.codes, item]));
const drawn = all("a.area, a.body");
const labels = all(".names text");
const lines = all(".lines li");
const chapters = all("article.country");
const stanceRows = all("#stances tbody tr");
const matrixRows = all("#concerns tbody tr");
const namedItems = all(".others li").map((item) => ({ item, id: goalOf(one("a", item)) }));
const disputedRows = all("#disputed tbody tr");

/** @param {any} row @returns {Cite[]} */
const citesIn = (row) => all(".evidence a", row).map((link) => ({ source: goalOf(link), verdict: link.textContent.split(" ")[1] ?? "supports" }));

/** @type {Map<string, any>} */
const records = new Map(all("#events tr[id], #sectors tr[id], #topics tr[id], .stance").map((element) => [element.id, {
  element,
  id: element.id,
  kind: element.matches(".stance") ? "stance" : element.closest("section").id.slice(0, -1),
  codes: codesOf(element),
  from: element.dataset.from ?? "",
  year: element.dataset.year ?? "",
  credibility: element.dataset.credibility ?? "",
  stages: element.dataset.stages ?? "",
  undated: "undated" in element.dataset,
  cites: citesIn(element),
  notes: all(".evidence a", element),
  grade: one(".grade", element),
  whole: one(".grade", element)?.innerHTML,
  stale: one(".grade .stale", element) !== null,
  hindsight: one(".grade .hindsight", element) !== null,
}]));
/** @type {Map<string, any>} */
const sources = new Map(all("#sources tr[id]").map((element) => [element.id, {
  element, from: element.dataset.from, kind: element.dataset.kind, letter: one(".grade", element).textContent[0],
}]));
/** @type {Map<string, Stance>} */
const stances = new Map(known.stances.map((stance) => [stance.id, stance]));
/** The sources of what is a country's own, by its code, and the days up to which it was reviewed. @type {Map<string, any[]>} */
const looks = new Map(codes.map((code) => [code, []]));
for (const record of records.values()) {
  if (record.kind !== "topic") for (const code of record.codes) looks.get(code)?.push(record);
}

/** What a record is called, without what stands below it. @param {any} record */
function titleOf(record) {
  if (record.kind === "stance") return one(".status", record.element).textContent;
  const cell = one("th", record.element);
  return [...cell.childNodes].filter((node) => node.nodeName !== "P").map((node) => node.textContent).join("").trim();
}

/** What moved, without the marks that depend on the day. @param {string} told */
const bare = (told) => told.replace(/( \(disputed\))?( \(written with later knowledge\))?$/, "");
/** Everything that moved. @type {Move[]} */
const moves = [
  ...all(".line a").map((dot) => ({
    date: one("title", dot).textContent.split(": ", 1)[0], kind: dot.dataset.kind, codes: [dot.closest("li").dataset.codes],
    told: bare(one("title", dot).textContent.replace(/^\S+: /, "")), id: goalOf(dot),
  })),
  ...known.stages.map(({ id, date, told }) => ({ date, kind: "sector", codes: records.get(id)?.codes ?? [], told: bare(told), id })),
  ...[...records.values()].filter((record) => ["event", "topic"].includes(record.kind) && !record.undated).map((record) =>
    ({ date: record.from, kind: record.kind, codes: record.codes, told: titleOf(record), id: record.id })),
];

// ---- Words: each record is looked for by its own texts, the names of its countries and what it cites.

/** @type {Map<any, string>} */
const texts = new Map();
/** @param {any} element */
function ownText(element) {
  if (!texts.has(element)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      (/** @type {Element} */ (node.parentElement).closest(".grade, time, .evidence, .uses, .others, .facts") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    let text = "";
    while (walker.nextNode()) text += `${walker.currentNode.textContent}\u0001`;
    texts.set(element, fold(text));
  }
  return texts.get(element) ?? "";
}
/** @param {string} id */
const sourceText = (id) => {
  const source = sources.get(id);
  if (source) source.words ??= `${ownText(source.element)}\u0001${id}\u0001${fold(one("a", source.element)?.href ?? "")}`;
  return source?.words ?? "";
};
/** @param {any} record @param {Cite[]} cites */
function textOf(record, cites) {
  record.words ??= [
    ownText(record.element),
    ...record.codes.flatMap((/** @type {string} */ code) => [fold(known.countries[code]?.name ?? ""), ...(known.countries[code]?.words ?? []).map(fold)]),
  ].join("\u0001");
  return [record.words, ...cites.map((cite) => sourceText(cite.source))].join("\u0001");
}

// ---- What the state asks for.

/** What is shown of the records on the day, and which of them are asked for. */
function view() {
  const standing = standingOn(known.stances, day);
  const patterns = wordsIn(state.q).map(pattern);
  const narrow = Boolean(patterns.length || state.credibility || state.kind || state.source || state.disputed);
  const seen = new Map([...records].map(([id, record]) => [id, seenNow(record)]));
  /** @param {any} record */
  const asked = (record) => {
    const then = seen.get(record.id);
    return then?.shown
      && (!state.credibility || (record.credibility && record.credibility <= state.credibility))
      && (!state.disputed || then.disputed)
      && (!state.source || then.cites.some((cite) => cite.source === state.source))
      && (!state.kind || then.cites.some((cite) => sources.get(cite.source)?.kind === state.kind))
      && (patterns.length === 0 || hasAll(patterns, textOf(record, then.cites)));
  };
  const checked = new Map(codes.map((code) => [code, checkedOn(code, seen)]));
  const chosen = new Set(codes.filter((code) => isChosen(code, standing.get(code), checked.get(code) ?? "")));
  const byCountry = chosen.size < codes.length || state.country.length > 0;
  const shown = new Set([...records.values()].filter((record) =>
    asked(record) && (!byCountry || record.codes.some((/** @type {string} */ code) => chosen.has(code)))).map((record) => record.id));
  const hit = new Set([...shown].flatMap((id) => records.get(id).codes));
  const countries = narrow ? new Set([...chosen].filter((code) => hit.has(code))) : chosen;
  return { standing, seen, shown, checked, countries, patterns, narrowed: narrow || byCountry };
}

/** @param {string} code @param {Map<string, Seen>} seen */
function checkedOn(code, seen) {
  const own = (looks.get(code) ?? []).filter((record) => seen.get(record.id)?.shown);
  return newestOf(own.flatMap((record) => [
    ...(seen.get(record.id)?.cites.map((cite) => sources.get(cite.source)?.from) ?? []),
    ...(record.kind === "stance" ? [stances.get(record.id)?.reviewed ?? null] : []),
  ]), horizon());
}

/** @param {string} code @param {Stance | undefined} stance @param {string} checked */
function isChosen(code, stance, checked) {
  return (state.country.length === 0 || state.country.includes(code))
    && (!state.region || known.countries[code].regions.includes(state.region))
    && (!state.concern || Boolean(stance?.concerns.includes(state.concern)))
    && (!state.level || (stance && known.levels[stance.rank - 1].id === state.level))
    && (!state.stale || isStale(checked, day));
}

// ---- Showing it.

/** @param {string} code */
const endedOf = (code) => known.stances.findLast((stance) => stance.country === code && stance.ended && begun(stance.ended, day));
/** @param {string} code @param {Stance | undefined} stance */
function silenceOf(code, stance) {
  const last = stance ? null : endedOf(code);
  return last ? `Ended ${last.ended}, was ${known.levels[last.rank - 1].label}` : known.silence;
}
/** @param {Seen | undefined} then */
const marksOf = (then) => (then?.disputed ? " (disputed)" : "") + (then?.hindsight ? " (written with later knowledge)" : "");
/** @param {string} code @param {Stance | undefined} stance */
function toldOf(code, stance) {
  if (!stance) return silenceOf(code, stance).toLowerCase();
  const record = records.get(stance.id);
  return `${known.levels[stance.rank - 1].label}. ${titleOf(record)}${marksOf(seenNow(record))}`;
}
/** @param {number | undefined} rank */
const stepOf = (rank) => levelSteps.get(rank ?? 0)?.cloneNode(true) ?? made("span");
/** @param {any} element @param {string} date */
const dated = (element, date) => element.replaceChildren(...(date ? [made("time", date)] : []));

/** What areas and lines showed before. @type {Map<any, string>} */
const looked = new Map();

/** The map, the levels and the lines, which move while the day is moved. @param {ReturnType<typeof view>} shown */
function showDay({ standing, countries }) {
  for (const area of drawn) {
    const code = area.dataset.code;
    const look = `l${standing.get(code)?.rank ?? 0}${countries.has(code) ? "" : " out"}`;
    if (looked.get(area) === look) continue;
    looked.set(area, look);
    area.setAttribute("class", area.getAttribute("class").replace(/\bl\d+( out)?/, look));
    if (area.matches(".body")) area.parentNode.hidden = !countries.has(code);
  }
  for (const label of labels) label.classList.toggle("out", label.dataset.of in known.countries && !countries.has(label.dataset.of));
  const counts = new Map([...legend.keys()].map((rank) => [rank, 0]));
  for (const code of codes) {
    const rank = standing.get(code)?.rank ?? 0;
    const name = names.get(code);
    if (countries.has(code)) counts.set(rank, (counts.get(rank) ?? 0) + 1);
    if (!name) continue;
    name.hidden = !countries.has(code);
    if (name.closest("[data-rank]") !== legend.get(rank)) one("ul", legend.get(rank)).append(name);
  }
  for (const [rank, item] of legend) {
    one(".count", item).textContent = counts.get(rank);
    if (rank === 0) item.hidden = counts.get(0) === 0;
  }
  const at = `${(100 * daysBetween(known.first, day)) / Math.max(1, daysBetween(known.first, known.last))}%`;
  for (const line of lines) {
    const code = line.dataset.codes;
    const stance = standing.get(code);
    line.hidden = !countries.has(code);
    const now = one(".now", line);
    now.setAttribute("x1", at);
    now.setAttribute("x2", at);
    const where = stance ? String(stance.rank) : silenceOf(code, stance);
    if (looked.get(line) === where) continue;
    looked.set(line, where);
    one(".where", line).replaceChildren(stance ? stepOf(stance.rank) : where);
  }
  slider.elements._day.value = daysBetween(known.first, day);
  slider.elements._day.setAttribute("aria-valuetext", inWords(day));
  one("output", slider).textContent = inWords(day);
}

/** Everything else. @param {ReturnType<typeof view>} shown */
function showRest(shown) {
  const { standing, seen, countries } = shown;
  for (const area of drawn) area.setAttribute("aria-label", `${known.countries[area.dataset.code].name}: ${toldOf(area.dataset.code, standing.get(area.dataset.code))}`);
  for (const rank of legend.keys()) {
    const list = one("ul", legend.get(rank));
    list.append(...[...list.children].sort((a, b) => (place.get(a.dataset.codes) ?? 0) - (place.get(b.dataset.codes) ?? 0)));
  }
  for (const [code, name] of names) one(".disputed", name).hidden = !seen.get(standing.get(code)?.id ?? "")?.disputed;
  for (const record of records.values()) showRecord(record, seen.get(record.id), shown);
  for (const { item, id } of namedItems) item.hidden = !shown.shown.has(id);
  for (const chapter of chapters) showChapter(chapter, standing.get(chapter.dataset.codes), shown);
  for (const row of stanceRows) showStanceRow(row, standing.get(row.dataset.codes), shown);
  for (const row of matrixRows) showMatrixRow(row, standing.get(row.dataset.codes), countries.has(row.dataset.codes));
  for (const row of disputedRows) {
    const [against] = citesIn(row);
    row.hidden = !shown.shown.has(row.dataset.record) || !seen.get(row.dataset.record)?.cites.some((cite) => cite.source === against.source);
  }
  showSources(shown);
  showMoves(shown);
  inOrder(standing);
  for (const table of all("main section > .wide > table")) hideEmpty(table);
}

/** @param {any} record @param {Seen | undefined} then @param {ReturnType<typeof view>} shown */
function showRecord(record, then, { shown, standing, checked }) {
  record.element.hidden = !shown.has(record.id) && record.element !== called;
  if (!then?.shown) return;
  const whole = day === known.last || (then.cites.length === record.cites.length && !then.hindsight && !record.stale);
  if (record.stages && record.kind === "sector") {
    const { since, stage } = stageOn(record.stages, horizon());
    const cell = one(".stage", record.element);
    if (cell) cell.textContent = stage[0].toUpperCase() + stage.slice(1);
    if (one(".since", record.element)) dated(one(".since", record.element), since);
  }
  if (whole && record.told === undefined) return;
  record.told = whole ? undefined : day;
  record.notes.forEach((/** @type {any} */ note, /** @type {number} */ at) => { note.hidden = !whole && !then.cites.includes(record.cites[at]); });
  for (const said of all(".says", record.element)) said.hidden = !whole && one("a[href]", said) !== null && !then.cites.some((cite) => goalOf(one("a", said)) === cite.source);
  if (whole) record.grade.innerHTML = record.whole;
  else {
    const stale = record.kind === "stance" && standing.get(record.codes[0])?.id === record.id && isStale(checked.get(record.codes[0]) ?? "", day);
    record.grade.replaceChildren(...gradeNodes(record, { ...then, stale }));
  }
  record.element.classList.toggle("contested", then.disputed);
}

/** @param {any} record @param {Seen & {stale: boolean}} then */
function gradeNodes(record, then) {
  const marks = /** @type {const} */ (["disputed", "hindsight", "stale"]).filter((mark) => then[mark]);
  return [gradeText(then.letter, record.credibility, known), ...marks.flatMap((mark) => [", ", made("span", mark, { className: mark })])];
}

/** @param {any} chapter @param {Stance | undefined} stance @param {ReturnType<typeof view>} shown */
function showChapter(chapter, stance, { countries, checked }) {
  const code = chapter.dataset.codes;
  chapter.hidden = !countries.has(code) && !chapter.contains(called);
  if (chapter.hidden) return;
  one(".badge", chapter).replaceChildren(...(stance ? [stepOf(stance.rank)] : []));
  const facts = one(".facts", chapter);
  one(".level", facts).replaceChildren(stance ? stepOf(stance.rank) : silenceOf(code, stance));
  for (const [name, value] of [["run", stance?.run], ["since", stance?.since]]) {
    const cell = one(`.${name}`, facts);
    cell.parentNode.hidden = !value;
    dated(cell, value ?? "");
  }
  dated(one(".checked", facts), checked.get(code) ?? "");
  if (!checked.get(code)) one(".checked", facts).textContent = "never";
  const record = stance && records.get(stance.id);
  one(".grade", facts).parentNode.hidden = !record;
  if (record) one(".grade", facts).replaceChildren(...one(".grade", record.element).cloneNode(true).childNodes);
  for (const block of all(".stance", chapter)) block.classList.toggle("now", block.id === stance?.id);
  const before = one(".before", chapter);
  const now = one(".now", chapter);
  if (before) {
    if (now) now.after(before); else facts.after(before);
    before.hidden = ![...all(".stance:not(.now)", chapter)].some((block) => !block.hidden);
  }
  for (const others of all(".others", chapter)) others.hidden = all("li", others).every((item) => item.hidden);
}

/** @param {any} row @param {Stance | undefined} stance @param {ReturnType<typeof view>} shown */
function showStanceRow(row, stance, { shown, countries, checked }) {
  const code = row.dataset.codes;
  row.hidden = !stance || !countries.has(code) || !shown.has(stance.id);
  if (!stance || row.dataset.stance === stance.id + day) return;
  row.dataset.stance = stance.id + day;
  const record = records.get(stance.id);
  one(".level", row).replaceChildren(stepOf(stance.rank));
  one(".level", row).dataset.order = stance.rank;
  one(".status", row).textContent = titleOf(record);
  dated(one(".run", row), stance.run);
  dated(one(".last", row), stance.since);
  dated(one(".checked", row), checked.get(code) ?? "");
  one(".grade", row).replaceChildren(...record.grade.cloneNode(true).childNodes);
}

/** @param {any} row @param {Stance | undefined} stance @param {boolean} shown */
function showMatrixRow(row, stance, shown) {
  const had = stance?.concerns ?? [];
  row.hidden = !shown || had.length === 0;
  if (row.dataset.stance === stance?.id) return;
  row.dataset.stance = stance?.id ?? "";
  const heads = all("#concerns thead th");
  [...row.cells].slice(1).forEach((cell, at) => {
    const rank = had.indexOf(heads[at + 1].dataset.concern);
    const [sign, word] = rank === 0 ? ["●", "main"] : ["○", "further"];
    cell.dataset.order = rank === 0 ? "1" : rank > 0 ? "2" : "";
    cell.replaceChildren(...(rank < 0 ? [] : [made("span", sign, { ariaHidden: "true" }), made("span", word, { className: "unseen" })]));
  });
}

/** @param {ReturnType<typeof view>} shown */
function showSources({ shown, seen, patterns, narrowed }) {
  const uses = new Map();
  for (const id of shown) for (const source of new Set(seen.get(id)?.cites.map((cite) => cite.source))) uses.set(source, (uses.get(source) ?? 0) + 1);
  for (const [id, source] of sources) {
    const found = patterns.length > 0 && hasAll(patterns, sourceText(id)) && begun(source.from, horizon()) && !state.country.length;
    source.element.hidden = !((uses.has(id) || (found && !state.kind)) && (!state.kind || source.kind === state.kind)) && source.element !== called;
    const count = String(narrowed || day < known.last ? uses.get(id) ?? 0 : source.button.dataset.all);
    if (source.button.textContent === count) continue;
    source.button.textContent = count;
    source.button.setAttribute("aria-label", `${count} uses: show them`);
  }
}

/** @param {ReturnType<typeof view>} shown */
function showMoves({ shown, seen, countries, narrowed }) {
  const first = (/** @type {string} */ code) => place.get(code) ?? codes.length;
  const told = moves.filter((move) => move.codes.length ? move.codes.some((code) => countries.has(code)) : !narrowed).filter((move) => shown.has(move.id));
  /** @param {Move} move */
  const item = (move) => {
    const line = made("span");
    move.codes.forEach((code, at) => {
      const name = known.countries[code]?.name;
      if (name) line.append(at ? ", " : "", made("a", name, { href: `#country-${code.toLowerCase()}` }));
    });
    if (move.codes.length === 0) line.append("Partners");
    line.append(": ", made("a", move.told + marksOf(seen.get(move.id)), { href: `#${move.id}`, dir: "auto" }));
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

/** The rows of stances and lines stand as stances do: the highest level first, then by name. @param {Map<string, Stance>} standing */
function inOrder(standing) {
  /** @param {any} row */
  const key = (row) => standing.get(row.dataset.codes)?.rank ?? 0;
  for (const rows of [stanceRows, lines, matrixRows]) {
    const parent = rows[0]?.parentNode;
    if (!parent || parent.parentNode.querySelector("[aria-sort]")) continue;
    const ordered = [...rows].sort((a, b) => key(b) - key(a) || (place.get(a.dataset.codes) ?? 0) - (place.get(b.dataset.codes) ?? 0));
    if (ordered.some((row, at) => parent.children[at] !== row)) parent.append(...ordered);
  }
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

/** What is asked for, in words that are printed, too. @param {ReturnType<typeof view>} shown */
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
  banner.hidden = line.textContent === "";
  const total = `${codes.length} ${codes.length === 1 ? "country" : "countries"}`;
  byId("_status").textContent = narrowed ? `${countries.size} of ${total}, ${shown.size} records` : total;
}

/** One country leads the page, several stand side by side. */
function showLayout() {
  const root = document.documentElement;
  const main = byId("_main");
  const part = byId("countries");
  const alone = codes.length === 1 ? codes[0] : state.country.length === 1 ? state.country[0] : null;
  const several = state.country.length > 1 || (home.several && !alone);
  root.classList.toggle("alone", alone !== null && part !== null);
  root.classList.toggle("several", several);
  root.dataset.print = state.print || home.print;
  one("h1").textContent = alone && part ? known.countries[alone].name : home.title;
  one(".asof").textContent = day === known.last ? home.asof : `As it stood on ${inWords(day)}`;
  one(".kicker").textContent = alone && part ? known.title : home.kicker;
  document.title = alone ? `${known.countries[alone].name} · ${known.title}` : known.title;
  if (!part) return;
  for (const head of all(".before")) {
    if (alone) head.setAttribute("aria-level", "3"); else head.removeAttribute("aria-level");
  }
  if (alone || several) {
    if (main.firstElementChild !== part) main.prepend(part);
    for (const chapter of chapters) if (!chapter.hidden) one("details", chapter).open = true;
  } else if (part.nextElementSibling !== home.after) main.insertBefore(part, home.after);
}
const home = {
  title: one("h1").textContent, kicker: one(".kicker").textContent, asof: one(".asof").textContent, print: document.documentElement.dataset.print ?? "short",
  several: document.documentElement.matches(".several"), after: byId("countries")?.nextElementSibling ?? null,
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

/** @param {string} period */
function showPeriod(period) {
  const chosen = known.periods.find((each) => each.name === period) ?? known.periods[0];
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
}

/** What was shown before, of what is dear to show anew. */
let painted = { paper: "", period: "", part: "" };

function show() {
  day = state.day || known.last;
  for (const name of ["region", "level", "concern", "credibility", "kind", "q"]) if (filter.elements[name].value !== state[/** @type {"q"} */ (name)]) filter.elements[name].value = state[/** @type {"q"} */ (name)];
  for (const name of /** @type {const} */ (["disputed", "stale"])) filter.elements[name].checked = Boolean(state[name]);
  for (const option of filter.elements.country.options) option.disabled = state.country.includes(option.value);
  const shown = view();
  showDay(shown);
  showRest(shown);
  showBanner(shown);
  showLayout();
  if (painted.paper !== document.title + day) showPaper();
  if (painted.period !== state.period) showPeriod(state.period);
  showMarks(byId("_main"), shown.patterns);
  const period = one("[name=period]");
  if (period) period.value = state.period;
  one("[name=print]").value = document.documentElement.dataset.print;
  one("[name=part]").value = state.part;
  if (painted.part !== state.part) movePart(state.part === "" || state.part === "world" ? state.part : drawn.filter((area) => area.matches(".area") && known.countries[area.dataset.code].regions.includes(state.part)));
  painted = { paper: document.title + day, period: state.period, part: state.part };
}

// ---- The address: a deliberate step is a step of the history, typing and dragging are none.

/** @param {Partial<State>} part @param {boolean} [step] */
function change(part, step = true) {
  state = { ...state, ...part };
  unknown = [];
  if (!("at" in part)) called = null;
  show();
  const hash = write(state, known);
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (step) history.pushState(null, "", address); else history.replaceState(null, "", address);
}

function readAddress() {
  ({ state, unknown } = read(location.hash, known));
  call();
}

/** Show the state, and what it asks for by its place. */
function call() {
  called = state.at ? byId(state.at) : null;
  show();
  if (state.at && !called) unknown.push(`at ${state.at}`);
  if (called) reveal(called);
  else if (unknown.length) showBanner(view());
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
  const order = [...table.tBodies].map((body) => [body, [...body.rows]]);
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = made("button", "", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = /** @type {Record<string, string | null>} */ ({ ascending: "descending", descending: null })[head.getAttribute("aria-sort")];
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      order.forEach(([body, rows]) => { body.append(...rows); });
      if (next !== null) {
        head.setAttribute("aria-sort", next ?? "ascending");
        sortRows(order, index, next ? -1 : 1);
      }
      show();
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
    const stance = standingOn(known.stances, day).get(code);
    add("strong", known.countries[code].name);
    if (stance) {
      const record = records.get(stance.id);
      box.append(stepOf(stance.rank));
      add("div", `${titleOf(record)}${marksOf(seenNow(record))}, on this level since ${stance.run}${stance.run === stance.since ? "" : `, latest step ${stance.since}`}`);
    } else add("div", silenceOf(code, stance));
  } else if (target.closest(".line")) {
    const [, date, told] = target.getAttribute("aria-label").match(/^(\S+): (.*)$/s);
    add("strong", date);
    add("div", told);
  } else {
    const row = sources.get(goalOf(target)).element;
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
  const { shown, seen } = view();
  return [...records.values()].filter((record) => shown.has(record.id)).map((record) => {
    const then = /** @type {Seen} */ (seen.get(record.id));
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
  const entries = [...legend.values()].filter((item) => !item.hidden).map((item) => ({
    fill: getComputedStyle(item).getPropertyValue("--level").trim() || look.getPropertyValue("--land").trim(),
    text: `${one(".step", item).textContent} ${one(".count", item).textContent}`,
  }));
  const credit = `${citation()}\nLand: Natural Earth, public domain; its lines say nothing of what anybody recognises.`;
  return framed({ title: one("h1").textContent, told: askedInWords(), credit: what === "map" ? credit : citation(), width, tall, page, text, muted, shapes, legend: entries });
}

/** @param {string} what */
function take(what) {
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
      one("table", button.parentNode.previousElementSibling).dataset.open = "yes";
      show();
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
      day = daysAfter(known.first, Number(input.value));
      showDay(view());
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
  for (const [id, source] of sources) {
    const cell = one(".uses", source.element);
    const button = made("button", cell.textContent, { type: "button", name: "uses", value: id });
    button.dataset.all = cell.textContent;
    button.setAttribute("aria-label", `${cell.textContent} uses: show them`);
    cell.replaceChildren(button);
    source.button = button;
  }
  all("table.sortable").forEach(makeSortable);
  watchPointer();
  all(".world > svg, .line").forEach(rove);
  watchChoices();
  watchSlider();
  for (const part of [filter, byId("_take"), one(".zoom"), one(".period")]) if (part) part.hidden = false;
  slider.hidden = known.first === known.last || known.stances.length === 0;
  addEventListener("hashchange", readAddress);
  addEventListener("popstate", readAddress);
  call();
}

start();
