// A turn: one utterance and what came of it, whether it came whole (say, listen, log) or event by event (live).

/** An empty turn. time: seconds since the epoch. */
export function newTurn(id, session = "", time = 0) {
  return {
    id, session, time,
    area: null, medium: "", sentence: "", heard: "", confidence: null, language: "",
    who: null, command: null, decision: null, actions: [], observations: [], reply: "", error: "", timings: {}, correction: null,
    done: false,
  };
}

/** A turn of the server's JSON. */
export function turnOf(data) {
  const turn = {
    ...newTurn(data.turn, data.session, data.time ?? Date.now() / 1000),
    area: data.area,
    medium: data.medium ?? "",
    who: data.who ?? null,
    command: data.command ?? null,
    decision: data.decision ?? null,
    actions: data.actions ?? [],
    observations: data.observations ?? observed(data.events ?? []),
    reply: data.reply ?? "",
    error: data.error || (data.errors ?? []).map(({ message }) => message).join(" "),
    timings: data.timings_ms ?? {},
    correction: data.correction ?? null,
    done: true,
  };
  readSentence(turn);
  turn.sentence = data.sentence || turn.sentence;
  turn.heard = data.heard || turn.heard;
  turn.confidence = data.confidence ?? turn.confidence;
  turn.language = turn.command?.language || turn.language;
  return turn;
}

/** The turn with one more event of the log in it. */
export function withEvent(turn, { kind, data }) {
  const next = { ...turn };
  if (kind === "turn") Object.assign(next, { area: data.area, medium: data.medium });
  if (kind === "observation") next.observations = [...turn.observations, data];
  if (kind === "identity") next.who = data;
  if (kind === "command") Object.assign(next, { command: data, language: data.language });
  if (kind === "decision") next.decision = data;
  if (kind === "action") next.actions = [...turn.actions, data];
  if (kind === "correction") next.correction = data;
  if (kind === "error") next.error = data.message;
  if (kind === "reply") Object.assign(next, { reply: data.text, timings: data.timings_ms ?? {}, done: true });
  readSentence(next);
  return next;
}

/** What came of it, in one word: "allow", "ask", "deny", or "unknown" where it was not understood. */
export function outcome(turn) {
  if (turn.decision) return turn.decision.effect;
  return turn.command ? "allow" : "unknown";
}

/** Why it was decided so, in the reader's language where the rule has it. */
export function reasonOf(decision, language) {
  return decision.reasons?.[language] ?? decision.reason;
}

function observed(events) {
  return events.filter(({ kind }) => kind === "observation").map(({ data }) => data);
}

function readSentence(turn) {
  const sentences = turn.observations.filter((observation) => observation.kind === "sentence");
  if (!sentences.length) return;
  const best = sentences.reduce((one, other) => (other.confidence > one.confidence ? other : one));
  const accepted = best.details?.accepted ?? true;
  turn.sentence = accepted ? best.value : "";
  turn.heard = best.details?.heard ?? best.value;
  turn.confidence = best.confidence;
  turn.language = turn.command?.language ?? best.details?.language ?? "";
}
