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

/** The data of the pictures, which are read for each. @returns {Pictures} */
const pictures = () => JSON.parse(byId("_pictures").textContent);

/** A picture of the state that is shown, as an SVG document. @param {string} kind @param {string} theme */
function pictureOf(kind, theme) {
  const known = pictures();
  const palette = known.themes[theme];
  const text = recoloured(known.sheets[kind], known.themes.light, palette);
  const root = /** @type {any} */ (new DOMParser().parseFromString(text, "image/svg+xml").documentElement);
  const timeless = kind === "trend" || kind === "ladder"; // both end with the day of the report
  const { countries, narrowed } = current.selection;
  const on = timeless ? data.last : day;
  const ranks = new Map([...countries].map((code) => [code, stanceOf(code, on)?.rank ?? 0]));
  const levels = data.levels.map(({ id }) => id);
  const asWritten = on === data.last && !narrowed;
  const words = [inWords(calendarDay(on, data.first), data.months), ...known.filters, ...filtersInWords(state, data).map((each) => each.words)];
  const finding = asWritten ? null : countInWords([...ranks], data.threshold);
  writeState(root, { ranks, all: codes, finding, day: words.join(" · "), title: one("h1").textContent }, levels);
  if (kind === "trend") drawTrend(root, Object.keys(data.runs).filter((code) => countries.has(code)).map((code) => data.runs[code]), levels, data.last, known);
  else writeSilent(root, [...ranks.values()].filter((rank) => rank === 0).length, kind !== "ladder" && [...ranks.values()].includes(0));
  if (kind === "ladder") keepRows(root, countries, codes);
  if (kind === "map" || kind === "tiles") colourCountries(root, { ranks, all: codes, finding, day: "", title: "" }, palette, known.subject);
  if (kind === "map") fillMap(root, known, countries);
  return `${new XMLSerializer().serializeToString(root)}\n`;
}

/** Give the map of a picture the outlines and the frame of the one on the page. @param {any} root @param {Pictures} known @param {Set<string>} countries */
function fillMap(root, known, countries) {
  const world = one(".world > svg");
  const d = (/** @type {string} */ selector) => all(selector, world).map((path) => path.getAttribute("d"));
  const paths = [["#land", d(".land")], ["#searched", d(".searched")], ["#subject path", d(".subject path")], ["#claims path", d(".claimed path")],
    ...codes.map((code) => [`path[id="${code}"]`, d(`[data-code="${code}"] path`)])];
  for (const [selector, found] of /** @type {[string, string[]][]} */ (paths)) {
    [...root.querySelectorAll(selector)].forEach((path, at) => path.setAttribute("d", found[at]));
  }
  const subjects = known.labels.map(([code]) => code).filter((code) => !(code in data.countries));
  frameMap(root, boxIn(world.getAttribute("viewBox")), known, Number(one(".names", world)?.dataset.letter ?? 1), new Set([...countries, ...subjects]));
}

/** Save a picture as PNG at twice its size. @param {string} svg @param {string} name */
async function savePng(svg, name) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => { if (blob) save(name, blob); }, "image/png");
}

/** Save the picture that is chosen. @param {"svg" | "png"} form */
function savePicture(form) {
  const [kind, theme] = [one("[name=picture]").value, one("[name=colours]").value];
  const chosen = filtersInWords(state, data).map(({ words }) => fold(words).replace(/[^a-z0-9]+/g, "-"));
  const name = [data.id, calendarDay(day, data.first), ...chosen, kind].join("-").slice(0, 120);
  const svg = pictureOf(kind, theme);
  if (form === "svg") save(`${name}.svg`, new Blob([svg], { type: "image/svg+xml" }));
  else void savePng(svg, `${name}.png`);
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
    "picture-svg": () => savePicture("svg"),
    "picture-png": () => savePicture("png"),
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
