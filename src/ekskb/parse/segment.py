"""Tree -> cuts: which stretches of the document are one entry each.

Every node can be understood in two ways: as one entry whose children are its phases, or as a container
whose children are cut into entries of their own, alone or as a run of phases that stand side by side. Both
readings get a score from the phases they hold; the higher one wins, from the leaves up. ARCHITECTURE.md
tells it at length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ekskb.model import Role
from ekskb.parse.leads import asks_how
from ekskb.parse.roles import EXACT, Vocabulary
from ekskb.parse.tables import key
from ekskb.parse.tree import Node, document_top

# The scores order readings; only their relations matter. Tuned on half of the labelled documents.
COMPLETE: Final = 3.0
"""A fault (symptom or cause) and its fix."""
EXPLAINED: Final = 2.0
"""A symptom and its cause, nothing fixed yet."""
NOTICED: Final = 0.5
"""A symptom alone, under a title of its own."""
WHOLE: Final = 2.0
"""One heading's whole subtree tells one story: nothing is torn apart."""
RESTART: Final = 2.5
"""Cost of each further fault-and-fix cycle inside one entry."""
LABELLED: Final = 0.5
"""Labels are a weaker sign of an entry than headings."""
STRANGER: Final = 0.3
"""Cost of an unknown or foreign heading inside a run."""
NEIGHBOUR: Final = 0.02
"""Worth of one more phase in a run, so that it takes what belongs to it."""
_LONGEST_RUN = 16

_BEFORE: frozenset[Role] = frozenset(("summary", "impact", "background"))
# Parts that tell symptoms and causes of their own below them.
_RETOLD: frozenset[Role] = frozenset(("diagnosis", "background", "summary"))
_INSIDE: frozenset[Role] = frozenset(
    ("symptom", "impact", "cause", "diagnosis", "fix", "verification", "prevention")
)


@dataclass(frozen=True, slots=True)
class Cut:
    """Siblings that make one entry; a single node stands for its whole subtree."""

    nodes: tuple[Node, ...]
    score: float

    @property
    def first(self) -> int:
        return self.nodes[0].line

    @property
    def last(self) -> int:
        return self.nodes[-1].end


@dataclass(frozen=True, slots=True)
class _Phase:
    role: Role
    starts: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What the cutting needs to know beside the tree."""

    vocabulary: Vocabulary
    shows_commands: Callable[[Node], bool]
    """True where the node's own text holds a block of commands."""


def find_incidents(root: Node, context: Context) -> list[Cut]:
    """The best cutting of the document into incidents, in document order; empty where there is none."""
    return _solve(root, context)[1]


def _solve(node: Node, context: Context) -> tuple[float, list[Cut]]:
    phases = node_phases(node, context.vocabulary)
    whole = _whole_score(node, phases)
    if not node.children and not node.label and len(phases) == 1 and context.shows_commands(node):
        whole = COMPLETE * LABELLED
    score, cuts = _partition(node.children, context)
    if len(cuts) == 1 and node.level and _is_generic(cuts[0], context.vocabulary):
        return score, [Cut((node,), score)]
    if whole > 0 and whole >= score:
        return whole, [Cut((node,), whole)]
    if not cuts and not node.reading.is_phase():
        # Nothing on this level: incidents may stand below a chapter that is named like a part.
        score, cuts = _partition(node.children, context, deep=True)
    return score, cuts


def _is_generic(cut: Cut, vocabulary: Vocabulary) -> bool:
    """A story under a heading such as "Details" is the story of the heading above."""
    return len(cut.nodes) == 1 and key(cut.nodes[0].reading.plain) in vocabulary.generic


def _whole_score(node: Node, phases: Sequence[_Phase]) -> float:
    cycles = count_cycles(phases)
    score = _story_score(phases) - RESTART * max(0, cycles - 1)
    if cycles == 1:
        score += WHOLE
    labels_only = bool(node.children) and all(child.label for child in node.children)
    return score * LABELLED if labels_only and node.level else score


def node_phases(node: Node, vocabulary: Vocabulary) -> list[_Phase]:
    """What the node's heading, labels and direct children say, in order."""
    below = [phase for child in node.children for phase in _child_phases(child, vocabulary)]
    if not _opens(node, vocabulary) or (asks_how(node.reading.plain) and not node.reading.asks):
        return [] if _tells_by_the_way(node) else below
    answer = [_Phase(node.reading.asks, False)] if node.reading.asks else []
    return [_Phase("symptom", True), *answer, *below]


def _tells_by_the_way(node: Node) -> bool:
    """True where only running text, or labels below "How to ...", speak of parts: no title names a fault."""
    if not node.children:
        return False
    asks = asks_how(node.reading.plain)
    return all(child.lead or (asks and child.label) for child in node.children)


def _opens(node: Node, vocabulary: Vocabulary) -> bool:
    """True where the heading itself tells the fault: by name, or by its words with text below it."""
    if node.reading.starts:
        return True
    titled = node.parent is not None and node is not document_top(node.root)
    own = node.body_end > node.last or (bool(node.children) and node.children[0].label)
    told = titled and own and not node.reading.is_phase()
    return told and (bool(node.reading.asks) or bool(vocabulary.faults.search(node.reading.plain)))


