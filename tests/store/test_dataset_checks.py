"""Every check of the data report finds the defect planted for it, in its lines, and is silent on a clean file."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest

from tests.store.dataset_made import SYSTEM, answer_of, asked_of, chat, kinds, report, ticket, tickets, write
from workbench.core.evidence.dataset.report import Kind

LONG = "Could you please look into this delivery that was promised for last week"
WORDS = (
    "account", "branch", "carrier", "depot", "engine", "filter", "garden", "handle", "invoice", "jacket", "kitchen",
    "ladder", "mirror", "nozzle", "office", "pillow", "quarter", "ribbon", "saddle", "tunnel", "umbrella", "voucher",
)  # fmt: skip


def turns(*pairs: tuple[str, str]) -> dict[str, object]:
    return {"messages": [{"role": role, "content": text} for role, text in pairs]}


def words(draw: random.Random, count: int) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(count)).capitalize() + "."


def letters(count: int = 60) -> list[dict[str, object]]:
    """Questions and answers in prose: no labels, nothing said twice."""
    draw = random.Random(7)
    return [chat(words(draw, 15), words(draw, 15)) for _ in range(count)]


def one_question(count: int = 60) -> list[dict[str, object]]:
    """One question under many system texts, each with an answer of its own."""
    return [
        chat(LONG, answer_of(row), f"You work for {asked_of(other)}")
        for row, other in zip(letters(2 * count), letters(2 * count)[count:], strict=False)
    ]


@dataclass(frozen=True)
class Planted:
    """A clean file, and what is added to it.

    Args:
        rows: Added at the end, behind the clean ones.
        lines: Where it is found; counted from the first row that is added, 1 is that one.
        clean: The file without them.
        more: Other kinds that the same defect is rightly found as.
        options: Of the report, for the clean file as for the other.
    """

    rows: Sequence[object]
    lines: tuple[int, ...] = (1,)
    clean: Sequence[object] = field(default_factory=tickets)
    more: frozenset[str] = frozenset()
    options: Mapping[str, object] = field(default_factory=dict)


TWICE = (
    '{"messages": [{"role": "system", "content": "x"}, {"role": "user", "role": "user", "content": "' + LONG + ' 6"}, '
    '{"role": "assistant", "content": "billing"}]}'
)
EIGHT = 8 - 120
"""The line of the eighth of 120 tickets, seen from the first row behind them."""
DEFECTS: dict[str, list[Planted]] = {
    "malformed": [Planted(["{"]), Planted(["[]", "{}"], (1, 2))],
    "mixed_forms": [Planted([{"prompt": f"{LONG} 8", "completion": "billing"}])],
    "missing_system": [Planted([chat(f"{LONG} 1", "billing", None)])],
    "missing_user": [Planted([turns(("system", SYSTEM), ("assistant", "billing"))], more=frozenset({"empty"}))],
    "missing_assistant": [Planted([turns(("system", SYSTEM), ("user", LONG))], more=frozenset({"empty"}))],
    "no_last_answer": [
        Planted([turns(("system", SYSTEM), ("user", LONG), ("assistant", "billing"), ("user", "thanks"))])
    ],
    "duplicate_keys": [Planted([TWICE])],
    "surrogates": [Planted([chat(f"{LONG} \ud83d", "billing")])],
    "empty": [Planted([chat(" \n", "billing"), chat(f"{LONG} 2", "")], (1, 2))],
    "refusals": [Planted([chat(f"{LONG} 3", "As an AI language model, I do not read parcels.")])],
    "short": [Planted([chat("where?", "shipping")])],
    "short_answers": [Planted([chat(f"{LONG} 3", "ok")], clean=letters())],
    "duplicates": [Planted([ticket(7)])],
    "near_duplicates": [
        Planted([chat(asked_of(ticket(7)).upper(), answer_of(ticket(7)))], (EIGHT, 1)),
        Planted([chat(f"Well, {asked_of(row).lower()}", answer_of(row)) for row in letters()[:1]], (-59, 1), letters()),
    ],
    "contradictions": [Planted([chat(asked_of(ticket(7)), "returns")], (EIGHT, 1))],
    "overlap": [Planted([ticket(300)], options={"held": [ticket(300), ticket(900)]})],
    "label_variants": [Planted([chat(f"{LONG} 4", "Billing ")])],
    "rare_labels": [Planted([chat(f"{LONG} 5", "spam")])],
    "imbalance": [Planted([chat(asked_of(row), "billing") for row in tickets(900)[120:]], ())],
    "over_limit": [Planted([chat(f"{LONG} " * 40, "billing")], options={"max_tokens": 300})],
    "email": [Planted([chat(f"{LONG}, I am anna.berg@mail.example.", "billing")])],
    "card": [Planted([chat(f"{LONG}, my card is 4111 1111 1111 1111.", "billing")])],
    "diversity": [Planted(one_question(), (), letters(20))],
}


def looked_at(folder: Path, rows: Sequence[object], options: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    more = {name: value for name, value in options.items() if name != "held"}
    if "held" in options:
        more["against"] = write(folder / "held.jsonl", options["held"])  # type: ignore[arg-type]
    return kinds(report(folder, rows, **more))


def test_every_check_has_a_planted_defect() -> None:
    assert DEFECTS.keys() == set(get_args(Kind))


@pytest.mark.parametrize(("kind", "plant"), [(kind, plant) for kind, plants in DEFECTS.items() for plant in plants])
def test_a_planted_defect_is_found_in_its_lines_and_a_clean_file_leaves_the_check_silent(
    tmp_path: Path, kind: str, plant: Planted
) -> None:
    assert looked_at(tmp_path, plant.clean, plant.options) == {}
    found = looked_at(tmp_path, [*plant.clean, *plant.rows], plant.options)
    assert found[kind] == tuple(len(plant.clean) + line for line in plant.lines)
    assert found.keys() == {kind} | plant.more
