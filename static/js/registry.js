// The progress of an import: the page asks for itself until the work is done. Without scripts a link does.
const WAIT = 2000;

async function refresh() {
  const box = document.querySelector("[data-veche-progress]");
  const response = await fetch(location.href).catch(() => null);
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-veche-progress]");
    if (!fresh || fresh.dataset.vecheProgress === "done") {
      location.reload();
      return;
    }
    box.replaceChildren(...fresh.childNodes);
  }
  setTimeout(refresh, WAIT);
}

setTimeout(refresh, WAIT);
