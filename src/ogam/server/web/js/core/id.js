// Names that nothing else has.

/** "field-k3x9q2ab". (randomUUID is missing where a page comes without TLS.) */
export function newId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${prefix}-${[...bytes].map((byte) => byte.toString(36).padStart(2, "0")).join("").slice(0, 8)}`;
}
