// Texts and words, as `brief search` compares them, for every page that has a search.

/** Characters that are written for one another, by what they are compared as, as `briefcli.dossier.spelling` has them. */
const ALIKE = new Map(Object.entries({
  "'": "\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bf\u055a", '"': "\u201c\u201d\u201e\u201f\u2033\xab\xbb",
  "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", ae: "\xe6", d: "\u0111\xf0", h: "\u0127", i: "\u0131", l: "\u0142",
  o: "\xf8", oe: "\u0153", t: "\u0167", th: "\xfe", \u03c3: "\u03c2", \u0627: "\u0671", \u0643: "\u06a9\u06aa",
  \u0647: "\u0629\u06be\u06c1\u06c3\u06d5", \u064a: "\u0649\u06cc\u06d2", "": "\xad\u034f\u0640\u200b\u200c\u200d\u2060",
  ...Object.fromEntries([...Array(10).keys()].map((digit) =>
    [String(digit), String.fromCharCode(0x660 + digit, 0x6f0 + digit, 0x966 + digit)])),
}).flatMap(([same, chars]) => [...chars].map((char) => [char, same])));
const WRITTEN_ALIKE = new RegExp(`[${[...ALIKE.keys()].join("")}]`, "gu");

/** A text without case and accents, and alike where characters are written for one another. @param {string} text */
function fold(text) {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFKD").replace(/ß/g, "ss").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(WRITTEN_ALIKE, (char) => ALIKE.get(char) ?? char);
}

/** The words and the phrases in quotes that somebody typed. @param {string} typed */
function wordsIn(typed) {
  const found = [...typed.matchAll(/["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)/gu)].map((match) => match[1] ?? match[2]);
  return found.map((word) => word.trim()).filter((word) => fold(word).trim());
}

/** What finds a word where one begins; scripts without capitals do not always set words apart. @param {string} word */
function pattern(word) {
  const parts = fold(word).split(/\s+/u).filter(Boolean).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&")
    .replace(/(?<=[iy])[sz](?=[aei])/gu, "[sz]")); // recognise and recognize, analyse and analyze
  const apart = /^[\p{Ll}\p{Nd}]/u.test(fold(word).trim());
  return new RegExp((apart ? "(?<![\\p{L}\\p{N}])" : "") + parts.join("\\s+"), "gu");
}

/** Whether all words stand in a folded text. @param {RegExp[]} patterns @param {string} folded */
const hasAll = (patterns, folded) => patterns.every((each) => folded.search(each) >= 0);

/** A folded text, and which letter each of its letters comes from. @param {string} text */
function foldedWithPlaces(text) {
  if (/^[\x20-\x7e\s]*$/.test(text)) return { folded: text.toLowerCase(), owners: [...Array(text.length).keys()] };
  /** @type {number[]} */
  const owners = [];
  let folded = "";
  for (let at = 0; at < text.length; at += 1) {
    const letters = fold(text[at]);
    for (let each = 0; each < letters.length; each += 1) owners.push(at);
    folded += letters;
  }
  return { folded, owners };
}

/** Give what is found its mark. Where parts of the page do not inherit it, as they should, each gets its own. */
function showMarks() {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];
  const mark = "::highlight(found) { background-color: var(--mark); }";
  sheet.insertRule(`:root${mark}`);
  const [whole, part] = [document.documentElement, document.body].map((each) => getComputedStyle(each, "::highlight(found)").backgroundColor);
  if (whole !== part) sheet.insertRule(mark);
}

/** Mark what is found in a part of the page, beside what is marked. @param {Element} root @param {RegExp[]} patterns */
function markWords(root, patterns) {
  if (!globalThis.CSS?.highlights || patterns.length === 0) return;
  const found = CSS.highlights.get("found") ?? new Highlight();
  if (document.adoptedStyleSheets.length === 0) showMarks();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    const passed = /** @type {Element} */ (node).matches("[hidden], .beyond, .unmarked, svg, select, details:not([open]) > :not(summary)");
    return passed ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  while (walker.nextNode() && found.size < 2000) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (!patterns.some((each) => hasAll([each], fold(node.data)))) continue;
    const { folded, owners } = foldedWithPlaces(node.data);
    for (const each of patterns) {
      for (const match of folded.matchAll(each)) {
        // A range that follows every change of the page would slow them down.
        found.add(new StaticRange({ startContainer: node, startOffset: owners[match.index], endContainer: node, endOffset: owners[match.index + match[0].length - 1] + 1 }));
      }
    }
  }
  CSS.highlights.set("found", found);
}
