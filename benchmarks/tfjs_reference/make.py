"""Make the references of converted models: python benchmarks/tfjs_reference/make.py OUT [NAME…]

OUT   tests/models/references
NAME  models of `ogam.models.converted`; without, all that come from TensorFlow.js. A new one needs a range in
      `ogam.lab.agreement.RANGES`.

Needs Node, and once `npm install` in this folder. TensorFlow.js runs in plain JavaScript: a minute or so a model.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from ogam.lab.agreement import PROBABILITIES, References, input_of, sampled, write_references
from ogam.models import ensure
from ogam.models.converted import CONVERSIONS, open_converted

SEED = 5
SAMPLES = 300
"""Of each output."""


def references(name: str) -> References:
    conversion = CONVERSIONS[name]
    ((input_name, made),) = input_of(open_converted(name), name, SEED).items()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made.astype(np.float32).tofile(folder / "input.f32")
        kind = "int32" if made.dtype == np.int32 or name == "movenet" else "float32"
        subprocess.run(
            [
                "node", "run.mjs", str(ensure(name) / conversion.file), input_name,
                ",".join(map(str, made.shape)), kind,
                str(folder / "input.f32"), scratch, *conversion.outputs.values(),
            ],
            cwd=Path(__file__).parent,
            check=True,
        )  # fmt: skip
        about = json.loads((folder / "about.json").read_text())
        outputs = {
            output: sampled(
                np.fromfile(folder / f"{i}.f32", np.float32).reshape(shape),
                SAMPLES,
                SEED,
                probability=output in PROBABILITIES,
            )
            for i, (output, shape) in enumerate(zip(conversion.outputs, about["shapes"], strict=True))
        }
    return References(SEED, about["version"], outputs)


def main() -> None:
    out, *names = sys.argv[1:]
    for name in names or [name for name, conversion in CONVERSIONS.items() if conversion.outputs]:
        write_references(Path(out) / f"{name}.json", references(name))
        print(name)


if __name__ == "__main__":
    main()
