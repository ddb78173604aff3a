// What Ogam holds of a person, in one line.

/** "Adult · 3 voice prints, 2 faces · since 3 May". */
export function held(app, one) {
  const { voice, face } = one;
  const parts = [voice && app.t("people.voices", { count: voice }), face && app.t("people.faces", { count: face })].filter(Boolean);
  const holds = parts.length ? parts.join(", ") : app.t("people.nothingHeld");
  const since = one.since && parts.length > 0 && app.t("people.since", { date: app.format.date.format(one.since * 1000) });
  return [app.t(`role.${one.role}`), holds, since].filter(Boolean).join(" · ");
}
