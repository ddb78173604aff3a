// People as the screens show them.

/** One or two letters that stand for a name: "MK" of "Mina Kim", "민아" of "김민아". */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  if (/^[가-힣]+$/.test(words[0])) return words[0].slice(-2);
  return words.slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
}

/** What names a person in an address: somebody of the home file of whom nothing is kept has no identifier. */
export function keyOf(person) {
  return person.id ?? person.name;
}
