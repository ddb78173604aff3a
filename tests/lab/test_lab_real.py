"""The benchmarks on a few real recordings. The bars themselves are measured by `make bench`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data, the recordings for evaluation, is not here"),
]


def bench(*arguments):
    result = CliRunner().invoke(app, ["bench", *map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.splitlines()[-1])


def test_barista_clean():
    figures = bench("commands", DATA / "barista", "--limit", 30)
    assert figures["n"] == 30
    assert figures["accuracy"] >= 29 / 30
    assert figures["peak_rss_mb"] > 0


def test_barista_in_a_kitchen_is_better_with_less_noise():
    levels = bench("commands", DATA / "barista", "--limit", 12, "--noise", DATA / "noise/kitchen.flac", "--snr", "6,24")
    assert levels["by_snr"]["24"] >= levels["by_snr"]["6"] >= 0.5


def test_orders_of_coffee_are_none_of_a_homes_sentences():
    figures = bench("rejection", DATA / "speech-to-phrase-en", DATA / "barista", "--limit", 10)
    assert figures["at_shipped_threshold"]["false_accept"] == 0


def test_spoken():
    figures = bench("spoken", DATA / "speech-to-phrase-en", "--limit", 12)
    assert figures["accuracy"] >= 11 / 12


def test_intents():
    figures = bench("intents", DATA / "ha-intents-tests/en", "--limit", 20)
    assert figures["accuracy"] >= 0.99
