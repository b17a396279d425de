"use strict";

// The page is whole without this: here are only the filter, the order of tables, the day, and the card.
const data = JSON.parse(document.getElementById("data").textContent);
const filter = document.getElementById("filter");
const slider = document.getElementById("slider");
const card = Object.assign(document.createElement("div"), { id: "card", ariaHidden: "true", hidden: true });
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
const codesOf = (element) => (element.dataset.codes || "").split(" ").filter(Boolean);

// ---- The day: stances in force, and what the map and the lines show of them.

const dayZero = Date.parse(data.first);
const dayAt = (number) => new Date(dayZero + number * 864e5).toISOString().slice(0, 10);
const numberOf = (day) => Math.round((Date.parse(day) - dayZero) / 864e5);
const lastNumber = Math.max(1, numberOf(data.last));
const inWords = (day) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
let day = data.last;

function standingOn(date) {
  const standing = new Map();
  data.stances.forEach((stance, index) => {
    if (stance.since <= date && !(stance.until && stance.until <= date)) standing.set(stance.country, index);
  });
  return standing;
}

const drawn = all("a.area, a.body");
const legend = new Map(all(".legend > li").map((item) => [Number(item.dataset.rank), item]));
const names = new Map(all(".legend ul li").map((item) => [item.dataset.codes, item]));
const lines = all(".lines li");
const stanceRows = all("#stances tbody tr");
const statusOf = (stance) => stance.status + (stance.disputed ? " (disputed)" : "");
const toldOf = (code, standing) => {
  const stance = data.stances[standing.get(code)];
  return stance ? `${data.levels[stance.rank - 1].label}. ${statusOf(stance)}` : "no stance";
};
const rankOf = (code, standing) => data.stances[standing.get(code)]?.rank ?? 0;

function showDay(standing) {
  for (const area of drawn) {
    const code = area.dataset.code;
    area.setAttribute("class", area.getAttribute("class").replace(/\bl\d+/, `l${rankOf(code, standing)}`));
    area.setAttribute("aria-label", `${data.countries[code].name}: ${toldOf(code, standing)}`);
  }
  const ordered = [...names.keys()].sort((a, b) => data.countries[a].name.localeCompare(data.countries[b].name));
  for (const code of ordered) {
    legend.get(rankOf(code, standing)).querySelector("ul").append(names.get(code));
    const mark = names.get(code).querySelector(".disputed");
    if (mark) mark.hidden = !data.stances[standing.get(code)]?.disputed;
  }
  const at = `${(100 * numberOf(day)) / lastNumber}%`;
  for (const line of all(".now")) {
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
  }
  for (const line of lines) {
    line.querySelector(".where").replaceChildren(legend.get(rankOf(line.dataset.codes, standing)).querySelector(".step").cloneNode(true));
  }
  const body = stanceRows[0]?.parentNode;
  if (body && !body.parentNode.querySelector("[aria-sort]")) {
    const key = (row) => data.stances[row.dataset.stance];
    const byLevel = [...stanceRows].sort((a, b) => key(b).rank - key(a).rank
      || data.countries[key(a).country].name.localeCompare(data.countries[key(b).country].name));
    body.append(...byLevel);
  }
  slider.elements.day.value = numberOf(day);
  slider.elements.day.setAttribute("aria-valuetext", inWords(day));
  slider.querySelector("output").textContent = inWords(day);
}

// ---- The filter: selects choose countries by where they stand; words are looked for in every part.

const texts = new Map();
const textOf = (element) => {
  if (!texts.has(element)) texts.set(element, fold(element.textContent));
  return texts.get(element);
};
const chapters = new Map(all("article.country").map((article) => [article.dataset.codes, article]));
const ofCountries = [...chapters.values(), ...names.values(), ...lines, ...all("#concerns tbody tr:not(.group)")];
const lists = ["changes", "events", "sectors", "topics", "disputed", "sources"];
const records = all(lists.map((id) => `#${id} tbody tr:not(.group)`).join()).filter((row) => !row.closest("#by-stage"));
const wholeCounts = document.getElementById("by-stage");
const tables = all("main table").filter((table) => !table.closest("article, #codebook"));
const wanted = () => Object.fromEntries(["country", "concern", "level", "q"].map((name) => [name, filter.elements[name].value.trim()]));

