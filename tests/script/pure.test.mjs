// The parts of the report's script that need no page: `node --test tests/script/`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = ["words.js", "days.js", "trend.js", "address.js", "map.js", "picture.js", "download.js"]
  .map((name) => readFileSync(new URL(`../../src/briefcli/report/${name}`, import.meta.url), "utf8")).join("\n");
const names = ["nearest", "fold", "slug", "wordsIn", "pattern", "hasAll", "valueOn", "dayNumber", "calendarDay", "isDay", "inWords", "parseAddress",
  "addressOf", "filtersInWords", "csv", "emptyState", "around", "shaped", "closer", "inside", "bandsOf", "countsOn", "countInWords", "recoloured"];
const script = vm.runInThisContext(`(() => { ${source}\nreturn { ${names.join(", ")} }; })()`);
const plain = (value) => JSON.parse(JSON.stringify(value));

const data = {
  first: "2020-05-01", last: 1795, stale: 365,
  levels: [{ id: "talks", label: "Holds talks" }, { id: "treaty", label: "Treaty" }],
  concerns: { water: "Water", "human-rights": "Human rights" },
  credibility: { 1: "confirmed", 2: "probably true" },
  frames: { Asia: [0, 0, 2, 1] }, kinds: ["press", "state-media"], regions: ["Asia", "Central Asia"], groups: { Neighbours: { TR: [0, 1] } }, facts: { "pilots=own": "Pilots: own" },
  periods: [{ name: "All", left: 0, ticks: [] }, { name: "2 years", left: 60, ticks: [] }],
  period: "All",
  countries: {
    NL: { name: "Netherlands", slug: "netherlands", words: ["Holland"], regions: [] },
    TR: { name: "Türkiye", slug: "turkiye", words: ["Turkey"], regions: ["Asia"] },
  },
};

test("texts are compared without case, accents and sharp s", () => {
  assert.equal(script.fold("TÜRKİYE Straße ﬁ"), "turkiye strasse fi");
  assert.equal(script.slug("  The Netherlands "), "netherlands");
  assert.equal(script.slug("The"), "the");
  assert.equal(script.slug("Côte d'Ivoire"), "cote-d-ivoire");
});

for (const [typed, words] of [
  ["human rights", ["human", "rights"]],
  ['  "" ', []],
]) test(`words typed: ${typed}`, () => assert.deepEqual(plain(script.wordsIn(typed)), words));

for (const [word, text, found] of [
  ["ban", "the taliban", false],
  ["ban", "a ban on girls", true],
  ["ban", "bank", true],
  ["human rights", "human   rights", true],
  ["会談", "公式会談を", true],
  ["c++", "in c++ and", true],
  ["agrees to", "agrees\u200b to", true],
  ["recognized", "it recognised them", true],
  ["analyse", "analyzes", true],
  ["israel", "izrael", false],
  ["2025", "in 2025", true],
  ["025", "in 2025", false],
]) test(`${word} in "${text}": ${found}`, () => assert.equal(script.hasAll([script.pattern(word)], script.fold(text)), found));

test("all words must be there", () => {
  const patterns = ["girls", "school"].map(script.pattern);
  assert.equal(script.hasAll(patterns, "schools for girls"), true);
  assert.equal(script.hasAll(patterns, "schools for boys"), false);
});

for (const [day, value] of [[0, undefined], [1, "a"], [41, "a"], [42, "b"], [99, "b"], [100, "c"], [9999, "c"]]) {
  test(`a timeline on day ${day}`, () => assert.equal(script.valueOn([1, "a", 42, "b", 100, "c"], day), value));
}

test("days are numbers from the first one on, and are written as dates and in words", () => {
  assert.equal(script.dayNumber("2025-01-02", "2024-01-01"), 367);
  assert.deepEqual([0, 366, -1].map((day) => script.calendarDay(day, "2024-01-01")), ["2024-01-01", "2025-01-01", "2023-12-31"]);
  const months = ["January", "February", "March", "April", "May", "June"];
  assert.deepEqual(["2026-06-03", "2026-06", "2026"].map((date) => script.inWords(date, months)), ["3 June 2026", "June 2026", "2026"]);
});

for (const [text, is] of [["2024-02-29", true], ["2025-02-29", false], ["2024-13-01", false], ["2024", false], ["nonsense", false]]) {
  test(`${text} is ${is ? "a day" : "no day"}`, () => assert.equal(script.isDay(text), is));
}

for (const [hash, state, unknown] of [
  ["#country=the-netherlands&country=TR&country=nl", { country: ["NL", "TR"] }, []],
  ["#country=Holland&region=central+asia&level=treaty", { country: ["NL"], region: "Central Asia", level: "treaty" }, []],
  ["#group=neighbours&fact=pilots%3Down", { group: "Neighbours", fact: "pilots=own" }, []],
  ["#concern=human-rights&credibility=2&kind=state-media&disputed=yes&stale=yes", { concern: "human-rights", credibility: "2", kind: "state-media", disputed: "yes", stale: "yes" }, []],
  ["#q=human+rights&day=2024-01-01&at=country-nl", { q: "human rights", day: "2024-01-01", at: "country-nl" }, []],
  ["#part=world&period=2+years&print=full", { part: "world", period: "2 years", print: "full" }, []],
  ["#part=asia&card=holland&colour=grade", { part: "Asia", card: "NL", colour: "grade" }, []],
  ["#view=Tiles", { view: "tiles" }, []],
  ["#country=atlantis&level=moon&colour=red&day=2030-01-01&disputed=maybe", {}, ["country “atlantis”", "level “moon”", "colour “red”", "day “2030-01-01”", "disputed “maybe”"]],
  ["#credibility=doubtful", { credibility: "doubtful" }, []],
  ["#day=2025-03-31&country=&q=", {}, []],
  ["#constructor=x", {}, ["constructor “x”"]],
  ["#country-nl", { at: "country-nl" }, []],
  ["#%E4%BC%9A", { at: "会" }, []],
  ["#%E4%", { at: "%E4%" }, []],
  ["", {}, []],
]) {
  test(`the address ${hash}`, () => {
    const found = script.parseAddress(hash, data);
    assert.deepEqual(plain(found.state), { ...plain(script.emptyState()), ...state });
    assert.deepEqual(plain(found.unknown), unknown);
  });
}

