// The map, the levels, the ladder over time and the changes. Nothing is written that is there already, and nothing is measured.

/** @param {any} element @param {boolean} gone */
const hide = (element, gone) => { if (element.hidden !== gone) element.hidden = gone; };
/** Write a text; a node that is there already is laid out anew, but not made anew. @param {any} element @param {string} text */
function write(element, text) {
  const { firstChild: node, childNodes } = element;
  if (childNodes.length !== 1 || node.nodeType !== Node.TEXT_NODE) element.textContent = text;
  else if (node.data !== text) node.data = text;
}
/** @param {any} element @param {string} date */
const writeDate = (element, date) => element.replaceChildren(...(date ? [made("time", date)] : []));
/** How things were drawn last. @type {Map<any, string>} */
const drawn = new Map();
/** Whether something has to be drawn anew. @param {any} thing @param {string} look @param {string} [asWritten] */
function changed(thing, look, asWritten = "") {
  if ((drawn.get(thing) ?? asWritten) === look) return false;
  drawn.set(thing, look);
  return true;
}
/** Put children in an order. @param {any} parent @param {any[]} children */
function arrange(parent, children) {
  if (children.some((child, at) => parent.children[at] !== child)) parent.append(...children);
}

const legend = new Map(all(".legend > li").map((item) => [Number(item.dataset.rank), { item, step: one(".step", item), count: one(".count", item), list: one("ul", item) }]));
const legendNames = new Map(all(".legend ul li").map((item) => [item.dataset.codes, item]));
const areas = all("a.area, a.body");
/** The code of the country that an area or a name on the map is of. Chromium takes long to read it from the element. */
const codeOf = new Map([...areas, ...all(".names text")].map((mark) => [mark, mark.dataset.code ?? mark.dataset.of]));
const mapNames = all(".names text").filter((name) => codeOf.get(name) in data.countries);
const lines = all(".lines li").map((item) => ({ item, code: item.dataset.codes, now: one(".now", item), where: one(".where", item) }));
const slider = byId("_slider");

/** @param {string} code */
const rankOf = (code) => stanceOf(code)?.rank ?? 0;
/** The drawing of a level with its name. @param {number} rank */
const stepOf = (rank) => legend.get(rank)?.step.cloneNode(true) ?? made("span");

/** What is shown at once, whatever is on the screen: the counts and the finding. @param {Shown} selection */
function showAnswer({ countries, narrowed }) {
  if (!countryLeads()) showCounts([...countries].map(rankOf)); // which are hidden there
  showFinding(countries, narrowed);
  if (painted.colour) showGrades(countries);
}

/** The map, which follows the slider as the counts and the lines do. @param {Shown} selection */
function showMap({ countries }) {
  for (const area of areas) {
    const code = codeOf.get(area);
    const beside = area instanceof HTMLElement;
    const stance = stanceOf(code);
    const disputed = Boolean(stance && stateOf(stance)?.disputed);
    const colour = state.colour && stance ? `g${gradeNumber(stance)}` : `l${rankOf(code)}`;
    const look = `${beside ? "body" : "area"} ${colour}${disputed ? " contested" : ""}${countries.has(code) ? "" : " out"}`;
    if (changed(area, look)) area.setAttribute("class", look);
    if (beside) hide(area.parentElement, !countries.has(code));
  }
  showKey([...countries]);
  for (const name of mapNames) {
    const here = countries.has(codeOf.get(name));
    if (changed(name, String(here), "true")) name.classList.toggle("out", !here);
  }
  const [input, words] = [slider.elements._day, dayInWords()];
  if (input.value !== String(day)) input.value = day;
  if (!changed(slider, words)) return;
  input.setAttribute("aria-valuetext", words);
  write(one("output", slider), words);
}

/** The credibility of a stance as the digit of a colour; 0 if it is not graded. @param {Entry} stance */
const gradeNumber = (stance) => Number(stateOf(stance)?.credibility || 0);

const signs = ["silent", "out", "contested"].map((name) => one(`#map .of-${name}`));

/** The key has what is drawn. @param {string[]} shown */
function showKey(shown) {
  const [silent, out, contested] = signs;
  hide(silent, shown.every(rankOf));
  hide(out, shown.length === codes.length);
  hide(contested, !shown.some((code) => stateOf(/** @type {Entry} */ (stanceOf(code) ?? records[0]))?.disputed && stanceOf(code)));
}

