"""The process in which a plugin is checked: a request on stdin, a line of JSON on stdout before and after each check.

Whatever the plugin prints goes to stderr. It is started by `running.py`; nothing else should.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from ogam.core import OgamError
from ogam.lab.conformance.bench import Bench, subject_of
from ogam.lab.conformance.checks import Check, check_of
from ogam.lab.conformance.tracing import begin
from ogam.lab.conformance.verdicts import Failed, Skipped
from ogam.lab.conformance.watching import Reach


def main() -> None:
    request = json.load(sys.stdin)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        bench = Bench(subject_of(request), _watched(request))
        if request.get("observe"):
            _say(out, bench.observe())
        for name in request.get("checks", ()):
            _say(out, {"began": name})
            _say(out, _made(check_of(name), bench))
    os._exit(0)  # threads that the plugin left behind must not hold up the kit


def _watched(request: Mapping[str, Any]) -> Reach | None:
    if not request.get("confined"):
        return None
    # what the kit itself reads is read before it looks
    import ogam.audio
    import ogam.models
    import ogam.vision  # noqa: F401

    reach = Reach(watched=True, trace=Path(request["trace"]) if request["trace"] else None)
    begin()
    reach.begin(block_network=bool(request["block_network"]))
    return reach


def _made(check: Check, bench: Bench) -> dict[str, Any]:
    began = time.monotonic()
    try:
        finding = check.function(bench)
        verdict: dict[str, Any] = {"result": "passed", "says": finding.says, "figures": dict(finding.figures)}
    except Skipped as skipped:
        verdict = {"result": "skipped", "says": str(skipped), "advice": skipped.advice}
    except Failed as failed:
        verdict = {"result": "failed", "says": str(failed)}
    except OgamError as error:
        verdict = {"result": "failed", "says": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is a verdict on it
        verdict = {"result": "failed", "says": f"it raises {type(error).__name__}: {str(error)[:300]}"}
    return {"ended": check.name, **verdict, "seconds": round(time.monotonic() - began, 3)}


def _say(out: TextIO, value: Any) -> None:
    print(json.dumps(value), file=out, flush=True)


if __name__ == "__main__":
    main()
