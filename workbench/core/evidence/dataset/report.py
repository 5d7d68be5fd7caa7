"""What a file of training examples comes to: figures, findings with their lines, and a verdict with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Verdict = Literal["ready", "mend first", "too few", "unreadable"]
Weight = Literal["mend", "look", "note"]
Kind = Literal[
    "malformed", "mixed_forms", "missing_system", "missing_user", "missing_assistant", "no_last_answer",
    "duplicate_keys", "surrogates", "empty", "refusals", "short", "short_answers", "duplicates", "near_duplicates",
    "contradictions", "overlap", "label_variants", "rare_labels", "imbalance", "over_limit", "email", "card",
    "diversity",
]  # fmt: skip
"""Everything that is looked for, by its name in JSON."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of the rows; percentiles interpolate linearly.

    Args:
        billable: Of all rows, each up to the limit.
        exact: Counted by the encoding; else estimated, or with parts that can only be guessed.
        how: How they were found.
    """

    min: int
    mean: float
    median: float
    p5: float
    p95: float
    max: int
    billable: int
    exact: bool
    how: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing found.

    Args:
        kind: Its name in JSON.
        weight: ``mend``, ``look`` for too few rows to hold up training, or ``note`` for what may be meant.
        count: How many rows, questions or groups.
        says: A sentence.
        lines: Lines concerned, all of them, in order.
        stay: Those of them that stay as they are: the first of rows that are alike.
    """

    kind: Kind
    weight: Weight
    count: int
    says: str
    lines: tuple[int, ...] = ()
    stay: frozenset[int] = frozenset()

    @property
    def mend(self) -> set[int]:
        """Lines to do something about."""
        return set(self.lines) - self.stay


@dataclass(frozen=True, slots=True)
class Report:
    """A file's report; lines are 1-based. Names and forms: DESIGN section 4.

    Args:
        file: Its name.
        sha256: Of the bytes that were read; empty when stopped before the end.
        complete: Whether all of it was read.
        rows: Lines that are not blank.
        usable: Rows without those to take out: malformed, repeated, contradicting, refusing, empty, held out.
        labels: Examples by label, the most frequent first; None where answers are no labels.
        evenness: Of the labels, 0..1.
        systems: Distinct system texts.
        distinct_inputs: Distinct questions.
        epochs: By the published rule, for so many rows.
        max_tokens: The limit of a row; None for none.
        overlap: (line, line of the held-out file); None without one.
        held_rows: Rows of the held-out file.
        contradicting: Of each question with several answers, the lines of each answer.
        mend: Rows to mend: those to take out, and those to change.
        look: Those of them that need not hold up training.
        shared: What many questions begin or end with; it is not compared.
    """

    file: str
    sha256: str
    complete: bool
    rows: int
    usable: int
    malformed: tuple[tuple[int, str], ...]
    forms: Mapping[str, int]
    missing: Mapping[str, int]
    duplicates: tuple[tuple[int, int], ...]
    near_duplicates: tuple[tuple[int, ...], ...]
    contradictions: tuple[tuple[int, int], ...]
    contradicting: tuple[tuple[tuple[int, ...], ...], ...]
    refusals: tuple[int, ...]
    label_variants: tuple[tuple[str, ...], ...]
    labels: Mapping[str, int] | None
    rare_labels: tuple[str, ...]
    evenness: float | None
    systems: int
    distinct_inputs: int
    over_limit: int
    max_tokens: int | None
    tokens: Tokens | None
    epochs: int
    overlap: tuple[tuple[int, int], ...] | None
    held_out: str | None
    held_rows: int | None
    personal_data: tuple[tuple[int, str], ...]
    task: str
    assumed_task: bool
    findings: tuple[Finding, ...]
    mend: int
    look: int
    shared: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def trainable(self) -> int:
        """Rows that can be trained on: those that are not malformed."""
        return self.rows - len(self.malformed)

    @property
    def training_tokens(self) -> int:
        """Billable tokens of one epoch."""
        return self.tokens.billable if self.tokens is not None else 0

    @property
    def refusal_share(self) -> Decimal:
        """Refusals among the rows that can be trained on, 0..1."""
        return Decimal(len(self.refusals)) / self.trainable if self.trainable else Decimal(0)
