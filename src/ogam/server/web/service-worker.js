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
  if (event.request.method === "POST" && url.origin === location.origin && url.pathname === "/share") {
    event.respondWith(keepShared(event.request));
    return;
  }
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

// What other apps share is kept here until the app's own screen takes it; it goes to the server only if somebody says so.

const SHARED = "ogam-shared";
const LARGEST = 32 * 1024 * 1024; // bytes, as the server takes recordings
const LONGEST = 2000; // characters, of which the person chooses

async function keepShared(request) {
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  try {
    const form = await request.formData();
    const text = ["title", "text", "url"].map((name) => form.get(name)).filter((one) => typeof one === "string" && one.trim());
    const file = form.get("file");
    if (text.length) await cache.put("/shared/text", new Response([...new Set(text)].join("\n").slice(0, LONGEST)));
    if (file instanceof File && file.size && file.size <= LARGEST) await cache.put("/shared/file", new Response(file, { headers: { "Content-Type": file.type } }));
  } catch {
    // what cannot be read is as if nothing had been shared: the screen says so
  }
  return Response.redirect("/#/share", 303);
}

// Notifications: the server's words, sealed for this phone. Each is shown; one of the same tag takes the place of the last.

const SHAKES = [600, 200, 600, 200, 600, 200, 600]; // milliseconds of shaking and rest

self.addEventListener("push", (event) => {
  const { kind = "", title = "Ogam", text = "", tag = "", insists = false } = read(event.data);
  const options = { body: text, tag, data: { kind }, requireInteraction: insists, icon: "icons/ogam-192.png", badge: "icons/ogam-192.png" };
  if (insists) Object.assign(options, { vibrate: SHAKES, renotify: Boolean(tag) });
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.kind === "find" ? "/#/found" : "/#/now"));
});

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {}; // somebody else's message: shown without words
  }
}

/** The app where it is open, else opened. A phone that is looked for is told that it was found. */
async function open(address) {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(address);
  page.postMessage({ open: address });
  return page.focus();
}
