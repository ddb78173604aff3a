// Rules as people read them.

/** A rule's sentence, which the server gives in the reader's language; its name where it has none. */
export function sentenceOf(rule) {
  return rule.sentence || rule.id;
}
