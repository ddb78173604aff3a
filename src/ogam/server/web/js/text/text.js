// What people read, in their language: t("people.voices", { count: 3 }).

import { particle } from "./particles.js";
import en from "./en.js";
import ko from "./ko.js";

export const DICTIONARIES = { en, ko };

/** "en" or "ko": what was chosen, else the first of the browser's languages that there is, else English. */
export function chooseLanguage(chosen, wished = navigator.languages) {
  if (chosen in DICTIONARIES) return chosen;
  return wished.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in DICTIONARIES) ?? "en";
}

/** The function that says things in a language. A dictionary's entry is a text, or { one, other } by `count`. */
export function translator(language) {
  const dictionary = DICTIONARIES[language];
  const numbers = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const entry = dictionary[key];
    if (entry === undefined) return key; // a test looks for missing entries; a person sees what is meant
    const text = typeof entry === "string" ? entry : (entry[numbers.select(values.count)] ?? entry.other);
    return text.replace(/\{(\w+)(?:\|([^}]+))?\}/g, (whole, name, pair) => {
      if (!(name in values)) return whole;
      return pair ? values[name] + particle(values[name], pair) : values[name];
    });
  };
}
