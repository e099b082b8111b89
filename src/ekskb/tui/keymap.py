"""Keys of the user's own: what `ekskb.yaml` says about them, checked before Textual gets it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from textual.app import App
from textual.binding import Binding, BindingsMap, InvalidBinding
from textual.dom import DOMNode
from textual.screen import Screen

_PACKAGE = __name__.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Keymap:
    keys: dict[str, str]
    """Action id -> keys joined by commas: what can be used of the settings."""

    faults: tuple[str, ...]
    """What cannot be used or works differently than it may seem, a phrase each."""


def read_keymap(wanted: Mapping[str, str]) -> Keymap:
    """Check the keys of the settings against the actions there are."""
    places = list(_classes(DOMNode))
    known = sorted({binding.id for place in places for binding in _bindings(place) if binding.id})
    keys: dict[str, str] = {}
    faults: list[str] = []
    for action, typed in wanted.items():
        if action not in known:
            near = difflib.get_close_matches(action, known, 1) or known
            faults.append(f"no action “{action}”, but {', '.join(near)}")
        elif not (names := _names(typed)):
            faults.append(f"“{typed}” is no key for {action}")
        else:
            keys[action] = ",".join(names)
    return Keymap(keys, (*faults, *_clashes(keys, places)))


@cache
def default_keys() -> dict[str, str]:
    """Action id -> the keys it has where the settings say nothing."""
    return {b.id: b.key for place in _classes(DOMNode) for b in _bindings(place) if b.id}


def _clashes(keys: Mapping[str, str], places: Iterable[type[DOMNode]]) -> list[str]:
    """Keys that stand for two actions at one place since the settings changed one of them."""
    apps = [place for place in places if issubclass(place, App)]
    found: dict[str, None] = {}
    for place in places:
        above = apps if issubclass(place, Screen) else []
        actions: dict[str, set[str]] = {}
        for binding in (b for of in (place, *above) for b in _bindings(of)):
            for key in _names(keys.get(binding.id or "", binding.key)):
                actions.setdefault(key, set()).add(binding.id or binding.action)
        for key, names in actions.items():
            if len(names) > 1 and names & keys.keys():
                found[f"“{key}” is {' and '.join(sorted(names))}"] = None
    return list(found)


def _names(keys: str) -> tuple[str, ...]:
    """The keys of a list joined by commas, as Textual names them; none when one of them is empty."""
    try:
        return tuple(BindingsMap([Binding(keys, "none")]).key_to_bindings)
    except InvalidBinding:
        return ()


def _bindings(place: type[DOMNode]) -> Iterator[Binding]:
    for base in place.__mro__:
        if base.__module__.startswith(_PACKAGE):
            yield from (found for found in vars(base).get("BINDINGS", ()) if isinstance(found, Binding))


def _classes(base: type[DOMNode]) -> Iterator[type[DOMNode]]:
    """The classes of this package below `base`, each once, outermost first."""
    seen: set[type[DOMNode]] = set()
    waiting = [base]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child not in seen:
                seen.add(child)
                waiting.append(child)
                if child.__module__.startswith(_PACKAGE):
                    yield child
