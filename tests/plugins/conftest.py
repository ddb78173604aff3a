"""`installed.py` beside the tests can be imported by its name."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
