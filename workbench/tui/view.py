"""What the panes show: one immutable value made from the session whenever something changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workbench.core.advice.advised import given
from workbench.core.advice.cost_flips import Turn, turns
from workbench.core.advice.proposals import Proposal, propose
from workbench.core.advice.verdict import Verdict, advise
from workbench.core.costs.comparison import Comparison, compare
from workbench.core.editing.fields import field_text
from workbench.core.editing.session import Session
from workbench.core.flows.flowchart import Flowchart, Walk, walk
from workbench.core.known.facts import Fact, facts
from workbench.core.known.metrics import own_values
from workbench.core.log.misspelt import misspelt
from workbench.core.record.decision import Decision, Path, get_value
from workbench.core.record.lifecycle import frozen_changes
from workbench.errors import NotThereYet, ValueProblem


@dataclass(frozen=True, eq=False)
class View:
    """Everything the panes need, worked out once for each change.

    Args:
        session: The decision and what is half typed.
        flow: The flowchart asked.
        today: The day, from the clock of whoever made the view.
        file_name: Name of the file the decision is stored in; empty for a new one.
        was: The money on the verdict line before the last change.
        beside: A flowchart asked besides the decision's own: which kind of training; None while its own is asked.
        offers_tour: Whether this looks like somebody's first start.
        measured: Returns the metrics that have a reading in the journal; asked only where that is needed.
    """

    session: Session
    flow: Flowchart
    today: date
    file_name: str = ""
    was: str = ""
    beside: Flowchart | None = None
    offers_tour: bool = False
    measured: Callable[[], Collection[str]] = tuple

    def with_was(self, was: str) -> View:
        """Return the same view with another figure from before, what was worked out already kept."""
        twin = copy(self)
        object.__setattr__(twin, "was", was)
        return twin

    @property
    def decision(self) -> Decision:
        """The decision as shown."""
        return self.session.decision

    @property
    def pending(self) -> Mapping[Path, str]:
        """Raw text of fields that are not valid yet."""
        return self.session.pending

    @property
    def problems(self) -> Mapping[Path, ValueProblem]:
        """Why they are not."""
        return self.session.problems

    def edited(self, path: Path) -> str:
        """Return a field as it is edited: what is half typed in it, else its value."""
        typed = self.pending.get(path)
        return typed if typed is not None else field_text(path, get_value(self.decision, path))

    def wrong(self, path: Path) -> str:
        """Return why a field's text is no value, said behind the field's name; empty where nothing is wrong."""
        problem = self.problems.get(path)
        if problem is None or isinstance(problem, NotThereYet):
            return ""
        return f"is {problem.title}" if problem.title.startswith("not ") else f"is no value, {problem.title}"

    @cached_property
    def frozen(self) -> tuple[str, ...]:
        """The fields that were changed although the decision was accepted with them."""
        return frozen_changes(self.session.stored, self.decision)

    @cached_property
    def path(self) -> Walk:
        """Where the answers lead."""
        return walk(self.flow, given(self.decision))

    @property
    def asked(self) -> Flowchart:
        """The flowchart on screen."""
        return self.beside or self.flow

    @cached_property
    def asked_path(self) -> Walk:
        """Where the answers lead in the flowchart on screen."""
        return walk(self.beside, given(self.decision)) if self.beside is not None else self.path

    @property
    def path_approach(self) -> str:
        """The approach of the outcome reached; empty while a question is open."""
        return self.path.outcome.approach if self.path.outcome is not None else ""

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """What the record knows that answers can be held against."""
        return facts(self.decision, self.today, self.comparison)

    @cached_property
    def comparison(self) -> Comparison:
        """The options side by side."""
        return compare(self.decision.costs, self.today)

    @cached_property
    def money(self) -> str:
        """The figure that a change is told by: the break-even in requests; empty where there is none."""
        found = [o.versus.break_even_requests for o in self.comparison.options if o.versus is not None]
        return next((f"{requests:,}" for requests in found if requests), "")

    @cached_property
    def verdict(self) -> Verdict:
        """What everything put in so far says."""
        return advise(self.decision, self.flow, self.comparison, self.today)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Triggers on offer."""
        return propose(self.decision, self.flow, self.comparison, self.today)

    @cached_property
    def misspelt(self) -> Mapping[str, str]:
        """By trigger the metric that its condition probably means."""
        odd = misspelt(self.decision)
        return misspelt(self.decision, self.measured()) if odd else odd

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Figures of the costs that alone would change the advice."""
        return turns(self.decision, self.flow, self.comparison, self.today)

    @cached_property
    def values(self) -> Mapping[str, object]:
        """Known metrics."""
        return own_values(self.decision, self.today, self.comparison)


class MoneyBefore:
    """What the money on the verdict line was before the last edit of the costs, until the next change of anything."""

    def __init__(self) -> None:
        self._before: str | None = None

    def after(self, before: View, now: View, typing: bool) -> str:
        """Return the figure from before for the view that follows another one.

        Args:
            typing: A field is still being typed in: what counts is what it said before the first key, and not what
                half of the text happened to mean.
        """
        was = before.was
        if before.decision is not now.decision:
            was = ""
            if before.decision.costs is not now.decision.costs:
                first = before.money if self._before is None else self._before
                self._before, was = first, first if first != now.money else ""
        self._before = self._before if typing else None
        return was
