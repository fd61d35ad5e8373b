/* Photos one by one, with progress: dropped, taken by the camera or chosen. Enhances

   <div class="drop" data-veche-module="…/upload.js" data-url="…" data-field="photo" data-max="6" data-max-bytes="…" data-…>
     <div class="thumbs" data-veche-photos aria-live="polite">…</div>
     <label …>…</label><input type="file" multiple …>
   </div>

   Each file is POSTed alone to data-url with the form's CSRF token. The answer is the HTML of one photo (with its
   own fields for the description and for removal), put into [data-veche-photos]; a refusal is an HTML or text
   fragment with status 4xx and is shown beside the file's name. Without scripts the files go with the form. */
const megabytes = (bytes) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / 1048576);

export function setUp(box) {
  const input = box.querySelector('input[type="file"]');
  const photos = box.querySelector("[data-veche-photos]");
  const form = input.form;
  const words = box.dataset;
  const queue = [];
  let running = false;

  const list = document.createElement("ul");
  list.className = "uploads";
  list.setAttribute("aria-live", "polite");
  photos.after(list);
  box.classList.add("is-live");
  input.removeAttribute("name");
  input.required = false;

  const count = () => photos.children.length + queue.length + (running ? 1 : 0);

  function line(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    Object.assign(bar, { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar);
    list.append(item);
    return { item, bar };
  }

  function refuse(item, text, file) {
    item.className = "is-bad";
    item.querySelector("progress")?.remove();
    const why = document.createElement("p");
    why.className = "err";
    why.textContent = text;
    item.append(why);
    if (file) {
      const again = document.createElement("button");
      Object.assign(again, { type: "button", className: "act", textContent: words.again });
      again.addEventListener("click", () => {
        item.remove();
        add([file]);
      });
      item.append(again);
    }
  }

  function send({ file, item, bar }) {
    running = true;
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append(words.field, file, file.name);
    request.open("POST", words.url);
    request.setRequestHeader("X-CSRFToken", form.querySelector('input[name="csrfmiddlewaretoken"]').value);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
    });
    request.addEventListener("loadend", () => {
      running = false;
      if (request.status >= 200 && request.status < 300) {
        item.remove();
        photos.insertAdjacentHTML("beforeend", request.responseText);
        const added = photos.lastElementChild;
        const description = added && added.querySelector("input:not([type=hidden]), textarea");
        if (description && !queue.length) description.focus();
      } else if (request.status >= 400 && request.status < 500) {
        const answer = new DOMParser().parseFromString(request.responseText, "text/html");
        const said = answer.querySelector(".err, .note") || answer.body;
        refuse(item, said.textContent.trim().slice(0, 300) || words.failed);
      } else refuse(item, words.failed, file);
      next();
    });
    request.send(body);
  }

  function next() {
    if (!running && queue.length) send(queue.shift());
  }

  function add(files) {
    Array.from(files).forEach((file) => {
      const shown = line(file);
      if (count() >= Number(words.max)) refuse(shown.item, words.toomany.replace("%s", words.max));
      else if (!file.type.startsWith("image/")) refuse(shown.item, words.wrong);
      else if (file.size > Number(words.maxBytes)) refuse(shown.item, words.toolarge.replace("%s", megabytes(Number(words.maxBytes))));
      else queue.push({ file, ...shown });
    });
    next();
  }

  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  ["dragenter", "dragover"].forEach((name) =>
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    }),
  );
  ["dragleave", "drop"].forEach((name) =>
    box.addEventListener(name, (event) => {
      event.preventDefault();
      if (name === "drop" || !box.contains(event.relatedTarget)) box.classList.remove("is-over");
    }),
  );
  box.addEventListener("drop", (event) => add(event.dataTransfer.files));

  /* Removal: the button names the address; without scripts it is an ordinary submit button with formaction. */
  photos.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-veche-remove]");
    if (!button) return;
    event.preventDefault();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector('input[name="csrfmiddlewaretoken"]').value);
    fetch(button.dataset.vecheRemove, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } })
      .then((response) => {
        if (!response.ok) throw new Error(response.status);
        button.closest("[data-veche-photo-item]").remove();
        input.focus();
      })
      .catch(() => form.requestSubmit(button));
  });

  form.addEventListener("submit", (event) => {
    if (!running && !queue.length) return;
    event.preventDefault();
    const wait = list.querySelector("[data-wait]") || list.appendChild(document.createElement("li"));
    wait.setAttribute("data-wait", "");
    wait.textContent = words.wait;
  });
}
