"""Fit what tells stop words from other speech: `src/ogam/audio/calibrations/stop-words.json`.

    python benchmarks/stop_words.py DATA OUT.json [--threshold 0.1]

DATA  the folder of evaluation data (../shared/data): half of its recordings that may be used freely are other speech
      here; `benchmarks/robot_stop.py` measures on the other half, and on Korean recordings, none of which are used here

Every word is said by Kokoro's voices and espeak-ng's (the program must be installed), in silence and after other
speech, loud and soft, in noise and in echoing rooms. Other speech is sentences and words that sound alike, by the same
voices, and recordings. Voices of `KEPT_VOICES` and others of espeak-ng are kept for measuring. The threshold is chosen
on the tuning half that `robot_stop.py` prints.
"""

import argparse
import hashlib
import io
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from ogam import models
from ogam.audio import read
from ogam.audio.speech_embedding import WIDTH, SpeechEmbedder
from ogam.core import SAMPLE_RATE, Audio
from ogam.hub import default_folder
from ogam.synthesis import Synthesizer, voices
from ogam.synthesis.memory import SpeechMemory

WORDS = {"en": ("stop", "stop stop", "halt", "freeze"), "ko": ("멈춰", "정지", "서", "그만", "스톱")}
ALONE = frozenset({"서"})
"""Words that are syllables of many others: they only count after a silence."""
KEPT_VOICES = frozenset({"am_puck", "bf_emma", "bm_george", "hf_beta", "jm_kumo"})
"""Voices that are kept for measuring."""
ESPEAK = ("m1", "m3", "m4", "m6", "f1", "f3", "croak")
ACCENTS = {"en": ("en-us", "en-gb"), "ko": ("ko",)}
FREE = ("speakers", "barista", "wakeword", "speech-to-phrase-en")
"""Folders of recordings whose licences allow it."""
DELAYS, HIDDEN = (0, 4, 8), 32
FIRST, LAST = -0.07, 0.24
"""Seconds from the end of a word between which it is to be noticed; around that nothing is asked."""
SENTENCES = {
    "en": (
        "Turn on the kitchen lights please.",
        "What is the weather like tomorrow morning?",
        "Start the dishwasher and close the top drawer.",
        "Please step away from the shop on the corner.",
        "I thought it was hot so I opened the freezer.",
        "She sat on the sofa and read a book about the stars.",
        "The spot on the carpet is still wet.",
        "Can you put salt and pepper on the shopping list?",
        "We will be home at half past seven.",
        "He walked across the hall and picked up the phone.",
        "The stock market fell again, frankly nobody was surprised.",
        "Those trees froze last winter, please cover them.",
    ),
    "ko": (
        "거실 불 켜 줘.",
        "내일 아침 날씨 어때?",
        "서랍에서 가위 좀 꺼내 줄래?",
        "서울에 도착해서 전화했어.",
        "정지영 선수가 경기에서 이겼어요.",
        "그만큼 먹었으면 됐지, 만두는 내일 먹자.",
        "스토브 위에 냄비를 올려 놓고 기다려.",
        "정리하고 나서 산책하러 나갈까?",
        "먼저 가서 자리 좀 맡아 줘.",
        "주방으로 와서 저녁 먹어.",
        "멈추지 않고 계속 걸었더니 다리가 아파.",
        "그 만화책 어디서 샀어?",
    ),
}
ALIKE = {
    "en": (
        "top shop step start stock stomp spot hot hold fault salt freezer breeze please trees cheese "
        "hall call half help heart hat stuff staff stoop stool stay stair star stamp sleep sweep "
        "swap mop pop drop chop crop hop cop pot dot got knot yes no on off up down left right go "
        "come here there kitchen lights music louder play pause next okay thanks hello bolt melt "
        "felt fries free squeeze "
    ),
    "ko": (
        "서울 서랍 서로 서서히 거실에서 여기서 가서 먹어서 그래서 정리 정기 정말 정수기 전기 경지 멈추지 먼지 먼저 "
        "멍청 그만큼 그림 그냥 스토브 스톡 스위치 스타일 스틱 켜 꺼 열어 닫아 주방 거실 안방 불 에어컨 틀어 볼륨 "
        "올려 내려 네 아니 응 오늘 내일 날씨 고마워 안녕 저 소 소리 사 시 새 어서 서른 수업 성 선 설 "
    ),
}
BEGINNINGS, ENDINGS = ("st", "ha", "fr", "fl", "ho", "sp"), ("op", "alt", "eeze", "ought", "ott", "ease")
SPEEDS = ((0.85, "."), (1.0, "!"), (1.2, "!"))

