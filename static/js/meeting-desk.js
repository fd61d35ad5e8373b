/* The phone desk of a meeting. Without this file the same form is POSTed and answered with a page. With it each record
   goes into a queue on the device first, and from there to the server whenever there is a signal. */
const LARGEST_SIDE = 1600;
const QUALITY = 0.82;
const THUMB = 96;
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60000;

const every = (selector, root) => Array.from(root.querySelectorAll(selector));
const make = (name, look, text) => Object.assign(document.createElement(name), { className: look || "", textContent: text || "" });
const filled = (text, values) => Object.entries(values).reduce((said, [name, value]) => said.replace(`%(${name})s`, value), text);

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/* Only what belongs to the decision is shown. */
function decisions(form) {
  const show = () => {
    const chosen = form.querySelector('[name="decision"]:checked, [type="hidden"][name="decision"]');
    every("[data-veche-if]", form).forEach((part) => (part.hidden = !part.dataset.vecheIf.split(" ").includes(chosen && chosen.value)));
    const term = form.querySelector('[name="term"]:checked');
    every("[data-veche-date]", form).forEach((part) => (part.hidden = !term || term.value !== "date"));
  };
  form.addEventListener("change", show);
  show();
  return show;
}

async function drawn(file, side, type, quality) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return type === "address" ? canvas.toDataURL("image/jpeg", quality) : new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

/* Made small on the device; what the browser cannot read goes as it is, for the server to judge. */
async function shrunk(file) {
  try {
    return { photo: await drawn(file, LARGEST_SIDE, "blob", QUALITY), thumb: await drawn(file, THUMB, "address", 0.7) };
  } catch {
    return { photo: file, thumb: "" };
  }
}

