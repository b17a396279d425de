// The second form of the map: a square for each country, placed as in the picture of the tiles, which has no colours of a day.

/** Show the tiles, which are drawn when they are first chosen, or the map. @param {boolean} tiled */
function showTiles(tiled) {
  one(".map").classList.toggle("tiled", tiled);
  if (tiled && !one(".tiles")) drawTiles();
  for (const button of all("[name=view]")) button.setAttribute("aria-pressed", String(Boolean(button.value) === tiled));
  const picture = one("[name=picture]");
  if (/map|tiles/.test(picture.value)) picture.value = tiled ? "tiles" : "map";
}

function drawTiles() {
  const { sheets, subject, searched } = pictures();
  const sheet = new DOMParser().parseFromString(sheets.tiles, "image/svg+xml");
  /** @param {any} element @param {string[]} names */
  const given = (element, names) => Object.fromEntries(names.map((name) => [name, Number(element.getAttribute(name))]));
  const found = all("#tiles > g", sheet).map((tile) => ({ code: tile.id, square: given(one("rect", tile), ["x", "y", "width", "height", "rx"]), letters: given(one("text", tile), ["x", "y", "font-size"]) }))
    .sort((a, b) => a.square.y - b.square.y || a.square.x - b.square.x);
  /** @param {typeof found} some */
  const boxAround = (some) => around(some.map(({ square: { x, y, width, height } }) => [x, y, width, height]));
  const box = boxAround(found);
  const picture = pictured("svg", { viewBox: box.join(" "), role: "group", "aria-label": "Tiles of the countries by level; the list of levels says the same in words" });
  picture.append(...found.map(({ code, square, letters }) => {
    const own = code in data.countries;
    const tile = own
      ? pictured("a", { class: "area", href: `#country-${code.toLowerCase()}`, "data-code": code })
      : pictured("g", { class: code === subject ? "subject" : searched.includes(code) ? "searched" : "land" });
    tile.append(pictured("rect", square), pictured("text", letters, code));
    return tile;
  }));
  const scrolled = made("div", "", { className: "tiles" });
  scrolled.append(picture);
  one(".world > svg").after(scrolled);
  const tiles = all(".area", picture);
  tiles.forEach(nameArea);
  for (const tile of tiles) codeOf.set(tile, tile.dataset.code);
  areas.push(...tiles);
  moveByArrows(picture);
  showMap(current.selection);
  // The middle of what is shown comes into view when this is first seen, which may be some frames later.
  new ResizeObserver((_, sizes) => {
    sizes.disconnect();
    const shown = found.filter(({ code }) => current.selection.countries.has(code));
    const [left, , wide] = shown.length ? boxAround(shown) : box;
    scrolled.scrollLeft = (scrolled.scrollWidth * (left + wide / 2 - box[0])) / box[2] - scrolled.clientWidth / 2;
  }).observe(scrolled);
}
