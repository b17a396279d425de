// Days, dates and timelines. Nothing here touches the page.

/**
 * A day is a number: 0 is the first day that the page can show. A date in the data is the number of the day that it
 * means, or the text of a month or a year. Of a level that was reached earlier, it is a text such as "by June 2025".
 * A timeline lists days, each followed by the value that applies from then on.
 * `timeline.py` explains the values.
 * @typedef {number | string} DataDate
 * @typedef {any[]} Timeline
 * @typedef {{name: string, slug: string, words: string[], regions: string[], frame: [number, number, number, number], standing: Timeline, checks: Timeline}} Country
 * @typedef {{letter: string, credibility: string, grade: string, disputed: boolean, hindsight: boolean}} RecordState
 * @typedef {[string[], DataDate, string, number[], Timeline, number, DataDate, string[], Timeline, Timeline, string, string[], string]} RecordDays
 * @typedef {{name: string, left: number, ticks: {at: number, text: string}[]}} Period
 * @typedef {{id: string, title: string, edition: string, version: string, first: string, last: number, written: number,
 *   recent: number, newest: number, counted: [string, string], stale: number, periods: Period[], period: string,
 *   levels: {id: string, label: string, meaning: string}[], concerns: Record<string, string>, stages: Record<string, string>,
 *   credibility: Record<string, string>, kinds: string[], parts: [string, string][], regions: string[], groups: Record<string, Record<string, Timeline>>, facts: Record<string, string>, months: string[],
 *   marks: Record<string, string>, words: {partners: string, never: string, silent: string, concerns: [string, string][]},
 *   threshold: [number, string, string, string, string[]], runs: Record<string, Timeline>,
 *   frames: Record<string, [number, number, number, number]>, countries: Record<string, Country>, records: Record<string, RecordDays[]>, states: RecordState[],
 *   sources: [number, number, number][], moves: [DataDate, number, number, string, boolean, number, number, number][]}} ReportData
 */

const MILLISECONDS = 864e5;

/** Returns the value of a timeline on a day; undefined before its first day. @param {Timeline} timeline @param {number} day */
function valueOn(timeline, day) {
  let low = 0;
  let high = timeline.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeline[2 * middle] <= day) low = middle + 1;
    else high = middle;
  }
  return timeline[2 * low - 1];
}

/** The number of a day of the calendar. @param {string} date @param {string} first */
const dayNumber = (date, first) => Math.round((Date.parse(date) - Date.parse(first)) / MILLISECONDS);

/** The day of the calendar that has a number. @param {number} day @param {string} first */
const calendarDay = (day, first) => new Date(Date.parse(first) + day * MILLISECONDS).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar. @param {string} text */
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  && new Date(Date.parse(text)).toISOString().startsWith(text);

/** Returns a date in words: 23 June 2026, June 2026 or 2026. @param {string} date @param {string[]} months */
function inWords(date, months) {
  const [year, month, dayOfMonth] = date.split("-").map(Number);
  return [dayOfMonth, months[month - 1], year].filter(Boolean).join(" ");
}
