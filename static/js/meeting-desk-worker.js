/* The service worker of one meeting's desk: a reload without a signal opens the page. It reaches no further than its
   own folder, and sends nothing: that is the page's. */
const PAGE = self.registration.scope;
const KEPT = `veche-desk:${new URL(PAGE).pathname}`;
// A network that says nothing for so long is none.
const PATIENCE_MS = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isPage = (request) => request.mode === "navigate" && new URL(request.url).pathname === new URL(PAGE).pathname;
const isPart = (request) => new URL(request.url).pathname.startsWith("/static/");
const find = async (key) => (await caches.open(KEPT)).match(key, { ignoreSearch: true, ignoreVary: true });

async function keep(key, answer) {
  // Neither a page of signing in nor an error takes the desk's place.
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  await (await caches.open(KEPT)).put(key, answer);
}

async function fresh(request, key) {
  const answer = await fetch(request);
  await keep(key, answer.clone());
  return answer;
}

async function freshOrKept(event, key) {
  const kept = await find(key);
  const coming = fresh(event.request, key);
  if (!kept) return coming;
  event.waitUntil(coming.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([coming.catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  if (isPage(event.request)) event.respondWith(freshOrKept(event, PAGE));
  else if (isPart(event.request)) event.respondWith(freshOrKept(event, event.request.url.split("#")[0]));
});

/* The first visit comes before the worker: the page names what it is made of. */
self.addEventListener("message", (event) => {
  const parts = (event.data && event.data.keep) || [];
  const kept = Promise.all(
    [PAGE, ...parts].map(async (address) => {
      if (address !== PAGE && (await find(address))) return;
      await keep(address, await fetch(address, { credentials: "same-origin" }));
    }),
  );
  event.waitUntil(kept.then(() => event.source.postMessage("kept")).catch(() => {}));
});
