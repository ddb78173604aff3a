"""A package is taken only as it was signed, by a key that was trusted, and no older; else the reason is said."""

import dataclasses
import hashlib
import json
import os
import stat
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogam.core import ModelError
from ogam.lab.registry import load_signing_key, new_signing_key, publish, write_page
from ogam.lab.registry.keys import SigningKey, key_place
from ogam.models import Store, catalog
from ogam.models.layouts import SIGNATURE, index_bytes, place_of, read_index
from ogam.models.licences import asks_of
from ogam.models.partners import find_package
from ogam.models.pulling_partners import pull_package, results_of
from ogam.models.trust import Trust, read_trust

KEY, OTHER = SigningKey(bytes(32)), SigningKey(bytes([1] * 32))
WEIGHTS = b"weights of a recogniser"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("OGAM_MODELS_MIRROR", raising=False)
    return tmp_path / "home"


def entry(folder, version="1.0", licence="MIT", source='{ kind = "path", path = "w.bin" }', name="w.bin"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "w.bin").write_bytes(WEIGHTS)
    path = folder / f"model-{version}.toml"
    path.write_text(
        f'[[model]]\nname = "quick-ko"\nversion = "{version}"\ntask = "speech recognition"\nlicence = "{licence}"\n'
        f'[[model.file]]\nname = "{name}"\nsize = {len(WEIGHTS)}\nsha256 = "{hashlib.sha256(WEIGHTS).hexdigest()}"\n'
        f"sources = [{source}]\n",
        encoding="utf-8",
    )
    return path


def put(tmp_path, version="1.0", key=KEY, moment=1_000.0, **changes):
    (tmp_path / "report.html").write_text("<p>good</p>")
    (tmp_path / "card.json").write_text(json.dumps({"figures": [{"name": "word <error> rate", "value": 0.125}]}))
    made = entry(tmp_path / "made", version, **changes)
    card, results = tmp_path / "card.json", tmp_path / "report.html"
    publish(made, "hanyang", tmp_path / "reg", key, card=card, results=results, moment=moment)
    return place_of(str(tmp_path / "reg"))


def trusting(key=KEY):
    return Trust(read_trust().path, {"hanyang": key.public})


def take(place, reference="hanyang/quick-ko", trust=None, accept=False, **options):
    return pull_package(reference, place, lambda *_: accept, trust=trust or trusting(), **options)


def test_what_was_published_is_pulled_and_known(tmp_path):
    package = take(put(tmp_path))
    assert (Store().path("hanyang/quick-ko") / "w.bin").read_bytes() == WEIGHTS
    assert catalog()["hanyang/quick-ko"].default is False
    assert package.measured == ({"name": "word <error> rate", "value": 0.125},)
    assert (results_of("hanyang/quick-ko") / "report.html").read_text() == "<p>good</p>"


@pytest.fixture
def address(tmp_path):
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "reg"))
    handler.func.log_message = lambda *_: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_over_http_too(tmp_path, address):
    put(tmp_path)
    take(place_of(address))
    assert Store().state(catalog()["hanyang/quick-ko"]) == "here"


