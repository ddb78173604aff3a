// Step-ups that wait for a yes on a phone: a sheet says who wants what, and the passkey approves it.

import { get, havePasskeys } from "../core/passkeys.js";
import { h } from "../core/dom.js";
import { actionButton, button } from "../parts/button.js";
import { avatar } from "../parts/avatar.js";
import { openSheet } from "../parts/sheet.js";

export class Approvals {
  #seen = new Set(); // shown here already: "later" means not again
  #open = null;
  #leave;

  constructor(app) {
    this.app = app;
    this.#leave = [
      app.live.listen(({ kind }) => kind === "approval" && this.look()),
      app.live.watch((state) => state === "live" && this.look()),
    ];
  }

  close() {
    for (const leave of this.#leave) leave();
    this.#open?.();
  }

  /** Ask the server what waits, and show the first that was not shown yet. */
  async look() {
    if (this.#open) return;
    let waiting;
    try {
      waiting = await this.app.api.get("/api/approvals");
    } catch {
      return; // who may approve nothing is told so by a 403; a lost connection is said elsewhere
    }
    const next = waiting.find(({ id }) => !this.#seen.has(id));
    if (next && !this.#open) this.#show(next);
  }

  #show(approval) {
    const { app } = this;
    this.#seen.add(approval.id);
    const closed = () => {
      this.#open = null;
      clearTimeout(expiry);
      this.look();
    };
    this.#open = openSheet(app, app.t("approval.title"), (close) => content(app, approval, close), closed);
    const left = approval.expires * 1000 - Date.now();
    const expiry = setTimeout(() => this.#open?.(), Math.max(left, 0));
  }
}

function content(app, approval, close) {
  const path = `/api/approvals/${encodeURIComponent(approval.id)}`;
  const device = approval.device_name;
  const approve = actionButton(app, app.t("approval.approve"), async () => {
    const credential = await get(await app.api.post(`${path}/options`));
    const turn = await app.api.post(path, { credential });
    close();
    app.took(turn);
    app.notify(turn.reply || app.t("approval.done"));
  }, { iconName: "fingerprint", kind: "main", disabled: !havePasskeys() || app.session.passkeys === 0 });
  const decline = actionButton(app, app.t("approval.decline"), async () => {
    await app.api.delete(path);
    close();
  }, { iconName: "x" });
  return [
    h("p", { class: "person" }, avatar(approval.who, "small"), h("span", {}, app.t("approval.asked", { name: approval.who ?? app.t("turn.nobody"), ago: app.format.ago(approval.asked) }))),
    h("p", { class: "sentence" }, app.t("quoted", { text: approval.sentence })),
    h("p", { class: "soft" }, [device, approval.reason].filter(Boolean).join(" · ")),
    !havePasskeys() && h("p", { class: "banner" }, app.t("passkeys.none")),
    app.session.passkeys === 0 && h("p", { class: "banner" }, app.t("approval.needsPasskey")),
    h("p", { class: "hint" }, app.t("approval.expires", { time: app.format.exactClock.format(approval.expires * 1000) })),
    h("div", { class: "actions" }, approve, decline, button(app.t("approval.later"), close, { kind: "quiet" })),
  ];
}
