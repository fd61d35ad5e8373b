/* Enhancement only: without this file one can still read, vote and fill in forms.
   Every hook is an attribute data-veche-…; words come from the page, so that they are in its language. */

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

/* Before / after: two pictures side by side become a slider that arrow keys move too. */
function beforeAfter(box) {
  if (document.documentElement.dataset.images === "off" || box.classList.contains("is-on")) return;
  const range = document.createElement("input");
  const knob = document.createElement("span");
  Object.assign(range, { type: "range", min: 0, max: 100, value: 50, className: "ba__range" });
  range.setAttribute("aria-label", box.dataset.label);
  knob.className = "ba__knob";
  knob.setAttribute("aria-hidden", "true");
  const show = () => {
    box.style.setProperty("--pos", `${range.value}%`);
    range.setAttribute("aria-valuetext", box.dataset.valuetext.replace("%s", range.value));
  };
  range.addEventListener("input", show);
  box.append(range, knob);
  box.classList.add("is-on");
  show();
}

/* How many characters are left: written after a pause, so that it is not read out at each letter. */
function counter(out) {
  const field = document.getElementById(out.dataset.vecheCounter);
  const limit = field ? field.maxLength : -1;
  if (limit < 0) return;
  let timer;
  const show = () => {
    out.textContent = out.dataset.left.replace("%s", limit - field.value.length);
    out.classList.toggle("is-near", field.value.length > limit * 0.9);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
  show();
}

/* A dangerous form asks once more in words of its own; without scripts its page asks. */
function confirmForm(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    const button = event.submitter;
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    const words = document.createElement("p");
    words.textContent = form.dataset.vecheConfirm;
    words.id = "ask-words";
    dialog.setAttribute("aria-labelledby", words.id);
    const row = document.createElement("div");
    row.className = "row mt5";
    const yes = document.createElement("button");
    const no = document.createElement("button");
    Object.assign(yes, { type: "button", className: "btn", textContent: form.dataset.yes || button.textContent.trim() });
    Object.assign(no, { type: "button", className: "btn btn--2", textContent: form.dataset.no });
    row.append(yes, no);
    dialog.append(words, row);
    document.body.append(dialog);
    yes.addEventListener("click", () => {
      form.dataset.confirmed = "1";
      dialog.close();
      form.requestSubmit(button);
      delete form.dataset.confirmed;
    });
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (button) button.focus();
    });
    dialog.showModal();
    no.focus();
  });
}

/* Signing out on a device that keeps records of a meeting: the desk's own script asks what to do with them. */
function leaving(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.left || !Object.keys(localStorage).some((name) => name.startsWith("veche-desk"))) return;
    event.preventDefault();
    import(form.dataset.vecheLeaving).then(async (queue) => {
      if (!(await queue.leave(form))) return;
      form.dataset.left = "1";
      form.requestSubmit();
    });
  });
}

/* Row selection in a work queue. */
function bulk(form) {
  const whole = form.querySelector("[data-veche-all]");
  const out = form.querySelector("[data-veche-count]");
  const rows = all("input[data-veche-row]", form);
  const show = () => {
    const chosen = rows.filter((row) => row.checked).length;
    if (out) out.textContent = chosen;
    if (whole) {
      whole.checked = chosen === rows.length;
      whole.indeterminate = chosen > 0 && chosen < rows.length;
    }
    all("[data-veche-need]", form).forEach((button) => (button.disabled = !chosen));
  };
  if (whole)
    whole.addEventListener("change", () => {
      rows.forEach((row) => (row.checked = whole.checked));
      show();
    });
  rows.forEach((row) => row.addEventListener("change", show));
  show();
}

/* Larger things come only where a page has them; their address stands in the page, because its name carries a digest. */
function module(element) {
  import(element.dataset.vecheModule).then((loaded) => loaded.setUp(element));
}

function setUp(root) {
  const once = (name, act) =>
    [...(root.matches && root.matches(`[data-veche-${name}]`) ? [root] : []), ...all(`[data-veche-${name}]`, root)]
      .filter((element) => !element.hasAttribute(`data-veche-${name}-on`))
      .forEach((element) => {
        element.setAttribute(`data-veche-${name}-on`, "");
        act(element);
      });
  once("ba", beforeAfter);
  once("counter", counter);
  once("confirm", confirmForm);
  once("leaving", leaving);
  once("bulk", bulk);
  once("module", module);
  once("errors", (box) => box.focus());
  once("autosubmit", (form) => form.addEventListener("change", () => form.requestSubmit()));
  all("[data-veche-script]", root).forEach((element) => (element.hidden = false));
  all("[data-veche-close], [data-veche-share], [data-veche-print]", root).forEach((button) => (button.hidden = false));
}

async function share(button) {
  const url = button.dataset.vecheShare || document.location.href;
  if (navigator.share) {
    await navigator.share({ title: document.title, url }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  const word = button.querySelector("[data-veche-word]") || button;
  const before = word.textContent;
  word.textContent = button.dataset.copied;
  setTimeout(() => (word.textContent = before), 3000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-veche-close], [data-veche-print], [data-veche-share], [data-veche-open]");
  if (button) {
    if (button.hasAttribute("data-veche-print")) window.print();
    else if (button.hasAttribute("data-veche-share")) share(button);
    else if (button.hasAttribute("data-veche-close")) button.closest(".note").remove();
    else openDetails(document.getElementById(button.dataset.vecheOpen));
    return;
  }
  const picture = event.target.closest("a[data-veche-photo]");
  const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button);
  const thumbs = picture && picture.closest("[data-veche-viewer]");
  if (thumbs && plain && typeof HTMLDialogElement !== "undefined") {
    event.preventDefault();
    import(thumbs.dataset.vecheViewer).then((viewer) => viewer.open(thumbs, picture));
  }
});

function openDetails(details) {
  if (!details) return;
  details.open = true;
  details.querySelector("summary").focus();
}

/* htmx comes only to pages that use it. The token is the one that stands in a form of the page. */
function setUpHtmx() {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  const script = document.createElement("script");
  script.src = document.querySelector('meta[name="veche-htmx"]').content;
  // htmx begins at DOMContentLoaded or in a complete document; arriving between the two it would wait for ever.
  if (document.readyState === "complete") document.head.append(script);
  else window.addEventListener("load", () => document.head.append(script));
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('input[name="csrfmiddlewaretoken"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
  // A refusal comes with its page: what was typed and why it was not taken.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([400, 403, 409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
}

setUp(document);
setUpHtmx();
