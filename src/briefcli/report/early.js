// The one script that runs before the page is painted: where the address has filters, the page waits until they apply.
if (location.hash.includes("=")) {
  document.documentElement.className = "early";
  addEventListener("DOMContentLoaded", () => document.documentElement.removeAttribute("class"));
}
