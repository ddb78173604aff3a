"""Which tokens may follow a position in a grammar."""

import numpy as np
import pytest

from ogam.asr import SentenceList, Vocabulary
from ogam.asr.paths import TokenPaths
from ogam.asr.vocabulary import SortedTokens, normalised

SURFACES = (
    b"",
    b"",
    b" turn",
    b"Turn",
    b" on",
    b" o",
    b"n",
    b"-on",
    b".",
    b" ",
    b"x",
    b" tv",
    b" TV",
    b"\xed\x81",
    b"\xbc",
)
VOCABULARY = Vocabulary(SURFACES, end=1)
FLAT = np.zeros(len(SURFACES), np.float32)


def surfaces(paths: TokenPaths, position: tuple[int, int]) -> set[bytes]:
    return {SURFACES[token] for token in paths.following(position, FLAT, 100).tokens}


def walk(paths: TokenPaths, *tokens: bytes) -> tuple[int, int]:
    position = paths.start
    for token in tokens:
        following = paths.following(position, FLAT, 100)
        position = next(
            end for i, (end, _) in zip(following.tokens, following.ends, strict=True) if SURFACES[i] == token
        )
    return position


def paths_of(*sentences: str) -> TokenPaths:
    return TokenPaths(SentenceList(sentences), SortedTokens.of(VOCABULARY))


def test_any_case_and_tokenisation_may_begin_a_sentence() -> None:
    paths = paths_of("turn on tv")
    assert surfaces(paths, paths.start) == {b" turn", b"Turn", b" "}


def test_a_space_waits_for_the_next_word() -> None:
    paths = paths_of("turn on tv")
    assert surfaces(paths, walk(paths, b"Turn")) == {b" on", b" o", b"-on", b" ", b"."}
    assert surfaces(paths, walk(paths, b"Turn", b" on")) == {b" tv", b" TV", b" ", b"."}
    assert surfaces(paths, walk(paths, b"Turn", b" on", b" ")) == set()  # " tv" would be a second space


def test_a_sentence_ends_after_punctuation_and_spaces() -> None:
    paths = paths_of("turn on")
    assert not paths.accepts(walk(paths, b"Turn"))
    assert paths.accepts(walk(paths, b"Turn", b" o", b"n"))
    assert paths.accepts(walk(paths, b"Turn", b" on", b".", b" "))


def test_no_hypothesis_can_go_on_without_end() -> None:
    paths = paths_of("turn on tv")
    assert not surfaces(paths, walk(paths, b"Turn", b" on", b".")) & {b"."}
    assert not surfaces(paths, walk(paths, b"Turn", b" on", b" ")) & {b" ", b"."}
    assert not surfaces(paths, walk(paths, b" ")) & {b" "}


def test_the_empty_sentence_is_never_accepted() -> None:
    assert not paths_of("").accepts(paths_of("").start)


def test_a_token_may_end_inside_a_character() -> None:
    paths = paths_of("큼")
    assert surfaces(paths, walk(paths, b"\xed\x81")) >= {b"\xbc"}
    assert paths.accepts(walk(paths, b"\xed\x81", b"\xbc"))


def test_no_space_stands_inside_a_character() -> None:
    paths = TokenPaths(Anything(), SortedTokens.of(VOCABULARY))
    assert b"\xbc" in surfaces(paths, walk(paths, b"\xed\x81"))
    assert b"\xbc" not in surfaces(paths, walk(paths, b"\xed\x81", b" "))
    assert b"\xed\x81" in surfaces(paths, walk(paths, b"x", b" "))


class Anything:
    """Accepts every text that is not empty."""

    start = 0

    def step(self, state: int, byte: int) -> int:
        return 1

    def accepts(self, state: int) -> bool:
        return state == 1

    def live_bytes(self, state: int) -> bytes:
        return bytes(range(256))

    def branches(self, state: int, byte: int) -> tuple[int, ...]:
        return (1,)

    def said_freely(self, state: int) -> bool:
        return state == 1


@pytest.mark.parametrize("most_steps", [5, 10_000])
def test_in_a_wildcard_every_token_may_follow(most_steps: int) -> None:
    paths = TokenPaths(Anything(), SortedTokens.of(VOCABULARY))
    paths.most_steps = most_steps
    assert surfaces(paths, paths.start) == {s for s in SURFACES if s} - {b"."}


def test_a_wide_position_gives_only_the_likeliest() -> None:
    paths = TokenPaths(Anything(), SortedTokens.of(VOCABULARY))
    paths.most_steps = 5
    liking_x = np.zeros(len(SURFACES), np.float32)
    liking_x[SURFACES.index(b"x")] = 1
    assert SURFACES[paths.following(paths.start, liking_x, 1).tokens[0]] == b"x"


def test_the_memory_is_bounded() -> None:
    paths = paths_of("turn on tv", "turn tv on")
    paths.most_remembered = 3
    for _ in range(3):
        walk(paths, b"Turn", b" on", b" tv")
    assert len(paths._listed) <= 3
    assert len(paths._ends) <= 3
    paths._make_room(4)
    assert not any((paths._listed, paths._tried, paths._initials, paths._ends))


def test_what_is_too_wide_to_be_listed_is_not_remembered_in_part() -> None:
    paths = TokenPaths(Anything(), SortedTokens.of(VOCABULARY))
    paths.most_steps = 5
    assert paths._look_up(paths.start) is None
    assert not paths._ends


def test_tokens_that_lead_to_one_place_share_it() -> None:
    paths = paths_of("turn on tv", "turn tv on")
    for surface in (b"Turn", b" turn"):
        walk(paths, surface)
    ends = [end for listed in paths._listed.values() if listed for end in listed.ends]
    assert len({id(end) for end in ends}) == len(set(ends)) < len(ends)


def test_normal_form_of_tokens() -> None:
    assert normalised(b" Twelve-Ounce") == b" twelve ounce"
    assert normalised("É’".encode()) == "é'".encode()
    assert normalised(b"\xed\x81A-") == b"\xed\x81a "
