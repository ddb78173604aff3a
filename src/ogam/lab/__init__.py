"""The lab: how good is it? One file a benchmark; the command line is `ogam bench`."""
