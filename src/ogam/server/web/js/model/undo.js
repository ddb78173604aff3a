// What undoes an action, where that is obvious. Nothing here opens or unlocks: that must be asked for anew.

const REVERSE = {
  turn_on: "turn_off",
  turn_off: "turn_on",
  unlock: "lock",
  play: "pause",
  pause: "play",
  mute: "unmute",
  unmute: "mute",
  start: "return_to_base",
  start_mowing: "dock",
};
const COVERS = { open: "close", close: "open" };
const MAY_OPEN = new Set(["curtain", "blind", "shade", "shutter", "awning"]);

/** [{ device, verb }] that undoes all of a turn, or [] where one of its actions cannot be undone. */
export function reversal(turn) {
  const done = turn.actions.filter((action) => action.ok);
  const steps = done.map((action) => ({ device: action.device, name: action.name, verb: reverseOf(action) }));
  return steps.length && steps.every((step) => step.verb) ? steps : [];
}

function reverseOf({ device, verb, device_class: deviceClass }) {
  if (verb === "open") return COVERS.open;
  if (verb === "close") return MAY_OPEN.has(deviceClass) ? COVERS.close : undefined;
  if (verb === "start" && !device.startsWith("vacuum.")) return undefined;
  return REVERSE[verb];
}
