// The app without a network: its files and nothing else. Answers of the server are never kept.

const CACHE = "ogam-shell";
const START = ["./", "css/base.css", "css/frame.css", "css/parts.css", "css/screens.css", "js/theme.js", "js/main.js", "icons/ogam.svg", "icons/lucide.svg", "manifest.webmanifest"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(START)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isShell = url.pathname === "/" || /^\/(js|css|icons)\/|^\/manifest\.webmanifest$/.test(url.pathname);
  if (event.request.method === "GET" && url.origin === location.origin && isShell) event.respondWith(newest(event.request));
});

/** From the server, so that it is never an old version; from what was kept, where the server can't be reached. */
async function newest(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
