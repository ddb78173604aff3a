"""The plan: all that is to be done, once and in one order; and by what two plans are the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from ogam.lab.items import Dataset, Item, Pair
from ogam.lab.outcomes import Condition
from ogam.lab.studies import DatasetChoice, Limits, ProtocolChoice, RecognizerChoice, Study, StudyError
from ogam.lab.studies.plan import cut_out, make_plan

SOUNDS = Dataset(
    "sounds",
    tuple(Item(f"s{number}", Path(f"s{number}.wav"), split="test" if number % 2 else "train") for number in range(4)),
    pairs=(Pair("s0", "s1", True), Pair("s1", "s3", False)),
)
PICTURES = Dataset("pictures", (Item("p0", Path("p0.png"), "image"),))
STUDY = Study(
    "plan",
    (DatasetChoice("sounds", "sounds"), DatasetChoice("pictures", "pictures")),
    (RecognizerChoice("ear", "a/ear"), RecognizerChoice("eye", "a/eye")),
    (
        ProtocolChoice("words", recognizers=("ear",), datasets=("sounds",)),
        ProtocolChoice("faces", recognizers=("eye",)),
    ),
    (Condition(), Condition("rain", 6.0), Condition(device="phone")),
)
DATA = {"sounds": SOUNDS, "pictures": PICTURES}


def test_every_unit_once_and_in_order():
    plan = make_plan(STUDY, DATA)
    assert [unit.index for unit in plan.units] == list(range(len(plan.units)))
    assert len({(unit.recognizer, unit.dataset, unit.item.id, unit.condition) for unit in plan.units}) == len(
        plan.units
    )


def test_only_what_a_protocol_asks_for():
    units = make_plan(STUDY, DATA).units
    assert {unit.dataset for unit in units if unit.recognizer == "ear"} == {"sounds"}
    assert {unit.dataset for unit in units if unit.recognizer == "eye"} == {"sounds", "pictures"}


def test_pictures_have_no_noise():
    conditions = {unit.condition for unit in make_plan(STUDY, DATA).units if unit.dataset == "pictures"}
    assert conditions == {Condition(), Condition(device="phone")}


def test_splits_and_limits_cut_items_and_pairs():
    test = cut_out(SOUNDS, DatasetChoice("sounds", "sounds", split="test"))
    assert [item.id for item in test.items] == ["s1", "s3"]
    assert test.pairs == (Pair("s1", "s3", False),)
    assert len(cut_out(SOUNDS, DatasetChoice("sounds", "sounds", limit=3)).items) == 3


def test_a_data_set_of_which_nothing_is_left():
    study = replace(STUDY, datasets=(DatasetChoice("sounds", "sounds", split="dev"), STUDY.datasets[1]))
    with pytest.raises(StudyError, match="sounds has no items that the study takes"):
        make_plan(study, DATA)


@pytest.mark.parametrize(
    "changed",
    [
        replace(STUDY, seed=1),
        replace(STUDY, ratio="peak"),
        replace(STUDY, limits=Limits(seconds=1)),
        replace(STUDY, recognizers=(RecognizerChoice("ear", "a/ear", {"beam": 2}), STUDY.recognizers[1])),
    ],
)
def test_another_study_has_another_fingerprint(changed):
    assert make_plan(changed, DATA).fingerprint != make_plan(STUDY, DATA).fingerprint


def test_other_data_has_another_fingerprint_and_another_place_has_not():
    moved = replace(SOUNDS, items=tuple(replace(item, path=Path("/moved") / item.path) for item in SOUNDS.items))
    other = replace(SOUNDS, items=(replace(SOUNDS.items[0], text="another"), *SOUNDS.items[1:]))
    fingerprint = make_plan(STUDY, DATA).fingerprint
    assert make_plan(STUDY, {**DATA, "sounds": moved}).fingerprint == fingerprint
    assert make_plan(STUDY, {**DATA, "sounds": other}).fingerprint != fingerprint
