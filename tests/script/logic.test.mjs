// What follows from the state of a report, apart from any page: `node --test tests/script/`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = ["words.js", "logic.js", "map.js", "picture.js"]
  .map((name) => readFileSync(new URL(`../../src/briefcli/report/${name}`, import.meta.url), "utf8")).join("\n");
const names = ["fold", "slug", "wordsIn", "pattern", "hasAll", "firstDay", "daysAfter", "daysBetween", "isDay", "inWords", "standingOn",
  "seenOn", "gradeText", "stageOn", "newestOf", "isStale", "movesIn", "read", "write", "filtersIn", "csv", "nothingAsked", "shaped",
  "closer", "kept", "asSvg", "framed"];
const logic = vm.runInThisContext(`(() => { ${source}\nreturn { ${names.join(", ")} }; })()`);
const plain = (value) => JSON.parse(JSON.stringify(value));

const known = {
  first: "2020-05-01", last: "2025-03-31",
  levels: [{ id: "talks", label: "Holds talks" }, { id: "treaty", label: "Treaty" }],
  concerns: { water: "Water", "human-rights": "Human rights" },
  credibility: { 1: "confirmed", 2: "probably true" },
  reliability: { A: "completely reliable", B: "usually reliable", F: "cannot be judged" },
  kinds: ["press", "state-media"], regions: ["Asia", "Central Asia"],
  periods: [{ name: "All", left: 0, ticks: [] }, { name: "2 years", left: 60, ticks: [] }],
  period: "All",
  countries: {
    NL: { name: "Netherlands", slug: "netherlands", words: ["Holland"], regions: [] },
    TR: { name: "Türkiye", slug: "turkiye", words: ["Turkey"], regions: ["Asia"] },
  },
};

test("texts are compared without case, accents and sharp s", () => {
  assert.equal(logic.fold("TÜRKİYE Straße ﬁ"), "turkiye strasse fi");
  assert.equal(logic.slug("  The Netherlands "), "netherlands");
  assert.equal(logic.slug("The"), "the");
  assert.equal(logic.slug("Côte d'Ivoire"), "cote-d-ivoire");
});

for (const [typed, words] of [
  ["human rights", ["human", "rights"]],
  ['  "" ', []],
]) test(`words typed: ${typed}`, () => assert.deepEqual(plain(logic.wordsIn(typed)), words));

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
]) test(`${word} in "${text}": ${found}`, () => assert.equal(logic.hasAll([logic.pattern(word)], logic.fold(text)), found));

test("all words must be there", () => {
  const patterns = ["girls", "school"].map(logic.pattern);
  assert.equal(logic.hasAll(patterns, "schools for girls"), true);
  assert.equal(logic.hasAll(patterns, "schools for boys"), false);
});

test("a vague date begins on its first day", () => {
  assert.deepEqual(["2025", "2025-02", "2025-02-03"].map(logic.firstDay), ["2025-01-01", "2025-02-01", "2025-02-03"]);
  assert.equal(logic.daysBetween("2024", "2025-01-02"), 367);
  assert.equal(logic.daysAfter("2025-01-01", -90), "2024-10-03");
  assert.deepEqual(["2026-06-03", "2026-06", "2026"].map(logic.inWords), ["3 June 2026", "June 2026", "2026"]);
});

for (const [text, is] of [["2024-02-29", true], ["2025-02-29", false], ["2024-13-01", false], ["2024", false], ["nonsense", false]]) {
  test(`${text} is ${is ? "a day" : "no day"}`, () => assert.equal(logic.isDay(text), is));
}

test("a stance stands from its first possible day until the next one or its end", () => {
  const stances = [
    { id: "a", country: "TR", since: "2021", until: "2025-02" },
    { id: "b", country: "TR", since: "2025-02", until: null },
    { id: "c", country: "NL", since: "2021", until: "2024-12-01" },
  ];
  const on = (day) => [...logic.standingOn(stances, day).values()].map((stance) => stance.id);
  assert.deepEqual(on("2020-12-31"), []);
  assert.deepEqual(on("2021-01-01"), ["a", "c"]);
  assert.deepEqual(on("2025-01-31"), ["a"]);
  assert.deepEqual(on("2025-02-01"), ["b"]);
});

