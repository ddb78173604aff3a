// Start: who is signed in decides what is shown first.

import { App } from "./app.js";
import { Frame } from "./frame.js";
import { entrance } from "./screens/entrance.js";

let frame = null; // the screens of somebody who is signed in

async function start() {
  frame?.close();
  frame = null;
  const app = new App({ onSignedOut: () => frame?.app === app && start() });
  app.restart = start;
  document.documentElement.lang = app.language;
  document.title = app.t("name");
  try {
    await app.readSession();
  } catch (error) {
    return entrance(app, document.body, { problem: error.message, done: start });
  }
  if (!app.session.authenticated) return entrance(app, document.body, { done: start });
  frame = new Frame(app, document.body);
}

start();
if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("service-worker.js");