Samples = NDArray[np.float32]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--threshold", type=float, default=0.1)
    chosen = options.parse_args()
    random = np.random.default_rng(7)
    studio = Studio(random)
    kokoro = [voice for voice in voices() if voice not in KEPT_VOICES]
    others = [*studio.sentences(kokoro), *studio.alike(), *studio.dictionary(), *studio.commands(chosen.data)]
    features, labels, weights = examples(studio, kokoro, others, list(recordings(chosen.data)), random)
    hidden, output = fit(features, labels, weights, 1 + sum(map(len, WORDS.values())))
    head = {
        "words": [[language, word] for language, words in WORDS.items() for word in words],
        "delays": list(DELAYS),
        "threshold": chosen.threshold,
        "layers": [rounded(*hidden), rounded(*output)],
        "fitted_on": f"{len(labels)} steps of 40 ms: {len(kokoro)} voices of Kokoro, {len(ESPEAK)} of espeak-ng, "
        + f"half of {', '.join(FREE)}",
    }
    chosen.out.write_text(json.dumps(head, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(labels)} steps, {int((labels > 0).sum())} of them at the ends of stop words")


def rounded(weights: Samples, bias: Samples) -> dict[str, Any]:
    """A layer as it is shipped: whole numbers of one scale."""
    scale = float(np.abs(weights).max() / 2000)
    rows = np.rint(weights / scale).astype(int).tolist()
    return {"scale": scale, "rows": rows, "bias": [round(float(one), 3) for one in bias]}


def recordings(folder: Path) -> Iterator[Samples]:
    """Other speech: the half of the recordings that is not measured on."""
    for name in FREE:
        for path in sorted((folder / name).rglob("*.flac")):
            if not is_kept(str(path.relative_to(folder))):
                yield read(path).samples


def is_kept(name: str) -> bool:
    """Whether a recording, or a voice with its word, is kept for measuring."""
    return bool(hashlib.md5(name.encode(), usedforsecurity=False).digest()[-1] % 2)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A stop word that was said, without silence around it. place: of the word in `WORDS`, from 1."""

    place: int
    text: str
    voice: str
    samples: Samples


class Studio:
    """Synthesised speech, and what rooms and microphones make of it."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._kokoro = Synthesizer()
        self._memory: dict[tuple[str, float], SpeechMemory] = {}

    def words(self, kokoro: Sequence[str], espeak: Sequence[str]) -> Iterator[Word]:
        places = [(language, word) for language, words in WORDS.items() for word in words]
        for place, (language, word) in enumerate(places, 1):
            for speed, mark in SPEEDS:
                for voice in kokoro:
                    yield Word(place, word, voice, trimmed(self.said(word + mark, voice, language, speed)))
            for voice in espeak:
                for accent in ACCENTS[language]:
                    for rate, pitch in ((130, 45), (165, 60), (200, 40)):
                        said = espeak_says(word, f"{accent}+{voice}", rate, pitch)
                        yield Word(place, word, f"espeak-{accent}-{voice}", trimmed(said))

    def sentences(self, kokoro: Sequence[str]) -> Iterator[Samples]:
        for language, texts in SENTENCES.items():
            for number, text in enumerate(texts):
                yield from (self.said(text, voice, language, 1 + number % 3 / 10) for voice in kokoro)
                yield from (espeak_says(text, f"{ACCENTS[language][0]}+{voice}", 165, 50) for voice in ESPEAK[:4])

    def alike(self) -> Iterator[Samples]:
        for language, texts in ALIKE.items():
            for text in texts.split():
                for voice in self._random.choice(ESPEAK, 2, replace=False):
                    rate, pitch = (int(one) for one in self._random.integers((130, 30), (210, 70)))
                    yield espeak_says(text, f"{self._random.choice(ACCENTS[language])}+{voice}", rate, pitch)

    def dictionary(self) -> Iterator[Samples]:
        """English words, three at a time: those that begin or end as stop words do, and others."""
        entries = json.loads((models.ensure("pronunciations-en") / "us_gold.json").read_text("utf-8"))
        known = [word for word in entries if word.isalpha() and word.islower() and 3 <= len(word) <= 9]
        known = [str(word) for word in self._random.permutation(known) if word.rstrip("s") not in WORDS["en"]]
        near = [word for word in known if word.startswith(BEGINNINGS) or word.endswith(ENDINGS)][:350]
        several = [*near, *known[:500]]
        for at in range(0, len(several), 3):
            accent, voice = self._random.choice(ACCENTS["en"]), self._random.choice(ESPEAK)
            rate, pitch = (int(one) for one in self._random.integers((120, 25), (220, 75)))
            yield espeak_says(", ".join(several[at : at + 3]), f"{accent}+{voice}", rate, pitch)

    def commands(self, folder: Path) -> Iterator[Samples]:
        """Korean commands of every day."""
        lines = (folder / "korean-phrases.tsv").read_text("utf-8").splitlines()
        for text in (line.split("\t")[0] for line in lines if not line.startswith("#")):
            if not any(word in text for word in WORDS["ko"] if word not in ALONE):
                yield espeak_says(text, f"ko+{self._random.choice(ESPEAK)}", int(self._random.integers(120, 220)), 50)

    def said(self, text: str, voice: str, language: str, speed: float) -> Samples:
        key = (language, speed)
        if key not in self._memory:
            folder = default_folder() / "bench" / "stop-words"
            self._memory[key] = SpeechMemory(
                folder, lambda text, voice: self._kokoro.speak(text, speed, voice=voice, language=language),
                f"kokoro-82m {language} {speed}",
            )  # fmt: skip
        return self._memory[key].speak(text, voice).to_audio().samples

    def scene(self, word: Word, others: Sequence[Samples]) -> tuple[Samples, float]:
        """A word in a room, after silence or after other speech; and when it ends, in seconds."""
        random = self._random
        said = loud(word.samples, random.uniform(-34, -16))
        if random.random() < 0.6:
            said = soxr.resample(said, SAMPLE_RATE, SAMPLE_RATE / random.uniform(0.92, 1.1))
        lead = np.zeros(int(random.uniform(0.3, 1.0) * SAMPLE_RATE), np.float32)
        if word.text not in ALONE and random.random() < 0.45:
            other = loud(others[random.integers(len(others))], random.uniform(-34, -16))
            gap = np.zeros(int(random.uniform(0.04, 0.4) * SAMPLE_RATE), np.float32)
            lead = np.concatenate([other[-int(random.uniform(0.5, 1.5) * SAMPLE_RATE) :], gap])
        after = np.zeros(int(0.7 * SAMPLE_RATE), np.float32)
        end = (len(lead) + len(said)) / SAMPLE_RATE
        return self.room(np.concatenate([lead, said, after])), end

    def room(self, samples: Samples) -> Samples:
        """The same with noise, and in two of five rooms with an echo."""
        random = self._random
        if random.random() < 0.4:
            samples = self._echo(samples)
        return np.clip(samples + loud(self.noise(len(samples)), random.uniform(-75, -42)), -1, 1).astype(np.float32)

    def noise(self, count: int) -> Samples:
        spectrum = np.fft.rfft(self._random.standard_normal(count))
        if self._random.random() < 0.6:
            spectrum /= np.maximum(1, np.arange(len(spectrum))) ** self._random.uniform(0.3, 0.6)
        return np.fft.irfft(spectrum, count).astype(np.float32)

    def _echo(self, samples: Samples) -> Samples:
        length = int(self._random.uniform(0.15, 0.5) * SAMPLE_RATE)
        echo = self._random.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
        echo *= self._random.uniform(0.1, 0.5) / np.sqrt((echo**2).sum())
        echo[0] = 1
        size = 1 << (len(samples) + length - 1).bit_length()
        mixed = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(echo, size), size)
        return mixed[: len(samples)].astype(np.float32)


