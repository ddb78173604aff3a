"""What Ogam knows of each language."""
