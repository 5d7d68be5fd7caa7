"""Made training files: clean ones, and rows to plant in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from workbench.core.evidence.dataset.report import Report
from workbench.store.dataset_files import read_dataset

SYSTEM = "You sort tickets for a shop. Answer with the queue; write to desk@shop.example when unsure."
QUEUES = ("billing", "shipping", "returns")
NAMES = ("Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jan")


def chat(asked: str, answer: str, system: str | None = SYSTEM) -> dict[str, object]:
    turns = [] if system is None else [{"role": "system", "content": system}]
    return {"messages": [*turns, {"role": "user", "content": asked}, {"role": "assistant", "content": answer}]}


def ticket(number: int) -> dict[str, object]:
    """One of as many tickets as you like from one template."""
    asked = (
        f"Hello, my name is {NAMES[number % 10]} and my order {4000 + 7 * number} has not arrived yet. I ordered it on "
        f"{number % 28 + 1} May. Please tell me where it is."
    )
    return chat(asked, QUEUES[number % 3])


def asked_of(row: dict[str, object]) -> str:
    return row["messages"][-2]["content"]  # type: ignore[index, no-any-return]


def answer_of(row: dict[str, object]) -> str:
    return row["messages"][-1]["content"]  # type: ignore[index, no-any-return]


def tickets(count: int = 120) -> list[dict[str, object]]:
    return [ticket(number) for number in range(count)]


def write(path: Path, rows: Iterable[object]) -> Path:
    """Write rows as lines; what is text or bytes already is written as it is."""
    lines = [
        row if isinstance(row, bytes) else row.encode() if isinstance(row, str) else json.dumps(row).encode()
        for row in rows
    ]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def report(folder: Path, rows: Iterable[object], **options: object) -> Report:
    return read_dataset(write(folder / "train.jsonl", rows), **options)  # type: ignore[arg-type]


def kinds(found: Report) -> dict[str, tuple[int, ...]]:
    """Return the lines of every kind of finding."""
    return {finding.kind: finding.lines for finding in found.findings}