def examples(
    studio: Studio,
    kokoro: Sequence[str],
    others: Sequence[Samples],
    recorded: Sequence[Samples],
    random: np.random.Generator,
) -> tuple[Samples, NDArray[np.int64], Samples]:
    """Embeddings side by side; what ends there, 0 for nothing; and how much each of them counts."""
    embedder = SpeechEmbedder()
    features: list[Samples] = []
    labels: list[NDArray[np.int64]] = []
    weights: list[Samples] = []

    def add(found: Samples, told: NDArray[np.int64], weight: float | NDArray[np.int64]) -> None:
        features.append(found)
        labels.append(told)
        weights.append(np.broadcast_to(np.float32(weight), len(told)))

    for word in studio.words(kokoro, ESPEAK):
        for _ in range(3):
            samples, end = studio.scene(word, others)
            times, found = steps(embedder, samples)
            after = times - end
            here = (after >= FIRST) & (after <= LAST)
            told = here | (after < -0.28) | (after > 0.55)
            add(found[told], np.where(here, word.place, 0)[told], np.where(here, 2, 1)[told])
    for other in others:
        for _ in range(2):
            lead = np.zeros(int(random.uniform(0.1, 0.9) * SAMPLE_RATE), np.float32)
            said = np.concatenate([lead, loud(other, random.uniform(-34, -16)), np.zeros(4800, np.float32)])
            found = steps(embedder, studio.room(said))[1]
            add(found, np.zeros(len(found), np.int64), 3)
    for said in [loud(studio.noise(4 * SAMPLE_RATE), random.uniform(-60, -20)) for _ in range(30)]:
        found = steps(embedder, said)[1]
        add(found, np.zeros(len(found), np.int64), 3)
    for said in recorded:
        found = steps(embedder, loud(said, -26))[1]
        add(found, np.zeros(len(found), np.int64), 4)
    return np.concatenate(features), np.concatenate(labels), np.concatenate(weights)


