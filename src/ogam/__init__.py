"""Ogam (오감, the five senses): an assistant that hears, sees, knows who speaks, and acts, on your own machine.

Importing this package loads nothing heavy: the parts (`ogam.hub`, `ogam.asr`, …) are imported where they are used.
"""

import os

# onnxruntime from 1.29 on reports its use to Microsoft, with an identifier of this machine, unless it is told not to
# before it is loaded. Nothing leaves this machine. Whoever wants it can set the variable to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"
