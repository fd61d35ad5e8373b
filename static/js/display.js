/* The accessible version, shown at once. The server renders the same attributes from the cookie. */
const NAMES = ["font", "scheme", "images", "space", "face", "theme"];
const YEAR = 31536000;

function keep(chosen) {
  const value = new URLSearchParams(chosen).toString();
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `view=${value}; path=/; max-age=${value ? YEAR : 0}; samesite=lax${secure}`;
}

function read(form) {
  const chosen = {};
  NAMES.forEach((name) => {
    const radio = form.querySelector(`input[name="${name}"]:checked`);
    if (radio && radio.value) chosen[name] = radio.value;
  });
  return chosen;
}

function show(chosen) {
  const root = document.documentElement;
  NAMES.filter((name) => name !== "images").forEach((name) => {
    if (chosen[name]) root.dataset[name] = chosen[name];
    else delete root.dataset[name];
  });
}

function setUp() {
  const panel = document.getElementById("a11y");
  const form = panel && panel.querySelector("[data-veche-display]");
  if (!form) return;
  form.addEventListener("change", () => {
    const chosen = read(form);
    show(chosen);
    keep(chosen);
  });
  form.addEventListener("submit", (event) => {
    const pictures = document.documentElement.dataset.images || "";
    const chosen = read(form);
    // Pictures and their descriptions are exchanged by the server; the rest is on the screen already.
    if ((event.submitter && event.submitter.name === "reset") || (chosen.images || "") !== pictures) return;
    event.preventDefault();
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}

setUp();
