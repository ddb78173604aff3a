"""Digits asked for and said, by synthesised voices: python benchmarks/liveness_digits.py en|ko [--noise FILE]

Drawn challenges are said by each of six voices and heard by the recogniser of digits, as they are and, with --noise, 12
dB above that recording. Right: the digits that were asked for were heard and accepted. Any one digit wrong: the same
answer would have passed for a challenge that differs in one digit, for any of the 36 that do. All of it is synthetic:
nobody was recorded, and no voice is Korean.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ogam.audio import read
from ogam.core import Audio, Observation
from ogam.lab.metrics import share, spread
from ogam.lab.noise import generator, mix
from ogam.liveness import SpokenChallenge, digit_recognizer, draw_challenge, heard_right
from ogam.synthesis import Synthesizer

VOICES = {
    "en": ("af_heart", "am_michael", "af_nicole", "bf_emma", "bm_george", "am_puck"),
    "ko": ("jf_alpha", "jm_kumo", "jf_nezumi", "bm_george", "bm_fable", "hm_omega"),
}
SNR = 12.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("language", choices=sorted(VOICES))
    options.add_argument("--challenges", type=int, default=25)
    options.add_argument("--noise", type=Path)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    draw = random.Random(0)
    challenges = [draw_challenge(lambda: 0.0, chosen.language, choose=draw.choice) for _ in range(chosen.challenges)]
    recognizer, synthesizer = digit_recognizer(chosen.language), Synthesizer(VOICES[chosen.language][0])
    noise = read(chosen.noise) if chosen.noise else None
    heard: dict[str, list[tuple[SpokenChallenge, Observation]]] = {"clean": []}
    for number, challenge in enumerate(challenges):
        text = ", ".join(challenge.words.split()) + "."
        for voice in VOICES[chosen.language]:
            audio = synthesizer.speak(text, voice=voice, language=chosen.language).to_audio()
            spoken = {"clean": audio} | ({f"{SNR:g} dB": noisy(audio, noise, number)} if noise else {})
            for name, one in spoken.items():
                [[observation]] = recognizer.recognize([one])
                heard.setdefault(name, []).append((challenge, observation))
    report = {"synthetic": True, "language": chosen.language}
    report |= {name: figures(answers) for name, answers in heard.items()}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def noisy(audio: Audio, noise: Audio, number: int) -> Audio:
    return mix(audio, noise, SNR, generator(number, audio.source, SNR))


def figures(answers: Sequence[tuple[SpokenChallenge, Observation]]) -> dict[str, Any]:
    wrong = [[heard_right(heard, other) for other in one_digit_different(asked)] for asked, heard in answers]
    return {
        "n": len(answers),
        "right": round(share([heard_right(heard, asked) for asked, heard in answers]), 4),
        "any_one_digit_wrong": round(share([any(ones) for ones in wrong]), 4),
        "a_given_one_digit_wrong": round(share([one for ones in wrong for one in ones]), 5),
        "latency_ms": spread([float(heard.details.get("seconds", 0.0)) for _, heard in answers]),
        "errors": [
            {"voice": heard.source, "asked": asked.words, "got": heard.value, "heard": heard.details["heard"]}
            for asked, heard in answers
            if not heard_right(heard, asked)
        ],
    }


def one_digit_different(challenge: SpokenChallenge) -> list[SpokenChallenge]:
    digits = challenge.digits
    return [
        replace(challenge, digits=(*digits[:place], digit, *digits[place + 1 :]))
        for place in range(len(digits))
        for digit in range(10)
        if digit != digits[place]
    ]


if __name__ == "__main__":
    main()
