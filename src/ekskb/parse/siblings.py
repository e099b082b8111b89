"""Titles that stand in a row with recognised incidents -> incidents, too.

A guide tells some of its faults in full and others by a title and a command; where several siblings are
incidents, a title of the same level that names a fault is one as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ekskb.parse.leads import asks_how
from ekskb.parse.roles import Vocabulary
from ekskb.parse.segment import NOTICED, Cut
from ekskb.parse.tree import Node

_LEAST: Final = 2


def add_siblings(root: Node, cuts: Sequence[Cut], vocabulary: Vocabulary) -> list[Cut]:
    """The cuts and those that stand in a row with them, in document order."""
    titles = [cut.nodes[0] for cut in cuts if len(cut.nodes) == 1 and not cut.nodes[0].label]
    levels = Counter(node.level for node in titles if node.level)
    rows = {level for level, count in levels.items() if count >= _LEAST}
    if not rows:
        return list(cuts)
    parents = {id(node.parent) for node in titles}
    found = [*cuts]
    for node in _free_titles(root, cuts):
        if node.level in rows and _is_incident(node, id(node.parent) in parents, vocabulary):
            found.append(Cut((node,), NOTICED))
    return sorted(found, key=lambda cut: cut.first)


def _free_titles(root: Node, cuts: Sequence[Cut]) -> list[Node]:
    """Headings that are in no cut and hold none."""
    taken = {id(node) for cut in cuts for node in cut.nodes}
    holders: set[int] = set()
    for cut in cuts:
        above = cut.nodes[0].parent
        while above is not None:
            holders.add(id(above))
            above = above.parent
    free, stack = [], [root]
    while stack:
        node = stack.pop()
        if id(node) in taken:
            continue
        if id(node) not in holders:
            free.append(node)
        stack += [child for child in node.children if not child.label]
    return free


def _is_incident(node: Node, beside: bool, vocabulary: Vocabulary) -> bool:
    reading = node.reading
    if reading.role is not None or asks_how(reading.plain) or node.end <= node.last:
        return False
    if vocabulary.is_container(reading.plain) or vocabulary.is_contents(reading.plain):
        return False
    told = {below.reading.role for below in node.walk() if below is not node and below.reading.is_phase()}
    fault = bool(reading.asks or vocabulary.faults.search(reading.plain))
    if fault and (beside or told):
        return True
    return beside and "fix" in told and bool(told & {"symptom", "cause", "diagnosis"})
