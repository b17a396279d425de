// Texts and words for every page with a search, compared by the rules of `brief search`.

/** Characters that count as others in a comparison, as in `briefcli.dossier.spelling`. */
const ALIKE = new Map(Object.entries({
  "'": "\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bf\u055a", '"': "\u201c\u201d\u201e\u201f\u2033\xab\xbb",
  "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", ae: "\xe6", d: "\u0111\xf0", h: "\u0127", i: "\u0131", l: "\u0142",
  o: "\xf8", oe: "\u0153", t: "\u0167", th: "\xfe", \u03c3: "\u03c2", \u0627: "\u0671", \u0643: "\u06a9\u06aa",
  \u0647: "\u0629\u06be\u06c1\u06c3\u06d5", \u064a: "\u0649\u06cc\u06d2", "": "\xad\u034f\u0640\u200b\u200c\u200d\u2060",
  ...Object.fromEntries([...Array(10).keys()].map((digit) =>
    [String(digit), String.fromCharCode(0x660 + digit, 0x6f0 + digit, 0x966 + digit)])),
}).flatMap(([same, chars]) => [...chars].map((char) => [char, same])));
const WRITTEN_ALIKE = new RegExp(`[${[...ALIKE.keys()].join("")}]`, "gu");

/** Returns a text without case and accents, with the same character for all that count as the same. @param {string} text */
function fold(text) {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFKD").replace(/ß/g, "ss").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(WRITTEN_ALIKE, (char) => ALIKE.get(char) ?? char);
}

/** Returns the words, and the phrases in quotes, of a typed text. @param {string} typed */
function wordsIn(typed) {
  const found = [...typed.matchAll(/["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)/gu)].map((match) => match[1] ?? match[2]);
  return found.map((word) => word.trim()).filter((word) => fold(word).trim());
}

/** Returns the pattern of a word. It matches where a word begins, or anywhere in scripts that may not separate words. @param {string} word */
function pattern(word) {
  const parts = fold(word).split(/\s+/u).filter(Boolean).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&")
    .replace(/(?<=[iy])[sz](?=[aei])/gu, "[sz]")); // recognise and recognize, analyse and analyze
  const apart = /^[\p{Ll}\p{Nd}]/u.test(fold(word).trim());
  return new RegExp((apart ? "(?<![\\p{L}\\p{N}])" : "") + parts.join("\\s+"), "gu");
}

/** Whether a folded text contains all words. @param {RegExp[]} patterns @param {string} folded */
const hasAll = (patterns, folded) => patterns.every((each) => folded.search(each) >= 0);

/** Returns how many letters have to be changed, added or left out to make one text of another. @param {string} one_ @param {string} other */
function distance(one_, other) {
  let row = [...Array(other.length + 1).keys()];
  for (let at = 1; at <= one_.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      next.push(Math.min(next[to - 1] + 1, row[to] + 1, row[to - 1] + Number(one_[at - 1] !== other[to - 1])));
    }
    row = next;
  }
  return row[other.length];
}

/** Returns the text that is spelt nearly like a typed one, if there is one. @param {string} typed @param {string[]} texts */
function nearest(typed, texts) {
  const most = typed.length < 5 ? 1 : 2;
  const far = texts.map((text) => ({ text, far: distance(fold(typed), fold(text)) })).filter(({ far: letters }) => letters <= most);
  return far.sort((a, b) => a.far - b.far)[0]?.text;
}

/** Returns a folded text, and the place in the original of each of its letters. @param {string} text */
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

/** Define the look of found words, for each element where the page does not inherit it from the root. */
function showMarks() {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];
  const mark = "::highlight(found) { background-color: var(--mark); }";
  sheet.insertRule(`:root${mark}`);
  const [whole, part] = [document.documentElement, document.body].map((each) => getComputedStyle(each, "::highlight(found)").backgroundColor);
  if (whole !== part) sheet.insertRule(mark);
}

/** Mark the words that are found in a part of the page, in addition to those that are marked. @param {Element} root @param {RegExp[]} patterns */
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
        // Live ranges would slow down every change of the page.
        found.add(new StaticRange({ startContainer: node, startOffset: owners[match.index], endContainer: node, endOffset: owners[match.index + match[0].length - 1] + 1 }));
      }
    }
  }
  CSS.highlights.set("found", found);
}
