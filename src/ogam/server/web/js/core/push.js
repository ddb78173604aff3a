// Notifications of this browser (Push API): asked for, and given back.

import { decode } from "./base64url.js";

const PATIENCE = 5000; // milliseconds until a service worker must be there

/** Whether this browser, at this address, has notifications at all. (On an iPhone only an app on the home screen has.) */
export function havePush() {
  return window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** Ask for the right to notify, and give what the server needs; null where the person said no. key: of the server. */
export async function subscribe(key) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const worker = await registration();
  const applicationServerKey = new Uint8Array(decode(key));
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys } = made.toJSON();
  return { endpoint, keys };
}

/** What was given before; null for none. */
export async function subscription() {
  const made = await (await registration()).pushManager.getSubscription();
  if (!made) return null;
  const { endpoint, keys } = made.toJSON();
  return { endpoint, keys };
}

export async function unsubscribe() {
  const made = await (await registration()).pushManager.getSubscription();
  await made?.unsubscribe();
}

function registration() {
  const late = new Promise((_, reject) => setTimeout(() => reject(new DOMException("There is no service worker.", "TimeoutError")), PATIENCE));
  return Promise.race([navigator.serviceWorker.ready, late]);
}
