// Numbers, times and durations as the language writes them.

export class Format {
  constructor(language) {
    const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
    this.language = language;
    this.locale = locale;
    this.clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
    this.exactClock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    this.day = new Intl.DateTimeFormat(locale, { weekday: "long", month: "long", day: "numeric" });
    this.date = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric" });
    this.relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.two = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    this.share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    this.lists = new Intl.ListFormat(language, { type: "conjunction" });
  }

  /** seconds since the epoch → "14:05". */
  time(seconds) {
    return this.clock.format(seconds * 1000);
  }

  /** 0.973 → "97%". */
  percent(share) {
    return this.share.format(share);
  }

  /** Milliseconds → "141 ms" or "1.4 s". */
  milliseconds(value) {
    return value < 1000 ? `${Math.round(value)} ms` : `${this.one.format(value / 1000)} s`;
  }

  /** "today", "yesterday", else the weekday and date. */
  dayName(seconds, now = Date.now()) {
    const days = Math.round((startOfDay(now) - startOfDay(seconds * 1000)) / 86400000);
    return days < 2 ? this.relative.format(-days, "day") : this.day.format(seconds * 1000);
  }

  /** "3 minutes ago". */
  ago(seconds, now = Date.now()) {
    const past = Math.max(0, now / 1000 - seconds);
    if (past < 60) return this.relative.format(-Math.floor(past), "second");
    if (past < 3600) return this.relative.format(-Math.floor(past / 60), "minute");
    if (past < 86400) return this.relative.format(-Math.floor(past / 3600), "hour");
    return this.relative.format(-Math.floor(past / 86400), "day");
  }

  /** Seconds → "2 days", "3 hours": the largest unit that fits. */
  duration(seconds) {
    const [count, unit] =
      seconds >= 172800 ? [seconds / 86400, "day"] : seconds >= 7200 ? [seconds / 3600, "hour"] : [seconds / 60, "minute"];
    const options = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 };
    return new Intl.NumberFormat(this.locale, options).format(Math.floor(count));
  }

  /** Days → "7 days". */
  days(count) {
    return new Intl.NumberFormat(this.locale, { style: "unit", unit: "day", unitDisplay: "long", maximumFractionDigits: 1 }).format(count);
  }

  /** Bytes → "12.4 MB". */
  bytes(value) {
    const megabytes = value / 1e6;
    return megabytes >= 1 ? `${this.one.format(megabytes)} MB` : `${this.one.format(value / 1e3)} kB`;
  }

  /** ["a", "b", "c"] → "a, b or c". */
  choice(words) {
    return new Intl.ListFormat(this.language, { type: "disjunction" }).format(words);
  }

  /** ["a", "b", "c"] → "a, b and c". */
  list(words) {
    return this.lists.format(words);
  }
}

function startOfDay(milliseconds) {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}
