// From here on the reader acts. The page is complete without its script.

/** @param {Element | null} except */
const closeMenus = (except) => all("details.menu[open], .legend details[open]").forEach((menu) => { if (!menu.contains(except)) menu.open = false; });

function watchFilter() {
  let due = 0;
  filter.addEventListener("input", (/** @type {any} */ { target }) => {
    if (target.name === "q") {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => change({ q: target.value.trim() }, false));
    } else if (target.name === "country") {
      const code = target.value;
      target.value = "";
      change({ country: [...state.country, code] });
    } else change({ [target.name]: target.type === "checkbox" ? (target.checked ? "yes" : "") : target.value });
  });
  filter.elements.q.addEventListener("focus", foldAhead, { once: true });
  filter.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  filter.addEventListener("reset", (/** @type {Event} */ event) => {
    event.preventDefault();
    change({ ...emptyState(), print: state.print, part: state.part, colour: state.colour, view: state.view });
  });
  byId("_panel").addEventListener("change", (/** @type {any} */ { target }) => change({ country: [state.card, target.value], card: "" }));
  for (const name of /** @type {const} */ (["period", "print", "part", "colour"])) {
    one(`[name=${name}]`)?.addEventListener("change", (/** @type {any} */ event) => change({ [name]: event.target.value }));
  }
}

/** What the buttons do that the page gets while it is read, by name. @type {Record<string, (button: any) => void>} */
const BUTTONS = {
  drop: ({ dataset: { key, value } }) => change(key === "country" ? { country: state.country.filter((code) => code !== value) } : { [key]: "" }),
  clear: () => filter.reset(),
  near: (button) => change({ q: button.value }),
  view: ({ value }) => change({ view: value }),
  today: () => change({ day: "" }),
  close: () => {
    const mark = areas.find((area) => codeOf.get(area) === state.card && area.checkVisibility());
    change({ card: "" });
    mark?.focus({ preventScroll: true });
  },
  whole: (button) => button.previousElementSibling.classList.add("whole"),
  uses: (button) => change({ ...emptyState(), day: state.day, source: button.value, at: "" }),
  unfold: (button) => {
    const table = one("table", button.parentNode.previousElementSibling);
    table.dataset.open = "yes";
    updateAround(table);
  },
};

function watchClicks() {
  document.addEventListener("click", (event) => {
    const target = /** @type {any} */ (event.target);
    const button = target.closest("button");
    closeMenus(target);
    if (button?.closest("#_take")) download(button.name);
    else if (button) BUTTONS[button.name]?.(button);
    const link = target.closest("a[href^='#']");
    if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && targetOf(link) !== "_main") {
      event.preventDefault();
      closeMenus(null);
      // Enter, which comes without a click, and a second click go to the chapter.
      if (link.closest("#map") && event.detail > 0 && state.card !== link.dataset.code) change({ card: link.dataset.code });
      else {
        change({ at: targetOf(link), card: "" });
        follow();
      }
    }
  });
}

function watchSlider() {
  const input = slider.elements._day;
  /** @param {number} next */
  const choose = (next) => change({ day: next >= data.last ? "" : calendarDay(next, data.first) });
  input.addEventListener("input", () => drag(Number(input.value)));
  input.addEventListener("change", () => choose(Number(input.value)));
  /** Go to the nearest change on one side, or to the next day. @param {number} way @param {boolean} [byDay] */
  const next = (way, byDay) => (byDay ? day + way : way < 0 ? days.findLast((each) => each < day) : days.find((each) => each > day));
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const way = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 })[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = next(way, event.shiftKey);
    if (to === undefined || to < 0 || to > data.last) return;
    input.value = to;
    drag(to);
  });
  input.addEventListener("keyup", (/** @type {KeyboardEvent} */ { key }) => { if (key.startsWith("Arrow") && day !== shownDay()) choose(day); });
  const days = [...new Set([data.last, ...codes.flatMap((code) => data.countries[code].standing.filter((_, at) => at % 2 === 0))])].sort((a, b) => a - b);
  for (const [name, way] of /** @type {const} */ ([["back", -1], ["on", 1]])) {
    slider.elements[name].addEventListener("click", () => { const to = next(way); if (to !== undefined) choose(to); });
  }
}

function start() {
  all("table.sortable").forEach(makeSortable);
  watchPointer();
  all(".world > svg, .line").forEach(moveByArrows);
  watchFilter();
  watchClicks();
  watchSlider();
  for (const part of [filter, byId("_take"), slider, one(".zoom"), one(".period")]) part?.removeAttribute("inert");
  for (const { section } of parts) watcher.observe(section);
  document.addEventListener("toggle", (event) => markWords(/** @type {Element} */ (event.target), patterns()), { capture: true });
  addEventListener("beforeprint", () => {
    settle();
    showPaper();
  });
  addEventListener("hashchange", readAddress);
  addEventListener("popstate", readAddress);
  follow();
}

start();
