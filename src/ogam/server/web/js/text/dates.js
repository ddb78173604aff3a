// Dates as date fields write them.

/** Seconds since the epoch at the beginning of a day, as a date field writes it. */
export function startOf(date) {
  return new Date(`${date}T00:00:00`).getTime() / 1000;
}