def steps(embedder: SpeechEmbedder, samples: Samples) -> tuple[NDArray[np.float64], Samples]:
    """The end of each step in seconds, and its features: the embeddings of `DELAYS`, side by side."""
    given = list(embedder.open().accept(Audio(samples)))
    before = np.zeros((max(DELAYS), WIDTH), np.float32)
    rows = np.stack([*before, *(embedding for _, embedding in given)])
    count, first = len(given), max(DELAYS)
    found = np.concatenate([rows[first - delay : first - delay + count] for delay in DELAYS], axis=1)
    return np.array([time for time, _ in given]), found


def fit(
    features: Samples, labels: NDArray[np.int64], weights: Samples, classes: int
) -> tuple[tuple[Samples, Samples], tuple[Samples, Samples]]:
    """Two layers of a network, by Adam (Kingma and Ba 2015) with dropout and a little weight decay."""
    random = np.random.default_rng(0)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    scaled, width = (features - mean) / spread, features.shape[1]
    parameters = [
        (random.standard_normal((HIDDEN, width)) * np.sqrt(2 / width)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        (random.standard_normal((classes, HIDDEN)) * np.sqrt(1 / HIDDEN)).astype(np.float32),
        np.zeros(classes, np.float32),
    ]
    firsts, seconds = ([np.zeros_like(one) for one in parameters] for _ in range(2))
    step, rounds, rate = 0, 16, 2e-3
    for turn in range(rounds):
        order = random.permutation(len(labels))
        for at in range(0, len(order), 512):
            rows, (inner, inner_bias, outer, outer_bias) = order[at : at + 512], parameters
            hidden = scaled[rows] @ inner.T + inner_bias
            kept = (random.random(hidden.shape) < 0.8) / 0.8
            active = np.maximum(hidden, 0) * kept
            logits = active @ outer.T + outer_bias
            errors = np.exp(logits - logits.max(axis=1, keepdims=True))
            errors /= errors.sum(axis=1, keepdims=True)
            errors[np.arange(len(rows)), labels[rows]] -= 1
            errors *= weights[rows, None]
            back = (errors @ outer) * kept * (hidden > 0)
            slopes = [
                back.T @ scaled[rows] / len(rows) + 3e-5 * inner,
                back.mean(axis=0),
                errors.T @ active / len(rows) + 3e-5 * outer,
                errors.mean(axis=0),
            ]
            step += 1
            for one, slope, first, second in zip(parameters, slopes, firsts, seconds, strict=True):
                first += 0.1 * (slope - first)
                second += 0.001 * (slope**2 - second)
                bold = np.sqrt(second / (1 - 0.999**step)) + 1e-8
                one -= (rate * (1 - 0.95 * turn / rounds) * first / (1 - 0.9**step) / bold).astype(np.float32)
    inner, inner_bias, outer, outer_bias = parameters
    inner = inner / spread
    return (inner, inner_bias - inner @ mean), (outer, outer_bias)


def espeak_says(text: str, voice: str, rate: int, pitch: int) -> Samples:
    command = ["espeak-ng", "-v", voice, "-s", str(rate), "-p", str(pitch), "--stdout", text]
    wave = subprocess.run(command, capture_output=True, check=True).stdout
    samples, sample_rate = soundfile.read(io.BytesIO(wave), dtype="float32")
    return soxr.resample(samples, sample_rate, SAMPLE_RATE).astype(np.float32)


def trimmed(samples: Samples, range_db: float = 35) -> Samples:
    """Without what is so many decibels softer than the loudest 10 ms, at both ends."""
    frames = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    loudness = np.sqrt((frames**2).mean(axis=1))
    on = np.flatnonzero(loudness > loudness.max() * 10 ** (-range_db / 20))
    return samples[on[0] * 160 : (on[-1] + 1) * 160]


def loud(samples: Samples, decibels: float) -> Samples:
    """The same at a root mean square of so many decibels below full scale."""
    return samples * np.float32(10 ** (decibels / 20) / (np.sqrt((samples**2).mean()) + 1e-9))


if __name__ == "__main__":
    main()
