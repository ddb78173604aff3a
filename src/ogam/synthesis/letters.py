"""Letters to sounds by rule, for names that no dictionary knows.

A short list in the manner of the Naval Research Laboratory's rules (Elovitz et al. 1976): the longest spelling that
fits is taken, from left to right.
"""

import re

from ogam.synthesis.stress import stressed

VOWEL_SOUNDS = frozenset("AIOQWYaiuæɑɔəɛɜɪʊʌ")

# (spelling as a regular expression, sounds). Tried in order; "^" is the beginning and "$" the end of the word.
RULES = [
    (re.compile(spelling), sounds)
    for spelling, sounds in (
        # consonants
        (r"^kn", "n"),
        (r"^wr", "ɹ"),
        (r"^ps", "s"),
        (r"^x", "z"),
        (r"tion$", "ʃən"),
        (r"tions$", "ʃənz"),
        (r"sion$", "ʒən"),
        (r"ture$", "ʧəɹ"),
        (r"cious$|tious$", "ʃəs"),
        (r"tch", "ʧ"),
        (r"sch(?=[lmnrw])", "ʃ"),
        (r"ch(?=[lr])", "k"),
        (r"ch", "ʧ"),
        (r"sh", "ʃ"),
        (r"th", "θ"),
        (r"ph", "f"),
        (r"gh(?=[aeiou])", "ɡ"),
        (r"gh", ""),
        (r"ck|cc(?=[aou])|kk", "k"),
        (r"sc(?=[eiy])", "s"),
        (r"qu", "kw"),
        (r"ng(?=[aeiou])", "ŋɡ"),
        (r"ng", "ŋ"),
        (r"n(?=[kqx])", "ŋ"),
        (r"wh", "w"),
        (r"dge?(?=$|[eiy])", "ʤ"),
        (r"mb$", "m"),
        (r"bb|b", "b"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"dd|d", "d"),
        (r"ff|f", "f"),
        (r"g(?=[eiy])", "ʤ"),
        (r"gg|g", "ɡ"),
        (r"h(?=[aeiouy])", "h"),
        (r"h", ""),
        (r"jj|j", "ʤ"),
        (r"k", "k"),
        (r"le$", "ᵊl"),
        (r"ll|l", "l"),
        (r"mm|m", "m"),
        (r"nn|n", "n"),
        (r"pp|p", "p"),
        (r"q", "k"),
        (r"rr|r", "ɹ"),
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"(?<=[bdgmnlrvwaeiouy])s$", "z"),
        (r"ss|s", "s"),
        (r"tt|t", "t"),
        (r"vv|v", "v"),
        (r"w(?=[aeiouy])", "w"),
        (r"w", ""),
        (r"x", "ks"),
        (r"zz|z", "z"),
        (r"y(?=[aeiou])", "j"),
        # vowels
        (r"eigh", "A"),
        (r"igh", "I"),
        (r"augh|ough(?=t)", "ɔ"),
        (r"ough", "O"),
        (r"eau", "O"),
        (r"air|are$", "ɛɹ"),
        (r"ear|eer|ere$", "ɪɹ"),
        (r"oor|ore|oar|our", "ɔɹ"),
        (r"ire$", "Iəɹ"),
        (r"ure$", "jʊɹ"),
        (r"ar", "ɑɹ"),
        (r"(?:er|ir|ur|or)$", "əɹ"),
        (r"(?:er|ir|ur)(?=[^aeiouy])", "ɜɹ"),
        (r"or", "ɔɹ"),
        (r"ai|ay|ei|ey(?=.)", "A"),
        (r"ey$|ie$|ee|ea", "i"),
        (r"au|aw", "ɔ"),
        (r"oa|oe|ow$", "O"),
        (r"ou|ow", "W"),
        (r"oi|oy", "Y"),
        (r"oo|ue|ui|ew|eu", "u"),
        (r"ie|ye$", "I"),
        (r"a(?=[^aeiouywxr](?:e$|es$))", "A"),
        (r"e(?=[^aeiouywxr](?:e$|es$))", "i"),
        (r"i(?=[^aeiouywxr](?:e$|es$))", "I"),
        (r"o(?=[^aeiouywxr](?:e$|es$))", "O"),
        (r"u(?=[^aeiouywxr](?:e$|es$))", "u"),
        (r"(?<=[aeiouy][^aeiouy])e$", ""),
        (r"(?<=[aeiouy][^aeiouy])es$", "z"),
        (r"a$", "ə"),
        (r"e$|i$|y$", "i"),
        (r"o$", "O"),
        (r"u$", "u"),
        (r"aa|a(?=h)", "ɑ"),
        (r"a(?=[^aeiouy][aeiouy])", "ɑ"),
        (r"i(?=[^aeiouy][aeiou])", "i"),
        (r"o(?=[^aeiouy][aeiou])", "O"),
        (r"u(?=[^aeiouy][aeiou])", "u"),
        (r"a", "æ"),
        (r"e", "ɛ"),
        (r"i|y", "ɪ"),
        (r"o", "ɑ"),
        (r"u", "ʌ"),
    )
]


def letters_to_phonemes(word: str) -> str:
    """A guess at how a lower-case word of Latin letters is said; stress on the first syllable. "" for no letters."""
    word = re.sub(r"[^a-z]", "", word)
    sounds, at = "", 0
    while at < len(word):
        for spelling, sound in RULES:
            match = spelling.match(word, at)
            if match and match.end() > at:
                sounds += sound
                at = match.end()
                break
    return stressed(sounds, VOWEL_SOUNDS)