test("what was known on a day decides grade, dispute and hindsight", () => {
  const sources = new Map(Object.entries({
    wire: { from: "2024-03-01", letter: "B", kind: "press" },
    ministry: { from: "2025", letter: "A", kind: "press" },
    book: { from: "", letter: "F", kind: "press" },
  }));
  const claim = {
    from: "2024-02", year: "2025", credibility: "2",
    cites: [{ source: "wire", verdict: "partly" }, { source: "ministry", verdict: "supports" }, { source: "book", verdict: "contradicts" }],
  };
  const on = (day) => {
    const seen = logic.seenOn(claim, sources, day);
    return [seen.shown, seen.cites.map((cite) => cite.source).join(), seen.letter, seen.disputed, seen.hindsight];
  };
  assert.deepEqual(on("2024-01-31"), [false, "book", "F", true, true]);
  assert.deepEqual(on("2024-02-01"), [true, "book", "F", true, true]);
  assert.deepEqual(on("2024-03-01"), [true, "wire,book", "B", true, true]);
  assert.deepEqual(on("2025-01-01"), [true, "wire,ministry,book", "A", true, false]);
  assert.equal(logic.seenOn({ ...claim, cites: [] }, sources, "2025-01-01").letter, "");
});

test("grades are told as on every page", () => {
  assert.equal(logic.gradeText("B", "2", known), "B2 probably true");
  assert.equal(logic.gradeText("", "2", known), "2 probably true");
  assert.equal(logic.gradeText("A", "", known), "A completely reliable");
  assert.equal(logic.gradeText("", "", known), "none published by then");
});

test("a stage holds from its day on", () => {
  const stages = "2023-01 under way|2025-06 stalled";
  assert.deepEqual(plain(logic.stageOn(stages, "2025-05-31")), { since: "2023-01", stage: "under way" });
  assert.deepEqual(plain(logic.stageOn(stages, "2025-06-01")), { since: "2025-06", stage: "stalled" });
});

test("a country is stale after a year without a look", () => {
  assert.equal(logic.newestOf(["2024", null, "2025-02", "2026"], "2025-12-31"), "2025-02");
  assert.equal(logic.isStale("2024-01-01", "2024-12-31"), false);
  assert.equal(logic.isStale("2024-01-01", "2025-01-01"), true);
  assert.equal(logic.isStale("", "2025-01-01"), true);
});

test("moves come newest first, levels before events, then by name", () => {
  const move = (date, kind, code) => ({ date, kind, codes: [code], told: "", id: `${kind} ${code} ${date}` });
  const moves = [move("2025-01", "event", "A"), move("2025-01", "level", "B"), move("2025-01", "level", "A"), move("2025-02-02", "status", "B"), move("2024", "level", "A")];
  const place = (code) => ["A", "B"].indexOf(code);
  assert.deepEqual(plain(logic.movesIn(moves, "2025-01-10", "2025-02-02", place).map(({ id }) => id)),
    ["status B 2025-02-02", "level A 2025-01", "level B 2025-01", "event A 2025-01"]);
  assert.deepEqual(plain(logic.movesIn(moves, "", "2024-12-31", place).map(({ id }) => id)), ["level A 2024"]);
});

for (const [hash, state, unknown] of [
  ["#country=the-netherlands&country=TR&country=nl", { country: ["NL", "TR"] }, []],
  ["#country=Holland&region=central+asia&level=treaty", { country: ["NL"], region: "Central Asia", level: "treaty" }, []],
  ["#concern=human-rights&credibility=2&kind=state-media&disputed=yes&stale=yes", { concern: "human-rights", credibility: "2", kind: "state-media", disputed: "yes", stale: "yes" }, []],
  ["#q=human+rights&day=2024-01-01&at=country-nl", { q: "human rights", day: "2024-01-01", at: "country-nl" }, []],
  ["#part=world&period=2+years&print=full", { part: "world", period: "2 years", print: "full" }, []],
  ["#country=atlantis&level=moon&colour=red&day=2030-01-01&disputed=maybe", {}, ["country atlantis", "level moon", "colour red", "day 2030-01-01", "disputed maybe"]],
  ["#day=2025-03-31&country=&q=", {}, []],
  ["#constructor=x", {}, ["constructor x"]],
  ["#country-nl", { at: "country-nl" }, []],
  ["#%E4%BC%9A", { at: "会" }, []],
  ["#%E4%", { at: "%E4%" }, []],
  ["", {}, []],
]) {
  test(`the address ${hash}`, () => {
    const found = logic.read(hash, known);
    assert.deepEqual(plain(found.state), { ...plain(logic.nothingAsked()), ...state });
    assert.deepEqual(plain(found.unknown), unknown);
  });
}

