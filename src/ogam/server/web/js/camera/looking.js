// What Ogam sees in this device's own camera: small pictures of it are sent while it is on, one at a time.

import { small } from "./frames.js";

const EVERY = 500; // milliseconds from one answer to the next picture

/** Ask until stopped. draw(boxes): what was seen; problem(error): what failed, which ends it. Returns what stops it. */
export function lookThrough(api, video, draw, problem) {
  const canvas = document.createElement("canvas");
  let timer = 0;
  let stopped = false;
  const look = async () => {
    try {
      const picture = await small(video, canvas);
      if (picture && !document.hidden) {
        const seen = await api.post("/api/see", picture);
        if (!stopped) draw(seen.boxes);
      }
    } catch (error) {
      if (error.status !== 503) {
        if (!stopped) problem(error);
        return;
      } // others are being looked at: a little later
    }
    if (!stopped) timer = setTimeout(look, EVERY);
  };
  look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
