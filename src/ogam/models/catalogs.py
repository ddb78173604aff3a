"""All models that can be named: Ogam's catalogue and the owner's own."""

import difflib

from ogam.core import ModelCard, ModelError
from ogam.models.entries import Model, packaged_catalog, read_catalog
from ogam.models.folders import ogam_home
from ogam.models.installed import installed_packages


def catalog() -> dict[str, Model]:
    """Models by name: those that come with Ogam, then those of `catalog.toml` in Ogam's folder, which win; and those of
    partners that were pulled, whose names have a slash."""
    own = ogam_home() / "catalog.toml"
    every = read_catalog(packaged_catalog()) | (read_catalog(own) if own.is_file() else {})
    return every | {installed.model.name: installed.model for installed in installed_packages()}


def find(name: str) -> Model:
    """The model of that name. ModelError names the nearest if there is none."""
    models = catalog()
    if name in models:
        return models[name]
    if "/" in name:
        raise ModelError(
            f"{name}: this partner's model is not here. Say where it is: ogam models pull {name} --from PLACE"
        )
    near = difflib.get_close_matches(name, models, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(models)}."
    raise ModelError(f"{name}: the catalogue has no such model. {hint}")


def model_card(name: str) -> ModelCard:
    """The card of a model of the catalogue. ModelError if there is none."""
    return find(name).card
