"""The registry: packages of partners' recognisers, signed, in a folder that any web server can give out."""

from ogam.lab.registry.keys import SigningKey, load_signing_key, new_signing_key
from ogam.lab.registry.pages import write_page
from ogam.lab.registry.publishing import Published, publish

__all__ = ["Published", "SigningKey", "load_signing_key", "new_signing_key", "publish", "write_page"]
