"""Rules of the owner's own are changed where they stand; all else in the file stays as it is, to the byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import HomeError, PolicyError
from ogam.home import load_home, parse_home
from ogam.home.editing import replace_file, with_policy
from ogam.policy import put_rule, read_rules, remove_rule

HOME = """\
# our home
areas: [kitchen]   # just one

policies:   # rules
  # the first
  - |
    // a comment of its own
    @id("night")
    forbid (principal, action == Action::"heat", resource) when { context.hour >= 22 };

    @id("second")
    permit (principal, action == Action::"ask", resource);

  # the last
  - 'permit (principal, action == Action::"timer", resource);'   # quoted

people: [Mina, {name: Ara, role: child}]  # and who
"""
FORBID = '@id("{}")\nforbid (\n  principal,\n  action == Action::"unlock",\n  resource\n);'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "home.yaml"
    file.write_text(HOME, "utf-8")
    return file


def own(path: Path) -> dict[str, str]:
    return {rule.id: rule.text for rule in read_rules(load_home(path)) if not rule.built_in}


def test_a_rule_is_changed_and_the_rest_stays(path):
    put_rule(path, "night", FORBID.format("night"))
    assert own(path)["night"] == FORBID.format("night")
    text = path.read_text("utf-8")
    start, end = HOME.index('    @id("night")'), HOME.index('    @id("second")')
    assert text.startswith(HOME[:start])
    assert text.endswith(HOME[end:])


def test_a_rule_is_added_under_the_others(path):
    put_rule(path, "new", FORBID.format("new"))
    text = path.read_text("utf-8")
    assert list(own(path))[-1] == "new"
    block = "".join(f"    {line}\n" for line in FORBID.format("new").splitlines())
    assert text.replace(f"  - |\n{block}", "") == HOME


def test_a_rule_without_a_name_gets_it(path):
    put_rule(path, "오븐", 'forbid (principal, action == Action::"heat", resource);')
    assert own(path)["오븐"].startswith('@id("오븐")')


def test_a_built_in_rule_is_replaced_by_one_of_the_same_name(path):
    put_rule(path, "children-no-oven", FORBID.format("children-no-oven"))
    rules = [rule for rule in read_rules(load_home(path)) if rule.id == "children-no-oven"]
    assert [rule.built_in for rule in rules] == [False]
    remove_rule(path, "children-no-oven")
    assert path.read_text("utf-8") == HOME


def test_a_rule_is_removed(path):
    remove_rule(path, "second")
    assert "second" not in own(path)
    assert "night" in own(path)
    assert "# the last" in path.read_text("utf-8")


def test_the_only_rule_of_an_item_takes_the_item_along(path):
    quoted = next(name for name in own(path) if name.endswith(":15"))
    remove_rule(path, quoted)
    assert path.read_text("utf-8") == HOME.replace(HOME.splitlines(keepends=True)[14], "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "not Cedar"),
        (FORBID.format("other"), "calls itself"),
        (FORBID.format("a") + FORBID.format("b"), "One rule"),
        ('forbid (principal == Person::"Nobody", action, resource);', "no person 'Nobody'"),
    ],
)
def test_what_is_wrong_changes_nothing(path, text, says):
    with pytest.raises(PolicyError, match=says):
        put_rule(path, "new", text)
    assert path.read_text("utf-8") == HOME


def test_what_is_not_there_cannot_be_removed(path):
    with pytest.raises(PolicyError, match="no rule of your own"):
        remove_rule(path, "children-no-oven")


def test_a_home_without_rules_gets_a_list_of_them(path):
    for text in (
        "areas: [kitchen]",
        "areas: [kitchen]\n",
        "areas: [kitchen]\npolicies:\n",
        "areas: [kitchen]\npolicies:",
    ):
        path.write_text(text, "utf-8")
        put_rule(path, "new", FORBID.format("new"))
        assert list(own(path)) == ["new"]
        remove_rule(path, "new")
        assert own(path) == {}


def test_rules_in_a_file_of_their_own_are_changed_there(path):
    rules = path.with_name("rules.cedar")
    rules.write_text(f"// ours\n{FORBID.format('a')}\n", "utf-8")
    path.write_text("policies: rules.cedar\n", "utf-8")
    put_rule(path, "b", FORBID.format("b"))
    put_rule(path, "a", 'permit (principal, action == Action::"ask", resource);')
    assert list(own(path)) == ["a", "b"]
    assert rules.read_text("utf-8").startswith('// ours\n@id("a")\npermit')
    remove_rule(path, "a")
    assert list(own(path)) == ["b"]
    assert path.read_text("utf-8") == "policies: rules.cedar\n"


def test_a_list_in_one_line_is_left_alone(path):
    path.write_text("policies: ['permit (principal, action == Action::\"ask\", resource);']\n", "utf-8")
    with pytest.raises(HomeError, match="one rule under a dash"):
        put_rule(path, "new", FORBID.format("new"))


def test_somebody_elses_change_is_not_overwritten(path):
    with pytest.raises(HomeError, match="somebody else"):
        replace_file(path, "other", "new")
    assert path.read_text("utf-8") == HOME


def test_line_ends_and_mode_stay(path):
    path.write_bytes(HOME.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    put_rule(path, "new", FORBID.format("new"))
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir()] == ["home.yaml"]


@given(st.lists(st.text("ab {}:#-'\"|\n한", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4))
def test_any_text_is_read_back_as_it_was_written(texts):
    home = "areas: [kitchen]\n"
    for text in texts:
        home = with_policy(home, None, text)
    read = [policy.text.strip() for policy in parse_home(home).policies]
    assert read == [
        "\n".join(line.rstrip() if not line.strip() else line for line in text.splitlines()) for text in texts
    ]
