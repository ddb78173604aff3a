"""Tests of one's own. What every plugin must do, the conformance kit tests: it runs beside them."""

from ogam_face_recognition import open_recognizer


def test_it_says_where_its_weights_are():
    recognizer = open_recognizer()
    assert set(recognizer.weights()) == set(recognizer.card.files)
