"""The conformance kit: whether a recogniser keeps to the contract of plugins (`ogam.plugins.contract`).

On the command line: `ogam lab check NAME`. Under pytest: `--ogam-plugin NAME`, an item for each check.
"""

from ogam.lab.conformance.checks import CHECKS, Check
from ogam.lab.conformance.running import check_plugin
from ogam.lab.conformance.verdicts import Report, Verdict

__all__ = ["CHECKS", "Check", "Report", "Verdict", "check_plugin"]
