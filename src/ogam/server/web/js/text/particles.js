// Korean particles follow the sound before them: {name|을/를} is 을 after a final consonant, 를 after a vowel.

const DIGITS_WITH_FINAL = "013678"; // 영 일 삼 육 칠 팔
const LETTERS_WITH_FINAL = "lmnr"; // as they are usually read at the end of a foreign name
const RIEUL = 8; // ㄹ, the final consonant after which it is 로 and not 으로

/** particle("민아", "이/가"): "가". pair: the form after a consonant, then the one after a vowel. */
export function particle(word, pair) {
  const [afterConsonant, afterVowel] = pair.split("/");
  const final = finalOf(String(word).trim().at(-1) ?? "");
  const closed = final > 0 && !(afterConsonant === "으로" && final === RIEUL);
  return closed ? afterConsonant : afterVowel;
}

/** The number of the final consonant of a character, 0 where there is none. */
function finalOf(character) {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28;
  if (character === "1" || character === "7" || character === "8") return RIEUL;
  if (DIGITS_WITH_FINAL.includes(character) && character) return 1;
  if (character.toLowerCase() === "l") return RIEUL;
  return LETTERS_WITH_FINAL.includes(character.toLowerCase()) && character ? 1 : 0;
}
