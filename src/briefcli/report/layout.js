// The frame of the page: the banner, the title, which chapters lead, and the head of printed pages.

/** The section of the countries that lead the page. */
const lead = byId("_chosen") ?? byId("countries");
const ofAll = all(".of-all");
/** The page as it was written. `first` is true where all chapters come first in it. */
const home = {
  title: one("h1").textContent, kicker: one(".kicker").textContent, asof: one(".asof").textContent, print: document.documentElement.dataset.print ?? "short",
  several: lead?.matches(".several"), chapters: one("#countries .chapters"), first: byId("_chosen") === null,
};

/** The code of the one country that is left, if there is one. */
const onlyCountry = () => (codes.length === 1 ? codes[0] : state.country.length === 1 ? state.country[0] : null);
/** Whether one country leads the page. */
const countryLeads = () => onlyCountry() !== null && chapters.length > 0;
/** Whether chapters come first: that of one country, or several side by side. */
const chaptersLead = () => Boolean(lead?.matches(".alone, .several"));

/** The day and the filters in words, which are printed, too. @param {Shown} selection */
function showBanner(selection) {
  const banner = byId("_banner");
  const filters = filtersInWords(state, data);
  const parts = [
    ...(day < data.last ? [`Showing ${dayInWords()}, using only what was known then.`] : []),
    ...(filters.length ? ["Filtered by: "] : []),
  ];
  const line = one("span", banner);
  line.replaceChildren(parts.join(" "));
  filters.forEach(({ key, value, words }, at) => {
    const button = made("button", `${words} `, { type: "button", name: "drop" });
    button.append(made("span", "×", { className: "sign" }));
    Object.assign(button.dataset, { key, value });
    button.setAttribute("aria-label", `Drop ${words}`);
    line.append(at ? " " : "", button);
  });
  if (unknown.length) line.append(`${parts.length ? " " : ""}This link contains filters that this dossier does not have: ${unknown.join(", ")}. They were ignored.`);
  one("[name=today]", banner).hidden = day === data.last;
  byId("_written").hidden = day >= data.written;
  banner.hidden = line.textContent === "";
  say(countsInWords(selection));
  showNothing(selection);
}

/** Where nothing is found, the page has a way back instead of its parts. @param {Shown} selection */
function showNothing({ shown, countries, narrowed }) {
  const note = byId("_nothing");
  const nothing = narrowed && !called && countries.size === 0 && shown().size === 0;
  byId("_main").classList.toggle("void", nothing);
  if (records.length > 0) hide(note, !nothing);
  if (!nothing) return;
  const found = filtersInWords(state, data).map(({ words }) => words).join(", ");
  const near = nearest(state.q, [...Object.values(data.countries).map(({ name }) => name), ...Object.values(data.concerns)]);
  const [again, clear] = [one("[name=near]", note), one("[name=clear]", note)];
  write(one("span", note), `Nothing matches ${found}${day < data.last ? ` on ${dayInWords()}` : ""}.`);
  again.value = near ?? "";
  write(again, near ? `Did you mean ${near}?` : "");
  hide(again, !near);
  hide(clear, false);
}

/** How many countries and records are shown. @param {Shown} selection */
function countsInWords({ shown, countries, narrowed }) {
  const [total, together] = data.counted;
  if (!narrowed) return codes.length > 1 ? total : "";
  return `${countries.size} of ${codes.length} ${together}, ${shown().size} ${shown().size === 1 ? "record" : "records"}`;
}

/** @param {string} words */
const say = (words) => { byId("_status").textContent = words; };

/** One country leads the page, several are side by side. */
function showLayout() {
  const root = document.documentElement;
  const only = onlyCountry();
  lead?.classList.toggle("alone", countryLeads());
  lead?.classList.toggle("several", state.country.length > 1 || (home.several && !only));
  for (const line of ofAll) hide(line, countryLeads());
  const print = state.print || home.print;
  if (root.dataset.print !== print) root.dataset.print = print;
  write(one("h1"), countryLeads() ? data.countries[only ?? ""].name : home.title);
  write(one(".asof"), day === data.last ? home.asof : `Position on ${dayInWords()}`);
  write(one(".kicker"), countryLeads() ? data.title : home.kicker);
  placeChapters();
}

/** Put the chapters of the chosen countries first, except where all chapters come first as written. */
function placeChapters() {
  for (const [at, { code, item, before }] of chapters.entries()) {
    const chosen = chaptersLead() && (home.first || codes.length === 1 || state.country.includes(code));
    if (chosen && !item.hidden) one("details", item).open = true;
    if (chosen && before) before.setAttribute("aria-level", countryLeads() ? "3" : "4");
    if (home.first || chosen === lead.contains(item)) continue;
    const next = chapters.slice(at + 1).find((each) => lead.contains(each.item) === chosen);
    (chosen ? one(".chapters", lead) : home.chapters).insertBefore(item, next?.item ?? null);
  }
  if (lead && !home.first) hide(lead, !chaptersLead());
}

/** @param {Shown} selection */
function showChapters(selection) {
  for (const chapter of chapters) showChapter(chapter, selection);
  if (home.first) return;
  hide(byId("countries"), chaptersLead() && chapters.every(({ code, item }) => lead.contains(item) || (!selection.countries.has(code) && !item.contains(called))));
}

/** How many events the short edition of a country has. */
const PRINTED_EVENTS = 5;

/** Write the day that is shown into the head of each printed page, and mark what its short edition leaves out. */
function showPaper() {
  all("#events tr[id]:not([hidden])").forEach((row, at) => row.classList.toggle("older", at >= PRINTED_EVENTS));
  const [sheet] = document.styleSheets;
  const head = [...sheet.cssRules].findIndex((rule) => rule.cssText.startsWith("@page") && rule.cssText.includes("top-left"));
  if (head < 0) return;
  const text = (/** @type {string} */ words) => `"${words.replace(/[^\p{L}\p{N} .,:;-]/gu, (char) => `\\${char.codePointAt(0)?.toString(16)} `)}"`;
  sheet.deleteRule(head);
  sheet.insertRule(`@page { @top-left { content: ${text(document.title.replace(" · ", ": "))}; } @top-right { content: ${text(dayInWords())}; } }`, head);
}
