/* New posts of a feed: asked for twice a minute while the page is looked at, told of politely, loaded when pressed.
   A button pauses it, and the browser's session remembers that (WCAG 2.2.2). Without scripts the page is reloaded. */
const EVERY = 30000;
const KEY = "veche-feed-paused";

const stored = () => {
  try {
    return sessionStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
};
const store = (paused) => {
  try {
    if (paused) sessionStorage.setItem(KEY, "1");
    else sessionStorage.removeItem(KEY);
  } catch {
    /* Without storage the pause lasts as long as the page. */
  }
};

export function setUp(box) {
  const out = box.querySelector("[data-veche-fresh]");
  const button = document.createElement("button");
  const note = document.createElement("span");
  let paused = stored();
  button.type = "button";
  button.className = "act";
  note.className = "small muted";
  box.append(button, note);

  const show = () => {
    button.textContent = paused ? box.dataset.goOn : box.dataset.pause;
    note.textContent = paused ? box.dataset.paused : "";
    if (paused) out.replaceChildren();
  };
  button.addEventListener("click", () => {
    paused = !paused;
    store(paused);
    show();
    if (!paused) ask();
  });

  async function ask() {
    const wall = document.getElementById("wall");
    if (paused || document.hidden || !wall) return;
    const url = `${box.dataset.url}?since=${encodeURIComponent(wall.dataset.vecheNewest)}`;
    const response = await fetch(url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!response || response.status !== 200 || paused) return;
    const words = await response.text();
    // The same words again would be read out again.
    if (out.dataset.said === words) return;
    out.dataset.said = words;
    out.replaceChildren(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
  }

  out.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-veche-fresh-show]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const response = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!response || !response.ok) {
      location.href = link.href;
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("wall");
    document.getElementById("wall").replaceWith(fresh);
    out.replaceChildren();
    delete out.dataset.said;
    const first = fresh.querySelector(".post:not(.post--pin) h3 a") || fresh.querySelector("h3 a");
    if (first) first.focus();
  });

  show();
  setInterval(ask, Number(box.dataset.every) || EVERY);
  document.addEventListener("visibilitychange", ask);
}
