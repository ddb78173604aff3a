"""The names of things: all eighty, none twice, in both languages."""

import re
from collections import Counter

from ogam.vision.coco import CLASSES, COUNT, NAMES


def test_the_order_is_that_of_the_networks() -> None:
    assert COUNT == 80
    assert CLASSES[0] == "person"
    assert CLASSES[41] == "cup"
    assert CLASSES[79] == "toothbrush"
    assert CLASSES.index("dining table") == 60


def test_every_class_has_a_name_in_both_languages() -> None:
    for key, names in NAMES.items():
        assert key == names.english
        assert names.plural
        assert re.fullmatch(r"[가-힣][가-힣 ]*", names.korean), names
        assert all(re.fullmatch(r"[a-z][a-z -]*", word) for word in (names.english, names.plural, *names.also_english))
        assert all(re.search(r"[가-힣]", word) for word in names.also_korean)


def test_no_name_is_said_twice_for_one_thing_and_main_names_are_nobody_elses() -> None:
    for names in NAMES.values():
        english, korean = (names.english, *names.also_english), (names.korean, *names.also_korean)
        assert len(set(english)) == len(english)
        assert len(set(korean)) == len(korean)
    main = {names.english for names in NAMES.values()} | {names.korean for names in NAMES.values()}
    also = Counter(word for names in NAMES.values() for word in (*names.also_english, *names.also_korean))
    assert not main & set(also)
    assert {word for word, count in also.items() if count > 1} == {"가방"}


def test_what_people_say() -> None:
    assert NAMES["couch"].korean == "소파"
    assert "sofa" in NAMES["couch"].also_english
    assert NAMES["knife"].plural == "knives"
    assert NAMES["potted plant"].korean == "화분"
