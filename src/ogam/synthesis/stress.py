"""Stress marks in phonemes: ˈ primary, ˌ secondary, each before the syllable's vowel."""

PRIMARY, SECONDARY = "ˈ", "ˌ"


def demoted(phonemes: str) -> str:
    """Primary stress made secondary; secondary taken away."""
    return phonemes.replace(SECONDARY, "").replace(PRIMARY, SECONDARY)


def promoted(phonemes: str) -> str:
    """Secondary stress made primary, where there is no primary."""
    return phonemes if PRIMARY in phonemes else phonemes.replace(SECONDARY, PRIMARY, 1)


def stressed(phonemes: str, vowels: frozenset[str]) -> str:
    """Primary stress on the first vowel, where there is none at all."""
    if PRIMARY in phonemes or SECONDARY in phonemes:
        return phonemes
    for at, symbol in enumerate(phonemes):
        if symbol in vowels:
            return phonemes[:at] + PRIMARY + phonemes[at:]
    return phonemes
