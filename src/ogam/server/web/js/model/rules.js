// Rules as people read them.

/** A rule's sentence in the reader's language; its name where it has none. */
export function sentenceOf(app, rule) {
  const { sentence, sentences } = rule;
  if (typeof sentence === "object" && sentence) return sentence[app.language] ?? sentence.en ?? rule.id;
  return sentence || sentences?.[app.language] || sentences?.en || rule.id;
}