test("an address that was written is read as it was meant", () => {
  const state = {
    ...logic.nothingAsked(), country: ["TR", "NL"], region: "Central Asia", level: "talks", concern: "water", credibility: "1", kind: "press", source: "x&y",
    disputed: "yes", stale: "yes", q: 'a&b "c d" #', day: "2024-05-05", at: "stance-nl-2021", print: "full", period: "2 years", part: "world",
  };
  assert.deepEqual(plain(logic.read(`#${logic.write(state, known)}`, known)), { state: plain(state), unknown: [] });
  assert.equal(logic.write({ ...logic.nothingAsked(), at: "stance-nl-2021" }, known), "stance-nl-2021");
  assert.equal(logic.write(logic.nothingAsked(), known), "");
});

test("filters are told in words", () => {
  const state = { ...logic.nothingAsked(), country: ["NL"], level: "talks", credibility: "2", q: "aid" };
  assert.deepEqual(plain(logic.filtersIn(state, known).map(({ words }) => words)), ["Netherlands", "level Holds talks", "credibility 2 or better", "words aid"]);
});

test("CSV quotes what needs it", () => {
  assert.equal(logic.csv([["a", 'b "c"'], ["d,e", "f\ng"]]), 'a,"b ""c"""\r\n"d,e","f\ng"\r\n');
});

test("the map comes closer around a point and stays within the world", () => {
  const whole = [0, 0, 1000, 500];
  assert.deepEqual(plain(logic.closer(whole, 2, 500, 250, whole)), [250, 125, 500, 250]);
  assert.deepEqual(plain(logic.closer(whole, 2, 0, 0, whole)), [0, 0, 500, 250]);
  assert.deepEqual(plain(logic.closer([250, 125, 500, 250], 0.1, 0, 0, whole)), whole);
  assert.equal(logic.closer(whole, 1000, 500, 250, whole)[2], 1000 / 24);
  assert.deepEqual(plain(logic.kept([900, -50, 200, 100], whole)), [800, 0, 200, 100]);
  assert.deepEqual(plain(logic.shaped([0, 0, 100, 100], [0, 0, 400, 200])), [-50, 0, 200, 100]);
});

test("a picture as SVG has its title, its legend and no markup of the data", () => {
  const picture = logic.framed({
    title: "A <b>title</b> & more", told: "23 June 2026", credit: "one\ntwo", width: 600, tall: 100, page: "#fff", text: "#000", muted: "#444",
    shapes: [{ path: "M0 0h1v1z", x: 5, y: 7, scale: 2, fill: "red", clip: true }],
    legend: [{ fill: "blue", text: "Holds talks 3" }, { fill: "green", text: "A label that is so long that it takes a line" }],
  });
  const svg = logic.asSvg(picture);
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="600" height="\d+"/);
  assert.match(svg, /A &#60;b&#62;title&#60;\/b&#62; &#38; more/);
  assert.match(svg, /translate\(5 137\) scale\(2\)" d="M0 0h1v1z" fill="red"/);
  for (const text of ["23 June 2026", "Holds talks 3", ">one<", ">two<"]) assert.ok(svg.includes(text), text);
  const lines = new Set(picture.shapes.filter((shape) => shape.text?.startsWith("Holds") || shape.text?.startsWith("A label")).map((shape) => shape.y));
  assert.equal(lines.size, 2);
  assert.ok(picture.shapes.every((shape) => shape.y < picture.height));
});
