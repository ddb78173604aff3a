"""Voices as embeddings, with the fake and, where they are here, with the real weights."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio import EnergyVoiceActivity, read
from ogam.biometrics import similarity
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.biometrics.quality import CheckedSpeakerEmbedder, clipped_share, enrolment_embedder
from ogam.biometrics.speech import find_speech
from ogam.biometrics.voice import SpeakerEmbedder, enough_speech
from ogam.core import SAMPLE_RATE, Audio, Image, ModelError, QualityError
from ogam.lab.noise import generator, mix
from ogam.models import Store

DATA = Path(__file__).parents[3] / "shared" / "data"


def tone(pitch: float, seconds: float = 3.0, loud: float = 0.2, noise: float = 1e-4) -> Audio:
    """A hum in syllables that grow, with pauses between them, and faint noise."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    hum = loud * np.sin(2 * np.pi * pitch * at) * np.maximum(0, np.sin(4 * np.pi * at) + 0.5)
    hum *= np.linspace(0.5, 1, len(at))
    return Audio((hum + noise * np.random.default_rng(0).normal(size=len(at))).astype(np.float32), source="hum.wav")


def join(*several: Audio) -> Audio:
    return Audio(np.concatenate([audio.samples for audio in several]), source=several[0].source)


def test_the_fake_tells_pitches_apart_and_nothing_else() -> None:
    fake = FakeSpeakerEmbedder()
    low, again, high = fake.embed(tone(150)), fake.embed(tone(150, 2.0, 0.05)), fake.embed(tone(400))
    assert similarity(low, again) > 0.9
    assert similarity(low, high) < 0.5
    assert low.contract == fake.contract
    assert np.linalg.norm(low.vector) == pytest.approx(1)
    assert "fake" in low.contract.model


@pytest.mark.parametrize(
    ("signal", "says"),
    [
        (Audio(np.zeros(0, np.float32), source="a.wav"), "a.wav: nothing is to be heard"),
        (Audio(np.zeros(48_000, np.float32), source="a.wav"), "a.wav: nothing is to be heard"),
        (tone(150, 0.3), r"hum.wav: only 0.3 s of speech; 0.5 s are needed"),
        (Audio(np.full(48_000, np.nan, np.float32), source="a.wav"), "a.wav: holds samples that are not numbers"),
        (Audio(np.zeros((100, 2), np.float32), source="a.wav"), "a.wav: expected one channel"),
        (Image(np.zeros((4, 4, 3), np.uint8)), "in sound, not in a picture"),
    ],
)
def test_what_is_no_voice_says_why(signal: Audio | Image, says: str) -> None:
    with pytest.raises(QualityError, match=says):
        enough_speech(signal)
    with pytest.raises(QualityError, match=says):
        FakeSpeakerEmbedder().embed(signal)


CHECKED = CheckedSpeakerEmbedder(FakeSpeakerEmbedder(), EnergyVoiceActivity())


def test_a_good_recording_is_enrolled() -> None:
    embedding = CHECKED.embed(tone(150))
    assert embedding.contract == CHECKED.contract
    assert embedding.seconds > 2
    assert embedding.quality > 0.9


@pytest.mark.parametrize(
    ("signal", "says"),
    [
        (tone(150, 1.5), "only 1.5 s of speech; 2.0 s are needed. Say a longer sentence"),
        (tone(150, noise=0.1), "too noisy .* quieter room"),
        (Audio(np.clip(tone(150, loud=1.0).samples, -0.5, 0.5)), "clipped in .* microphone down"),
        (join(tone(150), tone(400)), "more than one person seems to speak"),
        (join(tone(150, 6.0), tone(400, 2.0)), "more than one person seems to speak"),
    ],
)
def test_a_bad_recording_says_what_is_wrong_and_what_to_do(signal: Audio, says: str) -> None:
    with pytest.raises(QualityError, match=says):
        CHECKED.embed(signal)


def test_what_is_no_speech_is_refused() -> None:
    deaf = CheckedSpeakerEmbedder(FakeSpeakerEmbedder(), EnergyVoiceActivity(level=0.0))
    with pytest.raises(QualityError, match="only 0% of what is to be heard is speech; music"):
        deaf.embed(tone(150))


def test_clipping_counts_the_samples_at_the_top() -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, 48_000).astype(np.float32)
    assert clipped_share(noise) == 0.0
    assert clipped_share(np.clip(noise, -0.3, 0.3)) == pytest.approx(0.13, abs=0.02)


@pytest.fixture(scope="module")
def embedder() -> SpeakerEmbedder:
    weights("campplus")
    return SpeakerEmbedder()


def weights(name: str) -> Path:
    try:
        return Store().path(name)
    except ModelError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def people() -> dict[str, list[Audio]]:
    folder = DATA / "speakers" / "librispeech"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return {person.name: [read(path) for path in sorted(person.glob("*.flac"))] for person in sorted(folder.iterdir())}


@pytest.mark.real
def test_people_are_more_like_themselves_than_like_others(
    embedder: SpeakerEmbedder, people: dict[str, list[Audio]]
) -> None:
    voices = {name: [embedder.embed(audio) for audio in own[:3]] for name, own in people.items()}
    own = [similarity(a, b) for v in voices.values() for i, a in enumerate(v) for b in v[:i]]
    others = [similarity(v[0], w[1]) for name, v in voices.items() for other, w in voices.items() if name != other]
    assert min(own) > max(others)


@pytest.mark.real
def test_two_precisions_agree_but_are_of_two_contracts(
    embedder: SpeakerEmbedder, people: dict[str, list[Audio]]
) -> None:
    exact = SpeakerEmbedder(precision="float32")
    audio = people["1688"][0]
    assert float(embedder.embed(audio).vector @ exact.embed(audio).vector) > 0.99
    assert embedder.contract != exact.contract


@pytest.mark.real
def test_real_recordings_are_enrolled_and_spoilt_ones_are_not(
    embedder: SpeakerEmbedder, people: dict[str, list[Audio]]
) -> None:
    weights("silero-vad")
    checked = enrolment_embedder()
    one, other = people["1688"][0], people["2609"][0]
    assert checked.embed(one).seconds > 2
    speech = [find_speech(audio.samples).samples[: 3 * SAMPLE_RATE] for audio in (one, other)]
    music = sum(np.sin(2 * np.pi * f * np.arange(64_000) / SAMPLE_RATE) for f in (220, 277, 330)) * 0.1
    kitchen = read(DATA / "noise" / "kitchen.flac")
    spoilt = {
        "more than one person": Audio(np.concatenate(speech)),
        "music, or a noise": Audio((music * np.repeat(np.tile([1, 0.01], 8), 4_000)).astype(np.float32)),
        "too noisy": mix(one, kitchen, 0.0, generator(0, "kitchen", 0.0)),
        "clipped": Audio(np.clip(one.samples * 20, -0.5, 0.5)),
    }
    for says, audio in spoilt.items():
        with pytest.raises(QualityError, match=says):
            checked.embed(audio)
