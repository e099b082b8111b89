"""What can be done now: for the help screen and for the command palette."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.dom import DOMNode
from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    told: str
    """One sentence, or the name again."""

    keys: tuple[str, ...]
    action: str
    node: DOMNode


def offered_actions(screen: Screen[object]) -> Iterator[Offer]:
    """The actions of this app that work now, in the order of the footer; text editing keys are left out."""
    found: dict[str, list[tuple[str, Offer]]] = {}
    for active in screen.active_bindings.values():
        binding, node = active.binding, active.node
        ours = binding.show or binding.tooltip
        if not ours or binding.system or not binding.description:
            continue
        key = screen.app.get_key_display(binding)
        told = binding.tooltip or binding.description
        offer = Offer(binding.description, told, (), binding.action, node)
        found.setdefault(binding.action, []).append((key, offer))
    for pairs in found.values():
        first = pairs[0][1]
        keys = tuple(dict.fromkeys(key for key, _ in pairs))
        yield Offer(first.name, first.told, keys, first.action, first.node)
