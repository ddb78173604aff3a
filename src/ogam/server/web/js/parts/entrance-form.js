// A form of the entrance: what goes wrong is said in it, above its button.

import { h, replace } from "../core/dom.js";

export function entranceForm(app, work, label, kind, ...fields) {
  const send = h("button", { type: "submit", class: `button ${kind}` }, label);
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    if (send.ariaBusy === "true") return;
    send.ariaBusy = "true";
    replace(problem);
    try {
      await work();
    } catch (error) {
      replace(problem, error.name === "NotAllowedError" ? app.t("passkeys.cancelled") : error.message);
    }
    send.ariaBusy = null;
  };
  return h("form", { onsubmit: submit }, fields, problem, send);
}
