// Devices as people see them: an icon, what state they are in, what can be done with a touch.

const ICONS = {
  light: "lightbulb", switch: "power", lock: "lock", cover: "blinds", climate: "thermometer", media_player: "tv",
  fan: "fan", vacuum: "bot", oven: "microwave", washer: "washing-machine", dryer: "washing-machine",
  dishwasher: "droplets", valve: "droplets", weather: "cloud-sun", todo: "list-checks", timer: "timer",
  scene: "sparkles", script: "sparkles", camera: "camera", sensor: "activity", binary_sensor: "door-open",
};
const OPENINGS = new Set(["garage", "garage_door", "gate", "door", "window"]);

/** What a touch on the card does, by domain: the verb where it is on, and the verb where it is not. */
const SWITCHES = {
  light: ["turn_off", "turn_on"],
  switch: ["turn_off", "turn_on"],
  fan: ["turn_off", "turn_on"],
  climate: ["turn_off", "turn_on"],
  media_player: ["turn_off", "turn_on"],
  cover: ["close", "open"],
  lock: ["lock", "unlock"],
  oven: ["turn_off", "turn_on"],
  valve: ["close", "open"],
};
const ON = new Set(["on", "open", "unlocked", "playing", "heat", "cool", "auto", "cleaning", "running"]);

export function deviceIcon(device) {
  if (device.domain === "lock" && stateOf(device) === "unlocked") return "lock-open";
  if (device.domain === "cover" && OPENINGS.has(device.device_class)) return "door-open";
  return ICONS[device.domain] ?? "power";
}

/** The word for its state: "on", "locked" …, "" where it has none. */
export function stateOf(device) {
  const state = device.state;
  if (state === null || state === undefined) return "";
  return typeof state === "object" ? String(state.state ?? "") : String(state);
}

export function isOn(device) {
  return ON.has(stateOf(device));
}

/** The verb that a touch stands for, or null where a touch does nothing. */
export function touchVerb(device) {
  const [off, on] = SWITCHES[device.domain] ?? [];
  if (!off) return null;
  const verb = isOn(device) ? off : on;
  const offered = (device.actions ?? []).map((action) => action.verb);
  return offered.length === 0 || offered.includes(verb) ? verb : null;
}

const TOUCH_ICONS = { lock: "lock", unlock: "lock-open", open: "blinds", close: "blinds" };

export function touchIcon(verb) {
  return TOUCH_ICONS[verb] ?? "power";
}

/** The state as text: known words are translated, numbers get their unit, whatever else is said as it is. */
export function stateText(app, device) {
  const state = device.state;
  const values = typeof state === "object" && state ? state : {};
  const parts = [word(app, stateOf(device))];
  if (values.unit_of_measurement) parts[0] += ` ${values.unit_of_measurement}`;
  if (isOn(device) && typeof values.brightness === "number" && device.domain === "light") {
    parts.push(app.format.percent(values.brightness / 100));
  }
  if (typeof values.temperature === "number") parts.push(`${app.format.one.format(values.temperature)}°`);
  if (typeof values.current_temperature === "number") {
    parts.push(app.t("home.measured", { value: `${app.format.one.format(values.current_temperature)}°` }));
  }
  return parts.filter(Boolean).join(" · ");
}

function word(app, state) {
  const key = `state.${state}`;
  const said = app.t(key);
  return said === key ? state : said;
}
