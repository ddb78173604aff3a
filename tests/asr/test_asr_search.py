"""The constrained search, with an acoustic model whose scores are written in a table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.asr import FakeScorer, SearchSettings, SentenceList
from ogam.asr.paths import TokenPaths
from ogam.asr.search import search
from ogam.asr.transcription import free_beam
from ogam.asr.vocabulary import SortedTokens
from ogam.core import Audio
from ogam.grammar import compile_intents

SECOND = Audio(np.ones(16_000 * 4, np.float32), source="said")
WORDS = ["Turn", " on", " off", " the", " light", " lights", "Set", " heat", "ing", " to", " 20", ".5"]


def decode(heard: str, sentences: list[str], **settings: float):
    scorer = FakeScorer({"said": heard}, WORDS)
    paths = TokenPaths(SentenceList(sentences), SortedTokens.of(scorer.vocabulary))
    return search(scorer, scorer.encode(SECOND), paths, SearchSettings(**settings))  # type: ignore[arg-type]


def test_finds_the_sentence_that_was_said_whatever_its_case_and_punctuation() -> None:
    decoding = decode("Turn on, the lights.", ["turn on the lights", "turn off the lights", "turn on the light"])
    assert decoding.sentences[0].text == "turn on the lights"


def test_the_free_path_is_what_the_model_hears() -> None:
    decoding = decode("Turn on the lights.", ["turn on the lights"])
    assert FakeScorer({}, WORDS).vocabulary.text(decoding.free.tokens) == "Turn on the lights."
    assert decoding.free.ended
    assert decoding.free.tokens == decoding.sentences[0].tokens[:-1]
    assert decoding.sentences[0].regret == 0
    assert decoding.free.log_prob < decoding.sentences[0].log_prob  # which sums all spellings


def test_the_nearest_sentence_is_forced_but_far_below_the_free_path() -> None:
    decoding = decode("Set heating to 20", ["turn on the lights"], width=100)
    assert decoding.sentences[0].text == "turn on the lights"
    assert decoding.sentences[0].log_prob < decoding.free.log_prob - 10
    assert decoding.sentences[0].worst_regret > 2


def test_a_point_is_kept_inside_a_number_and_dropped_after_it() -> None:
    both = ["set heating to 20.5", "set heating to 20"]
    assert decode("Set heating to 20.5", both).sentences[0].text == "set heating to 20.5"
    assert decode("Set heating to 20.", both).sentences[0].text == "set heating to 20"


def test_hyphens_are_spaces() -> None:
    assert decode("Twelve-ounce", ["twelve ounce", "twelve pounds"]).sentences[0].text == "twelve ounce"


def test_alternatives_come_best_first_and_each_text_once() -> None:
    decoding = decode("Turn on the light", ["turn on the light", "turn on the lights"], depth=100, width=100)
    texts = [s.text for s in decoding.sentences]
    assert texts == ["turn on the light", "turn on the lights"]
    assert decoding.sentences[0].log_prob > decoding.sentences[1].log_prob


def test_nothing_fits_within_the_longest() -> None:
    decoding = decode("Turn", ["a" * 300], most_tokens=5)
    assert decoding.sentences == ()


def test_the_free_path_alone_equals_the_free_path_beside_the_search() -> None:
    scorer = FakeScorer({"said": "Turn the heating off"}, WORDS)
    alone = free_beam(scorer, scorer.encode(SECOND), beam=1)
    assert alone == decode("Turn the heating off", ["turn on the lights"]).free


@given(
    st.lists(st.text("abc ", min_size=1, max_size=12).map(str.split).map(" ".join).filter(bool), min_size=1, max_size=6)
)
def test_every_sentence_of_a_grammar_is_found_when_it_is_said(sentences: list[str]) -> None:
    for sentence in sentences:
        assert decode(sentence.upper(), sentences, width=100, beam=16).sentences[0].text == sentence


class Habitual(FakeScorer):
    """Has a habit: whatever is said, "off" is likelier to it than "on"."""

    def step(self, state, tokens):  # type: ignore[no-untyped-def]
        log_probs, state = super().step(state, tokens)
        log_probs[:, self.vocabulary.surfaces.index(b" off")] += 12
        return log_probs, state


def test_a_share_of_the_prior_can_be_taken_away() -> None:
    scorer = Habitual({"said": "turn on"}, [" on", " off"], certainty=0.99)
    paths = TokenPaths(SentenceList(["turn on", "turn off"]), SortedTokens.of(scorer.vocabulary))
    heard, silence = scorer.encode(SECOND), scorer.encode(Audio(SECOND.samples, source="silence"))
    first = search(scorer, heard, paths)
    second = search(scorer, heard, paths, SearchSettings(prior_weight=1.0), silence)
    assert first.sentences[0].text == "turn off"
    assert first.sentences[0].score == first.sentences[0].log_prob
    assert second.sentences[0].text == "turn on"
    assert second.free == first.free


def test_only_the_words_that_nothing_spells_out_keep_their_prior() -> None:
    grammar = compile_intents(
        {
            "intents": {"Try": {"data": [{"sentences": ["turn on", "turn {what}", "cut {what}"]}]}},
            "lists": {"what": {"wildcard": True}},
        }
    )
    scorer = Habitual({"said": "turn on"}, [" on", " off"], certainty=0.99)
    heard, silence = scorer.encode(SECOND), scorer.encode(Audio(SECOND.samples, source="silence"))
    paths = TokenPaths(grammar.acceptor, SortedTokens.of(scorer.vocabulary))
    found = search(scorer, heard, paths, SearchSettings(prior_weight=1.0, depth=100, width=100), silence).sentences
    taken_away = {sentence.text: sentence.score - sentence.log_prob for sentence in found}
    assert taken_away["turn on"] > taken_away["turn off"] + 5


def with_everyday(sentences: list[str], everyday: list[str]):
    """A grammar that tells some of its sentences as those of every day."""
    return compile_intents(
        {
            "language": "en",
            "intents": {"All": {"data": [{"sentences": sentences}]}},
            "everyday": {"intents": {"All": {"data": [{"sentences": everyday}]}}},
        }
    )


def heard_in(heard: str, grammar, **settings: float):
    scorer = FakeScorer({"said": heard}, WORDS)
    paths = TokenPaths(grammar.acceptor, SortedTokens.of(scorer.vocabulary))
    return search(scorer, scorer.encode(SECOND), paths, SearchSettings(**settings))  # type: ignore[arg-type]


def test_what_is_seldom_said_costs_so_much_more() -> None:
    sentences = ["turn on the light", "turn on the heat"]
    scores = [heard_in("Turn on the heat", with_everyday(sentences, [usual])).sentences[0] for usual in sentences]
    assert [s.text for s in scores] == ["turn on the heat"] * 2
    assert scores[1].score - scores[0].score == pytest.approx(SearchSettings().unusual_cost, abs=0.1)
    assert scores[1].log_prob == pytest.approx(scores[0].log_prob, abs=0.1)


def test_what_is_seldom_said_is_still_found_when_it_is_said() -> None:
    grammar = with_everyday(["turn on the light", "turn on the heating"], ["turn on the light"])
    assert heard_in("Turn on the heating", grammar).sentences[0].text == "turn on the heating"
