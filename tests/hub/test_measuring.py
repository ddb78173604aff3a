"""Figures over the last turns."""

import pytest

from ogam.hub import EventLog, Meter


def turn(log: EventLog, name: str, total: float, recognise: float = 0.0, seconds: float = 2.0) -> None:
    log.append("a", name, "observation", {"kind": "sentence", "start": 1.0, "end": 1.0 + seconds})
    timings = {"total": total, **({"recognise": recognise} if recognise else {})}
    log.append("a", name, "reply", {"text": "", "timings_ms": timings})


def test_a_new_meter_knows_nothing():
    measures = Meter(EventLog(None)).measures()
    assert (measures.turns, measures.latency_ms_median, measures.latency_ms_p95) == (0, None, None)
    assert measures.real_time_factor is None


def test_latency_and_real_time_factor_are_of_the_last_spoken_turns():
    log = EventLog(None)
    meter = Meter(log, window=100)
    for number in range(200):
        turn(log, f"t{number}", total=float(number), recognise=200.0)
    turn(log, "typed", total=9_999.0)
    measures = meter.measures()
    assert (measures.turns, measures.latency_ms_median, measures.latency_ms_p95) == (100, 149.0, 194.0)
    assert measures.real_time_factor == pytest.approx(0.1)


def test_errors_are_counted_until_it_is_closed():
    log = EventLog(None)
    meter = Meter(log)
    log.append("a", "t", "error", {})
    meter.close()
    log.append("a", "t", "error", {})
    assert meter.measures().errors == 1
