"""Where Ogam keeps what it can fetch again."""

import os
from pathlib import Path


def ogam_home() -> Path:
    """`OGAM_HOME`, or the user's cache folder for Ogam."""
    chosen = os.environ.get("OGAM_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path("ogam", appauthor=False)
