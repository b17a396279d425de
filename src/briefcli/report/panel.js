// The panel beside the map: the country that was chosen there, on the day that is shown.

const panel = byId("_panel");

/** Show the chosen country, or nothing. */
function showPanel() {
  const code = state.card;
  hide(panel, !code);
  if (!code || !changed(panel, `${code} ${day} ${painted.period}`)) return;
  const close = made("button", "×", { type: "button", name: "close", ariaLabel: "Close" });
  const head = made("header");
  head.append(made("h2", data.countries[code].name, { id: "_panel-h", dir: "auto" }), close);
  panel.replaceChildren(head, ...positionParts(code), ...lineOf(code), ...lastMoves(code), panelLinks(code));
}

/** The level with its meaning, the status and the dates. @param {string} code */
function positionParts(code) {
  const position = positionOf(code);
  if (typeof position === "string") return [made("p", position)];
  const { rank, title, levelSince, date } = position;
  const since = dateInWords(levelSince);
  const dates = `At this level ${since.startsWith("by ") ? since : `since ${since}`}${levelSince === date ? "" : `; last change ${dateInWords(date)}`}. Grade: ${stateOf(position)?.grade ?? ""}${suffixOf(position)}.`;
  const level = made("p", "", { className: "meaning" });
  level.append(stepOf(rank), ": ", data.levels[rank - 1].meaning);
  return [made("p", title, { className: "status", dir: "auto" }), level, made("p", dates)];
}

/** The line of a country from the ladder over time, without its links. @param {string} code */
function lineOf(code) {
  const line = one(".line", lines.find((each) => each.code === code)?.item ?? panel)?.cloneNode(true);
  if (!line) return [];
  for (const link of all("a", line)) link.replaceWith(one("circle", link));
  line.removeAttribute("role");
  line.removeAttribute("aria-label");
  line.setAttribute("aria-hidden", "true");
  return [line];
}

/** The last two changes of a country, the newest first. @param {string} code */
function lastMoves(code) {
  const own = moves.filter(({ record, first }) => record.kind === "stance" && record.codes[0] === code && first <= day);
  const list = made("ol", "", { className: "moves" });
  for (const { date, text, record } of own.sort((a, b) => b.first - a.first).slice(0, 2)) {
    const item = made("li");
    item.append(made("time", dateInWords(date)), ": ", made("a", text + suffixOf(record), { href: `#${record.element.id}`, dir: "auto" }));
    list.append(item);
  }
  return list.children.length ? [list] : [];
}

/** @param {string} code */
function panelLinks(code) {
  const foot = made("footer");
  const others = made("select", "", { ariaLabel: "Compare with" });
  others.append(made("option", "Compare with …", { value: "" }), ...codes.filter((each) => each !== code).map((each) => made("option", data.countries[each].name, { value: each })));
  foot.append(made("a", "Read all", { href: `#country-${code.toLowerCase()}` }), ...(codes.length > 1 ? [others] : []));
  return foot;
}
