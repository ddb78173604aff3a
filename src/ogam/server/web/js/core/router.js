// Which screen: "#/log/3f2a" is the screen "log" with the argument "3f2a". Nothing of it goes to the server.

/** ["log", "3f2a"] of "#/log/3f2a"; ["now"] of nothing. */
export function parsePath(hash) {
  const parts = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decode);
  return parts.length ? parts : ["now"];
}

/** "#/people/Mina%20Kim" of "people", "Mina Kim". */
export function pathTo(...parts) {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand: as it is
  }
}