/** Colour the map by level or by grade, with the legend of it. @param {Shown} selection */
function showColours(selection) {
  for (const part of all("#levels > .how, .legend:not(.grades)")) hide(part, Boolean(state.colour));
  one(".legend.grades")?.remove();
  if (state.colour) one(".legend").after(made("ol", "", { className: "legend grades" }));
  showAnswer(selection);
  showMap(selection);
}

/** @param {Set<string>} countries */
function showGrades(countries) {
  const counts = new Map([...Object.keys(data.credibility), "0", ""].map((number) => [number, 0]));
  for (const code of countries) {
    const stance = stanceOf(code);
    const number = stance ? String(gradeNumber(stance)) : "";
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const items = [...counts].filter(([, count]) => count > 0).map(([number, count]) => {
    const item = made("li", "", { className: number ? `g${number}` : "l0" });
    const words = { 0: "Not graded", "": data.words.silent }[number] ?? `${number} ${data.credibility[number]}`;
    item.append(made("span", String(count), { className: "count" }), " ", made("span", words, { className: "step" }));
    return item;
  });
  one(".legend.grades").replaceChildren(...items);
}

/** @param {number[]} ranks */
function showCounts(ranks) {
  for (const [rank, { item, count }] of legend) {
    const here = ranks.filter((each) => each === rank).length;
    write(count, String(here));
    item.classList.toggle("nobody", here === 0);
    if (rank === 0) hide(item, here === 0);
  }
}

const finding = byId("_finding");
const found = finding.textContent;

/** The finding as it was written, or a count on another day or under a filter. @param {Set<string>} countries @param {boolean} narrowed */
function showFinding(countries, narrowed) {
  const text = day === data.last && !narrowed ? found : onlyCountry() ? "" : countInWords([...countries].map((code) => [code, rankOf(code)]), data.threshold);
  write(finding, text);
  hide(finding, text === "");
}

/** The trend of the countries that are selected. @param {Shown} selection */
function showTrend({ countries }) {
  const section = byId("trend");
  const runs = Object.entries(data.runs).filter(([code]) => countries.has(code)).map(([, run]) => run);
  if (!changed(section, [...countries].join(), codes.join())) return;
  const { paths } = bandsOf(runs, data.levels.length, data.last, [0, 200, 1000, 200]);
  all("figure > svg path", section).forEach((path, at) => path.setAttribute("d", paths[at]));
  write(one(".most", section), String(runs.length));
  const years = all("[data-day]", section).map((cell) => Number(cell.dataset.day));
  const counts = countsOn(runs, years, data.levels.length);
  for (const row of all("tr[data-rank]", section)) {
    const level = (Number(row.dataset.rank) || data.levels.length + 1) - 1;
    all("td", row).forEach((cell, at) => write(cell, String(counts[at][level])));
  }
}

/** The names of the levels, and of the countries for those who hear the map. @param {Shown} selection */
function showNames({ countries }) {
  for (const [code, name] of legendNames) {
    const stance = stanceOf(code);
    hide(name, !countries.has(code));
    hide(one(".disputed", name), !(stance && stateOf(stance)?.disputed));
  }
  if (!changed(areas, String(day), String(data.last))) return;
  for (const [rank, { list }] of legend) arrange(list, codes.filter((code) => legendNames.has(code) && rankOf(code) === rank).map((code) => legendNames.get(code)));
  areas.forEach(nameArea);
}

/** Name a country for those who hear the map, after the letters that are seen. @param {any} area */
function nameArea(area) {
  const { code } = area.dataset;
  area.setAttribute("aria-label", `${area.closest(".tiles") ? `${code} ` : ""}${data.countries[code].name}: ${positionInWords(code)}`);
}

/** @param {Shown} selection */
function showLines({ countries }) {
  const x = `${(100 * day) / Math.max(1, data.last)}%`;
  for (const { item, code, now, where } of lines) {
    hide(item, !countries.has(code));
    const position = positionOf(code);
    const text = typeof position === "string";
    if (changed(where, text ? position : String(position.rank))) where.replaceChildren(text ? position : stepOf(position.rank));
    if (!changed(now, x)) continue;
    now.setAttribute("x1", x);
    now.setAttribute("x2", x);
  }
  countEarlier();
}

/** Show how many dots are earlier than the period. */
function countEarlier() {
  const { left } = periodNamed(painted.period);
  const seen = new Set(lines.filter(({ item }) => !item.hidden).map(({ code }) => code));
  const earlier = moves.filter(({ record, first }) => record.kind === "stance" && seen.has(record.codes[0])
    && Math.round((1e4 * first) / Math.max(1, data.last)) < 100 * left).length;
  write(one("#ladder .earlier"), earlier ? `${earlier} earlier ${earlier === 1 ? "change is" : "changes are"} not shown.` : "");
}

/** @param {string} name */
const periodNamed = (name) => data.periods.find((each) => each.name === name) ?? data.periods[0];

/** Show a period of the ladder over time. @param {Period} period */
function showPeriod({ left, ticks }) {
  const axis = one(".axis .time");
  if (!axis) return;
  const zoom = 100 / Math.max(0.01, 100 - left);
  for (const time of all(".lines .time")) {
    time.setAttribute("width", `${100 * zoom}%`);
    time.setAttribute("x", `${-left * zoom}%`);
  }
  axis.replaceChildren(...ticks.flatMap(({ at, text }) => [
    pictured("line", { x1: `${at}%`, x2: `${at}%`, y1: 16, y2: 9999 }), pictured("text", { x: `${at}%`, y: 12 }, text),
  ]));
  countEarlier();
}

/** @param {string} tag @param {Record<string, any>} attributes @param {string} [text] */
function pictured(tag, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

/** @param {Shown} selection */
function showMoves({ shown, countries, narrowed }) {
  const section = byId("changes");
  const selected = moves.filter(({ record, first, listed }) => listed && first <= day && shown().has(record)
    && (record.codes.length ? record.codes.some((code) => countries.has(code)) : !narrowed));
  const recent = selected.filter(({ last }) => last >= day - data.recent);
  const moved = new Set();
  const newest = selected.filter(({ listed, record }) => listed === MOVED && !moved.has(record.codes[0]) && moved.add(record.codes[0]));
  writeMoves(one(".newest", section), newest.slice(0, data.newest));
  const firsts = selected.filter(({ listed, last }) => listed === FIRST && last > day - YEAR).slice(0, data.newest);
  one(".firsts span", section).replaceChildren(...firsts.flatMap(firstItem));
  hide(one(".firsts", section), firsts.length === 0);
  writeMoves(one(".recent .moves", section), recent);
  write(one(".recent .count", section), String(recent.length));
  write(one(".recent .from", section), inWords(calendarDay(day - data.recent, data.first), data.months));
}

/** @param {any} list @param {Move[]} shown */
const writeMoves = (list, shown) => { if (changed(list, shown.map((move) => `${moves.indexOf(move)}${suffixOf(move.record)}`).join())) list.replaceChildren(...shown.map(moveItem)); };

/** What `listed` of a move means, and how many days a first stance is new. */
const [MOVED, FIRST, YEAR] = [3, 2, 365];

/** A first stance by its country, after a comma where another one is before it. @param {Move} move @param {number} at */
function firstItem({ date, record }, at) {
  const text = `${data.countries[record.codes[0]].name} (${labelOf(record)}, ${dateInWords(date)})`;
  return [at ? ", " : "", made("a", text, { href: `#${record.element.id}` })];
}

/** @param {Move} move */
function moveItem({ date, text, record, way }) {
  const item = made("li");
  const line = made("span");
  if (way) line.append(made("span", way > 0 ? "▲" : "▼", { className: way > 0 ? "up" : "down", ariaHidden: "true" }), " ");
  const named = record.codes.filter((code) => code in data.countries);
  named.forEach((code, at) => line.append(at ? ", " : "", made("a", data.countries[code].name, { href: `#country-${code.toLowerCase()}` })));
  if (named.length === 0) line.append(data.words.partners);
  line.append(": ", made("a", text + suffixOf(record), { href: `#${record.element.id}`, dir: "auto" }));
  item.append(made("time", dateText(date)), " ", line);
  return item;
}
