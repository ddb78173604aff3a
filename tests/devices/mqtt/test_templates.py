"""Templates from the network: what they may do, and what they may not."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("aiomqtt")
pytest.importorskip("jinja2")

from ogam.devices.mqtt.payloads import Payload, Unreadable, payload_of
from ogam.devices.mqtt.templates import read_template, reader, writer


@pytest.mark.parametrize(
    ("source", "message", "read"),
    [
        (None, "ON", "ON"),
        ("{{ value }}", "21.5", "21.5"),
        ("{{ value_json.temperature }}", '{"temperature": 21}', "21"),
        ("{{ value_json['a b'][0] }}", '{"a b": [7]}', "7"),
        ("{{ value_json.x | float | round(1) }}", '{"x": "2.345"}', "2.3"),
        ("{{ (value | int / 255 * 100) | round(0) | int }}", "128", "50"),
        ("{{ 'ON' if value_json.on else 'OFF' }}", '{"on": false}', "OFF"),
        ("{% if value == 'open' %}100{% else %}0{% endif %}", "open", "100"),
        ("{{ value_json.missing | default('none') }}", "{}", "none"),
        ("{{ value_json.deep.down is defined }}", '{"deep": {}}', "False"),
        ("{{ value ~ ' %' }}", "5", "5 %"),
    ],
)
def test_the_common_forms_are_read(source, message, read):
    assert reader(source)(payload_of(message.encode())) == read


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ range(10) }}",
        "{{ value.format(1) }}",
        "{{ ''.__class__.__mro__ }}{{ cycler }}",
        "{{ states('light.kitchen') }}",
        "{% set x = 1 %}{{ x }}",
        "{{ value | replace('a', 'b') }}",
        "{{ 10 ** 100000000 }}",
        "{% include 'x' %}",
        "{{ value_json.x",
        "{{ " + "-" * 300 + "1 }}",
        "x" * 5000,
        17,
    ],
)
def test_what_does_more_is_refused(source):
    with pytest.raises(Unreadable):
        read_template(source)


@pytest.mark.parametrize("source", ["{{ value * 100000000 }}", "{{ '%99999999d' % 1 }}", "{{ 1 / 0 }}"])
def test_what_would_fill_the_memory_fails(source):
    with pytest.raises(Unreadable):
        read_template(source)({"value": "abc"})


def test_attributes_of_python_are_not_reached():
    assert "class" not in reader("{{ value.__class__ }}")(Payload("x"))


def test_a_message_that_is_no_json_is_told_so():
    with pytest.raises(Unreadable, match="failed"):
        reader("{{ value_json.x }}")(Payload("ON"))


def test_commands_have_templates_too():
    assert writer('{"level": {{ value }}}')(7) == '{"level": 7}'
    assert writer("{{ position | int + 1 }}", "position")(7) == "8"
    assert writer(None)(7) == "7"


@given(st.text(max_size=200))
def test_any_text_is_a_template_or_refused(source):
    try:
        template = read_template(source)
    except Unreadable:
        return
    with contextlib.suppress(Unreadable):
        assert isinstance(template({"value": "1", "value_json": {"x": 1}}), str)


@given(st.binary(max_size=200))
def test_any_message_is_read_or_refused(raw):
    try:
        payload = payload_of(raw)
    except Unreadable:
        return
    assert isinstance(payload.text, str)


def test_a_message_without_numbers_that_are_none():
    assert payload_of(b'{"x": NaN}').data is None
    assert payload_of(b"[" * 40_000).data is None
    with pytest.raises(Unreadable, match="more than"):
        payload_of(b"x" * 100_000)
