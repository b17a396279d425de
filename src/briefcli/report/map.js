// The map zooms by button, key, wheel and two fingers, and pans by key, pointer and two fingers.

/** The size of letters and dots on the screen, in pixels, and the largest zoom. */
const LETTER = 13;
const DOT = 3.6;
const CLOSEST = 24;

/** @typedef {[number, number, number, number]} Box */

/** @param {string} text @returns {Box} */
const boxIn = (text) => /** @type {Box} */ (text.split(" ").map(Number));

/** Returns the smallest box around others. @param {Box[]} boxes @returns {Box} */
function around(boxes) {
  const [left, top] = [0, 1].map((side) => Math.min(...boxes.map((box) => box[side])));
  const [right, bottom] = [0, 1].map((side) => Math.max(...boxes.map((box) => box[side] + box[side + 2])));
  return [left, top, right - left, bottom - top];
}

/** Returns the smallest box around a part of the world that has the proportions of another box. @param {Box} part @param {Box} shape @returns {Box} */
function shaped([x, y, wide, tall], [, , shapeWide, shapeTall]) {
  const width = Math.max(wide, (tall * shapeWide) / shapeTall);
  const height = (width * shapeTall) / shapeWide;
  return [x + (wide - width) / 2, y + (tall - height) / 2, width, height];
}

/** Returns the box after zooming by a factor around a point. It is never wider than the whole. @param {Box} box @param {number} factor @param {number} x @param {number} y @param {Box} whole @returns {Box} */
function closer(box, factor, x, y, whole) {
  const most = Math.max(whole[2], (whole[3] * box[2]) / box[3]);
  const wide = Math.min(Math.max(box[2] / factor, whole[2] / CLOSEST), most);
  const by = wide / box[2];
  return inside([x - (x - box[0]) * by, y - (y - box[1]) * by, wide, box[3] * by], whole);
}

/** Returns the box after moving it inside the whole. @param {Box} box @param {Box} whole @returns {Box} */
function inside([x, y, wide, tall], whole) {
  /** @param {number} at @param {number} size @param {number} from @param {number} length */
  const within = (at, size, from, length) =>
    (size >= length ? from + (length - size) / 2 : Math.min(Math.max(at, from), from + length - size));
  return [within(x, wide, whole[0], whole[2]), within(y, tall, whole[1], whole[3]), wide, tall];
}

/** Make a map zoom and pan. Returns a function that shows another part of it. @param {any} svg @param {any} controls */
function movable(svg, controls) {
  const whole = boxIn(svg.dataset.whole);
  const home = boxIn(svg.getAttribute("viewBox"));
  const names = svg.querySelector(".names");
  const letter = Number(names?.getAttribute("font-size") ?? 1);
  let box = home;
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let moved = 0;
  let width = 0;

  function draw() {
    svg.setAttribute("viewBox", box.map((each) => each.toFixed(1)).join(" "));
    if (!width) return; // nobody has seen it yet
    const unit = box[2] / width;
    for (const dot of svg.querySelectorAll("circle")) dot.setAttribute("r", (DOT * unit).toFixed(2));
    for (const [id, turn, size] of [["_hatch", 45, 0.4], ["_claimed", -45, 2]]) {
      document.getElementById(String(id))?.setAttribute("patternTransform", `rotate(${turn}) scale(${(Number(size) * unit).toFixed(3)})`);
    }
    if (!names) return;
    names.setAttribute("font-size", (LETTER * unit).toFixed(2));
    for (const name of names.children) name.setAttribute("display", Number(name.dataset.zoom) * LETTER * unit <= letter * 1.01 ? "inline" : "none");
  }
  /** @param {Box} next */
  const go = (next) => { box = next; draw(); };
  /** @param {number} x @param {number} y */
  const point = (x, y) => {
    const at = svg.getBoundingClientRect();
    return [box[0] + ((x - at.left) / at.width) * box[2], box[1] + ((y - at.top) / at.height) * box[3]];
  };
  /** @param {number} factor @param {number} [x] @param {number} [y] */
  const zoom = (factor, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) => go(closer(box, factor, x, y, whole));
  /** @param {number} right @param {number} down */
  const pan = (right, down) => go(inside([box[0] + right, box[1] + down, box[2], box[3]], whole));

  controls.elements.in.addEventListener("click", () => zoom(1.6));
  controls.elements.out.addEventListener("click", () => zoom(1 / 1.6));
  svg.addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the plain wheel belongs to the page
    event.preventDefault();
    const [x, y] = point(event.clientX, event.clientY);
    zoom(Math.exp(-event.deltaY / 200), x, y);
  }, { passive: false });
  svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const steps = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    const step = event.shiftKey && steps[event.key];
    if (step) pan(step[0] * box[2] / 8, step[1] * box[2] / 8);
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "0") go(home);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = 0;
  });
  addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    const unit = box[2] / svg.clientWidth;
    if (others.length > 0) {
      const [x, y] = point((others[0].x + event.clientX) / 2, (others[0].y + event.clientY) / 2);
      const apart = (/** @type {{x: number, y: number}} */ at) => Math.hypot(at.x - others[0].x, at.y - others[0].y) || 1;
      zoom(apart({ x: event.clientX, y: event.clientY }) / apart(last), x, y);
    }
    if (others.length > 0 || event.pointerType === "mouse") {
      moved += Math.abs(event.clientX - last.x) + Math.abs(event.clientY - last.y);
      if (moved > 4) pan((last.x - event.clientX) * unit / (others.length + 1), (last.y - event.clientY) * unit / (others.length + 1));
    }
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => fingers.delete(/** @type {PointerEvent} */ (event).pointerId));
  svg.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    if (moved <= 4) return;
    event.preventDefault(); // the click that ends a move chooses no country
    event.stopPropagation();
    moved = 0;
  }, { capture: true });
  svg.addEventListener("dragstart", (/** @type {DragEvent} */ event) => event.preventDefault());
  new ResizeObserver(([{ contentRect }]) => { // letters and dots do not grow with the map
    ({ width } = contentRect);
    draw();
  }).observe(svg);
  return (/** @type {"" | "world" | Box} */ part) => {
    if (part === "") return go(home);
    return go(part === "world" ? shaped(whole, home) : inside(shaped(part, home), whole));
  };
}
