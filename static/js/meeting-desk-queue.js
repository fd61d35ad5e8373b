/* What was written down without a signal: kept in IndexedDB, sent in order, deleted after the server's receipt.

   Each item carries the name of its own record (`id`), so that the server takes it once however often it arrives,
   and the key of the person who made it (`user`): it is never sent by another. */
const DATABASE = "veche-desk";
const STORE = "items";
// So begin the names under which this device keeps something of a desk: signing out looks for them.
export const MARK = "veche-desk";
const PATIENCE_MS = 60000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "seq", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error || request.error);
    });
  } finally {
    database.close();
  }
}

/* Under this name stands what the server said last of a meeting to this person. */
export const lastOf = (desk) => `${MARK}:${desk.meeting}:${desk.user}`;

export const all = () => run("readonly", (store) => store.getAll());
export const change = (item) => run("readwrite", (store) => store.put(item));

export async function add(item) {
  await run("readwrite", (store) => store.add(item));
}

export async function drop(item) {
  await run("readwrite", (store) => store.delete(item.seq));
}

/* Presses of the counter that were never sent become one: a crowd costs one request. */
export async function press(made, by) {
  const last = (await all()).filter((item) => item.user === made.user && item.meeting === made.meeting).pop();
  if (last && last.kind === "heads" && !last.tried && !last.errors) {
    last.fields.change += by;
    await (last.fields.change ? change(last) : drop(last));
  } else await add({ ...made, kind: "heads", fields: { client_id: made.id, change: by } });
}

const soon = () => AbortSignal.timeout(PATIENCE_MS);

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", signal: soon() });
  if (answer.status === 401) return "signed_out";
  if ([403, 404].includes(answer.status)) return "forbidden";
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function body(item) {
  const form = new FormData();
  Object.entries(item.fields).forEach(([name, value]) => form.append(name, value));
  if (item.photo) form.append("photo", item.photo, "photo.jpg");
  return form;
}

async function send(item, token) {
  // Said before it is sent: an answer that gets lost must not let another press be added to this one.
  await change({ ...item, tried: true });
  const answer = await fetch(item.url, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: body(item),
    signal: soon(),
  });
  if (answer.status === 401 || answer.redirected) return "signed_out";
  if ([403, 404].includes(answer.status)) return "forbidden";
  if (answer.status === 422) return refuse(item, await answer.json());
  // What will never be taken must not hold up the rest.
  if ([400, 405, 413, 415].includes(answer.status)) return refuse(item, { errors: [], fields: item.photo ? ["photo"] : [] });
  if (!answer.ok) throw new Error(answer.status);
  const receipt = await answer.json();
  // The page of a café's network answers 200 as well: only the name of the record is a receipt.
  if (receipt.id !== item.id) throw new Error("no receipt");
  await drop(item);
  return receipt;
}

async function refuse(item, said) {
  if (item.kind === "heads") await drop(item);
  else await change({ ...item, tried: true, errors: said.errors, fields_refused: said.fields });
  return null;
}

/* Send whatever waits; `tell(word, receipt)` hears how it goes. Answers "done", or why nothing more can be sent now:
   "signed_out", "other_user", "forbidden". Throws when the network fails. */
async function sendAll(desk, tell) {
  const state = await ask(desk.state);
  if (typeof state === "string") return state;
  if (state.user !== desk.user) return "other_user";
  tell("state", state);
  for (;;) {
    const next = (await all()).find((item) => item.user === desk.user && !item.errors);
    if (!next) break;
    tell("sending", next);
    const receipt = await send(next, state.token);
    if (typeof receipt === "string") return receipt;
    tell("sent", receipt && next.meeting === desk.meeting ? receipt : null);
  }
  return "done";
}

/* One tab sends at a time; the server takes each record once anyway. */
export function flush(desk, tell) {
  if (!navigator.locks) return sendAll(desk, tell);
  return navigator.locks.request("veche-desk", { ifAvailable: true }, (lock) => (lock ? sendAll(desk, tell) : "busy"));
}

/* Signing out on this device: what was not sent is asked about, and nothing stays behind. */
export async function leave(form) {
  const waiting = (await all().catch(() => [])).length;
  const words = (form.dataset.unsent || "").replace("%s", waiting);
  if (waiting && !window.confirm(words)) return false;
  await run("readwrite", (store) => store.clear()).catch(() => {});
  Object.keys(localStorage)
    .filter((name) => name.startsWith(MARK))
    .forEach((name) => localStorage.removeItem(name));
  const caches = await window.caches.keys();
  await Promise.all(caches.filter((name) => name.startsWith(DATABASE)).map((name) => window.caches.delete(name)));
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.filter((one) => one.scope.includes("/desk/")).map((one) => one.unregister()));
  return true;
}
