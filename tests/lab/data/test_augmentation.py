"""Rooms, noise and devices: the ratio is the one asked for, the same seed gives the same, nothing is moved."""

import numpy as np
import pytest

from ogam.core import Audio, AudioError, Image, ImageError, OgamError
from ogam.lab.data import augment, generator_of
from ogam.lab.data.augmentation import add_noise
from ogam.lab.data.devices import LENSES, MICROPHONES, keep_band
from ogam.lab.data.levels import active_power, mean_power
from ogam.lab.data.rooms import LEAD, ROOMS, room_response
from ogam.lab.noise import mix
from ogam.lab.outcomes import Condition

RATE = 16_000


def white(seconds, seed=0, loudness=0.05):
    return Audio((np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * loudness).astype(np.float32))


def bursts():
    """Half a second of sound, one and a half of silence, three times: as speech is, with pauses."""
    sound, silence = white(0.5, 1).samples, np.zeros(24_000, np.float32)
    return Audio(np.concatenate([sound, silence] * 3))


NOISES = {"hiss": white(20.0, 9, 0.2)}


def decibels(ratio):
    return 10 * np.log10(ratio)


def test_the_active_level_of_a_sound_without_pauses_is_its_mean():
    steady = white(4.0)
    assert decibels(active_power(steady) / mean_power(steady.samples)) == pytest.approx(0, abs=0.3)


def test_silence_around_speech_does_not_change_its_active_level():
    speech = white(3.0)
    silence = np.zeros(5 * RATE, np.float32)
    padded = Audio(np.concatenate([silence, speech.samples, silence]))
    assert decibels(active_power(padded) / active_power(speech)) == pytest.approx(0, abs=0.5)
    assert decibels(mean_power(padded.samples) / mean_power(speech.samples)) == pytest.approx(-6.4, abs=0.1)


@pytest.mark.parametrize("gain_db", [-50, -20, 0, 20])
def test_the_active_level_follows_the_gain(gain_db):
    speech = bursts()
    louder = Audio(speech.samples * np.float32(10 ** (gain_db / 20)))
    assert decibels(active_power(louder) / active_power(speech)) == pytest.approx(gain_db, abs=0.6)


def test_pauses_of_less_than_the_hangover_count_as_speech():
    """P.56 holds activity for 200 ms: syllables with gaps of 100 ms are active throughout."""
    sound, gap = white(0.1, 1).samples, np.zeros(1_600, np.float32)
    speech = Audio(np.concatenate([sound, gap] * 20))
    assert decibels(active_power(speech) / mean_power(speech.samples)) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("snr_db", [-5.0, 0.0, 12.0])
@pytest.mark.parametrize("ratio", ["active", "mean"])
def test_the_ratio_is_the_one_asked_for(ratio, snr_db):
    speech = bursts()
    mixed = add_noise(speech, NOISES["hiss"], snr_db, np.random.default_rng(0), ratio).samples
    pause = mixed[8_000:32_000]  # noise alone
    power = active_power(speech) if ratio == "active" else mean_power(speech.samples)
    assert decibels(power / mean_power(pause)) == pytest.approx(snr_db, abs=0.2)


def test_the_ratio_of_peak_frames_is_that_of_the_benchmark():
    ours, theirs = (
        mixing(bursts(), NOISES["hiss"], 6.0, np.random.default_rng(4), *more).samples
        for mixing, more in ((add_noise, ("peak",)), (mix, ()))
    )
    assert np.array_equal(ours, theirs)


def test_the_definitions_differ_by_the_share_of_pauses():
    """A quarter of the recording is speech: 6 dB, less the hangover that P.56 counts as speech."""
    difference = decibels(active_power(bursts()) / mean_power(bursts().samples))
    assert 4 < difference < 6.1