function apply() {
  const asked = wanted();
  const standing = standingOn(day);
  const words = fold(asked.q).split(" ").filter(Boolean);
  const has = (element) => words.every((word) => textOf(element).includes(word));
  const chosen = new Set(Object.keys(data.countries).filter((code) => isChosen(code, data.stances[standing.get(code)], asked)));
  const shown = new Set([...chosen].filter((code) => has(chapters.get(code))));
  const byCountry = Boolean(asked.country || asked.concern || asked.level);
  showDay(standing);
  showCountries(shown, standing);
  for (const row of records) row.hidden = (byCountry && !codesOf(row).some((code) => chosen.has(code))) || !has(row);
  for (const table of tables) hideEmpty(table);
  const narrowed = byCountry || words.length > 0;
  if (wholeCounts) wholeCounts.hidden = narrowed;
  const total = chapters.size === 1 ? "1 country" : `${chapters.size} countries`;
  filter.querySelector("[role=status]").textContent = narrowed ? `${shown.size} of ${total}` : total;
}

function isChosen(code, stance, { country, concern, level }) {
  return (!country || data.countries[code].slug === country)
    && (!concern || Boolean(stance?.concerns.includes(concern)))
    && (!level || (stance && data.levels[stance.rank - 1].id) === level);
}

function showCountries(shown, standing) {
  for (const element of ofCountries) element.hidden = !shown.has(element.dataset.codes);
  for (const area of drawn) {
    const out = !shown.has(area.dataset.code);
    if (area.matches(".body")) area.parentNode.hidden = out;
    else area.classList.toggle("out", out);
  }
  stanceRows.forEach((row) => {
    const { country } = data.stances[row.dataset.stance];
    row.hidden = standing.get(country) !== Number(row.dataset.stance) || !shown.has(country);
  });
  for (const [rank, item] of legend) {
    const count = all("li", item).filter((name) => !name.hidden).length;
    item.querySelector(".count").textContent = count;
    if (rank === 0) item.hidden = count === 0;
  }
}

function hideEmpty(table) {
  for (const body of table.tBodies) {
    const group = body.querySelector(".group");
    const any = [...body.rows].some((row) => row !== group && !row.hidden);
    if (group && !table.querySelector("[aria-sort]")) body.hidden = !any;
  }
  const empty = ![...table.tBodies].some((body) => !body.hidden && [...body.rows].some((row) => !row.hidden && !row.matches(".group")));
  const box = table.closest(".wide");
  if (!box.nextElementSibling?.matches(".none")) {
    const note = document.createElement("p");
    note.className = "none";
    note.textContent = "Nothing here matches the filter.";
    box.after(note);
  }
  box.hidden = empty;
  box.nextElementSibling.hidden = !empty;
}

// ---- The address keeps the filter and the day.

function writeAddress() {
  const given = Object.entries({ ...wanted(), day: day === data.last ? "" : day }).filter(([, value]) => value);
  const hash = new URLSearchParams(given).toString();
  if (hash || location.hash.includes("=")) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

function readAddress() {
  if (location.hash && !location.hash.includes("=")) return reveal();
  const given = new URLSearchParams(location.hash.slice(1));
  const asked = fold(given.get("country") || "").replace(/[^\p{L}\p{N}]+/gu, "-");
  const found = Object.entries(data.countries).find(([code, entry]) => asked === entry.slug || asked === code.toLowerCase());
  filter.elements.country.value = found ? found[1].slug : "";
  for (const name of ["concern", "level", "q"]) filter.elements[name].value = given.get(name) || "";
  for (const name of ["concern", "level"]) if (filter.elements[name].selectedIndex < 0) filter.elements[name].value = "";
  const number = numberOf(given.get("day") || "");
  day = number >= 0 && number < lastNumber ? dayAt(number) : data.last; // what is no day is none of these
  apply();
}

function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target || target.checkVisibility()) return;
  filter.reset();
  apply();
  target.scrollIntoView();
}

// ---- The order of tables: up, down, and as it was.

function makeSortable(table) {
  const home = [...table.tBodies].map((body) => [body, [...body.rows]]);
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      home.forEach(([body, rows]) => { body.append(...rows); body.hidden = false; });
      if (order !== null) {
        head.setAttribute("aria-sort", order || "ascending");
        sortRows(home, index, order ? -1 : 1);
      }
      apply();
    });
  });
}

function sortRows(home, index, direction) {
  const key = (row) => row.cells[index].dataset.order || row.cells[index].textContent.trim();
  const rows = home.flatMap(([, own]) => own.filter((row) => !row.matches(".group")));
  const keyed = rows.map((row) => [key(row), row]);
  keyed.sort(([a], [b]) => (!a || !b ? !a - !b : direction * a.localeCompare(b, "en", { numeric: true })));
  home.forEach(([body], place) => { body.hidden = place > 0; });
  home[0][0].append(...keyed.map(([, row]) => row));
  all(".group", home[0][0]).forEach((group) => group.remove());
}

