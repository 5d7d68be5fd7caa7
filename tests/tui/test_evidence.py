"""The Evidence pane: what was measured, typed in or loaded, kept in the decision, and the answers it gives."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui.conftest import Hand, Opener
from workbench.core.record.decision import Accuracy, Answer, with_value
from workbench.tui.panes.evidence import EvidencePane
from workbench.tui.widgets.form import Form


def with_history(hand: Hand, cases: int | None = None) -> None:
    values = ("0.70", "0.75", "0.78")
    history = {f"prompt v{n}": Accuracy(value=Decimal(v), cases=cases) for n, v in enumerate(values, 1)}
    decision = with_value(hand.screen.session.committed, ("accuracy",), history)
    decision = with_value(decision, ("flow", "name"), "guided")
    before = {"tried": "yes", "good_enough": "no", "gap": "behaviour"}
    decision = with_value(decision, ("flow", "answer"), {id: Answer(answer=given) for id, given in before.items()})
    hand.screen.update(hand.screen.session.changed(decision))


def answers(path: Path, right: set[int], of: int = 40) -> Path:
    rows = [
        {"id": f"case-{n}", "input": f"ticket {n}", "expected": "yes", "output": "yes" if n in right else f"no [/]{n}"}
        for n in range(of)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


async def test_a_version_is_added_with_its_value_and_cases(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter")
        await hand.type("0.75")
        await hand.keys("tab")
        await hand.type("200")
        await hand.keys("enter")
        entry = hand.screen.session.decision.accuracy["prompt v1"]
        assert (entry.value, entry.cases, entry.kind) == (Decimal("0.75"), 200, "prompt")
        assert "0.69..0.80" in hand.text("versions")
        await hand.keys("k")
        assert hand.screen.session.decision.accuracy["prompt v1"].kind == "fine-tuned"
        await hand.keys("x")
        assert not hand.screen.session.decision.accuracy


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_enter_goes_from_a_versions_value_on_to_its_cases_and_then_says_its_kind(
    open_app: Opener, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as hand:
        await hand.keys("3", "a", "enter")
        await hand.type("0.75")
        await hand.keys("enter")
        await hand.type("200")
        await hand.keys("enter")
        entry = hand.screen.session.decision.accuracy["prompt v1"]
        assert (entry.value, entry.cases) == (Decimal("0.75"), 200)
        assert hand.screen.pane_number == 3 and hand.screen.query_one("#versions", Form).editor is None
        assert "prompt v1 counts as a prompt; k makes it fine-tuned" in hand.line("keys")
        await hand.keys("k", "enter")
        await hand.type("300")
        await hand.keys("enter")
        assert hand.screen.query_one("#versions", Form).editor is None, "nothing is missing"
        assert "prompt v1 counts as fine-tuned; k makes it a prompt" in hand.line("keys")


@pytest.mark.parametrize(("typed", "why"), [("75", "over 1"), ("", "")])
async def test_enter_does_not_go_on_from_what_is_no_value(open_app: Opener, typed: str, why: str) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter")
        await hand.type(typed)
        await hand.keys("enter")
        editor = hand.screen.query_one("#versions", Form).editor
        assert why in hand.line("keys")
        assert editor is None if not typed else editor is not None and editor.path[-1] == "value"


async def test_enter_on_the_cases_goes_back_for_the_value(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter", "tab")
        await hand.type("200")
        await hand.keys("enter")
        await hand.type("0.75")
        await hand.keys("enter")
        entry = hand.screen.session.decision.accuracy["prompt v1"]
        assert (entry.value, entry.cases) == (Decimal("0.75"), 200)


async def test_unknown_cases_are_left_out_with_one_more_enter(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter")
        await hand.type("0.75")
        await hand.keys("enter", "enter")
        assert hand.screen.session.decision.accuracy["prompt v1"].cases is None
        assert hand.screen.query_one("#versions", Form).editor is None


async def test_the_list_has_two_ends(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "up")
        assert hand.screen.query_one("#versions").display
        await hand.keys(*["down"] * 6)
        assert hand.screen.query_one("#size").display


async def test_the_history_says_plateau_and_gives_the_answer(open_app: Opener) -> None:
    async with open_app() as hand:
        with_history(hand)
        await hand.keys("3")
        assert "plateau" in hand.text("evidence-list")
        assert "plateau yes" in hand.text("evidence-list")
        assert "t answers Prompt stopped improving? yes" in hand.text("versions")
        await hand.keys("t")
        assert hand.screen.session.decision.flow.answer["plateau"].answer == "yes"
        assert "u takes it back" in hand.line("keys")
        await hand.keys("t")
        assert "already" in hand.line("keys")
        await hand.keys("u")
        assert "plateau" not in hand.screen.session.decision.flow.answer


async def test_with_a_hundred_cases_each_it_says_how_many_would_tell(open_app: Opener) -> None:
    async with open_app() as hand:
        with_history(hand, cases=100)
        await hand.keys("3")
        assert "unclear" in hand.text("evidence-list")
        assert "about 1,532 cases each would tell" in " ".join(hand.text("versions").split())


async def test_the_target_is_a_cell_under_the_versions(open_app: Opener) -> None:
    async with open_app() as hand:
        with_history(hand)
        await hand.keys("3", "enter", "down", "down", "down", "enter")
        await hand.type("0.9")
        await hand.keys("enter")
        target = hand.screen.session.decision.metric["accuracy"].target
        assert target == Decimal("0.9")
        assert "the best is 0.12 short of the target" in " ".join(hand.text("versions").split())
        await hand.keys("escape")
        assert hand.screen.focused is hand.screen.query_one("#evidence-list")


async def test_versions_are_loaded_from_a_file(open_app: Opener, tmp_path: Path) -> None:
    file = tmp_path / "versions.csv"
    file.write_text("name,value,cases,kind\nprompt v1,0.70,200,prompt\ntuned v1,0.92,200,fine-tuned\n")
    async with open_app() as hand:
        await hand.keys("3", "o")
        await hand.type(str(file))
        await hand.keys("enter")
        assert list(hand.screen.session.decision.accuracy) == ["prompt v1", "tuned v1"]
        assert "u takes it back" in hand.line("keys")
        await hand.keys("o")
        await hand.type("nowhere.csv")
        await hand.keys("enter")
        assert "no such file" in hand.text("sheet-list")


async def test_two_files_are_compared_and_the_figures_kept(open_app: Opener, tmp_path: Path) -> None:
    base = answers(tmp_path / "base.jsonl", set(range(20)))
    candidate = answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(f"{base} {candidate}")
        await hand.keys("enter")
        kept = hand.screen.session.decision.evidence["evaluation"]
        assert (kept["verdict"], kept["n"], kept["gained"], kept["lost"]) == ("improved", 40, 20, 2)
        assert "improved" in hand.text("evidence-list")
        assert "better, and that is more than chance" in hand.text("evaluation")
        await hand.keys("enter", "enter", "l")
        assert "case-0" in hand.text("sheet-list")
        assert "[/]" in hand.text("sheet-list")
        await hand.keys("escape", "u")
        assert "evaluation" not in hand.screen.session.decision.evidence


async def test_what_cannot_be_compared_is_said(open_app: Opener, tmp_path: Path) -> None:
    base = answers(tmp_path / "base.jsonl", {1})
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "x", "expected": "a", "output": "a"}\n')
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(str(base))
        await hand.keys("enter")
        assert "two files are compared" in hand.text("sheet-list")
        await hand.type(f" {other}")
        await hand.keys("enter")
        assert "evaluation" not in hand.screen.session.decision.evidence
        told = " ".join(hand.text("sheet-list").split())
        assert "no id is in both files" in told and "the same id in both" in told
        assert hand.screen.query_one("#sheet-line").value == f"{base} {other}"  # type: ignore[attr-defined]


async def test_which_of_two_files_is_not_there_is_said(open_app: Opener, tmp_path: Path) -> None:
    base = answers(tmp_path / "base.jsonl", {1})
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(f"{base} {tmp_path}/elsewhere/nowhere.jsonl")
        await hand.keys("enter")
        told = "".join(hand.text("sheet-list").split())
        assert "elsewhere/nowhere.jsonl" in told and "pathscountfromthefolderyoustartedin" in told


async def test_how_answers_are_judged_is_changed_with_a_key_and_kept(open_app: Opener, tmp_path: Path) -> None:
    base, candidate = tmp_path / "base.jsonl", tmp_path / "tuned.jsonl"
    for path, words in ((base, ("Yes.", "no")), (candidate, ("yes", "no"))):
        rows = [{"id": n, "expected": "yes", "output": words[n >= 30], "half": n % 2} for n in range(40)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(f"{base} {candidate}")
        await hand.keys("enter")
        assert "+0.75" in hand.text("evidence-list") and "m judges otherwise, u takes it back" in hand.line("keys")
        told = " ".join(hand.text("evaluation").split())
        assert "Judged as labels 30 answers of base.jsonl are right instead of 0: +0.00, not +0.75." in told
        kept = hand.screen.session.decision.evidence["evaluation"]
        assert (kept["match"], kept["other_match"], kept["other_base_right"]) == ("exact", "label", 30)
        await hand.keys("m")
        assert "30 and 30 right" in hand.text("sheet-list"), "the key that the last row names works where it is named"
        await hand.keys("escape", "enter", "m")
        assert "30 and 30 right" in hand.text("sheet-list")
        await hand.keys("l")
        kept = hand.screen.session.decision.evidence["evaluation"]
        assert (kept["match"], kept["difference"], "other_match" in kept) == ("label", 0, False)
        assert "the same label" in hand.text("evaluation")
        await hand.keys("f")
        await hand.type("half")
        await hand.keys("enter", "end")
        assert "By half" in hand.text("evaluation")
        await hand.keys("u", "home")
        assert "equal after trimming" in hand.text("evaluation")
        assert hand.screen.session.decision.evidence["evaluation"]["match"] == "exact"


async def test_both_sides_become_versions(open_app: Opener, tmp_path: Path) -> None:
    base = answers(tmp_path / "base.jsonl", set(range(20)))
    candidate = answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(f"{base} {candidate}")
        await hand.keys("enter", "enter", "v")
        await hand.type("v3")
        await hand.keys("enter")
        assert "two names are needed" in hand.text("sheet-list")
        await hand.type(", tuned v1")
        await hand.keys("enter")
        found = hand.screen.session.decision.accuracy
        assert [(name, str(one.value), one.cases, one.kind) for name, one in found.items()] == [
            ("v3", "0.5", 40, "prompt"), ("tuned v1", "0.95", 40, "fine-tuned"),
        ]  # fmt: skip


async def test_nothing_is_judged_otherwise_without_the_files(open_app: Opener) -> None:
    async with open_app() as hand:
        for key in ("m", "f", "v"):
            await hand.keys("3", *(["down", "down", "enter"] if key == "m" else []), key)
            assert "o compares the two files again" in hand.line("keys")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_version_is_added_in_sight_whatever_was_open(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size) as hand:
        await hand.keys("3", *(["down"] if size == (80, 24) else ["tab", "tab"]), "a")
        await hand.type("v1")
        await hand.keys("enter")
        assert hand.screen.query_one("#versions").display
        await hand.type("52 %")
        await hand.keys("enter")
        assert hand.screen.session.decision.accuracy["v1"].value == Decimal("0.52")
        assert hand.screen.pane_number == 3


async def test_a_version_without_a_value_is_no_nothing(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter", "escape", "escape")
        assert "prompt v1: value needed" in hand.text("evidence-list")


async def test_what_is_open_keeps_the_focus_when_the_terminal_grows(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "down")
        await hand.pilot.resize_terminal(120, 40)
        await hand.settled()
        assert hand.screen.focused is hand.screen.query_one("#dataset")


async def test_a_model_that_is_not_known_is_told_with_those_that_are(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "down", "enter", "enter")
        await hand.type("llama-3")
        told = " ".join(hand.text("size").replace("│", " ").replace("┃", " ").split())
        assert (
            "no such model: “llama-3”; did you mean" in told
            and "Llama-3-8B" in told
            and "o in the Evidence pane" in told
        )


async def test_the_size_follows_every_key_and_is_kept(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "down")
        assert "an example" in hand.text("size")
        await hand.keys("enter", "tab", "tab", "tab", "tab", "enter")
        await hand.type("64")
        assert "r=64" in hand.text("size")
        await hand.keys("enter")
        kept = hand.screen.session.decision.evidence["size"]
        assert (kept["model"], kept["rank"]) == ("Llama-2-7B", 64)
        assert "r=64" in hand.text("evidence-list")
        await hand.keys("enter")
        await hand.type("many")
        assert "not a number" in hand.text("size") or "whole number" in hand.text("size")
        await hand.keys("escape")
        assert "r=64" in hand.text("size")


async def test_a_config_is_loaded_as_a_shape(open_app: Opener, tmp_path: Path) -> None:
    config = {
        "model_type": "llama", "hidden_size": 512, "intermediate_size": 1024, "num_hidden_layers": 4,
        "num_attention_heads": 8, "num_key_value_heads": 2, "vocab_size": 1000, "_name_or_path": "our/tiny-model",
    }  # fmt: skip
    file = tmp_path / "config.json"
    file.write_text(json.dumps(config))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "down", "o")
        await hand.type(str(file))
        await hand.keys("enter")
        kept = hand.screen.session.decision.evidence["size"]
        assert kept["file"] == "config.json"
        assert len(str(kept["sha256"])) == 64
        await hand.keys("enter", "tab", "tab", "tab", "tab", "enter")
        await hand.type("4")
        await hand.keys("enter")
        again = hand.screen.session.decision.evidence["size"]
        assert (again["rank"], again["sha256"], again["model"]) == (4, kept["sha256"], kept["model"])


async def test_everything_is_in_sight_on_a_wide_terminal(open_app: Opener) -> None:
    async with open_app(size=(120, 40)) as hand:
        with_history(hand)
        await hand.keys("3")
        assert hand.screen.focused is hand.screen.query_one("#versions")
        for id in ("versions", "evaluation", "size"):
            assert hand.screen.query_one(f"#{id}").display
        assert not hand.screen.query_one("#evidence-list").display
        await hand.pilot.resize_terminal(80, 24)
        await hand.settled()
        assert hand.screen.query_one("#evidence-list").display


async def test_another_decision_forgets_the_cases_of_the_last(open_app: Opener, tmp_path: Path) -> None:
    base = answers(tmp_path / "base.jsonl", set(range(20)))
    candidate = answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(f"{base} {candidate}")
        await hand.keys("enter")
        hand.screen.show_session(hand.screen.desk.start(), 3)
        await hand.settled()
        assert "Nothing was compared yet" in hand.text("evaluation")


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_tab_goes_to_what_is_open_and_back(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size) as hand:
        await hand.keys("3", "down", "down", "tab")
        section = hand.screen.query_one("#evaluation")
        assert hand.screen.focused is section
        assert section.size.width == size[0]
        shown = [one.id for one in hand.screen.pane(3).sections if one.display]  # type: ignore[union-attr]
        assert shown == (["evaluation"] if size == (60, 16) else ["evidence-list", "evaluation"])
        await hand.keys("tab")
        assert hand.screen.focused is hand.screen.query_one("#evidence-list")
        await hand.keys("up", "enter", "escape", "down")
        assert section.size.width == size[0] or size == (60, 16)


async def test_undo_shows_what_was_kept_before(open_app: Opener, tmp_path: Path) -> None:
    base = answers(tmp_path / "base.jsonl", set(range(20)))
    candidate = answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
    few = answers(tmp_path / "few.jsonl", set(range(4)), of=5)
    other = answers(tmp_path / "other.jsonl", set(range(3)), of=5)
    async with open_app() as hand:
        for one, two in ((base, candidate), (few, other)):
            await hand.keys("3", *(["down", "down"] if one is base else []), "o")
            await hand.type(f"{one} {two}")
            await hand.keys("enter")
        assert "do not tell the two apart" in hand.text("evaluation")
        await hand.keys("u")
        assert "better, and that is more than chance" in hand.text("evaluation")


def examples(path: Path, count: int = 120) -> Path:
    rows = [
        {"prompt": f"ticket {n} about order {n * 7919}", "completion": "billing" if n % 2 else "account"}
        for n in range(count)
    ]
    lines = [json.dumps(row) for row in rows]
    lines[5] = '{"messages": ['
    path.write_text("\n".join(lines) + "\n")
    return path


async def test_training_data_is_read_and_its_figures_kept(open_app: Opener, tmp_path: Path) -> None:
    file = examples(tmp_path / "train.jsonl")
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines[:-1], lines[0]]) + "\n")
    async with open_app() as hand:
        await hand.keys("3", "down", "o")
        await hand.type(str(file))
        await hand.keys("enter", "g")
        kept = hand.screen.session.decision.evidence["dataset"]
        assert (kept["rows"], kept["file"], kept["verdict"]) == (120, "train.jsonl", "mend first")
        assert "mend first" in hand.text("evidence-list")
        await hand.keys("enter", "enter", "enter")
        assert '{"messages": [' in hand.text("sheet-list")
        await hand.keys("escape")
        assert "1 row is malformed" in hand.text("sheet-list")
        await hand.keys("escape", "c")
        option = hand.screen.session.decision.costs.option["tuned"]
        assert option.training_tokens is not None and option.training_rows is not None
        rows, usable = int(option.training_rows), kept["usable"]
        assert f"{rows} rows, {usable} of them usable" in hand.line("keys") and usable < rows
        await hand.keys("u", "u")
        assert "dataset" not in hand.screen.session.decision.evidence


async def test_a_file_that_changed_since_or_is_gone_is_said_when_the_decision_is_opened_again(
    open_app: Opener, tmp_path: Path
) -> None:
    base = answers(tmp_path / "base.jsonl", set(range(20)))
    candidate = answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type(f"{base} {candidate}")
        await hand.keys("enter")
        assert "has changed" not in hand.text("evaluation") and "not found" not in hand.text("evaluation")
        await hand.keys("ctrl+s")
        await hand.type("Kept")
        await hand.keys("enter")
        path = hand.screen.desk.opened.path  # type: ignore[union-attr]
    base.write_text(candidate.read_text())
    candidate.unlink()
    async with open_app(file=path) as hand:
        await hand.keys("3", "down", "down")
        assert "changed since 23 Nov" in hand.text("evidence-list")
        assert "! base.jsonl has changed since 23 Nov; o reads it again" in hand.text("evaluation")
        await hand.keys("enter", "end")
        assert "tuned.jsonl is not found here" in hand.text("evaluation")


async def test_a_file_that_is_no_data_is_said(open_app: Opener, tmp_path: Path) -> None:
    async with open_app() as hand:
        await hand.keys("3", "down", "o")
        await hand.type(str(tmp_path))
        await hand.keys("enter", "g")
        assert hand.screen.query("#dataset").first().display  # type: ignore[attr-defined]
        assert "dataset" not in hand.screen.session.decision.evidence
        assert "a folder, not a file" in hand.line("keys")
        assert not hand.screen.pane(3).reading  # type: ignore[union-attr]


async def test_figures_kept_by_an_earlier_sitting_are_shown(open_app: Opener, tmp_path: Path) -> None:
    file = examples(tmp_path / "train.jsonl")
    async with open_app() as hand:
        await hand.keys("3", "down", "o")
        await hand.type(str(file))
        await hand.keys("enter", "g", "ctrl+s")
        await hand.type("Kept")
        await hand.keys("enter")
        path = hand.screen.desk.opened.path  # type: ignore[union-attr]
    async with open_app(file=path) as hand:
        await hand.keys("3", "down")
        assert "120" in hand.text("evidence-list")
        assert "train.jsonl" in hand.text("dataset")
        await hand.keys("enter", "enter")
        assert "o reads the file again" in hand.line("keys")


async def test_a_report_stopped_half_way_is_told_apart_from_the_one_that_is_kept(
    open_app: Opener, tmp_path: Path
) -> None:
    file = examples(tmp_path / "train.jsonl")
    async with open_app() as hand:
        await hand.keys("3", "down", "o")
        await hand.type(str(file))
        await hand.keys("enter", "g")
        pane = hand.screen.query_one(EvidencePane)
        assert pane.data is not None
        pane.data = replace(pane.data, complete=False, file="other.jsonl", rows=31, sha256="")
        pane.redraw()
        await hand.settled()
        told = " ".join(hand.text("dataset").split())
        assert "other.jsonl, its first 31 rows: shown, not kept. The decision keeps train.jsonl, 120 rows." in told
        await hand.keys("t")
        assert "from train.jsonl" in hand.line("keys")


async def test_the_limit_of_a_rows_tokens_and_their_encoding_are_changed_with_a_key(
    open_app: Opener, tmp_path: Path
) -> None:
    file = examples(tmp_path / "train.jsonl")
    async with open_app() as hand:
        await hand.keys("3", "down", "l")
        assert "o reads one" in hand.line("keys")
        await hand.keys("o")
        await hand.type(str(file))
        await hand.keys("enter", "g")
        assert "max_tokens" not in hand.screen.session.decision.evidence["dataset"]
        for typed, told in (("many", "no limit and no encoding"), ("10 20", "no limit and no encoding")):
            await hand.keys("l", "ctrl+u")
            await hand.type(typed)
            await hand.keys("enter")
            assert told in hand.text("sheet-list")
            await hand.keys("escape")
        await hand.keys("enter", "l")
        await hand.type("5 o200k_base")
        await hand.keys("enter")
        kept = hand.screen.session.decision.evidence["dataset"]
        assert kept["max_tokens"] == 5 and kept["over_limit"] == 119
        assert "over 5 tokens" in hand.text("dataset")
        await hand.keys("l")
        assert hand.screen.query_one(Input).value == "5 o200k_base"
        await hand.keys("ctrl+u", "enter")
        assert "max_tokens" not in hand.screen.session.decision.evidence["dataset"]
        await hand.keys("u")
        assert hand.screen.session.decision.evidence["dataset"]["max_tokens"] == 5
