"""What all tests share."""

from hypothesis import settings

# A busy machine is no bug: what a test finds counts, not how long it takes.
settings.register_profile("ogam", deadline=None)
settings.load_profile("ogam")
