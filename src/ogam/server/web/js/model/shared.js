// What another app shared with this one: the service worker keeps it until the screen takes it.

const CACHE = "ogam-shared";

/** { text, file } of what was shared; null for nothing. It is kept no longer. */
export async function takeShared() {
  if (!("caches" in window)) return null;
  const cache = await caches.open(CACHE);
  const text = await (await cache.match("/shared/text"))?.text();
  const file = await (await cache.match("/shared/file"))?.blob();
  await caches.delete(CACHE);
  return text || file ? { text: text ?? "", file: file ?? null } : null;
}

/** What kind of thing it is: "picture", "sound", "text", "" for what Ogam has no use for. */
export function kindOf({ text, file }) {
  if (!file) return text ? "text" : "";
  if (file.type.startsWith("image/")) return "picture";
  if (file.type.startsWith("audio/") || file.type.startsWith("video/")) return "sound";
  return text ? "text" : "";
}

const WIDTH = 640; // as the server takes pictures

/** A picture as a JPEG, 640 pixels at its longer side at most. */
export async function smallPicture(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, WIDTH / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}
