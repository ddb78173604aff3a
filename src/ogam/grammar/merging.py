"""Parts of a network whose many ways are made one: what begins alike is stored, and tried, once.

A Korean verb has hundreds of endings. As alternatives, a state of the automaton would hold a place for each; merged
(subset construction, then equal tails made one), it holds one place for all of them. Calls stay calls.
"""

from ogam.grammar.network import ALTERNATIVES, BYTE, CALL, NetworkBuilder


def merged(builder: NetworkBuilder, start: int) -> int:
    """The node from which the same can be said as from `start`; what fills a slot may not be part of it."""
    return _Merging(builder).of(frozenset([start]))


class _Merging:
    def __init__(self, builder: NetworkBuilder) -> None:
        self._builder = builder
        self._known: dict[frozenset[int], int] = {}

    def of(self, nodes: frozenset[int]) -> int:
        """One node for several: a trie for their bytes and, beside it, their calls."""
        if nodes not in self._known:
            self._known[nodes] = self._merge(nodes)
        return self._known[nodes]

    def _merge(self, nodes: frozenset[int]) -> int:
        letters: dict[int, set[int]] = {}
        calls: dict[int, set[int]] = {}
        for content in map(self._builder.nodes.__getitem__, self._ways(nodes)):
            if content[0] == BYTE:
                letters.setdefault(content[1], set()).add(content[2])
            elif content[0] == CALL:
                calls.setdefault(content[1], set()).add(content[3])
        ends = self._builder.end in self._ways(nodes)
        ways = [self._builder.call(part, "", self.of(frozenset(after))) for part, after in sorted(calls.items())]
        if letters or ends:
            children = {byte: self.of(frozenset(after)) for byte, after in sorted(letters.items())}
            ways.append(self._builder.branch(children, ends))
        return self._builder.alternatives(ways)

    def _ways(self, nodes: frozenset[int]) -> set[int]:
        ways: set[int] = set()
        for node in nodes:
            content = self._builder.nodes[node]
            ways.update(content[1] if content[0] == ALTERNATIVES else [node])
        return ways
