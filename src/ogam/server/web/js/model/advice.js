// What the quality gate says of a recording or a picture.

/** What the quality gate advises, else what went wrong. */
export function adviceOf(error) {
  const advice = error.problem?.advice;
  return (Array.isArray(advice) ? advice.join(" ") : advice) || error.message;
}
