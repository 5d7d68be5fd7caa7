"""One sitting at one decision: what is committed, what is half typed, what can be undone. Immutable."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date

from workbench.core.editing.fields import set_field
from workbench.core.inputs import Approach, Option
from workbench.core.record.decision import Decision, Path, Trigger, get_value, with_value
from workbench.core.record.lifecycle import check_step
from workbench.errors import ValueProblem

UNDO_STEPS = 200


@dataclass(frozen=True)
class Session:
    """Args:
    decision: As shown: committed edits, and what is being typed as soon as it is valid.
    committed: After the last committed edit.
    stored: As on disk, or as started from.
    past: Earlier committed decisions, oldest first.
    pending: Raw text of fields that are not valid yet; it is kept in the draft.
    problems: Why they are not.
    since: How many edits were committed when each of them was typed: undo takes back the last thing first.
    left: Triggers that were taken and are left out again, as they were written.
    """

    decision: Decision
    committed: Decision
    stored: Decision
    past: tuple[Decision, ...] = ()
    pending: Mapping[Path, str] = field(default_factory=dict)
    problems: Mapping[Path, ValueProblem] = field(default_factory=dict)
    since: Mapping[Path, int] = field(default_factory=dict)
    left: Mapping[str, Trigger] = field(default_factory=dict)

    @classmethod
    def start(cls, decision: Decision, stored: Decision | None = None) -> Session:
        """Return a new sitting; `stored` differs when a draft is taken up again."""
        return cls(decision, decision, stored or decision)

    @property
    def unsaved(self) -> bool:
        """Whether anything differs from what is on disk."""
        return self.decision != self.stored or bool(self.pending)

    def typed(self, path: Path, text: str) -> Session:
        """A key was typed in a field: the decision follows when the text is valid, else stays as it was."""
        others = self._without({path})
        try:
            decision = set_field(self.committed, path, text)
            if path == ("status",) and self.stored.id:
                check_step(self.stored.status, decision.status)
        except ValueProblem as problem:
            # Looked at and left is not typed anew: it keeps its turn.
            kept = self if self.pending.get(path) == text else others
            since = {**kept.since, path: kept.since.get(path, len(self.past))}
            pending, problems = {**kept.pending, path: text}, {**kept.problems, path: problem}
            return replace(self, pending=pending, problems=problems, since=since)
        return replace(others, decision=decision)

    def confirmed(self, path: Path, text: str) -> Session:
        """A field was left with this text: an undo step when it is valid and different; else as before the typing."""
        typed = self.typed(path, text)
        if path in typed.pending:
            # Not what its first keys happened to mean: “12” of “12 %” is no volume, and is not what would be saved.
            return replace(typed, decision=self.committed)
        return typed._commit()

    def restored(self, path: Path) -> Session:
        """A field was left with escape: as before the typing."""
        return replace(self._without({path}), decision=self.committed)

    def changed(self, decision: Decision) -> Session:
        """An edit as a whole: an answer, a trigger taken. Half-typed text goes where its field vanished or changed."""
        moved = replace(self, decision=decision)._commit()
        return moved._without({path for path in self.pending if _overtaken(self.committed, decision, path)})

    def _without(self, gone: Set[Path]) -> Session:
        """Return the sitting without the half-typed text of some fields."""
        return replace(
            self,
            pending={path: text for path, text in self.pending.items() if path not in gone},
            problems={path: problem for path, problem in self.problems.items() if path not in gone},
            since={path: steps for path, steps in self.since.items() if path not in gone},
        )

    def _commit(self) -> Session:
        if self.decision == self.committed:
            return self
        past = (*self.past, self.committed)
        dropped = max(0, len(past) - UNDO_STEPS)
        since = {path: max(0, steps - dropped) for path, steps in self.since.items()} if dropped else self.since
        return replace(self, committed=self.decision, past=past[dropped:], since=since)

    def undone(self) -> Session:
        """The last thing typed taken back: half-typed text, else the last committed edit, unless it is `held`."""
        # Of those as old as each other the one that was typed last.
        last = max(reversed(tuple(self.pending)), key=lambda path: self.since.get(path, 0), default=None)
        if last is not None and self.since.get(last, 0) >= len(self.past):
            return replace(self._without({last}), decision=self.committed)
        if not self.past or self.held is not None:
            return self
        return replace(self, decision=self.past[-1], committed=self.past[-1], past=self.past[:-1])

    @property
    def held(self) -> ValueProblem | None:
        """Why the last edit is not taken back: a status was saved with it that cannot become the one before."""
        if not self.past or not self.stored.id:
            return None
        try:
            check_step(self.stored.status, self.past[-1].status)
        except ValueProblem as problem:
            return problem
        return None

    def saved(self, stored: Decision) -> Session:
        """The decision was written to disk as `stored`."""
        # Undo goes back to what was typed, not to before the file had a name.
        past = tuple(with_value(earlier, ("id",), stored.id) for earlier in self.past)
        return replace(self, decision=stored, committed=stored, stored=stored, past=past)


def _overtaken(before: Decision, after: Decision, path: Path) -> bool:
    """Whether an edit took away the field that text is half typed for, or gave it another value."""
    was_there, is_there = get_value(before, path[:-1]) is not None, get_value(after, path[:-1]) is not None
    return was_there and (not is_there or get_value(before, path) != get_value(after, path))


_USUAL: dict[str, Approach] = {"prompt": "prompting", "tuned": "fine-tuning"}


def _usual_options() -> dict[str, Option]:
    # Known to be valid: a start need not build the validators for them.
    return {name: Option.model_construct(approach=approach) for name, approach in _USUAL.items()}


def fresh() -> Decision:
    """Return a new, empty decision with the two usual options."""
    return with_usual_options(Decision.model_construct())


def with_usual_options(decision: Decision) -> Decision:
    """Return the decision with two empty cost options to type in, where it has none."""
    if decision.costs.option:
        return decision
    options = _usual_options()
    return with_value(decision, ("costs", "option"), options)


def without_empty_options(decision: Decision) -> Decision:
    """Return the decision as it is stored: the two usual options go when nothing was typed into any of them."""
    empty = _usual_options()
    return with_value(decision, ("costs", "option"), {}) if decision.costs.option == empty else decision


def dated(decision: Decision, today: date) -> Decision:
    """Return the decision with its day set, once something was decided."""
    if decision.decided is not None or decision.approach == "undecided":
        return decision
    return with_value(decision, ("decided",), today)
