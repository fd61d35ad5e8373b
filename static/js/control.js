/* The queue of the control desk by keys: j and k move, x chooses, o opens, / goes to the search. Enhances

   <form data-veche-module="…/control.js" data-veche-bulk> … <tr data-veche-line> … <input data-veche-row> … </form>
   <input type="checkbox" data-veche-keys>

   On a phone the load of the departments, which stands before the queue, begins folded: <details class="load">.

   Keys of one character can be switched off (WCAG 2.1.4), and the choice is kept on the device. Nothing is taken
   from fields, links and buttons: typing and Enter stay what they are. */
const KEPT = "veche-keys";
const NARROW = "(max-width: 45rem)";

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

export function setUp(form) {
  const load = document.querySelector("details.load");
  if (load && window.matchMedia(NARROW).matches) load.open = false;
  const lines = Array.from(form.querySelectorAll("[data-veche-line]"));
  const toggle = document.querySelector("[data-veche-keys]");
  const search = document.querySelector("[data-veche-search]");
  if (!lines.length || !toggle) return;
  toggle.checked = localStorage.getItem(KEPT) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(KEPT, toggle.checked ? "on" : "off"));
  let here = -1;

  function go(to) {
    if (to < 0 || to >= lines.length) return;
    lines[here]?.classList.remove("is-here");
    here = to;
    lines[here].classList.add("is-here");
    lines[here].querySelector("a").focus();
    lines[here].scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("focusin", (event) => {
    const line = lines.indexOf(event.target.closest("[data-veche-line]"));
    if (line < 0 || line === here) return;
    lines[here]?.classList.remove("is-here");
    here = line;
  });

  const acts = {
    j: () => go(here + 1),
    k: () => go(here - 1),
    x: () => lines[here]?.querySelector("[data-veche-row]")?.click(),
    o: () => lines[here]?.querySelector("a").click(),
    "/": () => search?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    // By place, for a Russian layout gives other letters.
    const key = { KeyJ: "j", KeyK: "k", KeyX: "x", KeyO: "o", Slash: "/" }[event.code] || event.key;
    if (!acts[key]) return;
    event.preventDefault();
    acts[key]();
  });
}
