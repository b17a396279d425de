// Downloads are made here and saved as a Blob, so that nothing is fetched.

/** Rows of cells as CSV. @param {string[][]} rows */
const csv = (rows) => rows.map((row) => `${row.map((cell) =>
  (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`).join("");

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = made("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A record as of the day that is shown. The summary is the text that is printed below its title. @param {Entry} record */
function downloaded(record) {
  const now = stateOf(record);
  const [since, stage] = valueOn(record.stages, day) ?? [record.date, ""];
  return {
    kind: record.kind, id: record.element.id, countries: record.codes, date: dateText(since), until: dateText(valueOn(record.until, day) ?? ""),
    level: record.rank ? data.levels[record.rank - 1].id : "", stage, title: record.written || record.title, summary: one(".more:not(.stages)", record.element)?.textContent ?? "",
    reliability: now?.letter ?? "", credibility: now?.credibility ?? "", disputed: now?.disputed ?? false, hindsight: now?.hindsight ?? false,
    sources: citedBy(record).map((at) => sources[at].element.id),
    country_names: record.codes.map((code) => data.countries[code]?.name ?? code), level_label: record.rank ? labelOf(record) : "",
    source_urls: citedBy(record).map((at) => one("th > a:not(.copy)", sources[at].element)?.href ?? ""),
  };
}

const citation = () => `“${data.title}”, ${day === data.last ? "as of" : "position on"} ${dayInWords()}. Dossier ${data.id}, edition ${data.edition}, brief ${data.version}.`;
const dayAndFilters = () => [dayInWords(), ...filtersInWords(state, data).map(({ words }) => words)].join(" · ");

/** @param {"map" | "ladder"} what */
function picture(what) {
  const look = getComputedStyle(document.documentElement);
  const [page, text, muted] = ["--page", "--text", "--muted"].map((name) => look.getPropertyValue(name).trim());
  const width = 1600;
  const { shapes, tall } = what === "map" ? mapShapes(one(".world > svg"), width) : ladderShapes(one(".lines"), width, text);
  const entries = [...legend.values()].filter(({ item }) => !item.hidden).map(({ item, step, count }) => ({
    fill: getComputedStyle(item).getPropertyValue("--level").trim() || look.getPropertyValue("--land").trim(),
    text: `${step.textContent} ${count.textContent}`,
  }));
  const credit = `${citation()}\nLand: Natural Earth, public domain; its lines say nothing of what anybody recognises.`;
  return framed({ title: one("h1").textContent, subtitle: dayAndFilters(), credit: what === "map" ? credit : citation(), width, tall, page, text, muted, shapes, legend: entries });
}

/** @param {string} what */
function download(what) {
  settle();
  const name = `${data.id}-${calendarDay(day, data.first)}`;
  const ways = /** @type {Record<string, () => void>} */ ({
    link: () => copy(location.href, "Link copied."),
    cite: () => copy(citation(), "Citation copied."),
    json: () => save(`${name}.json`, new Blob([recordsAsJson()], { type: "application/json" })),
    csv: () => save(`${name}.csv`, new Blob(["\ufeff", recordsAsCsv()], { type: "text/csv" }) /* Excel reads UTF-8 by its mark */),
    "map-svg": () => save(`${name}-map.svg`, new Blob([asSvg(picture("map"))], { type: "image/svg+xml" })),
    "map-png": () => asCanvas(picture("map")).toBlob((blob) => { if (blob) save(`${name}-map.png`, blob); }, "image/png"),
    "ladder-svg": () => save(`${name}-ladder.svg`, new Blob([asSvg(picture("ladder"))], { type: "image/svg+xml" })),
    paper: () => print(),
  });
  ways[what]?.();
}

/** @param {string} text @param {string} done */
const copy = (text, done) => navigator.clipboard.writeText(text).then(() => say(done), () => say(text));

const shownRecords = () => records.filter((record) => current.selection.shown().has(record)).map(downloaded);

function recordsAsJson() {
  const about = { dossier: data.id, title: data.title, edition: data.edition, day: calendarDay(day, data.first), filters: dayAndFilters(), cite: citation() };
  return `${JSON.stringify({ ...about, records: shownRecords() }, null, 2)}\n`;
}

function recordsAsCsv() {
  const keys = /** @type {const} */ (["kind", "id", "countries", "date", "until", "level", "stage", "title", "summary", "reliability", "credibility", "disputed", "hindsight", "sources", "country_names", "level_label", "source_urls"]);
  return csv([[...keys], ...shownRecords().map((row) => keys.map((key) => [row[key]].flat().join("; ")))]);
}
