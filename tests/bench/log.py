"""The log at scale: thousands of decisions listed and checked, whole processes against tomllib over the same files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import tomli_w

from tests.bench.keys import environment
from tests.bench.memory import held
from tests.bench.report import Line
from tests.bench.starts import by_turns
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import Alternative, Answer, Constraints, Decision, Flow, Metric, Score, Trigger
from workbench.store.document import render

LISTED, CHECKED = 10_000, 1_000
COLD_GOAL, WARM_GOAL, CHECK_GOAL = 1.1, 0.15, 1.5
_MAIN = "import sys, resource; from workbench.cli.main import main; main(sys.argv[1:]); "
_READ_ALL = """
import sys, tomllib
from decimal import Decimal
from pathlib import Path
for path in Path(sys.argv[1]).rglob("*.toml"):
    if not path.name.startswith("."):
        tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
"""
_TEXT = (
    "Tickets arrive in four languages and are sorted by hand today. Prompts of forty examples reach the wanted "
    "accuracy on the common kinds and miss the rare ones. The team looked at what a request costs, at what a wrong "
    "answer costs, and at how often the kinds change. Nobody wants to label again every month."
)
_WORDS = _TEXT.split()
_APPROACHES = ("prompting", "rag", "fine-tuning", "caching")
_STATUSES = ("accepted", "proposed", "accepted", "draft", "superseded", "retired")
_STEM, _TITLE, _TAG, _DAY = "20260101-bench-0000", "Bench title", "benchtag", date(2026, 1, 1)


def write_log(folder: Path, count: int, entries: int = 0) -> None:
    """Write so many decisions as the program writes them, 60 to 130 lines each, and so many journal entries of each."""
    folder.mkdir(parents=True)
    texts = [render(_decision(number)) for number in range(24)]
    for number in range(count):
        day = date(2024, 1, 1) + timedelta(days=number * 7 % 900)
        stem = f"{day:%Y%m%d}-ticket-triage-{number:04x}"
        text = texts[number % len(texts)].replace(_STEM, stem).replace(_TITLE, f"Ticket triage of team {number}")
        text = text.replace(f"decided = {_DAY}", f"decided = {day}").replace(_TAG, f"team-{number % 97}")
        (folder / f"{stem}.toml").write_text(text, "utf-8")
        if entries:
            (folder / stem).mkdir()
        for step in range(entries):
            _write_entry(folder / stem, day, number, step)


def _decision(number: int) -> Decision:
    rationale = " ".join(_WORDS[(number * 5 + at) % len(_WORDS)] for at in range(60 + number * 3))
    answers = {
        name: Answer(answer="yes", note=" ".join(_WORDS[:6]), source="person") for name in ("examples", "volume")
    }
    trained = Option(
        approach="fine-tuning", input_tokens=Decimal(100), output_tokens=Decimal(200), input_price=Decimal("1.2"),
        output_price=Decimal("1.2"), training_tokens=Decimal(2_500_000), epochs=Decimal(3), training_price=Decimal(8),
        engineering_hours=Decimal(30), hourly_rate=Decimal(90), accuracy=Decimal("0.93"),
    )  # fmt: skip
    base = Option(
        approach="prompting", input_tokens=Decimal(500), output_tokens=Decimal(200), input_price=Decimal("3"),
        output_price=Decimal("6.5"), accuracy=Decimal("0.88"),
    )  # fmt: skip
    found = base.model_copy(update={"approach": "rag", "other_monthly": Decimal(120)})
    options = {"prompt": base, "tuned": trained, "found": found}
    kept = ("prompt", "tuned", "found")[: 1 + number % 3]
    return Decision(
        id=_STEM, title=_TITLE, status=_STATUSES[number % 6], approach=_APPROACHES[number % 4], decided=_DAY,
        authors=("support-team",), tags=("support", _TAG), review_by=date(2027, 2, 1 + number), rationale=rationale,
        alternative={"rag": Alternative(rejected_because=" ".join(_WORDS[:12]))} if number % 2 else {},
        flow=Flow(name="guided", answer=answers), constraints=Constraints(budget=Decimal(5000)),
        score=Score(prompt_accuracy=Decimal("0.78"), labelled_examples=Decimal(612), exact_format=True),
        costs=Costs(requests_per_month=Decimal(9000 + 500 * number), option={name: options[name] for name in kept}),
        metric={"accuracy": Metric(unit="ratio", target=Decimal("0.92"), source="nightly eval", stale_after_days=90)},
        trigger={
            "accuracy": Trigger(when="accuracy < 0.90 for 2 readings", because="the accuracy it was chosen for"),
            "volume": Trigger(when="requests_per_month < 10000", then="prompting", because="training no longer pays"),
        },
    )  # fmt: skip


def _write_entry(folder: Path, day: date, number: int, step: int) -> None:
    at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC) + timedelta(days=30 * (step + 1))
    entry: dict[str, object] = {"kind": "reading", "at": at, "by": "nightly", "source": "eval"}
    if step % 3 == 2:
        entry = {
            "kind": "review",
            "at": at,
            "by": "zoe",
            "verdict": "keep",
            "note": "still right",
            "text_hash": "0" * 64,
        }
    entry["reading"] = {"accuracy": round(0.85 + (number + step) % 10 / 100, 2)}
    path = folder / f"{at:%Y%m%dT%H%M%SZ}-nightly-{step:04x}.toml"
    path.write_text(tomli_w.dumps(entry), "utf-8")


class Folder:
    """A folder of decisions in a home of its own, with processes run on it."""

    def __init__(self, home: Path, count: int, entries: int = 0) -> None:
        self.saved = home / f"saved-{count}"
        self.env = environment(home, XDG_CACHE_HOME=str(home / "cache"))
        self._home = home
        home.mkdir(exist_ok=True)
        write_log(self.saved, count, entries)

    def command(self, *arguments: str) -> float:
        """Return the seconds of a command."""
        return self._run("-m", "workbench", *arguments, "--saved", str(self.saved))

    def cold(self, *arguments: str) -> float:
        """Return the seconds of a command that finds nothing kept."""
        shutil.rmtree(self._home / "cache", ignore_errors=True)
        return self.command(*arguments)

    def tomllib(self) -> float:
        """Return the seconds of one process that only parses every file."""
        return self._run("-c", _READ_ALL, str(self.saved))

    def memory(self, *arguments: str) -> float:
        """Return the most memory (MB) that the process of a command held."""
        script = f"{_MAIN}print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        command = [sys.executable, "-c", script, *arguments, "--saved", str(self.saved)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, cwd=self._home)
        return int(done.stderr.split()[-1]) / 1024

    def _run(self, *arguments: str) -> float:
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], env=self.env, capture_output=True, cwd=self._home)
        seconds = time.perf_counter() - start
        if done.returncode not in {0, 1, 3} or done.stderr:
            raise RuntimeError(done.stderr.decode())
        return seconds


def measure(rounds: int = 5) -> list[Line]:
    """Return the rows of the table; what is compared runs by turns."""
    with tempfile.TemporaryDirectory() as home:
        many, some = Folder(Path(home) / "many", LISTED), Folder(Path(home) / "some", CHECKED, 3)
        # What was written a moment ago is not kept.
        time.sleep(2.1)
        listing, checking = ("list", "--json"), ("check", "--json")
        parsed, cold, warm, plain = by_turns(
            rounds,
            many.tomllib,
            lambda: many.cold(*listing),
            lambda: many.command(*listing),
            lambda: many.command("list"),
        )
        parsed_few, check_cold, check_warm = by_turns(
            2 * rounds, some.tomllib, lambda: some.cold(*checking), lambda: some.command(*checking)
        )
        shutil.rmtree(Path(home) / "many" / "cache")
        memory = [many.memory(*listing), many.memory(*listing)]
        first, shown = held(many.saved, many.env)
    return [
        _line(f"list --json of {LISTED:,}, nothing kept", cold, parsed, COLD_GOAL),
        _line("the same, kept from the last time", warm, parsed, WARM_GOAL),
        _line("the same as a table", plain, parsed, WARM_GOAL),
        _line(f"check --json of {CHECKED:,} and their journals, nothing kept", check_cold, parsed_few, CHECK_GOAL),
        _line("the same, kept from the last time", check_warm, parsed_few, CHECK_GOAL),
        Line(f"memory of list of {LISTED:,}: nothing kept, kept", ", ".join(f"{one:.0f} MB" for one in memory)),
        Line(f"memory of the screens: first frame, {LISTED:,} in the log", f"{first:.0f} MB, {shown:.0f} MB"),
    ]


def _line(what: str, ours: float, parsed: float, goal: float) -> Line:
    return Line(what, f"{1000 * ours:.0f} ms", f"{1000 * parsed:.0f} ms, tomllib", ours / parsed, goal)