def test_over_http_a_changed_file_is_refused(tmp_path, address):
    put(tmp_path)
    (blob,) = [path for path in (tmp_path / "reg/blobs/sha256").iterdir() if path.read_bytes() == WEIGHTS]
    blob.write_bytes(WEIGHTS[::-1])
    with pytest.raises(ModelError, match="SHA-256"):
        take(place_of(address))
    assert "hanyang/quick-ko" not in catalog()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_flipped_bit_is_refused(tmp_path, data):
    if not (tmp_path / "reg").exists():
        put(tmp_path)
    files = sorted(path for path in (tmp_path / "reg").rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    before = path.read_bytes()
    at, bit = data.draw(st.integers(0, len(before) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(before)
    changed[at] ^= 1 << bit
    path.write_bytes(changed)
    try:
        with pytest.raises(ModelError):
            take(place_of(str(tmp_path / "reg")))
        assert "hanyang/quick-ko" not in catalog()
    finally:
        path.write_bytes(before)


def test_an_unknown_key_says_how_to_trust_it(tmp_path):
    with pytest.raises(ModelError, match=rf"no key is trusted for hanyang.*trust add hanyang {KEY.public}"):
        take(put(tmp_path), trust=read_trust())


def test_another_key_is_refused(tmp_path):
    with pytest.raises(ModelError, match="another key"):
        take(put(tmp_path, key=OTHER))


def resigned(place, **notes):
    (one,) = read_index(place)
    kept = {**one.annotations, **notes}
    kept = {name: text for name, text in kept.items() if text}
    (Path(place.where) / "index.json").write_bytes(index_bytes([dataclasses.replace(one, annotations=kept)]))


def test_unsigned_and_wrongly_signed(tmp_path):
    place = put(tmp_path)
    (one,) = read_index(place)
    resigned(place, **{SIGNATURE: OTHER.sign(one.digest).hex()})
    with pytest.raises(ModelError, match="signature does not fit"):
        take(place)
    resigned(place, **{SIGNATURE: ""})
    with pytest.raises(ModelError, match="not signed"):
        take(place)


def test_an_older_package_is_refused_but_on_purpose(tmp_path):
    put(tmp_path)
    place = put(tmp_path, "2.0", moment=2_000.0)
    assert take(place).model.version == "2.0"
    with pytest.raises(ModelError, match=r"older than 2\.0"):
        take(place, "hanyang/quick-ko:1.0")
    assert catalog()["hanyang/quick-ko"].version == "2.0"
    assert take(place, "hanyang/quick-ko:1.0", allow_older=True).model.version == "1.0"


def test_a_version_is_published_once(tmp_path):
    put(tmp_path)
    with pytest.raises(ModelError, match="another version"):
        put(tmp_path)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"source": '{ kind = "url", url = "file:///etc/passwd" }'}, "neither http"),
        ({"name": "a/../../b"}, "leads out"),
        ({"name": ".hidden"}, "leads out"),
    ],
)
def test_what_leads_elsewhere_is_not_even_published(tmp_path, changes, says):
    with pytest.raises(ModelError, match=says):
        put(tmp_path, **changes)


def test_too_much_is_refused_before_it_is_fetched(tmp_path):
    with pytest.raises(ModelError, match="--largest"):
        take(put(tmp_path), largest=3)


def test_licences_that_ask_are_asked_for(tmp_path):
    place = put(tmp_path, licence="CC-BY-NC-4.0")
    with pytest.raises(ModelError, match=r"forbids commercial use.*--accept-licence"):
        take(place)
    assert take(place, accept=True).model.licence == "CC-BY-NC-4.0"
    assert not asks_of("Apache-2.0")
    assert all(asks_of(licence) for licence in ("", "GPL-3.0-only", "CC-BY-SA-4.0", "Custom", "research only"))


def test_trust_is_by_name_and_key(tmp_path):
    trust = read_trust().with_key("hanyang", KEY.public)
    trust.save()
    assert read_trust().keys == {"hanyang": KEY.public}
    with pytest.raises(ModelError, match="--replace"):
        trust.with_key("hanyang", OTHER.public)
    assert trust.without("hanyang").keys == {}
    for name in ("ogam", "../x", "Hanyang", ""):
        with pytest.raises(ModelError, match="cannot be a partner"):
            trust.with_key(name, KEY.public)
    trust.path.write_text("{")
    with pytest.raises(ModelError, match="nobody is trusted"):
        read_trust()


def test_a_key_is_its_owners_alone_and_made_once(home):
    place = key_place()
    made = new_signing_key(place)
    assert load_signing_key(place) == made
    assert "seed" not in repr(made)
    if os.name == "posix":
        assert stat.S_IMODE((home / "publisher.key").stat().st_mode) == 0o600
    with pytest.raises(ModelError, match="already"):
        new_signing_key(place)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.integers(1, 5_000).map(lambda depth: b"[" * depth)))
def test_whatever_an_index_is_it_is_read_or_refused(tmp_path, data):
    (tmp_path / "oci-layout").write_bytes(b'{"imageLayoutVersion":"1.0.0"}')
    (tmp_path / "index.json").write_bytes(data)
    with pytest.raises(ModelError):
        find_package("hanyang/quick-ko", place_of(str(tmp_path)), trusting())


def test_the_page_says_what_there_is_and_runs_nothing(tmp_path):
    place = put(tmp_path)
    text = write_page(tmp_path / "reg").read_text(encoding="utf-8")
    assert "word &lt;error&gt; rate" in text
    assert KEY.public.fingerprint in text
    assert read_index(place)[0].digest in text
    assert "<script" not in text
    resigned(place, **{SIGNATURE: "0" * 128})
    assert "Refused" in write_page(tmp_path / "reg").read_text(encoding="utf-8")
