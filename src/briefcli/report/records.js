// Records as of the day that is shown, in tables and in the chapters of countries.

const chapters = all("article.country").map((item) => ({
  item, code: item.dataset.codes, badge: one(".badge", item), facts: one(".facts", item), before: one(".before", item),
  stances: records.filter((record) => record.kind === "stance" && record.codes[0] === item.dataset.codes),
  others: all(".others", item).map((box) => ({ box, items: all("li", box).map((each) => ({ each, record: recordById.get(targetOf(one("a", each))) })) })),
}));
/** @typedef {(typeof chapters)[number]} Chapter */

/** All that depends on the day in what is shown of a record. @param {Entry} record @param {number} on */
const lookOf = (record, on) => [record.states, record.stages, record.until].map((timeline) => valueOn(timeline, on)).join() + citedBy(record, on).length + isStaleStance(record, on);

/** The day of which each record was last shown. @type {Map<Entry, number>} */
const shownOn = new Map();

/** The text and the marks of a grade. @param {Entry} record @returns {any[]} */
const gradeOf = (record) => [stateOf(record)?.grade ?? "", ...marksOf(record).flatMap((mark) => [", ", made("span", mark, { className: mark })])];

/** What no longer applies is shown where words are searched, as `brief search` finds it, with its end. @param {Entry} record @param {Shown} selection */
function showRecord(record, { shown, words }) {
  const { element } = record;
  hide(element, (!shown().has(record) || (isOver(record) && words.length === 0)) && element !== called);
  if (element.hidden || !stateOf(record) || (shownOn.get(record) ?? data.last) === day) return;
  shownOn.set(record, day);
  if (!changed(record, lookOf(record, day), lookOf(record, data.last))) return;
  one(".grade", element).replaceChildren(...gradeOf(record));
  element.classList.toggle("contested", stateOf(record)?.disputed);
  for (const link of all(".evidence a", element)) hide(link, !hasAppeared(link));
  for (const note of all(".says", element)) hide(note, !hasAppeared(one("a[href]", note)));
  if (record.stages.length > 2) showStage(record);
  const ended = one(".ended", element);
  if (ended?.matches("td")) writeDate(ended, dateText(valueOn(record.until, day) ?? ""));
  else if (ended) hide(ended, !valueOn(record.until, day));
}

/** Whether the source to which a link leads had appeared. @param {any} link */
const hasAppeared = (link) => !link || (sourceOf(link)?.day ?? 0) <= day;

/** @param {Entry} record */
function showStage({ stages, element }) {
  const [since, stage, text] = valueOn(stages, day);
  const [stageCell, sinceCell, list] = [".stage", ".since", ".stages"].map((selector) => one(selector, element));
  if (stageCell) stageCell.textContent = data.stages[stage];
  if (sinceCell) writeDate(sinceCell, dateText(since));
  if (list) list.textContent = text;
}

/** Returns what shows the table of a kind of record. @param {string} kind @param {string} part @returns {(selection: Shown) => void} */
function showTable(kind, part) {
  const own = records.filter((record) => record.kind === kind);
  const table = one(`#${part} table`);
  return (selection) => {
    for (const record of own) showRecord(record, selection);
    foldTable(table);
  };
}

/** @param {Chapter} chapter @param {Shown} selection */
function showChapter(chapter, selection) {
  const { item, code, stances, others, before } = chapter;
  hide(item, !selection.countries.has(code) && !item.contains(called));
  for (const record of stances) showRecord(record, selection);
  if (item.hidden) return;
  for (const { box, items } of others) {
    for (const { each, record } of items) if (record) showItem(each, record, selection, stances);
    hide(box, items.every(({ each }) => each.hidden));
  }
  if (changed(chapter, String(day), String(data.last))) showFacts(chapter);
  if (before) hide(before, stances.every((record) => record === stanceOf(code) || record.element.hidden));
}

/** Show a link to another record of a country, with its stage. @param {any} item @param {Entry} record @param {Shown} selection @param {Entry[]} stances of the country */
function showItem(item, record, { shown }, stances) {
  hide(item, !shown().has(record) || isOver(record));
  const late = one(".late", item);
  if (late) hide(late, !stances.some((one) => stateOf(one) && isNewer(one.date, record.date)));
  if (record.stages.length > 2 && !item.hidden) item.lastChild.textContent = `, ${valueOn(record.stages, day)[1]}`;
}

/** The values at the head of a chapter. @param {Chapter} chapter */
function showFacts({ code, badge, facts, before, stances }) {
  const stance = stanceOf(code);
  badge.replaceChildren(...(stance ? [stepOf(stance.rank)] : []));
  one(".level", facts).replaceChildren(stance ? stepOf(stance.rank) : positionOf(code));
  writeFact(one(".run", facts), stance && made("time", dateText(stance.levelSince)));
  writeFact(one(".since", facts), stance && made("time", dateText(stance.date)));
  writeFact(one(".grade", facts), ...(stance ? gradeOf(stance) : []));
  one(".checked", facts).replaceChildren(checkedTo(code) ? made("time", checkedTo(code)) : data.words.never);
  for (const record of stances) record.element.classList.toggle("now", record === stance);
  (stance?.element ?? facts).after(...(before ? [before] : []));
}

/** Write a value, or hide it with its name where there is none. @param {any} cell @param {any[]} parts */
function writeFact(cell, ...parts) {
  const given = parts.filter(Boolean);
  cell.parentElement.hidden = given.length === 0;
  cell.replaceChildren(...given);
}
