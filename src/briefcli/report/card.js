// The card names what is pointed at, focused or tapped. A picture is one stop of the Tab key; arrows move from mark to mark.

const card = made("div", "", { id: "_card", ariaHidden: "true", hidden: true });
/** The element that the card names. @type {any} */
let named = null;

/** Returns the content of the card, the name of a thing first. @param {any} target @returns {any[]} */
function cardOf(target) {
  if (target.dataset.code) return [made("strong", data.countries[target.dataset.code].name), ...countryCard(target.dataset.code)];
  if (target.dataset.move) {
    const { date, text, record } = moves[target.dataset.move];
    return [made("strong", dateInWords(date)), made("div", text + suffixOf(record))];
  }
  const [, publisher, title, , date, grade] = sourceOf(target).element.cells;
  return [made("strong", publisher.textContent), made("div", [title, date, grade].map((cell) => cell.textContent).filter(Boolean).join(" · "))];
}

/** @param {string} code */
function countryCard(code) {
  const position = positionOf(code);
  if (typeof position === "string") return [made("div", position)];
  const { rank, title, levelSince, date } = position;
  const latest = levelSince === date ? "" : `, last change ${dateInWords(date)}`;
  const since = dateInWords(levelSince);
  return [
    stepOf(rank), made("div", data.levels[rank - 1].meaning, { className: "meaning" }),
    made("div", `${title}${suffixOf(position)}, at this level ${!since.startsWith("by ") ? `since ${since}${latest}` : since}`),
  ];
}

/** @param {any} target */
function showCard(target) {
  if (named === target) return;
  named = target;
  const box = made("div");
  box.append(...cardOf(target));
  card.replaceChildren(box);
  card.hidden = false;
  placeCard(target);
}

/** @param {any} target */
function placeCard(target) {
  const at = (one("path, circle", target) ?? target).getBoundingClientRect();
  const left = Math.min(at.left + at.width / 2 + 12, innerWidth - card.offsetWidth - 8);
  const below = at.bottom + 8 + card.offsetHeight < innerHeight;
  card.style.left = `${Math.max(8, left)}px`;
  card.style.top = `${Math.max(8, below ? at.bottom + 8 : at.top - card.offsetHeight - 8)}px`;
}

function hideCard() {
  named = null;
  card.hidden = true;
}

/** Returns the thing with a card in which an event happened. @param {Event} event */
function cardTarget(event) {
  const target = /** @type {Element} */ (event.target).closest?.("a.area, a.body, .line a, .evidence a, .says a");
  return target && (!target.closest(".evidence, .says") || sourceOf(target)) ? target : null;
}

function watchPointer() {
  let tapped = false;
  let touched = false;
  document.body.append(card);
  for (const title of all("main a title")) { // the browser would show a title beside the card
    title.parentNode.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  document.addEventListener("pointerdown", (event) => { 
    const target = cardTarget(event);
    touched = event.pointerType === "touch";
    tapped = touched && target !== named && !target?.closest("#map");
  });
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (event) => {
      if (/** @type {any} */ (event).pointerType === "touch") return; // a finger is over what it taps, before it taps
      const target = cardTarget(event);
      if (touched && target?.closest("#map")) return; // the map has a panel
      if (target) showCard(target); else if (name === "pointerover" && !named?.matches(":focus-visible")) hideCard(); // a page that scrolls moves what is under the pointer
    });
  }
  document.addEventListener("focusout", hideCard);
  // The keyboard makes the page scroll to what the card names; the pointer leaves it behind.
  document.addEventListener("scroll", () => { if (named && named === document.activeElement) placeCard(named); else hideCard(); });
  document.addEventListener("keydown", (event) => { touched = false; if (event.key === "Escape") { hideCard(); closeMenus(null); } });
  document.addEventListener("click", (event) => {
    const target = cardTarget(event);
    if (target && tapped && /** @type {any} */ (event).pointerType === "touch") {
      event.preventDefault();
      event.stopImmediatePropagation();
      showCard(target);
    }
  }, { capture: true });
}

/** Let arrows move the focus among the marks of a picture. @param {any} root */
function moveByArrows(root) {
  const marks = () => all("a", root).filter((mark) => !mark.matches(".out"));
  all("a", root).forEach((mark, at) => mark.setAttribute("tabindex", at ? -1 : 0));
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const found = marks();
    const here = found.indexOf(document.activeElement);
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: -1 });
    if (here < 0 || !(event.key in steps)) return;
    event.preventDefault();
    found[here].setAttribute("tabindex", -1);
    const next = found.at(steps[event.key] % found.length);
    next.setAttribute("tabindex", 0);
    next.focus();
  });
}
