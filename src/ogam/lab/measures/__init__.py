"""Measures: pure functions from numbers to figures, which the protocols of the lab are made of. See docs/metrics.md."""
