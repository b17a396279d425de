// The finding, and how many countries were at each level over time. Another day or a filter replaces the finding by a count.

/**
 * Returns the numbers of countries from each day on: for each level, and last for those not yet covered.
 * @param {Timeline[]} runs @param {number[]} days @param {number} levels
 */
function countsOn(runs, days, levels) {
  const steps = runs.flatMap((run) => run.flatMap((day, at) => (at % 2 ? [] : [[day, run[at - 1], run[at + 1]]]))).sort((a, b) => a[0] - b[0]);
  const numbers = [...new Array(levels).fill(0), runs.length];
  let next = 0;
  return days.map((day) => {
    for (; next < steps.length && steps[next][0] <= day; next += 1) {
      const [, before, after] = steps[next];
      if (before !== 0) numbers[(before ?? levels + 1) - 1] -= 1;
      if (after !== 0) numbers[after - 1] += 1;
    }
    return [...numbers];
  });
}

/** A number with at most two decimals, as Python writes it. @param {number} value */
const decimal = (value) => String(Math.floor(value * 100 + 0.5) / 100);

/**
 * Returns the days on which something changed, and the path of each band, the lowest level first. A path is empty where nobody
 * was on the level. `trend.py` draws the same.
 * @param {Timeline[]} runs @param {number} levels @param {number} last @param {[number, number, number, number]} box left, foot, width and height
 */
function bandsOf(runs, levels, last, [left, foot, wide, tall]) {
  const days = [...new Set([0, ...runs.flatMap((run) => run.filter((_, at) => at % 2 === 0))])].filter((each) => each >= 0 && each <= last).sort((a, b) => a - b);
  const counts = countsOn(runs, days, levels);
  const xs = [...days, last].map((each) => left + (wide * (Math.floor((1e4 * each) / Math.max(1, last) + 0.5) / 100)) / 100);
  const one = tall / Math.max(1, runs.length);
  let base = days.map(() => 0);
  const paths = counts[0].map((_, level) => {
    const tops = base.map((low, at) => low + counts[at][level]);
    const lows = base;
    base = tops;
    if (tops.every((each, at) => each === lows[at])) return "";
    /** The steps of an edge, each height as far as it does not change. @param {number[]} ends @param {number[]} heights */
    const edge = (ends, heights) => heights.map((height, at) => (heights[at + 1] === height ? "" : `V${decimal(foot - height * one)}H${decimal(ends[at])}`)).join("");
    return `M${decimal(xs[0])} ${decimal(foot - lows[0] * one)}${edge(xs.slice(1), tops)}${edge(xs.slice(0, -1).reverse(), [...lows].reverse())}Z`;
  });
  return { counts, paths };
}

/** How many of some countries, given with their ranks, are at the level that counts. @param {[string, number][]} ranks @param {[number, string, string, string, string[]]} threshold */
function countInWords(ranks, [least, words, oneOf, all, bodies]) {
  const now = ranks.filter(([, rank]) => rank > 0);
  const here = now.filter(([, rank]) => rank >= least).length;
  const [country, countries] = now.some(([code]) => bodies.includes(code)) ? [oneOf, all] : ["country", "countries"];
  return now.length ? `${here} of ${now.length} ${now.length === 1 ? country : countries} ${here === 1 || now.length === 1 ? "is" : "are"} ${words}.` : "";
}