def test_a_condition_gives_the_same_for_the_same_seed_and_item():
    speech = bursts()
    condition = Condition("hiss", 6.0, "kitchen", "mobile phone")
    first, again, other = (
        augment(speech, condition, NOISES, generator_of(seed, "item", condition)).samples for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(first) == len(speech.samples)
    assert first.dtype == np.float32


def test_randomness_is_of_the_item_and_the_condition():
    draws = {
        generator_of(seed, item, Condition(device=device)).random()
        for seed in (0, 1)
        for item in "ab"
        for device in ("toy", "telephone")
    }
    assert len(draws) == 8


def test_under_no_condition_nothing_is_changed():
    speech = bursts()
    assert augment(speech, Condition(), {}, np.random.default_rng(0)) is speech


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_fades_as_long_as_it_says(name):
    """T20 by Schroeder's backward integration: from -5 to -25 dB, times three."""
    lasting = []
    for seed in range(3):
        response = room_response(ROOMS[name], np.random.default_rng(seed)).astype(np.float64)
        decay = decibels(np.cumsum(response[::-1] ** 2)[::-1] / np.sum(response**2) + 1e-12)
        lasting.append((np.argmax(decay < -25) - np.argmax(decay < -5)) / RATE * 3)
    assert np.mean(lasting) == pytest.approx(ROOMS[name].reverberation, rel=0.2)


def test_the_direct_sound_stays_where_it_was():
    response = room_response(ROOMS["bedroom"], np.random.default_rng(0))
    assert np.abs(response).argmax() == LEAD
    assert response[LEAD] == pytest.approx(1, abs=0.1)
    assert np.abs(response[: LEAD - 20]).max() < 0.02
    click = np.zeros(8_000, np.float32)
    click[1_000] = 0.5
    heard = augment(Audio(click), Condition(room="bedroom"), {}, np.random.default_rng(0))
    assert np.abs(heard.samples).argmax() == 1_000


def test_places_in_a_room_differ():
    one, other = (room_response(ROOMS["kitchen"], np.random.default_rng(seed)) for seed in (0, 1))
    assert not np.allclose(one, other)


def tone(frequency):
    return (0.3 * np.sin(2 * np.pi * frequency * np.arange(RATE) / RATE)).astype(np.float32)


def test_a_band_ends_where_it_says():
    for frequency, passes in ((100, False), (1_000, True), (3_000, True), (5_000, False)):
        kept = mean_power(keep_band(tone(frequency), 300, 3_400)) / mean_power(tone(frequency))
        assert kept == pytest.approx(1.0 if passes else 0.0, abs=0.01)


@pytest.mark.parametrize("name", MICROPHONES)
def test_microphones_keep_length_and_place(name):
    speech = Audio(keep_band(bursts().samples, 400, 3_000))
    heard = augment(speech, Condition(device=name), {}, np.random.default_rng(0))
    assert len(heard.samples) == len(speech.samples)
    assert np.isfinite(heard.samples).all()
    assert np.abs(heard.samples).max() <= 1
    alike = np.correlate(heard.samples[:16_000], speech.samples[:16_000], "full")
    assert abs(int(alike.argmax()) - 15_999) <= 8
    assert not np.array_equal(heard.samples, speech.samples)


def test_a_telephone_hears_nothing_above_four_kilohertz():
    heard = augment(white(2.0), Condition(device="telephone"), {}, np.random.default_rng(0)).samples
    spectrum = np.abs(np.fft.rfft(heard)) ** 2
    above = spectrum[round(len(spectrum) * 4_300 / 8_000) :].sum() / spectrum.sum()
    assert above < 1e-3


def test_overdriven_is_clipped():
    heard = augment(white(1.0), Condition(device="overdriven"), {}, np.random.default_rng(0)).samples
    assert np.mean(np.abs(heard) > 0.99) > 0.05


def test_what_would_go_beyond_one_is_turned_down_as_a_whole():
    loud = Audio(tone(500) * 3)
    mixed = augment(loud, Condition("hiss", 0.0), NOISES, np.random.default_rng(0))
    assert np.abs(mixed.samples).max() == pytest.approx(1)


@pytest.mark.parametrize("name", LENSES)
def test_cameras(name):
    pixels = np.random.default_rng(0).integers(0, 256, (48, 64, 3)).astype(np.uint8)
    first, again = (
        augment(Image(pixels), Condition(device=name), {}, generator_of(0, "a", Condition(device=name))).pixels
        for _ in range(2)
    )
    assert np.array_equal(first, again)
    assert first.shape == (round(48 * LENSES[name].scale), round(64 * LENSES[name].scale), 3)
    assert first.dtype == np.uint8
    if LENSES[name].light < 1:
        assert first.mean() < pixels.mean() * (LENSES[name].light + 0.1)


def test_names_that_are_not_known_are_told_with_those_that_are():
    random, speech = np.random.default_rng(0), bursts()
    with pytest.raises(OgamError, match=r"no noise 'rain'\. There are: hiss"):
        augment(speech, Condition("rain", 3.0), NOISES, random)
    with pytest.raises(OgamError, match=r"no room 'cave'\. There are: bathroom, bedroom, kitchen, living room"):
        augment(speech, Condition(room="cave"), {}, random)
    with pytest.raises(OgamError, match="no microphone 'webcam'"):
        augment(speech, Condition(device="webcam"), {}, random)
    with pytest.raises(OgamError, match="needs a ratio"):
        augment(speech, Condition("hiss"), NOISES, random)


def test_silence_and_pictures_are_refused():
    random, silence = np.random.default_rng(0), Audio(np.zeros(RATE, np.float32), source="a.wav")
    with pytest.raises(AudioError, match=r"a\.wav: only silence"):
        augment(silence, Condition("hiss", 3.0), NOISES, random)
    with pytest.raises(AudioError, match="only silence"):
        augment(bursts(), Condition("none", 3.0), {"none": silence}, random)
    with pytest.raises(ImageError, match="no noise and no room"):
        augment(Image(np.zeros((2, 2, 3), np.uint8)), Condition(room="kitchen"), {}, random)
