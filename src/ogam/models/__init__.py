"""Weights: the catalogue, the store on this computer, pulling, and inference sessions."""

from ogam.models.catalogs import catalog, find, model_card
from ogam.models.entries import Model, ModelFile
from ogam.models.folders import ogam_data, ogam_home
from ogam.models.progress import Progress, QuietProgress, terminal_progress
from ogam.models.pulling import ensure, pull
from ogam.models.sessions import open_session
from ogam.models.store import Store

__all__ = [
    "Model",
    "ModelFile",
    "Progress",
    "QuietProgress",
    "Store",
    "catalog",
    "ensure",
    "find",
    "model_card",
    "ogam_data",
    "ogam_home",
    "open_session",
    "pull",
    "terminal_progress",
]
