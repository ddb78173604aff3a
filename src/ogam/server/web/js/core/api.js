// The server's HTTP API: JSON in and out. Problems (RFC 9457) become errors whose message is for people.

export class ApiError extends Error {
  /** status: of HTTP, 0 where the server cannot be reached; problem: what it said. */
  constructor(status, problem) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
  }
}

export class Api {
  csrf = "";

  /** language: () => "en" or "ko"; unreachable: what to say where there is no answer. onSignedOut: told of a 401. */
  constructor({ language, unreachable, onSignedOut }) {
    this.language = language;
    this.unreachable = unreachable;
    this.onSignedOut = onSignedOut;
  }

  get(path, query) {
    return this.#send("GET", path + queryText(query));
  }

  post(path, body, query) {
    return this.#send("POST", path + queryText(query), body);
  }

  put(path, body) {
    return this.#send("PUT", path, body);
  }

  patch(path, body) {
    return this.#send("PATCH", path, body);
  }

  delete(path, query) {
    return this.#send("DELETE", path + queryText(query));
  }

  /** A file of the server's, as a picture of a camera. */
  blob(path) {
    return this.#send("GET", path, undefined, (response) => response.blob());
  }

  /** Headers of every request; the live events are asked for with them too. */
  headers() {
    return { "Accept-Language": this.language(), "X-Ogam-CSRF": this.csrf };
  }

  async #send(method, path, body, read = json) {
    const headers = { ...this.headers(), Accept: "application/json, image/jpeg" };
    const binary = body instanceof Blob;
    if (binary) headers["Content-Type"] = body.type || "application/octet-stream";
    else if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    try {
      response = await fetch(path, { method, headers, body: binary ? body : body && JSON.stringify(body) });
    } catch {
      throw new ApiError(0, { detail: this.unreachable() });
    }
    if (response.ok) return read(response);
    const error = new ApiError(response.status, (await json(response)) ?? { title: response.statusText });
    if (response.status === 401 && path !== "/api/login") this.onSignedOut();
    throw error;
  }
}

async function json(response) {
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return { title: response.statusText, detail: "" };
  }
}

/** "?a=1&b=2" of what has a value. */
export function queryText(query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return pairs.length ? `?${new URLSearchParams(pairs)}` : "";
}
