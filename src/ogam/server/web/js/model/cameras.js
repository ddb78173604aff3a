// The cameras of the house: which of them watch. Asked for once, and again whenever that changes.

export class Cameras {
  all = [];
  #listeners = new Set();

  constructor(api, live) {
    this.api = api;
    live.listen(({ kind }) => kind === "camera" && this.load().catch(() => {}));
    live.watch((state) => state === "live" && this.load().catch(() => {})); // what was missed while away
  }

  async load() {
    this.#take(await this.api.get("/api/cameras"));
    return this.all;
  }

  /** Those by which somebody might be seen now. */
  get watching() {
    return this.all.filter((camera) => camera.watching);
  }

  /** Be told when something changes; what is returned ends that. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** seconds: null until it is resumed. */
  async pause(camera, seconds) {
    this.#change(await this.api.post(`${pathOf(camera)}/pause`, { seconds }));
  }

  async resume(camera) {
    this.#change(await this.api.post(`${pathOf(camera)}/resume`));
  }

  seen(camera) {
    return this.api.get(`${pathOf(camera)}/seen`);
  }

  picture(camera) {
    return this.api.blob(`${pathOf(camera)}/picture`);
  }

  #change(changed) {
    this.#take(this.all.map((camera) => (camera.id === changed.id ? changed : camera)));
  }

  #take(cameras) {
    this.all = cameras;
    for (const listener of [...this.#listeners]) listener(cameras);
  }
}

function pathOf(camera) {
  return `/api/cameras/${encodeURIComponent(camera.id)}`;
}
