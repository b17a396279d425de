// Pictures for download. Python draws them for the day and the filters of the report; here they get the state that is shown.

/**
 * The colours of a theme; those of levels and of letters on them are from the lowest level up.
 * @typedef {{page: string, text: string, muted: string, line: string, sea: string, land: string, coast: string, silent: string,
 *   dots: string, subject: string, subject_ink: string, levels: string[], inks: string[]}} Palette
 * @typedef {{sheets: Record<string, string>, plot: [number, number, number, number], labels: [string, number, number, string, number][],
 *   filters: string[], subject: string, searched: string[], themes: Record<string, Palette>}} Pictures
 * @typedef {{ranks: Map<string, number>, all: string[], finding: string | null, day: string, title: string}} PictureState
 */

/** Replace the colours of one theme by those of another. @param {string} svg @param {Palette} from @param {Palette} to */
function recoloured(svg, from, to) {
  const pairs = new Map(Object.keys(from).flatMap((key) => {
    const [one, other] = [from, to].map((theme) => /** @type {any} */ (theme)[key]);
    return key.includes("ink") ? [] : Array.isArray(one) ? one.map((colour, at) => [colour, other[at]]) : [[one, other]];
  }));
  return svg.replace(/#[0-9a-f]{6}/g, (colour) => pairs.get(colour) ?? colour);
}

/** @param {Element} root @param {string} id @returns {any} */
const part = (root, id) => root.querySelector(`[id="${id}"]`);

/** Write texts: the finding, the day with the filters, and the numbers of the legend. @param {any} root @param {PictureState} state @param {string[]} levels */
function writeState(root, { ranks, all: codes, finding, day, title }, levels) {
  if (finding !== null) {
    for (const line of [...root.querySelectorAll('[id^="finding-"]')].slice(1)) line.nextSibling?.remove(), line.remove();
    part(root, "finding-0").textContent = finding;
  }
  part(root, "day").textContent = day;
  root.querySelector("title").textContent = `${title}. ${day}`;
  const left = part(root, "left-out");
  if (left) left.textContent = `Not in the dossier${ranks.size < codes.length ? ", or left out by the filter" : ""}`;
  const here = [...ranks.values()];
  levels.forEach((level, at) => { part(root, `count-${level}`).textContent = String(here.filter((rank) => rank === at + 1).length); });
}

/** Show how many countries have no level, or nothing where there are none. @param {any} root @param {number} number @param {boolean} shown */
function writeSilent(root, number, shown) {
  const entry = part(root, "legend-none");
  if (!shown && entry) entry.nextSibling?.remove(), entry.remove();
  else if (entry) part(root, "count-none").textContent = String(number);
}

/** Colour the countries: what is left out is land. @param {any} root @param {PictureState} state @param {Palette} palette @param {string} subject */
function colourCountries(root, { ranks, all: codes }, palette, subject) {
  part(root, subject)?.querySelector("text")?.setAttribute("fill", palette.subject_ink);
  for (const code of codes) {
    const rank = ranks.get(code);
    const fill = rank === undefined ? palette.land : palette.levels[rank - 1];
    for (const id of [code, `dot-${code}`]) {
      const place = part(root, id);
      if (place?.tagName === "g") colourBox(place, fill ?? "url(#none)", rank === undefined ? palette.muted : palette.inks[rank - 1] ?? palette.text, palette);
      else place?.setAttribute("fill", fill ?? "url(#map-none)");
    }
  }
}

/** Colour a tile or a chip and its letters, which have a halo on a pattern. @param {any} place @param {string} fill @param {string} ink @param {Palette} palette */
function colourBox(place, fill, ink, palette) {
  const letters = place.querySelector("text");
  place.querySelector("rect").setAttribute("fill", fill);
  letters.setAttribute("fill", ink);
  for (const name of ["stroke", "stroke-width", "paint-order"]) letters.removeAttribute(name);
  if (fill.startsWith("url") && place.querySelector("title")) {
    for (const [name, value] of [["stroke", palette.silent], ["stroke-width", "4"], ["paint-order", "stroke"]]) letters.setAttribute(name, value);
  }
}

/**
 * Bring the map to a frame: lines, dots, patterns and names keep their size on the sheet.
 * @param {any} root @param {Box} frame @param {Pictures} pictures @param {number} letter @param {Set<string>} shown
 */
function frameMap(root, frame, { labels }, letter, shown) {
  const map = part(root, "map");
  const scale = Math.max(frame[2] / Number(map.getAttribute("width")), frame[3] / Number(map.getAttribute("height")));
  /** @param {any} element @param {Record<string, number>} sizes */
  const set = (element, sizes) => Object.entries(sizes).forEach(([name, value]) => element.setAttribute(name, decimal(value)));
  map.setAttribute("viewBox", frame.map(decimal).join(" "));
  set(part(root, "lines"), { "stroke-width": 0.7 * scale });
  for (const dot of map.querySelectorAll('[id^="dot-"]')) set(dot, { r: 4 * scale });
  const [none, claimed] = [part(root, "map-none"), part(root, "map-claimed")];
  const [step, wide] = [6 * scale, 60 * scale];
  for (const element of [none, none.children[0]]) set(element, { width: step, height: step });
  set(none.children[1], { cx: step / 2, cy: step / 2, r: step * 0.18 });
  set(claimed, { width: wide, height: wide });
  set(claimed.children[0], { width: wide * 0.28, height: wide });
  set(claimed.children[1], { x: wide * 0.28, width: wide * 0.14, height: wide });
  const size = 13.5 * scale;
  for (const [code, x, y, side, zoom] of labels) {
    const name = part(root, `name-${code}`);
    if (!shown.has(code) || letter < zoom * size * 0.99) name.remove();
    else set(name, { x: x + size * ({ right: 0.6, left: -0.6 }[side] ?? 0), y: y + size * ({ below: 1.4, above: -0.7 }[side] ?? 0.35), "font-size": size, "stroke-width": 0.22 * size });
  }
}

/** Draw the trend of some countries. @param {any} root @param {Timeline[]} runs @param {string[]} levels @param {number} last @param {Pictures} pictures */
function drawTrend(root, runs, levels, last, { plot: [left, top, wide, tall] }) {
  const { counts, paths } = bandsOf(runs, levels.length, last, [left, top + tall, wide, tall]);
  [...levels, "none"].forEach((level, at) => {
    part(root, `trend-${level}`).setAttribute("d", paths[at]);
    if (level !== "none") part(root, `count-${level}`).textContent = String(counts.at(-1)?.[at]);
  });
  writeSilent(root, counts.at(-1)?.[levels.length] ?? 0, counts.some((each) => each[levels.length] > 0));
  const axis = part(root, "numbers");
  const [line, text] = [...axis.children].slice(0, 2).map((each) => each.cloneNode(true));
  const total = Math.max(1, runs.length);
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((each) => total / each <= 6) ?? 500;
  const marks = [];
  for (let value = 0; value <= total; value += step) {
    const y = top + tall - (tall * value) / total;
    const mark = line.cloneNode(true);
    mark.setAttribute("y1", decimal(y));
    mark.setAttribute("y2", decimal(y));
    const number = text.cloneNode(true);
    number.setAttribute("y", decimal(y + 0.35 * Number(text.getAttribute("font-size"))));
    number.textContent = String(value);
    marks.push(mark, number);
  }
  axis.replaceChildren(...marks);
}

/** Keep the rows of some countries, each in the place of the next one that is left. @param {any} root @param {Set<string>} shown @param {string[]} codes */
function keepRows(root, shown, codes) {
  const rows = codes.map((code) => part(root, code)).filter(Boolean).sort((one, other) => (one.compareDocumentPosition(other) & 4 ? -1 : 1));
  const places = rows.map((row) => row.getAttribute("transform"));
  for (const row of rows.filter(({ id }) => !shown.has(id))) row.nextSibling?.remove(), row.remove();
  rows.filter(({ id }) => shown.has(id)).forEach((row, at) => row.setAttribute("transform", places[at]));
}
