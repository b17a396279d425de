// Showing the state: what is on the screen at once, the rest in slices. Printing and following a link bring all up to date.

let { state, unknown } = parseAddress(location.hash, data);
/** The day that is shown. */
let day = data.last;
/** The element to which the address leads. It is shown whatever the filters. @type {Element | null} */
let called = null;

const filter = byId("_filter");
const fields = all("[name=period], [name=part], [name=colour]");
const edition = one("[name=print]");
const head = byId("_head");
const movePart = movable(one(".world > svg"), one(".zoom"));
/** How many milliseconds a slice takes before the browser has its turn. */
const SLICE = 4;

/** What the parts of the page depend on: the day, the filters and the element to which the address leads. */
const subject = () => `${day}#${addressOf({ ...state, at: called?.id ?? "", print: "", period: "", part: "", card: "", colour: "", view: "" }, data)}`;
/** What the parts show, which at first is everything as it is written. */
let current = { subject: `${data.last}#`, selection: select() };
/** The period and the part, the colours and the form of the map that are shown; they change only when others are chosen. */
let painted = { period: data.periods[0].name, part: "", frame: "", colour: "", view: "" };
/**
 * The parts of the page, each with the function that shows it. At the start sources have no buttons, and an only
 * country has to lead. All else is as it was written, so that nothing moves.
 */
const parts = Object.entries({
  map: showMap, changes: showMoves, levels: showNames, trend: showTrend, stances: showStances, ladder: showLines, countries: showChapters, concerns: showConcerns,
  ...Object.fromEntries(data.parts.map(([id, word]) => [id, showTable(word, id)])), disputed: showDisputed, sources: showSources,
}).map(([id, show_]) => ({ section: byId(id), show: show_, due: countryLeads() || id === "sources" })).filter(({ section }) => section);
/** @typedef {(typeof parts)[number]} Part */
/** The parts that are on the screen. @type {Set<Element>} */
const near = new Set();
const watcher = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => near[isIntersecting ? "add" : "delete"](target)));
let frame = 0;
let timer = 0;
/** The address that the browser does not show yet, and whether it is a step of the history. @type {string | null} */
let address = null;
let stepped = false;

const patterns = () => current.selection.words.map(({ word }) => word);

/** Bring a part of the page up to date. @param {Part} part */
function update(part) {
  part.show(current.selection);
  markWords(part.section, patterns());
  part.due = false;
  part.section.removeAttribute("data-due");
}

/** Bring up to date the part that contains an element. @param {Element} element */
const updateAround = (element) => parts.filter(({ section }) => section.contains(element)).forEach(update);

/** Bring the other parts up to date, for some milliseconds. What is on the screen comes first and has a separate frame. @param {number} [limit] */
function settle(limit = Infinity) {
  const from = performance.now();
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  const left = parts.filter(({ due }) => due);
  const seen = limit === SLICE ? left.find(({ section }) => near.has(section)) : undefined;
  if (seen?.section.id !== "map" && showFrame() && limit === SLICE) return settleLater();
  if (seen) {
    update(seen);
    return settleLater();
  }
  writeAddress();
  for (const part of left) {
    if (performance.now() - from > limit) {
      timer = setTimeout(() => settle(SLICE));
      return;
    }
    update(part);
  }
  if (byId("_main").matches("[aria-busy]")) keepClearOfBar();
  byId("_main").removeAttribute("aria-busy");
}

/** Let links lead below the bar, however high its banner is. */
function keepClearOfBar() {
  const room = `${byId("_bar").offsetHeight + 12}px`;
  const { style } = document.documentElement;
  if (style.scrollPaddingTop !== room) style.scrollPaddingTop = room;
}

/** Go on after the next frame. */
function settleLater() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => { timer = setTimeout(() => settle(SLICE)); });
}

/** The day of the address. */
const shownDay = () => (state.day ? dayNumber(state.day, data.first) : data.last);

/** Show the state. */
function show() {
  day = shownDay();
  head.style.minHeight = "";
  showFields();
  if (current.subject !== subject()) {
    current = { subject: subject(), selection: select() };
    for (const part of parts) part.due = true;
    CSS.highlights?.delete("found");
    for (const chapter of chapters) if (state.country.includes(chapter.code)) showChapter(chapter, current.selection);
    showAnswer(current.selection);
  }
  showBanner(current.selection);
  const before = lead?.className;
  showLayout();
  updateFirst(lead?.className !== before);
  byId("_main").setAttribute("aria-busy", "true");
  clearTimeout(timer);
  settleLater();
  showView();
}

