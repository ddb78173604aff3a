"""The app's own arithmetic and parsing, run in the browser that it is for."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def run(open_page, site):
    """Evaluates JavaScript in the app's page; `load(path)` imports one of its modules."""
    page = open_page(site)

    def run(body: str):
        return page.evaluate(f"async () => {{ const load = (path) => import('/js/' + path); {body} }}")

    return run


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_resampling_keeps_what_is_heard_and_removes_what_would_fold(run, rate):
    """1 kHz comes through as it was, 9.5 kHz (which would fold to 6.5) is gone; chunks leave no seams."""
    body = f"""
        const {{ Resampler }} = await load("voice/resampler.js");
        const energy = (frequency) => {{
            const resampler = new Resampler({rate});
            let out = [];
            for (let start = 0; start < {rate}; start += 128) {{
                const chunk = Float32Array.from({{ length: 128 }}, (_, i) => Math.sin(2 * Math.PI * frequency * (start + i) / {rate}));
                out.push(...resampler.push(chunk));
            }}
            const middle = out.slice(2000, 14000);
            const wanted = middle.map((value, i) => Math.sin(2 * Math.PI * frequency * i / 16000));
            return [out.length, Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length)];
        }};
        return {{ low: energy(1000), high: energy(9500) }};
    """  # noqa: E501 (a line of arithmetic)
    found = run(body)
    assert found["low"][0] == pytest.approx(16_000, abs=200)
    assert found["low"][1] == pytest.approx(0.7071, abs=0.01)
    if rate > 19_000:
        assert found["high"][1] < 0.02


def test_events_are_read_however_they_are_cut(run):
    body = """
        const { parseEvents } = await load("core/event-stream.js");
        const text = ": welcome\\n\\nid: 7\\ndata: {\\"a\\":\\ndata: 1}\\n\\ndata: x\\r\\n\\r\\n: alive\\n\\n";
        const results = [];
        for (const size of [1, 2, 3, 7, 1000]) {
            const chunks = (async function* () {
                for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
            })();
            const found = [];
            for await (const event of parseEvents(chunks)) found.push(event);
            results.push(JSON.stringify(found));
        }
        return results;
    """
    expected = '[null,{"id":"7","data":"{\\"a\\":\\n1}"},{"id":"7","data":"x"},null]'
    assert run(body) == [expected] * 5


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("민아", "이/가", "가"),
        ("준호", "을/를", "를"),
        ("거실등", "을/를", "을"),
        ("서울", "으로/로", "로"),
        ("안방", "으로/로", "으로"),
        ("Alex", "을/를", "를"),
        ("Mina Kim", "이/가", "이"),
        ("3", "을/를", "을"),
        ("2", "을/를", "를"),
        ("", "을/를", "를"),
    ],
)
def test_particles_follow_the_last_sound(run, word, pair, expected):
    body = f"""const {{ particle }} = await load("text/particles.js"); return particle("{word}", "{pair}");"""
    assert run(body) == expected


def test_bins_hold_every_value(run):
    body = """
        const { bins } = await load("parts/charts/histogram.js");
        return [[0.2], [1, 99], [10, 141, 288], [5000, 12, 900]].map((values) => {
            const { size, counts } = bins(values);
            const total = counts.reduce((sum, count) => sum + count, 0);
            return [total, size * counts.length > Math.max(...values), counts.length];
        });
    """
    for (total, reaches, bars), expected in zip(run(body), [1, 2, 3, 3], strict=True):
        assert (total, reaches) == (expected, True)
        assert bars <= 18


def test_undo_never_opens_a_door(run):
    body = """
        const { reversal } = await load("model/undo.js");
        const turn = (...actions) => ({ actions: actions.map(([device, verb, device_class = null]) => ({ device, verb, device_class, ok: true, name: device })) });
        const verbs = (made) => reversal(made).map(({ verb }) => verb);
        return [
            verbs(turn(["light.a", "turn_on"], ["light.b", "turn_on"])),
            verbs(turn(["lock.door", "unlock"])),
            verbs(turn(["lock.door", "lock"])),
            verbs(turn(["cover.garage", "close", "garage"])),
            verbs(turn(["cover.curtain", "close", "curtain"])),
            verbs(turn(["light.a", "turn_on"], ["climate.a", "set_temperature"])),
            verbs(turn()),
        ];
    """  # noqa: E501 (one turn a line)
    assert run(body) == [["turn_off", "turn_off"], ["lock"], [], [], ["open"], [], []]


def test_waiting_grows_and_stays_below_half_a_minute(run):
    body = """
        const { BackOff } = await load("core/back-off.js");
        const backOff = new BackOff();
        const waits = Array.from({ length: 8 }, () => backOff.next(0));
        backOff.reset();
        return [...waits, backOff.next(1)];
    """
    assert run(body) == [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 750]


def test_a_recording_is_a_wav_file(run):
    body = """
        const { wav } = await load("voice/recording.js");
        const blob = wav([new Int16Array([1, -1]), new Int16Array([32767])]);
        return [blob.type, [...new Uint8Array(await blob.arrayBuffer())]];
    """
    import io
    import wave

    kind, content = run(body)
    assert kind == "audio/wav"
    with wave.open(io.BytesIO(bytes(content))) as recording:
        assert (recording.getframerate(), recording.getnchannels(), recording.getnframes()) == (16_000, 1, 3)
        assert recording.readframes(3) == b"\x01\x00\xff\xff\xff\x7f"


def test_data_stays_text(run):
    body = """
        const { h } = await load("core/dom.js");
        const element = h("p", { title: '"><b>' }, "<img src=x onerror=alert(1)>", [null, false, ["&amp;"]]);
        return [element.children.length, element.textContent, element.title];
    """
    assert run(body) == [0, "<img src=x onerror=alert(1)>&amp;", '"><b>']


def test_addresses_survive_any_name(run):
    body = """
        const { parsePath, pathTo } = await load("core/router.js");
        const names = ["Mina Kim", "a/b", "민아", "100%", "#?&"];
        return [...names.map((name) => parsePath(pathTo("people", name))[1] === name), parsePath("#/log/%E0%A4%A")[1], parsePath("")[0]];
    """  # noqa: E501 (one array)
    assert run(body) == [True] * 5 + ["%E0%A4%A", "now"]
