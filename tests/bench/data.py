"""The data report of 200,000 rows, whole process, against a json.loads pass over the same file; and its memory."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from tests.bench.report import Line

ROWS, GOAL, MOST_MB = 200_000, 6.0, 400.0
_PASS = """
import json, sys, time
start = time.perf_counter()
for line in open(sys.argv[1]):
    json.loads(line)
print(time.perf_counter() - start)
"""
_WORDS = tuple(
    word
    for line in (
        "the customer order has not arrived yet please help me with a refund because parcel delayed delivery address",
        "wrong broken screen laptop charger today yesterday waiting for three weeks now and nobody answers thank you",
    )
    for word in line.split()
)
_QUEUES = ("billing", "shipping", "returns", "other")


def _text(draw: random.Random, words: int) -> str:
    return " ".join(draw.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _answers(draw: random.Random, row: int) -> tuple[str, str]:
    """A ticket with its number, or one without, and an answer of a sentence or two."""
    return (f"Order {row}: " if row % 2 else "") + _text(draw, 40), _text(draw, 20)


def _labels(draw: random.Random, row: int) -> tuple[str, str]:
    """A short ticket of one template, and a label."""
    return f"Ticket {row}: {_text(draw, 10)}", draw.choice(_QUEUES)


def _wordy(draw: random.Random, row: int) -> tuple[str, str]:
    """No digit anywhere: every row may be near to every other."""
    return _text(draw, 25), _text(draw, 8)


KINDS: dict[str, Callable[[random.Random, int], tuple[str, str]]] = {
    "answers, 550 bytes a row": _answers,
    "labels, 250 bytes a row": _labels,
    "no numbers, 380 bytes a row": _wordy,
}


def write(path: Path, kind: Callable[[random.Random, int], tuple[str, str]], rows: int = ROWS) -> Path:
    """Write a file of so many chat rows, the same every time."""
    draw = random.Random(1)

    def lines() -> Iterator[str]:
        for row in range(rows):
            asked, answer = kind(draw, row)
            turns = (("system", "You are a support assistant. Answer briefly."), ("user", asked), ("assistant", answer))
            yield json.dumps({"messages": [{"role": role, "content": text} for role, text in turns]}) + "\n"

    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines())
    return path


def measure(rounds: int = 5) -> list[Line]:
    """Return the rows of the table; what is compared runs by turns."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in KINDS.items():
            path = write(Path(folder) / "train.jsonl", kind)
            times = [(_report(path), _pass(path)) for _ in range(rounds)]
            ours, theirs = median(run[0] for run, _ in times), median(other for _, other in times)
            memory = max(run[1] for run, _ in times)
            told = f"{1000 * theirs:.0f} ms, json.loads"
            found += [
                Line(f"data, {ROWS:,} rows: {name}", f"{1000 * ours:.0f} ms", told, ours / theirs, GOAL),
                Line("  its memory, all processes", f"{memory:.0f} MB", f"{MOST_MB:.0f} MB", memory / MOST_MB, 1.0),
            ]
    return found


def _pass(path: Path) -> float:
    done = subprocess.run([sys.executable, "-c", _PASS, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _report(path: Path) -> tuple[float, float]:
    """Return seconds and MB of one report: the peaks of the process and of those it starts, added."""
    peaks: dict[str, float] = {}
    start = time.perf_counter()
    command = [sys.executable, "-m", "workbench", "data", str(path), "--task", "tone"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watching = threading.Thread(target=_watch, args=(process, peaks))
        watching.start()
        process.wait()
        taken = time.perf_counter() - start
        watching.join()
    return taken, sum(peaks.values())


def _watch(process: subprocess.Popen[bytes], peaks: dict[str, float]) -> None:
    while process.poll() is None:
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        except OSError:
            children = []
        for pid in (str(process.pid), *children):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
            peaks[pid] = max(peaks.get(pid, 0.0), int(peak.split()[1]) / 1000)
        time.sleep(0.02)
