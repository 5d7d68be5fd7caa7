"""Whatever a decision says: it is advised on, drawn, held against another, exported, saved and read back."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.made import one_of, toml_near
from tests.fuzz.test_readers import DECISIONS, ENTRY, FLOWS, SMALL
from tests.fuzz.watch import tried
from tests.store.made import decisions, names
from workbench.cli.main import main
from workbench.core.advice.cost_flips import turns
from workbench.core.advice.proposals import propose
from workbench.core.advice.verdict import advise
from workbench.core.changes.change_rows import consequences, described
from workbench.core.changes.differences import same
from workbench.core.charts.cost_so_far import cumulative
from workbench.core.charts.cost_views import CHARTS
from workbench.core.costs.comparison import compare
from workbench.core.costs.tipping_points import tipping_points
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import Flowchart
from workbench.core.log.summary import summarize
from workbench.core.record.decision import Decision, with_value
from workbench.errors import WorkbenchError
from workbench.export.exported import exported
from workbench.export.formats import FORMATS
from workbench.store.decisions import read_text
from workbench.store.document import edited, read_decision, render, tidied
from workbench.store.layout import file_data
from workbench.store.toml_text import parse_toml

TODAY = date(2026, 11, 23)
FILE = Path("saved/20261123-x-0000.toml")
flows: list[Flowchart] = [load_flow(parse_toml(text, "flow")) for text in FLOWS]


def readable(text: str) -> Decision | None:
    try:
        return read_text(text, FILE)
    except WorkbenchError:
        return None


near = st.one_of(toml_near(SMALL, *DECISIONS).map(readable).filter(lambda found: found is not None), decisions)


@one_of(4)
@given(near, st.sampled_from(flows))
def test_it_is_advised_on(decision: Decision, flow: Flowchart) -> None:
    def work() -> None:
        comparison = compare(decision.costs, TODAY)
        advise(decision, flow, comparison, TODAY)
        turns(decision, flow, comparison, TODAY)
        tipping_points(decision.costs, comparison)
        propose(decision, flow, comparison, TODAY)
        summarize(decision, TODAY, ())

    tried(work)


@one_of(8)
@given(near)
def test_its_costs_are_drawn(decision: Decision) -> None:
    def work() -> None:
        comparison = compare(decision.costs, TODAY)
        for make in CHARTS.values():
            make(decision.costs, comparison)
        cumulative(decision.costs, comparison, None)

    tried(work)


@one_of(2)
@given(near, near)
def test_two_are_held_against_each_other(one: Decision, other: Decision) -> None:
    tried(lambda: (described(one, other), consequences(one, other, TODAY)))


@one_of(8)
@given(near, st.sampled_from(flows))
def test_it_is_exported_in_every_format(decision: Decision, flow: Flowchart) -> None:
    one = exported(decision, (), TODAY, flows=(flow,), data=file_data(decision))
    for format in FORMATS.values():
        format.one(one).encode("utf-8")
        if format.all is not None:
            format.all([one, one])


@one_of(2)
@given(near)
def test_it_reads_back_as_it_was_saved(decision: Decision) -> None:
    text = render(decision)
    assert same(file_data(read_decision(text, "x")), file_data(tidied(decision)))


@one_of(6)
@given(toml_near(SMALL, *DECISIONS), near)
def test_a_file_edited_into_another_decision_reads_back_as_that(text: str, after: Decision) -> None:
    before = readable(text)
    if before is None:
        return
    try:
        changed = edited(text, before, after)
    except WorkbenchError:
        return
    # The id inside stays as it is where nobody changed it.
    found = with_value(read_decision(changed, "x"), ("id",), after.id)
    assert same(file_data(tidied(found)), file_data(tidied(after)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("fuzz")
    (root / "saved").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for name in ("STATE", "CONFIG", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(root / name))
        yield root


COMMANDS = (
    ("list",),
    ("list", "--json"),
    ("check",),
    ("check", "--json"),
    ("validate",),
    ("validate", "--json"),
    ("show", "x"),
    ("show", "x", "--json"),
    ("advise", "x"),
    ("advise", "x", "--json"),
    ("score", "x"),
    ("cost", "x"),
    ("cost", "x", "--json"),
    ("cost", "x", "--chart", "tornado"),
    ("cost", "x", "--chart", "volume"),
    ("cost", "x", "--chart", "split"),
    ("cost", "x", "--chart", "tipping"),
    ("plateau", "x"),
    ("plateau", "x", "--json"),
    ("status", "x"),
    ("ask", "--json", "--into", "x"),
    ("cost", "x", "y"),
    ("diff", "x", "y"),
    ("export", "--all", "--format", "html"),
    ("export", "x", "--format", "madr"),
)


@one_of(3)
@given(text=toml_near(SMALL, *DECISIONS), entry=toml_near(ENTRY), command=st.sampled_from(COMMANDS))
def test_a_command_answers_or_says_what_is_wrong_and_leaves_the_files(
    folder: Path, text: str, entry: str, command: tuple[str, ...]
) -> None:
    file, other = folder / "saved" / "20261123-x-0000.toml", folder / "saved" / "20261124-y-0000.toml"
    written = file.with_suffix("") / "20261123T090000Z-x-0001.toml"
    written.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    other.write_text(SMALL)
    written.write_bytes(entry.encode())
    arguments = [{"x": file.stem, "y": other.stem}.get(part, part) for part in command]
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        # With ten thousand draws where costs are ranges.
        code = tried(lambda: main(arguments), seconds=5)
    assert code in {0, 1, 2, 3} and out.tell()
    assert (file.read_bytes(), other.read_text(), written.read_bytes()) == (text.encode(), SMALL, entry.encode())
    assert names(folder / "saved") == [file.stem, file.name, other.name]
