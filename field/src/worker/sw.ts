/**
 * The service worker: keeps the app, never its data. The build fills in which files, and a digest of them.
 * To take the app back, serve at /field/sw.js a worker that unregisters itself: browsers ask for it on each start.
 */
export {};
declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: string[];
declare const __VERSION__: string;

const CACHE = `urtuu-${__VERSION__}`;
const HOME = "/field/";

self.addEventListener("install", (event) => {
  // "reload": what the browser kept of an earlier version must not stand in for this one.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(__FILES__.map((url) => new Request(url, { cache: "reload" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  // Only the app knows whether a form is half filled.
  if ((event.data as { type?: string } | null)?.type === "activate") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(HOME)) return;
  const wanted = event.request.mode === "navigate" ? HOME : url.pathname;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(wanted)).then((kept) => kept ?? fetch(event.request)));
});