// ---- The card names what is pointed at, focused or tapped.

let named = null;

function cardFor(target) {
  const box = document.createElement("div");
  const add = (tag, text) => box.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
  if (target.dataset.code) {
    const standing = standingOn(day);
    const stance = data.stances[standing.get(target.dataset.code)];
    add("strong", data.countries[target.dataset.code].name);
    box.append(legend.get(stance?.rank ?? 0).querySelector(".step").cloneNode(true));
    if (stance) add("div", `${statusOf(stance)}, since ${stance.since}`);
  } else if (target.closest(".line")) {
    const [, date, told] = target.getAttribute("aria-label").match(/^(\S+): (.*)$/s);
    add("strong", date);
    add("div", told);
  } else {
    const row = document.getElementById(target.hash.slice(1));
    add("strong", row.cells[1].textContent);
    add("div", [...row.cells].slice(3, -1).map((cell) => cell.textContent).filter(Boolean).join(" · "));
  }
  return box;
}

function showCard(target) {
  if (named === target) return;
  named = target;
  card.replaceChildren(cardFor(target));
  card.hidden = false;
  placeCard(target);
}

function placeCard(target) {
  const at = (target.querySelector("path, circle") || target).getBoundingClientRect();
  const left = Math.min(at.left + at.width / 2 + 12, innerWidth - card.offsetWidth - 8);
  const below = at.bottom + 8 + card.offsetHeight < innerHeight;
  card.style.left = `${Math.max(8, left)}px`;
  card.style.top = `${Math.max(8, below ? at.bottom + 8 : at.top - card.offsetHeight - 8)}px`;
}

function hideCard() {
  named = null;
  card.hidden = true;
}

const pointable = (event) => event.target.closest?.("a.area, a.body, .line a, a[href^='#source-']");

function watch() {
  let tapped = null;
  document.body.append(card);
  for (const title of all("main a title")) {
    title.parentNode.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  document.addEventListener("pointerdown", (event) => { tapped = event.pointerType === "touch" && pointable(event) !== named; });
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (event) => {
      if (event.pointerType === "touch") return; // a finger is over what it taps, before it taps
      const target = pointable(event);
      if (target) showCard(target); else if (name === "pointerover") hideCard();
    });
  }
  document.addEventListener("focusout", hideCard);
  // The keyboard makes the page scroll to what it names; the pointer leaves it behind.
  document.addEventListener("scroll", () => { if (named === document.activeElement) placeCard(named); else hideCard(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideCard(); });
  document.addEventListener("click", (event) => {
    const target = pointable(event);
    if (target && tapped && event.pointerType === "touch") {
      event.preventDefault();
      showCard(target);
    }
  });
}

// ---- One stop of the Tab key for a picture; the arrows go from mark to mark.

function rove(root, selector) {
  const marks = all(selector, root);
  marks.forEach((mark, place) => mark.setAttribute("tabindex", place ? -1 : 0));
  root.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const here = marks.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    marks[here].setAttribute("tabindex", -1);
    const next = marks[(here + step + marks.length) % marks.length];
    next.setAttribute("tabindex", 0);
    next.focus();
  });
}

function start() {
  const byName = Object.values(data.countries).sort((a, b) => a.name.localeCompare(b.name));
  filter.elements.country.append(...byName.map((entry) => new Option(entry.name, entry.slug)));
  slider.elements.day.max = lastNumber;
  let due = 0;
  const soon = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => { apply(); writeAddress(); });
  };
  filter.addEventListener("input", soon);
  filter.addEventListener("reset", () => { day = data.last; setTimeout(soon); });
  filter.addEventListener("submit", (event) => event.preventDefault());
  slider.elements.day.addEventListener("input", (event) => { day = dayAt(Number(event.target.value)); soon(); });
  const moments = [...new Set([...data.stances.map((stance) => stance.since.padEnd(10, "-01")), data.last])].sort();
  const go = (next) => { if (next) { day = next; soon(); } };
  slider.elements.back.addEventListener("click", () => go(moments.findLast((moment) => moment < day)));
  slider.elements.on.addEventListener("click", () => go(moments.find((moment) => moment > day)));
  all("table.sortable").forEach(makeSortable);
  all(".world > svg").forEach((map) => rove(map, "a"));
  all(".line").forEach((line) => rove(line, "a"));
  watch();
  filter.hidden = false;
  slider.hidden = data.first === data.last;
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", () => all("details").forEach((part) => { part.open = true; }));
  apply();
  readAddress();
}

start();