def _child_phases(child: Node, vocabulary: Vocabulary) -> list[_Phase]:
    reading = child.reading
    if not reading.is_phase() or reading.role is None:
        return []
    roles = (reading.role, *reading.more)
    phases = [_Phase(role, reading.starts and role == "symptom") for role in roles]
    if reading.starts or reading.role in _RETOLD:
        phases += [p for grandchild in child.children for p in _child_phases(grandchild, vocabulary)]
    return phases


def count_cycles(phases: Iterable[_Phase]) -> int:
    """How often a fault is followed by its fix: a story told once has one cycle."""
    cycles, open_fault, fixed = 0, False, False
    for phase in phases:
        if phase.starts and (fixed or not open_fault):
            open_fault, fixed = True, False
        elif phase.role in ("symptom", "cause") and not cycles:
            open_fault = True
        elif phase.role == "fix" and open_fault and not fixed:
            cycles, fixed = cycles + 1, True
    return cycles


def _story_score(phases: Sequence[_Phase]) -> float:
    roles = {phase.role for phase in phases}
    if "fix" in roles and roles & {"symptom", "cause"}:
        return COMPLETE
    if "symptom" in roles and "cause" in roles:
        return EXPLAINED
    return NOTICED if "symptom" in roles and len(phases) > 1 else 0.0


def _partition(children: Sequence[Node], context: Context, deep: bool = False) -> tuple[float, list[Cut]]:
    """The best way to cut siblings into entries, skipping what belongs to none."""
    best: list[tuple[float, int, Cut | list[Cut] | None]] = [(0.0, 0, None)]
    for start in range(len(children) - 1, -1, -1):
        after = len(children) - start - 1
        option: tuple[float, int, Cut | list[Cut] | None] = (best[after][0], start + 1, None)
        if deep or _may_hold_incidents(children[start]):
            score, cuts = _solve(children[start], context)
            if cuts and score + best[after][0] > option[0]:
                option = (score + best[after][0], start + 1, cuts)
        for stop, score in _runs(children, start, context.vocabulary):
            total = score + best[len(children) - stop][0]
            if total > option[0]:
                option = (total, stop, Cut(tuple(children[start:stop]), score))
        best.append(option)
    return best[-1][0], _collect(best, len(children))


def _may_hold_incidents(node: Node) -> bool:
    """True for a title; also for one that reads like a part ("Monitoring: ...") above a whole story."""
    return not node.reading.is_phase() or node.reading.starts or holds_story(node)


def holds_story(node: Node) -> bool:
    """True where the headings right below name both a fault and its fix."""
    roles = {
        child.reading.role for child in node.children if child.reading.strength == EXACT and not child.label
    }
    return "symptom" in roles and "fix" in roles


def _collect(best: Sequence[tuple[float, int, Cut | list[Cut] | None]], total: int) -> list[Cut]:
    cuts: list[Cut] = []
    start = 0
    while start < total:
        _, following, taken = best[total - start]
        if taken is not None:
            cuts += taken if isinstance(taken, list) else [taken]
        start = following
    return cuts


def _runs(children: Sequence[Node], start: int, vocabulary: Vocabulary) -> Iterable[tuple[int, float]]:
    """Runs of sibling phases from `start` that tell one story: (end of the run, score)."""
    if not _may_start_run(children[start], start):
        return
    run = _Run(vocabulary)
    for index in range(start, min(len(children), start + _LONGEST_RUN)):
        if not run.add(children[index]):
            return
        if index > start and run.cycles == 1:
            yield index + 1, run.score()


def _may_start_run(node: Node, position: int) -> bool:
    reading = node.reading
    if not reading.is_phase():
        return False
    return (
        reading.starts or reading.role in ("symptom", "cause") or (not position and reading.role in _BEFORE)
    )


class _Run:
    """Siblings taken so far: their phases, the mark they share, what they cost."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.phases: list[_Phase] = []
        self.mark = ""
        self.shared = False
        self.cost = 0.0
        self.cycles = 0
        self.labels_only = True

    def add(self, node: Node) -> bool:
        """Take one more sibling; False where the story ends before it."""
        reading = node.reading
        told = any(phase.starts for phase in self.phases)
        if reading.starts and (self.cycles or (told and (reading.mark or reading.named))):
            return False
        if reading.mark and self.mark and reading.mark != self.mark and reading.is_phase():
            return False
        if self.shared and not reading.mark:
            return False
        if reading.starts and not told:
            if reading.mark and self.phases:
                return False
            self.mark = reading.mark
        elif reading.mark and reading.mark == self.mark:
            self.shared = True
        self._charge(node, told)
        self.labels_only = self.labels_only and node.label
        self.phases += _child_phases(node, self.vocabulary)
        self.cycles = count_cycles(self.phases)
        return self.cycles < 2

    def _charge(self, node: Node, told: bool) -> None:
        role = node.reading.role if node.reading.is_phase() else None
        if role in _INSIDE or (role in _BEFORE and not told):
            late = self.cycles and role in ("cause", "symptom")
            self.cost += STRANGER if late else -NEIGHBOUR
        else:
            self.cost += STRANGER if role is None else 2 * NEIGHBOUR

    def score(self) -> float:
        story = _story_score(self.phases)
        if story == COMPLETE and all(phase.role != "symptom" for phase in self.phases):
            # Nothing here names the fault: what stands before the run probably does.
            story = EXPLAINED
        if self.labels_only:
            story *= LABELLED
        return story - self.cost
