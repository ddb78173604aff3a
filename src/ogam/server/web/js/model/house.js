// The home as the server describes it, kept up to date by what is done in it.

export class House {
  home = null;
  #loading = null; // while it is being asked for: nobody asks twice, and everybody has the same home
  #listeners = new Set();
  #watchers = new Set();

  constructor(api, live) {
    this.api = api;
    live.listen((event) => this.#take(event));
  }

  /** The home; asked for once, and again where `fresh`. */
  async load(fresh = false) {
    if (this.home && !fresh) return this.home;
    this.#loading ??= this.api.get("/api/home").finally(() => (this.#loading = null));
    this.adopt(await this.#loading);
    return this.home;
  }

  /** The home, as the server answered after a change of it. */
  adopt(home) {
    this.home = home;
    for (const watcher of [...this.#watchers]) watcher(home);
  }

  /** Be told of the home whenever it was read. What is returned ends that. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Be told of a device whose state changed. What is returned ends that. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  device(id) {
    return this.home?.devices.find((device) => device.id === id);
  }

  /** An area's name by its identifier; the identifier itself where it is not known. */
  areaName(id) {
    return id ? (this.home?.areas.find((area) => area.id === id)?.name ?? id) : "";
  }

  /** Do something with a device; gives what came of it. */
  async act(id, verb, actionArguments = {}) {
    const result = await this.api.post(`/api/devices/${encodeURIComponent(id)}/act`, { verb, arguments: actionArguments });
    if (result.ok) this.#changed(id, result.state);
    return result;
  }

  /** What a turn did, as its answer says; the events say it too, if they come. */
  took({ actions = [] }) {
    for (const action of actions) if (action.ok) this.#changed(action.device, action.state);
  }

  #take({ kind, data }) {
    if (kind === "action" && data.ok) this.#changed(data.device, data.state);
    if (kind === "device") this.#changed(data.device, data.state);
  }

  #changed(id, state) {
    const device = this.device(id);
    if (!device || !state || !Object.keys(state).length) return;
    device.state = state;
    for (const listener of [...this.#listeners]) listener(device);
  }
}
