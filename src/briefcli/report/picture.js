// A picture for a slide is a list of shapes. It is written as SVG or drawn on a canvas for PNG, so nothing is fetched.

/**
 * @typedef {{path?: string, box?: [number, number, number, number], text?: string, x: number, y: number, scale?: number,
 *   fill: string, stroke?: string, width?: number, size?: number, bold?: boolean, anchor?: "start" | "middle" | "end",
 *   clip?: boolean}} Shape
 * @typedef {{width: number, height: number, page: string, frame: [number, number, number, number], shapes: Shape[]}} Picture
 */

const FACE = "system-ui, 'DejaVu Sans', sans-serif";

/** @param {string} text */
const escapedXml = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Returns a picture as an SVG document. @param {Picture} picture @returns {string} */
function asSvg({ width, height, page, frame, shapes }) {
  const parts = shapes.map((shape) => {
    const line = shape.stroke ? ` stroke="${shape.stroke}" stroke-width="${shape.width ?? 1}" stroke-linejoin="round"` : "";
    const clip = shape.clip ? ' clip-path="url(#frame)"' : "";
    if (shape.text !== undefined) {
      return `<text x="${shape.x}" y="${shape.y}" font-size="${shape.size}" font-weight="${shape.bold ? 600 : 400}" text-anchor="${shape.anchor ?? "start"}" fill="${shape.fill}"${line}${line && ' paint-order="stroke"'}${clip}>${escapedXml(shape.text)}</text>`;
    }
    if (shape.box) return `<rect x="${shape.box[0]}" y="${shape.box[1]}" width="${shape.box[2]}" height="${shape.box[3]}" fill="${shape.fill}"${line}/>`;
    return `<g${clip}><path transform="translate(${shape.x} ${shape.y}) scale(${shape.scale})" d="${shape.path}" fill="${shape.fill}"${line}/></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FACE}">`
    + `<clipPath id="frame"><rect x="${frame[0]}" y="${frame[1]}" width="${frame[2]}" height="${frame[3]}"/></clipPath>`
    + `<rect width="${width}" height="${height}" fill="${page}"/>${parts.join("\n")}</svg>\n`;
}

/** Returns a picture on a canvas. @param {Picture} picture @returns {HTMLCanvasElement} */
function asCanvas({ width, height, page, frame, shapes }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = page;
  pen.fillRect(0, 0, width, height);
  pen.lineJoin = "round";
  for (const shape of shapes) {
    pen.save();
    if (shape.clip) {
      pen.beginPath();
      pen.rect(...frame);
      pen.clip();
    }
    Object.assign(pen, { fillStyle: shape.fill, strokeStyle: shape.stroke ?? "transparent", lineWidth: shape.width ?? 1 });
    if (shape.text !== undefined) {
      Object.assign(pen, { font: `${shape.bold ? 600 : 400} ${shape.size}px ${FACE}`, textAlign: { start: "left", middle: "center", end: "right" }[shape.anchor ?? "start"] });
      if (shape.stroke) pen.strokeText(shape.text, shape.x, shape.y);
      pen.fillText(shape.text, shape.x, shape.y);
    } else if (shape.box) {
      pen.fillRect(...shape.box);
      if (shape.stroke) pen.strokeRect(...shape.box);
    } else {
      pen.translate(shape.x, shape.y);
      pen.scale(shape.scale ?? 1, shape.scale ?? 1);
      const path = new Path2D(shape.path);
      pen.fill(path);
      if (shape.stroke) pen.stroke(path);
    }
    pen.restore();
  }
  return canvas;
}

/**
 * Returns a picture with title, subtitle, legend and credit around some shapes.
 * @param {{title: string, subtitle: string, credit: string, width: number, tall: number, page: string, text: string, muted: string, shapes: Shape[], legend: {fill: string, text: string}[]}} given
 * @returns {Picture}
 */
function framed({ title, subtitle, credit, width, tall, page, text, muted, shapes, legend }) {
  const margin = 40;
  const top = 130;
  /** @type {Shape[]} */
  const around = [
    { text: title, x: margin, y: 62, size: 38, bold: true, fill: text },
    { text: subtitle, x: margin, y: 104, size: 24, fill: muted },
  ];
  let x = margin;
  let y = top + tall + 50;
  for (const entry of legend) {
    const wide = 46 + entry.text.length * 12.5;
    if (x > margin && x + wide > width - margin) [x, y] = [margin, y + 36];
    around.push({ box: [x, y - 18, 28, 20], x: 0, y: 0, fill: entry.fill, stroke: muted });
    around.push({ text: entry.text, x: x + 38, y, size: 22, fill: text });
    x += wide + 20;
  }
  const lines = credit.split("\n");
  lines.forEach((line, place) => around.push({ text: line, x: margin, y: y + 50 + 26 * place, size: 18, fill: muted }));
  const height = y + 50 + 26 * lines.length;
  return { width, height, page, frame: [0, top, width, tall], shapes: [...shapes.map((shape) => ({ ...shape, y: shape.y + top })), ...around] };
}

/** Returns the shapes of the map as it is on the screen. @param {any} svg @param {number} width */
function mapShapes(svg, width) {
  const [left, top, wide, tall] = boxIn(svg.getAttribute("viewBox"));
  const scale = width / wide;
  /** @type {Shape[]} */
  const shapes = [];
  const colours = (/** @type {Element} */ element) => getComputedStyle(element);
  for (const path of svg.querySelectorAll("path, circle")) {
    const look = colours(path);
    const own = path.closest(".claimed") ? 0.1 : 1;
    if (path.closest(".out")) continue;
    const d = path.matches("circle") ? `M${path.cx.baseVal.value - path.r.baseVal.value} ${path.cy.baseVal.value}a${path.r.baseVal.value} ${path.r.baseVal.value} 0 1 0 ${2 * path.r.baseVal.value} 0a${path.r.baseVal.value} ${path.r.baseVal.value} 0 1 0 ${-2 * path.r.baseVal.value} 0z` : path.getAttribute("d");
    const patterned = look.fill.startsWith("url");
    shapes.push({ path: d, x: -left * scale, y: -top * scale, scale: scale * own, clip: true, width: (patterned ? 2 : 1) / scale / own,
      fill: patterned ? "none" : look.fill, stroke: patterned ? colours(svg.querySelector(".subject") ?? svg).color : look.stroke });
  }
  for (const name of svg.querySelectorAll(".names text")) {
    if (name.getAttribute("visibility") === "hidden" || name.matches(".out")) continue;
    const em = 21;
    const side = name.getAttribute("class");
    const right = { right: 0.6, left: -0.6 }[/** @type {"right" | "left"} */ (side)] ?? 0;
    const down = { below: 1.4, above: -0.7 }[/** @type {"below" | "above"} */ (side)] ?? 0.35;
    const anchor = /** @type {"start" | "end" | "middle"} */ ({ right: "start", left: "end" }[/** @type {"right" | "left"} */ (side)] ?? "middle");
    shapes.push({ text: name.textContent, x: (Number(name.getAttribute("x")) - left) * scale + right * em, y: (Number(name.getAttribute("y")) - top) * scale + down * em,
      size: em, bold: true, anchor, fill: colours(name).fill, stroke: colours(name).stroke, width: 4, clip: true });
  }
  return { shapes, tall: tall * scale };
}

/** Returns the shapes of the ladder over time as it is on the screen. @param {any} lines @param {number} width @param {string} text */
function ladderShapes(lines, width, text) {
  const row = 48;
  const [from, to] = [360, width - 330];
  /** @type {Shape[]} */
  const shapes = [];
  const time = lines.querySelector(".axis .time");
  const zoom = parseFloat(time.getAttribute("width")) / 100;
  const shift = parseFloat(time.getAttribute("x") ?? "0") / 100;
  const at = (/** @type {string} */ percent) => from + (to - from) * Math.min(1, Math.max(0, shift + zoom * parseFloat(percent) / 100));
  for (const tick of lines.querySelectorAll(".axis text")) {
    const share = shift + zoom * parseFloat(tick.getAttribute("x")) / 100;
    if (share >= 0) shapes.push({ text: tick.textContent, x: at(tick.getAttribute("x")), y: 20, size: 18, anchor: "middle", fill: text });
  }
  const items = [...lines.querySelectorAll("li")].filter((item) => !item.hidden);
  items.forEach((item, place) => {
    const top = 32 + row * place;
    shapes.push({ text: item.querySelector(".who").textContent, x: 40, y: top + 34, size: 21, bold: true, fill: text });
    for (const rect of item.querySelectorAll("rect")) {
      const left = at(rect.getAttribute("x"));
      const right = at(`${parseFloat(rect.getAttribute("x")) + parseFloat(rect.getAttribute("width"))}`);
      const high = Number(rect.getAttribute("height")) * 1.2;
      if (right > left) shapes.push({ path: `M${left} ${top + 42 - high}h${right - left}v${high}h${left - right}z`, x: 0, y: 0, scale: 1, fill: getComputedStyle(rect).fill });
    }
    shapes.push({ text: item.querySelector(".where").textContent.trim(), x: to + 24, y: top + 34, size: 20, fill: text });
  });
  return { shapes, tall: 48 + row * items.length };
}