test("an address that was written is read as it was meant", () => {
  const state = {
    ...script.emptyState(), country: ["TR", "NL"], region: "Central Asia", level: "talks", concern: "water", credibility: "1", kind: "press", source: "x&y",
    disputed: "yes", stale: "yes", q: 'a&b "c d" #', day: "2024-05-05", at: "stance-nl-2021", print: "full", period: "2 years", part: "world",
  };
  assert.deepEqual(plain(script.parseAddress(`#${script.addressOf(state, data)}`, data)), { state: plain(state), unknown: [] });
  assert.equal(script.addressOf({ ...script.emptyState(), at: "stance-nl-2021" }, data), "stance-nl-2021");
  assert.equal(script.addressOf(script.emptyState(), data), "");
});

test("filters are written in words", () => {
  const state = { ...script.emptyState(), country: ["NL"], level: "talks", credibility: "2", q: "aid" };
  assert.deepEqual(plain(script.filtersInWords(state, data).map(({ words }) => words)), ["Netherlands", "level Holds talks", "credibility 2 or better", "“aid”"]);
});

test("CSV quotes what needs it", () => {
  assert.equal(script.csv([["a", 'b "c"'], ["d,e", "f\ng"]]), 'a,"b ""c"""\r\n"d,e","f\ng"\r\n');
});

for (const [typed, meant] of [["pakstan", "Pakistan"], ["Turkey", "Türkiye"], ["türkye", "Türkiye"], ["omna", undefined], ["omn", "Oman"]]) {
  test(`${typed} is nearly ${meant}`, () => assert.equal(script.nearest(typed, ["Oman", "Pakistan", "Türkiye"]), meant));
}

test("doubtful claims are named by their numbers", () => {
  assert.deepEqual(plain(script.filtersInWords({ ...script.emptyState(), credibility: "doubtful" }, data)).map(({ words }) => words), ["credibility 4 or 5"]);
  assert.deepEqual(plain(script.filtersInWords({ ...script.emptyState(), credibility: "6" }, data)).map(({ words }) => words), ["credibility 1 to 6"]);
});

test("a frame is the smallest one around others", () => {
  assert.deepEqual(plain(script.around([[0, 10, 20, 5], [10, 0, 30, 12]])), [0, 0, 40, 15]);
});

test("the map comes closer around a point and stays within the world", () => {
  const whole = [0, 0, 1000, 500];
  assert.deepEqual(plain(script.closer(whole, 2, 500, 250, whole)), [250, 125, 500, 250]);
  assert.deepEqual(plain(script.closer(whole, 2, 0, 0, whole)), [0, 0, 500, 250]);
  assert.deepEqual(plain(script.closer([250, 125, 500, 250], 0.1, 0, 0, whole)), whole);
  assert.equal(script.closer(whole, 1000, 500, 250, whole)[2], 1000 / 24);
  assert.deepEqual(plain(script.inside([900, -50, 200, 100], whole)), [800, 0, 200, 100]);
  assert.deepEqual(plain(script.shaped([0, 0, 100, 100], [0, 0, 400, 200])), [-50, 0, 200, 100]);
});

test("a trend has a band for each level and one for those not yet covered", () => {
  const runs = [[0, 1, 10, 2], [5, 1, 15, 0]];
  const { counts, paths } = script.bandsOf(runs, 2, 20, [0, 100, 200, 100]);
  assert.deepEqual(plain(counts), [[1, 0, 1], [2, 0, 0], [1, 1, 0], [0, 1, 0]]);
  assert.equal(paths[2], "M0 50V0H150V50H200V50H150V0H50V50H0Z");
  assert.deepEqual(plain(script.countsOn(runs, [20], 2)), [[0, 1, 0]]);
});

test("a count says how many of those with a stance are at the level", () => {
  const threshold = [3, "at Envoys or higher", "country or body", "countries and bodies", ["EU"]];
  assert.equal(script.countInWords([["JP", 3], ["EU", 0], ["NO", 2], ["FR", 1]], threshold), "1 of 3 countries is at Envoys or higher.");
  assert.equal(script.countInWords([["JP", 3], ["EU", 1]], threshold), "1 of 2 countries and bodies is at Envoys or higher.");
  assert.equal(script.countInWords([["JP", 3]], threshold), "1 of 1 country is at Envoys or higher.");
  assert.equal(script.countInWords([["JP", 0]], threshold), "");
});

test("a picture takes the colours of another theme", () => {
  const [light, dark] = [{ page: "#ffffff", levels: ["#f0cd78"], inks: ["#111316"] }, { page: "#14171b", levels: ["#6e562a"], inks: ["#fefefe"] }];
  assert.equal(script.recoloured('fill="#ffffff" fill="#f0cd78" fill="#111316"', light, dark), 'fill="#14171b" fill="#6e562a" fill="#111316"');
});