/** Show the map, the counts and the lines of a day while the slider is dragged. @param {number} next */
function drag(next) {
  settle();
  head.style.minHeight ||= `${head.getBoundingClientRect().height}px`; // else the slider would move under the pointer
  day = next;
  current.subject = ""; // parts of the page are ahead of the state now
  const selection = select();
  showAnswer(selection);
  showMap(selection);
  if (near.has(byId("ladder"))) showLines(selection);
  showPanel();
}

/** Write the state into the fields of the filter. */
function showFields() {
  for (const name of /** @type {const} */ (["region", "group", "fact", "level", "concern", "credibility", "kind", "q"])) {
    if (filter.elements[name].value !== state[name]) filter.elements[name].value = state[name];
  }
  for (const name of /** @type {const} */ (["disputed", "stale"])) filter.elements[name].checked = Boolean(state[name]);
  const { country } = filter.elements;
  if (changed(country, state.country.join())) for (const option of country.options) option.disabled = state.country.includes(option.value);
}

/** Bring the first part on the screen up to date. The others follow with the next frames. Where the layout changes, they are hidden until then. @param {boolean} moved */
function updateFirst(moved) {
  const first = moved && chaptersLead() ? null : parts.find(({ due, section }) => due && (moved ? section.id === "levels" : near.has(section)));
  if (first) update(first);
  for (const { section, due } of parts) section.toggleAttribute("data-due", due && (moved || !near.has(section)));
}

/** Show the chosen part of the map, for which all of it is drawn anew. Returns whether it was another one. */
function showFrame() {
  const chosen = frameOf(state);
  if (painted.frame === String(chosen)) return false;
  painted.frame = String(chosen);
  movePart(chosen);
  return true;
}

/** Show the chosen period and part of the map. */
function showView() {
  const before = painted;
  painted = { ...painted, period: state.period || data.period, part: state.part, colour: state.colour, view: state.view };
  if (before.part !== painted.part && !byId("map").matches("[data-due]")) showFrame();
  if (before.colour !== painted.colour) showColours(current.selection);
  if (before.view !== painted.view) showTiles(Boolean(painted.view));
  if (before.period !== painted.period) showPeriod(periodNamed(painted.period));
  for (const field of fields) field.value = painted[/** @type {"part"} */ (field.name)];
  showPanel();
  edition.value = document.documentElement.dataset.print;
}

/** The part of the map: the chosen one, else that around the chosen countries or the region; empty for that of the page. @param {State} state */
function frameOf({ part, region, group, country }) {
  if (part) return part === "world" ? part : data.frames[part];
  if (country.length > 0 && codes.length > 1) return around(country.map((code) => data.countries[code].frame));
  return data.frames[region || group] ?? "";
}

// ---- The address. A choice is a step of the history; typing and dragging are not.

/** @param {Partial<State>} part @param {boolean} [step] */
function change(part, step = true) {
  writeAddress();
  state = { ...state, ...part };
  unknown = [];
  if (!("at" in part)) called = null;
  show();
  const hash = addressOf(state, data);
  address = hash ? `#${hash}` : location.pathname + location.search;
  stepped = step;
}

/** Write the address and the title. The browser takes long for that, so it waits until the frame is shown. */
function writeAddress() {
  const only = onlyCountry();
  const title = only ? `${data.countries[only].name} · ${data.title}` : data.title;
  if (address !== null) history[stepped ? "pushState" : "replaceState"](null, "", address);
  address = null;
  if (document.title !== title) document.title = title;
}

function readAddress() {
  address = null;
  ({ state, unknown } = parseAddress(location.hash, data));
  follow();
}

/** Show the state and the element to which it leads. */
function follow() {
  hideCard();
  called = state.at ? byId(state.at) : null;
  show();
  if (state.at && !called) unknown.push(`“${state.at}”`);
  if (called || location.hash) settle();
  if (called) reveal(called);
  else if (state.country.length > 1) scrollTo(0, 0);
  else if (unknown.length) showBanner(current.selection);
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
