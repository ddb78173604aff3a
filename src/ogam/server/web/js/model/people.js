// People as the screens show them.

/** One or two letters that stand for a name: "MK" of "Mina Kim", "민아" of "김민아". */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  if (/^[가-힣]+$/.test(words[0])) return words[0].slice(-2);
  return words.slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
}

/** How many templates: the server says a number, or { templates: n }. */
export function countOf(held) {
  return typeof held === "number" ? held : (held?.templates ?? held?.count ?? 0);
}