class Desk {
  constructor(box, queue, words) {
    Object.assign(this, { box, queue, words, pause: FIRST_PAUSE, shot: null, attendance: 0, timer: 0 });
    this.form = box.querySelector("[data-veche-note]");
    this.desk = { ...box.dataset };
    this.part = (name) => box.querySelector(`[data-veche-${name}]`);
    this.attendance = Number(this.part("heads").value);
    localStorage.setItem(queue.MARK, "1");
    this.recall();
    box.classList.add("is-live");
    this.show = decisions(this.form);
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    this.listen();
    this.tick();
    this.signal(navigator.onLine);
    this.draw().then(() => this.send());
    this.keep();
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.note(event));
    this.part("press").addEventListener("submit", (event) => this.press(event));
    this.form.elements.photo.addEventListener("change", () => this.shoot());
    this.part("unshoot").addEventListener("click", () => this.unshoot());
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.signal(false));
    document.addEventListener("visibilitychange", () => !document.hidden && this.hurry());
    every("[data-veche-question]", this.box).forEach((link) => link.addEventListener("click", (event) => this.take(event, link)));
    setInterval(() => this.tick(), 15000);
  }

  word(forms, count) {
    return filled(forms[this.plural.select(count)] || forms.other, { count });
  }

  tick() {
    const out = this.part("timer");
    const spent = Math.floor((Date.now() - Date.parse(out.dataset.start)) / 60000);
    if (spent < 0) return;
    const hours = Math.floor(spent / 60);
    out.textContent = hours ? filled(this.words.hours, { hours, count: spent % 60 }) : filled(this.words.minutes, { count: spent });
  }

  signal(is) {
    const out = this.part("signal");
    out.replaceChildren(make("span", `chip chip--${is ? "ok" : "warn"}`, is ? this.words.online : this.words.offline));
    this.box.dataset.online = is ? "1" : "";
  }

  /* --- writing down */

  async shoot() {
    const file = this.form.elements.photo.files[0];
    if (!file) return;
    this.shot = await shrunk(file);
    const row = this.part("shot");
    row.querySelector("img").src = this.shot.thumb || "data:,";
    row.hidden = false;
  }

  unshoot() {
    this.shot = null;
    this.form.elements.photo.value = "";
    this.part("shot").hidden = true;
  }

  missing(fields) {
    if (!fields.text.trim()) return ["text", this.words.empty];
    if (["assign", "hand_over"].includes(fields.decision) && !fields.department) return ["department", this.words.no_department];
    if (fields.decision === "assign" && fields.term === "date" && !fields.due_on) return ["due_on", this.words.no_date];
    if (fields.decision === "answer" && !fields.answer.trim()) return ["answer", this.words.no_answer];
    return null;
  }

  complain(name, words) {
    every(".err[data-veche-err]", this.form).forEach((old) => old.remove());
    if (!name) return;
    const field = this.form.elements[name];
    const control = field instanceof RadioNodeList ? field[0] : field;
    const said = make("p", "err", words);
    said.dataset.vecheErr = "";
    said.setAttribute("role", "alert");
    control.closest(".field").prepend(said);
    control.focus();
  }

  async note(event) {
    event.preventDefault();
    // A second tap of the same finger is not a second problem.
    if (this.writing) return;
    const fields = Object.fromEntries(Array.from(new FormData(this.form)).filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken"));
    const missing = this.missing(fields);
    this.complain(...(missing || []));
    if (missing) return;
    this.writing = true;
    const file = this.form.elements.photo.files[0];
    if (file && !this.shot) this.shot = await shrunk(file);
    const id = uuid();
    const item = { id, kind: "note", user: this.desk.user, meeting: this.desk.meeting, url: this.desk.url, made: Date.now(), fields: { ...fields, client_id: id }, photo: this.shot && this.shot.photo, thumb: this.shot ? this.shot.thumb : "" };
    try {
      await this.queue.add(item);
      if (this.mending) await this.queue.drop(this.mending);
    } catch {
      // Nothing can be kept here (a private window, no space): the form goes as it would without scripts.
      this.form.elements.client_id.value = id;
      this.form.submit();
      return;
    }
    this.mending = null;
    this.clear();
    await this.draw();
    this.writing = false;
    this.hurry();
  }

  /* Department and term stay: the next problem is often of the same kind. */
  clear() {
    const { text, answer, speaker, question, is_private: isPrivate } = this.form.elements;
    [text, answer, speaker, question].filter(Boolean).forEach((field) => (field.value = ""));
    if (isPrivate) isPrivate.checked = false;
    every(".errs", this.form).forEach((old) => old.remove());
    this.unshoot();
    this.raise();
    text.focus();
  }

  /* The department used last comes first. */
  raise() {
    const list = this.part("departments");
    const used = this.form.querySelector('[name="department"]:checked');
    const card = used && used.closest(".pick--card");
    if (!list || !card || !list.contains(card)) return;
    list.prepend(card);
  }

  take(event, link) {
    event.preventDefault();
    this.form.elements.text.value = link.dataset.text;
    this.form.elements.question.value = link.dataset.vecheQuestion;
    this.form.elements.text.focus();
  }

  async press(event) {
    event.preventDefault();
    const by = Number(event.submitter.value);
    const made = { id: uuid(), user: this.desk.user, meeting: this.desk.meeting, url: this.desk.heads, made: Date.now(), thumb: "" };
    try {
      await this.queue.press(made, by);
    } catch {
      event.target.append(Object.assign(make("input"), { type: "hidden", name: "change", value: by }));
      event.target.submit();
      return;
    }
    await this.draw();
    this.hurry();
  }

  /* --- what waits on the device */

  async draw() {
    const items = await this.queue.all().catch(() => []);
    const mine = items.filter((item) => item.user === this.desk.user);
    const notes = mine.filter((item) => item.kind === "note");
    const heads = mine.filter((item) => item.kind === "heads" && item.meeting === this.desk.meeting);
    this.part("heads").value = Math.max(0, heads.reduce((sum, item) => sum + item.fields.change, this.attendance));
    this.part("queued").replaceChildren(...notes.reverse().map((item) => this.line(item)));
    const others = items.length - mine.length;
    const out = this.part("waiting");
    const said = [];
    const unsent = notes.filter((item) => !item.errors).length;
    if (unsent) said.push(make("p", "note note--warn", this.word(this.words.waiting, unsent)));
    if (others) said.push(make("p", "note", this.word(this.words.foreign, others)));
    if (this.stopped) said.unshift(this.stop());
    out.replaceChildren(...said);
  }

  line(item) {
    const row = make("li", `desk__row desk__row--${item.errors ? "refused" : "queued"}`);
    row.dataset.note = item.id;
    row.append(make("p", "", item.fields.text));
    if (item.thumb) row.append(Object.assign(make("img"), { src: item.thumb, alt: "" }));
    const state = item.errors ? this.words.refused : this.sending === item.id ? this.words.sending : this.words.queued;
    row.append(make("p", "small", state));
    if (!item.errors) return row;
    item.errors.forEach((words) => row.append(make("p", "err", words)));
    const acts = make("p", "row row--tight");
    const act = (word, doing) => {
      const button = Object.assign(make("button", "btn btn--2 btn--s", word), { type: "button" });
      button.addEventListener("click", doing);
      acts.append(button);
    };
    const again = async (changed) => {
      await this.queue.change({ ...item, ...changed, errors: null });
      await this.draw();
      this.hurry();
    };
    if (item.fields_refused.includes("as_is")) act(this.words.as_is, () => again({ fields: { ...item.fields, as_is: "on" } }));
    if (item.photo && item.fields_refused.includes("photo")) act(this.words.no_photo, () => again({ photo: null, thumb: "" }));
    act(this.words.edit, () => this.mend(item));
    act(this.words.drop, async () => {
      if (!window.confirm(this.words.drop_ask)) return;
      await this.queue.drop(item);
      await this.draw();
    });
    row.append(acts);
    return row;
  }

  mend(item) {
    Object.entries(item.fields).forEach(([name, value]) => {
      const field = this.form.elements[name];
      if (!field || name === "client_id") return;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    });
    this.shot = item.photo && !item.fields_refused.includes("photo") ? { photo: item.photo, thumb: item.thumb } : null;
    // It stays on the device until the mended one is kept there.
    this.mending = item;
    this.show();
    this.form.elements.text.focus();
  }

  stop() {
    const box = make("div", "note note--bad", this.words[this.stopped]);
    if (this.stopped === "signed_out") {
      const link = make("a", "btn mt", this.words.sign_in);
      link.href = `${this.words.sign_in_url}?next=${encodeURIComponent(location.pathname)}`;
      box.append(make("br"), link);
    }
    return box;
  }

  /* --- sending */

  hurry() {
    this.pause = FIRST_PAUSE;
    this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.again = false;
    let outcome = "";
    try {
      outcome = await this.queue.flush(this.desk, (word, what) => this.hear(word, what));
      this.signal(true);
      this.pause = FIRST_PAUSE;
    } catch {
      this.signal(false);
    }
    this.sending = null;
    this.stopped = this.words[outcome] ? outcome : "";
    this.busy = false;
    await this.draw();
    if (this.again) this.send();
    else if (outcome !== "done" && !this.stopped) this.later();
  }

  later() {
    this.timer = setTimeout(() => this.send(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  async hear(word, what) {
    if (word === "sending") this.sending = what.id;
    else if (what) {
      this.takeOver(what);
      const { now, rows, count, attendance } = what;
      localStorage.setItem(this.queue.lastOf(this.desk), JSON.stringify({ now, rows, count, attendance }));
    }
    await this.draw();
  }

  takeOver({ rows, count, attendance }) {
    this.part("rows").innerHTML = rows;
    this.part("count").value = count;
    this.attendance = attendance;
  }

  /* A page from the store is as old as the first visit; what the server said last is newer. */
  recall() {
    const last = JSON.parse(localStorage.getItem(this.queue.lastOf(this.desk)) || "null");
    if (last && Date.parse(last.now) > Date.parse(this.desk.now)) this.takeOver(last);
  }

  /* --- a reload without a signal */

  async keep() {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.addEventListener("message", () => (this.part("kept").textContent = this.words.kept));
    try {
      await navigator.serviceWorker.register(this.desk.worker);
      const { active } = await navigator.serviceWorker.ready;
      const parts = performance.getEntriesByType("resource").map((entry) => entry.name.split("#")[0]);
      const links = every("link[href], script[src]", document).map((part) => part.href || part.src);
      const own = [...parts, ...links].filter((address) => new URL(address).origin === location.origin && new URL(address).pathname.startsWith("/static/"));
      active.postMessage({ keep: [...new Set(own)] });
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    } catch {
      // Without it the queue still works; only a reload needs a signal.
    }
  }
}

export async function setUp(box) {
  if (!box.dataset.queue) {
    decisions(box);
    return;
  }
  const queue = await import(box.dataset.queue);
  new Desk(box, queue, JSON.parse(document.getElementById("desk-words").textContent));
}
