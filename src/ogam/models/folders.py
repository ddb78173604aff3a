"""Where Ogam keeps what it can fetch again, and what is its user's."""

import os
from pathlib import Path


def ogam_home() -> Path:
    """`OGAM_HOME`, or the user's cache folder for Ogam."""
    chosen = os.environ.get("OGAM_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path("ogam", appauthor=False)


def ogam_data() -> Path:
    """`OGAM_HOME`, or the user's data folder for Ogam: for what nobody could fetch again."""
    chosen = os.environ.get("OGAM_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_data_path("ogam")
