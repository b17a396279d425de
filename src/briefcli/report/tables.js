// The tables of stances, concerns, disputes and sources, and the folding and sorting of all tables.

/** How many rows of a long table are shown at first. */
const FOLD = 20;
const stanceRows = all("#stances tr[data-codes]");
const stanceRowOf = new Map(stanceRows.map((row) => [row.dataset.codes, row]));
const levelBodies = all("#stances tbody");
const concernRows = all("#concerns tbody tr");
const concerns = all("#concerns thead th").slice(1).map((head) => head.dataset.concern);
const disputedRows = all("#disputed tbody tr").map((row) => ({ row, record: recordById.get(row.dataset.record), link: one(".evidence a", row) }));

/** @param {Shown} selection */
function showStances({ shown, countries }) {
  for (const row of stanceRows) {
    const code = row.dataset.codes;
    const stance = stanceOf(code);
    hide(row, !stance || !countries.has(code) || !shown().has(stance));
    if (stance && changed(row, String(day), String(data.last))) showStance(row, code, stance);
  }
  orderLevels();
  foldTable(one("#stances table"));
  for (const body of levelBodies) {
    const count = one(".group .count", body);
    if (count) write(count, String([...body.rows].filter((row) => !row.hidden).length - 1));
  }
  hide(byId("stances"), chaptersLead());
}

/** @param {any} row @param {string} code @param {Entry} stance */
function showStance(row, code, stance) {
  write(one(".level", row), labelOf(stance));
  one(".level", row).dataset.order = stance.rank;
  one(".status", row).textContent = stance.title;
  writeDate(one(".run", row), dateText(stance.levelSince));
  writeDate(one(".last", row), dateText(stance.date));
  writeDate(one(".checked", row), checkedTo(code));
  one(".grade", row).replaceChildren(...gradeOf(stance));
}

/** Put the rows of stances under their levels, by name. */
function orderLevels() {
  if (one("#stances .sorted") || !changed(levelBodies, String(day), String(data.last))) return;
  for (const body of levelBodies) {
    const own = codes.filter((code) => rankOf(code) === Number(body.dataset.rank) && stanceRowOf.has(code));
    arrange(body, [...all(".group", body), ...own.map((code) => stanceRowOf.get(code))]);
  }
}

/** Put rows in the order of stances: the highest level first, then by name. @param {any[]} rows */
function orderRows(rows) {
  const parent = rows[0]?.parentNode;
  if (!parent || parent.parentNode.querySelector("[aria-sort]")) return;
  const key = new Map(rows.map((row) => [row, rankOf(row.dataset.codes) * codes.length - (placeOf.get(row.dataset.codes) ?? 0)]));
  arrange(parent, [...rows].sort((a, b) => (key.get(b) ?? 0) - (key.get(a) ?? 0)));
}

/** @param {Shown} selection */
function showConcerns({ countries }) {
  for (const row of concernRows) {
    const stance = stanceOf(row.dataset.codes);
    const [named, earlier] = [stance?.concerns ?? [], stance?.earlier ?? []];
    hide(row, !countries.has(row.dataset.codes) || named.length + earlier.length === 0);
    if (!changed(row, String(day), String(data.last))) continue;
    [...row.cells].slice(1).forEach((cell, at) => {
      const rank = earlier.includes(concerns[at]) ? 2 : Math.min(named.indexOf(concerns[at]), 1);
      const [sign, word] = data.words.concerns[rank] ?? [];
      cell.dataset.order = sign ? rank + 1 : "";
      cell.replaceChildren(...(sign ? [made("span", sign, { ariaHidden: "true" }), made("span", word, { className: "unseen" })] : []));
    });
  }
  orderRows(concernRows);
  foldTable(one("#concerns table"));
  hide(byId("concerns"), countryLeads());
}

/** @param {Shown} selection */
function showDisputed({ shown }) {
  for (const { row, record, link } of disputedRows) hide(row, !record || !shown().has(record) || isOver(record) || !hasAppeared(link));
  foldTable(one("#disputed table"));
  hide(byId("disputed"), countryLeads());
}

/** @param {Shown} selection */
function showSources({ shown, words, narrowed }) {
  const uses = sources.map(() => 0);
  for (const record of shown()) for (const at of new Set(citedBy(record))) uses[at] += 1;
  const whole = !narrowed && day === data.last;
  for (const [at, source] of sources.entries()) {
    const found = words.length > 0 && !state.country.length && source.day <= day && words.every((word) => word.found.has(at));
    const asked = !state.kind || source.kind === state.kind;
    hide(source.element, !(asked && (uses[at] || (found && !state.kind))) && source.element !== called);
    showUses(source.element, String(whole ? source.uses : uses[at]));
  }
  foldTable(one("#sources table"));
}

/** A button with the number of uses of a source shows them. @param {any} row @param {string} count */
function showUses(row, count) {
  if (!changed(row, count)) return;
  const cell = one(".uses", row);
  const button = one("button", cell) ?? made("button", "", { type: "button", name: "uses", value: row.id });
  button.textContent = count;
  button.setAttribute("aria-label", `${count} uses: show them`);
  if (button.parentNode !== cell) cell.replaceChildren(button);
}

/** Fold a long table, and show a message if a table has no rows. @param {any} table */
function foldTable(table) {
  const bodies = [...table.tBodies].map((body) => ({ body, own: [...body.rows].filter((row) => !row.hidden && !row.classList.contains("group")) }));
  const left = bodies.flatMap(({ own }) => own);
  const folded = table.matches(".folds") && !table.dataset.open && left.length > FOLD + 5;
  left.forEach((row, at) => row.classList.toggle("beyond", folded && at >= FOLD && row !== called));
  for (const { body, own } of bodies) {
    hide(body, own.length === 0);
    body.classList.toggle("beyond", own.every((row) => row.classList.contains("beyond")));
  }
  const box = table.closest(".wide");
  const note = box.nextElementSibling?.matches(".none") ? box.nextElementSibling : made("p", "", { className: "none" });
  if (!note.parentNode) box.after(note);
  note.replaceChildren(...(left.length === 0 ? [nothingHere()] : []), ...(folded ? [made("button", `Show all ${left.length}`, { type: "button", name: "unfold" })] : []));
  note.hidden = left.length > 0 && !folded;
  box.hidden = left.length === 0;
}

function nothingHere() {
  if (day === data.last) return "Nothing in this section matches the filters.";
  return `Nothing in this section on ${dayInWords()}${filtersInWords(state, data).length ? " matches the filters" : ""}.`;
}

/** Let the heads of a table sort it: up, down, and as it was. @param {any} table */
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
      drawn.set(levelBodies, "");
      table.classList.toggle("sorted", next !== null);
      if (next !== null) {
        head.setAttribute("aria-sort", next ?? "ascending");
        sortRows(order(), index, next ? -1 : 1);
      }
      updateAround(table);
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
