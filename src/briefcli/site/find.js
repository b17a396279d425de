// The search field of the first page leads to the page of the search.

const asked = /** @type {HTMLFormElement} */ (document.getElementById("_find"));
asked.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = /** @type {HTMLInputElement} */ (asked.elements.namedItem("q")).value.trim();
  location.href = `search.html#${new URLSearchParams({ q: typed })}`;
});
asked.hidden = false;
