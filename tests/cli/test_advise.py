"""``advise``, ``score``, ``reference`` and ``ask`` with everything it keeps, through main()."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import COMMANDS, main
from workbench.core.reference import TOPICS, page
from workbench.store.answers import answers_file

CASES = Path(__file__).parent.parent / "cases"
SAVED = Path(__file__).parent.parent.parent / "saved"
REVIEWS = str(SAVED / "20260615-review-sentiment-7b93.toml")


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_advise_answers_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "advise", REVIEWS, "--json")
    assert {
        "approach",
        "because",
        "against",
        "vetoes",
        "missing",
        "tipping_points",
        "proposed_triggers",
        "notes",
        "misfits",
    } <= found.keys()
    assert (found["approach"], found["recorded"]) == ("fine-tuning", "fine-tuning")
    assert "tuned reaches 0.92, 0.90 is needed" in found["because"]
    assert found["vetoes"] == []
    assert {"input": "answer.volume", "now": "yes", "at": "no", "then": "prompting"} in found["tipping_points"]
    assert all(tip["input"].startswith("answer.") for tip in found["tipping_points"]), "its costs only argue"
    volume = next(tip for tip in found["cheapest_changes"] if tip["input"] == "requests_per_month")
    assert (volume["side"], volume["cheapest"]) == ("under", "prompt")
    assert {"id", "when", "then", "because"} == found["proposed_triggers"][0].keys()


def test_advise_reads_well_in_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "advise", REVIEWS)
    lines = out.splitlines()
    assert code == 0 and lines[0] == "Fine-tune (fine-tuning)"
    assert [line for line in lines if line in {"Because", "Against", "What would change it", "Triggers to watch"}] == [
        "Because", "What would change it", "Triggers to watch",
    ]  # fmt: skip
    assert max(map(len, lines)) <= 80


def test_advise_can_say_that_it_does_not_know(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "just-flow.toml"
    file.write_text('[flow]\nname = "guided"\n[flow.answer.tried]\nanswer = "yes"\n', encoding="utf-8")
    code, out, _ = run(capsys, "advise", str(file))
    assert code == 0 and out.startswith("Not enough evidence yet\n")
    assert "answer: Reaches the target?" in out
    assert answer(capsys, "advise", str(file), "--json")["approach"] == "undecided"


def test_advise_says_where_the_record_decided_otherwise(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    text = (CASES / "weekly-facts.toml").read_text(encoding="utf-8")
    file.write_text('approach = "fine-tuning"\n' + text, encoding="utf-8")
    _, out, _ = run(capsys, "advise", str(file))
    assert out.startswith("RAG (rag)\nThe record says fine-tuning.\n")
    found = answer(capsys, "advise", str(file), "--json")
    assert (found["approach"], found["recorded"]) == ("rag", "fine-tuning")
    assert found["vetoes"] == ["the gap is facts: training does not reliably add them"]


def test_advise_argues_for_what_it_advises_where_a_veto_overrules(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "none.toml"
    text = (CASES / "strict-json.toml").read_text(encoding="utf-8")
    text = text.replace("labelled_examples = 4000", "labelled_examples = 0")
    taken = '[trigger.old]\nwhen = "requests_per_month < 4286"\nthen = "prompting"\n'
    for recorded in ("", 'approach = "fine-tuning"\n', 'approach = "prompting"\n'):
        file.write_text(f"{recorded}{text}\n{taken}", encoding="utf-8")
        found = answer(capsys, "advise", str(file), "--json")
        assert (found["approach"], found["headline"]) == ("prompting", "Prompting")
        assert found["because"][0] == "training is ruled out: no training data: 0 labelled examples"
        assert not any("enough labelled examples" in text for text in found["because"])
        assert "for training: tuned reaches 0.995, 0.99 is needed" in found["against"]
        assert [trigger["when"] for trigger in found["proposed_triggers"]] == ["labelled_examples >= 500"]
        assert found["tipping_points"] and all(tip["input"].startswith("answer.") for tip in found["tipping_points"])
    told = "trigger old switches to prompting, which is in force already"
    assert found["misfits"] == [{"field": "trigger.old", "says": told}]
    out = run(capsys, "advise", str(file))[1]
    assert "\nIn the record, and does not fit any more\n  - trigger old switches to prompting" in out


def test_what_only_asks_on_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    first = str(SAVED / "20260202-review-sentiment-c0d1.toml")
    assert "- 500+ labelled examples? yes: asks “Consistency critical?”" in run(capsys, "advise", first)[1]
    found = answer(capsys, "advise", first, "--json")
    assert found["tipping_points"] == []
    assert found["reopening"] == [{"input": "answer.examples", "now": "no", "at": "yes", "asks": "consistency"}]


def test_advise_tells_what_changes_the_verdict_from_what_only_changes_the_cheapest(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = CASES / "trained-for-cost-never-pays.toml"
    found = answer(capsys, "advise", str(source), "--json")
    volume = next(tip for tip in found["tipping_points"] if tip["input"] == "requests_per_month")
    assert volume == {
        "input": "requests_per_month", "now": 12000, "at": 5800000, "side": "over", "then": "fine-tuning",
    }  # fmt: skip
    over = tmp_path / "over.toml"
    over.write_text(source.read_text("utf-8").replace("requests_per_month = 12000", "requests_per_month = 5800001"))
    assert answer(capsys, "advise", str(over), "--json")["approach"] == "fine-tuning" != found["approach"]
    text = run(capsys, "advise", str(source))[1]
    verdict, cheapest = text.split("What would change the cheapest option\n")
    assert "- requests a month over 5,800,000: Fine-tune (fine-tuning)" in verdict
    assert "- requests a month over 5,800,000: then own is the cheapest" in cheapest
    assert "more figures" not in verdict
    assert max(map(len, text.splitlines())) <= 80


def test_advise_looks_at_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(CASES / "retiring-model-overlooked.toml")
    early = answer(capsys, "advise", file, "--as-of", "2026-06-01", "--json")
    late = answer(capsys, "advise", file, "--as-of", "2026-11-23", "--json")
    assert (early["approach"], late["approach"]) == ("fine-tuning", "undecided")


@pytest.mark.parametrize("command", ["advise", "score"])
def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, err = run(capsys, command, "nowhere.toml")
    assert (code, out) == (2, "") and "nowhere.toml" in err


def test_a_flow_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('[flow]\nname = "ours"\n[flow.answer.a]\nanswer = "yes"\n[score]\nexact_format = true\n', "utf-8")
    code, _, err = run(capsys, "advise", str(file))
    assert code == 2 and "no such flowchart" in err
    code, out, err = run(capsys, "score", str(file))
    assert code == 0 and "the answers are left out" in err and "Exact format" in out


def test_score_answers_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "score", REVIEWS, "--json")
    assert found["points"] == {
        "prompt_accuracy": 2, "labelled_examples": 1, "requests_per_day": -1, "exact_format": 2,
        "specialised_domain": 0,
    }  # fmt: skip
    assert (found["total"], found["recommendation"], found["vetoes"]) == (4, "fine-tuning", [])
    flip = found["smallest_flip"]
    assert (flip["factor"], flip["to"], flip["recommendation"]) == ("prompt_accuracy", 0.9, "prompting")


def test_score_takes_what_the_record_holds_elsewhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "some.toml"
    file.write_text(
        "[score]\nexact_format = true\n[costs]\nrequests_per_month = 2000000\n[accuracy.v1]\nvalue = 0.78\n", "utf-8"
    )
    found = answer(capsys, "score", str(file), "--json")
    assert (found["points"]["prompt_accuracy"], found["points"]["requests_per_day"]) == (2, 2)
    assert found["missing"] == ["labelled_examples", "specialised_domain"]
    out = run(capsys, "score", str(file))[1]
    assert "Prompt accuracy: from the accuracy history" in out and "66,666" in out
    assert "Recommends fine-tuning, 6 points from turning" in out


def test_score_under_a_veto_never_recommends_training(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "score.toml"
    file.write_text(
        "[score]\nprompt_accuracy = 0.7\nlabelled_examples = 0\nrequests_per_day = 50000\nexact_format = true\n"
        "specialised_domain = false\n",
        "utf-8",
    )
    found = answer(capsys, "score", str(file), "--json")
    assert (found["total"], found["recommendation"]) == (4, "prompting")
    assert found["vetoes"] == ["no training data: 0 labelled examples"]
    assert "Veto: no training data" in run(capsys, "score", str(file))[1]


def test_score_of_nothing_says_what_to_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "empty.toml"
    file.write_text('title = "x"\n', "utf-8")
    code, _, err = run(capsys, "score", str(file))
    assert code == 2 and "[score]" in err


@pytest.mark.parametrize("value", ["-1", "1.5", "nan", '"much"'])
def test_a_wrong_score_refuses_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path, value: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(f"[score]\nprompt_accuracy = {value}\n", "utf-8")
    code, out, err = run(capsys, "score", str(file))
    assert (code, out) == (2, "") and "prompt_accuracy" in err


@pytest.mark.parametrize("topic", TOPICS)
def test_the_reference_is_printed(capsys: pytest.CaptureFixture[str], topic: str) -> None:
    code, out, _ = run(capsys, "reference", topic)
    assert code == 0 and out.startswith(page(topic).title)
    assert max(map(len, out.splitlines())) <= 80
    assert "\t" not in out


def test_the_reference_lists_its_pages(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "reference")
    assert [line.split()[0] for line in out.splitlines()] == list(TOPICS)
    assert {"advise", "score", "reference"} <= COMMANDS.keys()


def answers_in(data: dict[str, Any]) -> dict[str, str]:
    return {id: entry["answer"] for id, entry in data["flow"]["answer"].items()}


def talk(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_ask_keeps_every_answer_and_goes_on_when_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(monkeypatch, "y", "no", "quit")
    _, out, _ = run(capsys, "ask", "--flow", "guided")
    assert "Stopped; the answers are kept." in out
    kept = tomllib.loads(answers_file("guided").read_text(encoding="utf-8"))
    assert {id: entry["answer"] for id, entry in kept["flow"]["answer"].items()} == {
        "tried": "yes",
        "good_enough": "no",
    }
    talk(monkeypatch, "reasoning")
    _, out, _ = run(capsys, "ask", "--flow", "guided", "--resume")
    assert "2 answers kept from an earlier time." in out
    assert "Outcome: Stronger model, steps or tools (other-model)" in out
    assert "workbench new --title" in out and str(answers_file("guided")) in out


@pytest.mark.parametrize("more", [["--json"], []])
def test_ask_resumes_and_takes_given_answers_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    talk(monkeypatch, "yes", "no")
    run(capsys, "ask", "--flow", "guided")
    _, out, _ = run(capsys, "ask", "--flow", "guided", "--resume", "--answer", "gap=reasoning", *more)
    assert "Not used" not in out and "Stronger model, steps or tools" in out
    found = answer(capsys, "ask", "--flow", "guided", "--resume", "--json")
    assert [step["question"] for step in found["path"]] == ["tried", "good_enough", "gap"]
    found = answer(capsys, "ask", "--flow", "guided", "--json")
    assert found["path"] == [], "what is kept counts only when that is asked for"


def test_ask_that_is_interrupted_says_what_is_kept_and_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hands(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    monkeypatch.setattr("sys.stdin", Hands("yes\n"))
    code, out, _ = run(capsys, "ask", "--flow", "guided")
    assert code == 130
    assert out.endswith("\nStopped; the answers are kept. To go on:\n  workbench ask --flow guided --resume\n")


def test_ask_that_ends_at_once_claims_to_keep_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(monkeypatch)
    _, out, _ = run(capsys, "ask")
    assert "Stopped; nothing is answered yet." in out and "kept" not in out
    assert not answers_file("classic").exists()


def test_ask_breaks_its_lines_between_words_and_says_last_how_to_record_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(monkeypatch, "yes", "no", "reasoning")
    _, out, _ = run(capsys, "ask", "--flow", "guided")
    assert all(len(line) <= 80 for line in out.splitlines() if "--from" not in line)
    assert out.index("Outcome:") < out.index("To record it:") and out.rstrip().splitlines()[-1].startswith("To record")


@pytest.mark.parametrize("command", ["advise", "score", "cost", "plateau"])
def test_an_id_or_its_start_is_as_good_as_its_file(capsys: pytest.CaptureFixture[str], command: str) -> None:
    folder = SAVED
    by_file = run(capsys, command, f"{folder}/20260615-review-sentiment-7b93.toml", "--saved", str(folder))
    assert by_file[0] == 0 and by_file[1]
    for id in ("20260615-review-sentiment-7b93", "20260615"):
        assert run(capsys, command, id, "--saved", str(folder)) == by_file
    code, _, err = run(capsys, command, "20260615-review-sentiment-7b9x", "--saved", str(folder))
    assert code == 2 and "no such decision" in err and "did you mean 20260615-review-sentiment-7b93" in err


def test_two_decisions_are_compared_by_their_ids(capsys: pytest.CaptureFixture[str]) -> None:
    folder = SAVED
    code, out, _ = run(capsys, "cost", "20260615", "20260504", "--saved", str(folder))
    assert code == 0 and "requests_per_month" in out


def test_ask_starts_anew_and_offers_what_was_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(monkeypatch, "y", "q")
    run(capsys, "ask", "--flow", "guided")
    talk(monkeypatch, "resume", "unknown")
    _, out, _ = run(capsys, "ask", "--flow", "guided")
    assert "1 answer kept from an earlier time; type resume to go on with them." in out
    assert "Question 2, good_enough" in out and "Set a target and measure" in out


def test_an_answers_own_letter_comes_before_a_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(monkeypatch, "y", "n", "b", "back", "?", "nonsense", "restart", "n")
    _, out, _ = run(capsys, "ask", "--flow", "guided")
    assert "Question 4, plateau" in out, "b is behaviour there, not back"
    assert "Read twenty failures" in out
    assert "Please type one of facts, behaviour, both, reasoning, unknown." in out
    assert out.count("Question 1, tried") == 2 and "Climb the prompt ladder" in out


def test_ask_writes_into_a_decision_and_tells_what_it_knows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "20261123-x-0000.toml"
    text = '# ours\n[flow]\nname = "classic"\n\n[score]\nlabelled_examples = 612\n'
    file.write_text(text, encoding="utf-8")
    talk(monkeypatch, "y", "n")
    _, out, _ = run(capsys, "ask", "--into", str(file))
    assert "Evidence: 612 labelled examples (from the scorecard) says yes." in out
    after = file.read_text(encoding="utf-8")
    data = tomllib.loads(after)
    assert "# ours\n[flow]\n" in after and data["approach"] == "prompting"
    assert {id: entry["answer"] for id, entry in data["flow"]["answer"].items()} == {
        "examples": "yes",
        "consistency": "no",
    }
    found = answer(capsys, "ask", "--into", str(file), "--answer", "consistency=yes", "--json")
    assert found["next_question"] == "volume"
    assert tomllib.loads(file.read_text(encoding="utf-8"))["flow"]["answer"]["consistency"]["answer"] == "yes"


def test_ask_leaves_a_file_it_cannot_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(b"[flow\n")
    code, _, err = run(capsys, "ask", "--into", str(file), "--answer", "examples=yes")
    assert code == 2 and "broken.toml:1" in err
    assert file.read_bytes() == b"[flow\n"


def test_ask_takes_a_figure(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    talk(monkeypatch, "y", "pairs", "one", "sixteen", "16")
    _, out, _ = run(capsys, "ask", "--flow", "method")
    assert "a figure (GB), under 3 GB or 3 to 18 GB" in out
    assert "Please type a figure, or one of tight, enough, plenty, unknown." in out
    assert "Outcome: Fine-tune with LoRA (fine-tuning)" in out
    given = ["own_weights=yes", "example_kind=pairs", "breadth=one", "memory=2.5"]
    told = answer(capsys, "ask", "--flow", "method", "--json", *(f"--answer={each}" for each in given))
    assert told["outcome"]["id"] == "method-qlora"
    code, _, err = run(capsys, "ask", "--flow", "method", "--answer", "memory=lots")
    assert code == 2 and "a figure, or one of" in err


SOUND_FLOW = """\
name = "ours"
start = "a"
[question.a]
text = "A?"
[question.a.answer.yes]
outcome = "go"
[outcome.go]
approach = "prompting"
headline = "Go"
"""


@pytest.mark.parametrize(
    ("at", "added", "told"),
    [
        ("[question.a]", 'whyy = "x"', ":4: question a has an unknown key: whyy\n  did you mean why?"),
        (
            "[question.a]",
            'evidence = "phase_of_moon >= 3"',
            ":4: question a: nothing gives its evidence: phase_of_moon",
        ),
        (
            "[question.a.answer.yes]",
            'then = "panic"',
            ":6: question a, answer yes: then is neither reopen nor an approach",
        ),
        ("[question.a.answer.yes]", "then = 'x'\nbelov = 3", ":7: question a, answer yes has an unknown key: belov"),
        ("[outcome.go]", 'tittle = "x"', ":8: outcome go has an unknown key: tittle"),
        ('start = "a"', "colour = 3", ":3: the flowchart has an unknown key: colour"),
    ],
)
def test_check_tells_what_in_a_sound_flow_says_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, at: str, added: str, told: str
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(SOUND_FLOW.replace(at, f"{at}\n{added}"), encoding="utf-8")
    code, out, _ = run(capsys, "ask", "--flow", str(file), "--check")
    assert code == 1 and f"ours.toml{told}" in out and "1 question, 1 outcome, all of them reached" in out
    assert run(capsys, "ask", "--flow", str(file), "--json")[0] == 0, "it can be asked all the same"


@pytest.mark.parametrize("name", ["classic", "guided", "method"])
def test_the_flows_that_ship_say_nothing_in_vain(capsys: pytest.CaptureFixture[str], name: str) -> None:
    file = Path(__file__).parents[2] / "workbench" / "core" / "flows" / f"{name}.toml"
    assert run(capsys, "ask", "--flow", str(file), "--check")[0] == 0


def test_an_unknown_flow_is_told_with_the_repositorys_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "ours.toml").write_text(SOUND_FLOW, encoding="utf-8")
    code, _, err = run(capsys, "ask", "--flow", "nosuch", "--saved", str(tmp_path / "saved"))
    assert code == 2 and "one of classic, guided, method, ours, or a file of your own" in err


BAD_FLOWS = [
    ('[question.a.answer.no]\nnext = "c"\n', ":9: question a, answer no leads nowhere"),
    ('[question.a.answer.no]\noutcome = "go"\nbelow = 3\n', ":3: question a has cuts"),
    ('[question.a.answer.no]\noutcome = "go"\naim = "fame"\n', ":10: question a, answer no has an unknown aim"),
    (
        '[question.a.answer.no]\noutcome = "go"\nveto = "no"\ninstead = "magic"\n',
        ":11: question a, answer no has an unknown",
    ),
    ('[outcome.lost]\napproach = "rag"\nheadline = "Lost"\n', ":8: outcome lost cannot be reached"),
    ('[question.a.answer.no]\nnext = "a"\n', ":3: the flowchart has a circle"),
    ('[question.a.answer.no]\nkey = "y"\noutcome = "go"\n', ":8: question a has two answers on the key y"),
    ("[question]\nb = 5\n", ":9: no [question.*] but question.b = 5"),
    ('[question."b\\u200b"]\n[question."b<U+200B>"]\n', ":8: question b<U+200B> is given twice"),
]


@pytest.mark.parametrize(("lines", "told"), BAD_FLOWS)
def test_a_flow_that_is_wrong_names_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lines: str, told: str
) -> None:
    file = tmp_path / "ours.toml"
    head = 'name = "ours"\nstart = "a"\n[question.a]\ntext = "A?"\n\n[question.a.answer.yes]\noutcome = "go"\n'
    file.write_text(f'{head}{lines}[outcome.go]\napproach = "rag"\nheadline = "Go"\n', encoding="utf-8")
    code, out, err = run(capsys, "ask", "--flow", str(file), "--check")
    assert (code, out) == (2, "")
    assert f"ours.toml{told}" in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('\nname = 5\nstart = "a"\n', ":2: the flowchart: name is no text: 5"),
        ('name = "x"\n\ntitle = []\n', ":3: the flowchart: title is no text"),
        ('name = "x"\n\nquestion = 3\n', ":3: no [question.*]"),
        ("", ":1: the flowchart has no name"),
    ],
)
def test_what_is_wrong_at_the_top_of_a_flow_names_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "ask", "--flow", str(file), "--check")
    assert (code, out) == (2, "")
    assert f"ours.toml{told}" in err


@pytest.mark.parametrize("name", ["n" * 5000, ".", "a\nb", "\x1b]52;c;x\x07"])
def test_a_flow_of_a_name_that_no_file_has_is_not_there(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, _, err = run(capsys, "ask", "--flow", name)
    assert code == 2 and "no such flowchart" in err
    assert len(err) < 400 and "\x1b" not in err and "\x07" not in err


@pytest.mark.parametrize("arguments", [("ask", "\x1b]0;x\x07"), ("advise", "a.toml", "--z\x9b31m"), ("--z\x1b[31m",)])
def test_arguments_that_are_refused_are_cleaned(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "") and "unrecognized arguments" in err
    assert not any(ord(char) < 32 or 126 < ord(char) < 160 for char in err if char != "\n")


def test_a_refused_answer_is_quoted_shortly_and_says_what_is_offered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = ['name = "fan"', 'start = "q"', "[question.q]", 'text = "Which?"']
    for number in range(40):
        lines += [f"[question.q.answer.a{number}]", f'key = "{chr(0x4E00 + number)}"', 'outcome = "end"']
    lines += ["[outcome.end]", 'approach = "rag"', 'headline = "End"']
    file = tmp_path / "fan.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    for text, told in (
        ("x" * 5000, "write --answer q=a0"),
        ("x" * 5000 + "=yes", "one of q"),
        ("q=" + "x" * 5000, "one of a0, a1, a2, a3, a4, a5, a6, a7, 32 more"),
    ):
        code, _, err = run(capsys, "ask", "--flow", str(file), "--answer", text)
        assert code == 2 and told in err and len(err) < 200


def test_a_trigger_of_several_lines_is_told_in_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    head = 'name = "ours"\nstart = "a"\n[question.a]\ntext = "A?"\n[question.a.answer.yes]\noutcome = "go"\n'
    trigger = 'trigger = "accuracy < 0.9"\nbecause = "one\\nOutcome: RAG"\n'
    file.write_text(f'{head}{trigger}[outcome.go]\napproach = "rag"\nheadline = "Go"\n', encoding="utf-8")
    out = run(capsys, "ask", "--flow", str(file), "--answer", "a=yes")[1]
    assert "Trigger: accuracy < 0.9, then reopen: one Outcome: RAG\n" in out


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "advise", REVIEWS, "--as-of", "soon\x1b[2J")
    assert code == 2 and "not a day: 'soon" in err and "2026-11-23" in err and "\x1b" not in err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_are_days_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, day: str
) -> None:
    file = tmp_path / "x.toml"
    cases = sorted(CASES.glob("*.toml"))
    dated = f"{{}}\n[constraints]\nship_by = {day}\n[costs.option.tuned]\navailable_until = {day}\n"
    for case in cases:
        assert run(capsys, "advise", str(case), "--as-of", day)[0] == 0
    file.write_text(dated.format('[flow]\nname = "guided"'), encoding="utf-8")
    assert run(capsys, "advise", str(file), "--as-of", day)[0] == 0
    assert run(capsys, "advise", str(file))[0] == 0


NUMBER = 'name = "n"\nstart = "a"\n[question.a]\nkind = "number"\ntext = "A?"\n'


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ('[question.a.answer.few]\noutcome = "go"\n', "has no two answers to tell apart"),
        ('[question.a.answer.few]\nbelow = 5\noutcome = "go"\n', "every answer has a cut"),
        (
            '[question.a.answer.few]\nbelow = 5\noutcome = "go"\n[question.a.answer.many]\noutcome = "go"\n'
            '[question.a.answer.lots]\noutcome = "go"\n',
            "many, lots have no cut",
        ),
        ('[question.a.answer.few]\nbelow = "x"\noutcome = "go"\n', "below is no number"),
        ('[question.a.answer.few]\nbelow = inf\noutcome = "go"\n', "below is no number"),
    ],
)
def test_a_question_for_a_figure_takes_every_figure_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answers: str, told: str
) -> None:
    file = tmp_path / "n.toml"
    file.write_text(f'{NUMBER}{answers}[outcome.go]\napproach = "rag"\nheadline = "Go"\n', encoding="utf-8")
    code, _, err = run(capsys, "ask", "--flow", str(file), "--check")
    assert code == 2 and told in err


def test_a_flow_of_five_hundred_questions_is_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = ['name = "long"', 'start = "q0"']
    for number in range(500):
        following = f'next = "q{number + 1}"' if number < 499 else 'outcome = "end"'
        lines += [f"[question.q{number}]", f'text = "Is it {number}?"', f"[question.q{number}.answer.yes]", following]
    lines += ["[outcome.end]", 'approach = "rag"', 'headline = "End"']
    file = tmp_path / "long.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "500 questions" in run(capsys, "ask", "--flow", str(file), "--check")[1]
    found = answer(capsys, "ask", "--flow", str(file), "--json", *(f"--answer=q{n}=yes" for n in range(500)))
    assert found["outcome"]["id"] == "end" and len(found["path"]) == 500


def test_ask_that_resumes_goes_on_with_the_flowchart_that_was_asked_last(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "ask", "--resume", "--answer", "examples=yes")
    run(capsys, "ask", "--flow", "guided", "--resume", "--answer", "tried=yes")
    found = answer(capsys, "ask", "--resume", "--json")
    assert (found["path"], found["next_question"]) == ([{"question": "tried", "answer": "yes"}], "good_enough")
    found = answer(capsys, "ask", "--resume", "--flow", "classic", "--json")
    assert found["next_question"] == "consistency"
    assert answer(capsys, "ask", "--json")["next_question"] == "examples", "only where it is gone on with"


def test_ask_records_what_is_advised_where_a_veto_overrules_the_outcome(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"tried": "yes", "good_enough": "no", "gap": "behaviour", "plateau": "yes", "examples": "yes",
               "stability": "no", "trainable": "yes"}  # fmt: skip
    for talks in (False, True):
        file = tmp_path / f"record-{talks}.toml"
        file.write_text('[flow]\nname = "guided"\n[score]\nlabelled_examples = 0\n', encoding="utf-8")
        given = [text for id, choice in answers.items() for text in ("--answer", f"{id}={choice}")]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers.values())))
        code, out, _ = run(capsys, "ask", "--into", str(file), *([] if talks else given))
        assert code == 0 and tomllib.loads(file.read_text("utf-8"))["approach"] == "prompting"
        assert "Outcome: Fine-tune (fine-tuning)" in out
        assert f"Recorded: prompting. To see why:\n  workbench advise {file}\n" in out


def test_ask_that_resumes_a_flowchart_named_by_its_path_says_how(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "elsewhere" / "mine.toml"
    file.parent.mkdir()
    file.write_text(
        'name = "mine"\nstart = "q"\n[question.q]\ntext = "Is it?"\n[question.q.answer.yes]\noutcome = "end"\n'
        '[question.q.answer.no]\noutcome = "end"\n[outcome.end]\napproach = "rag"\nheadline = "End"\n',
        encoding="utf-8",
    )
    run(capsys, "ask", "--flow", str(file), "--resume", "--answer", "q=yes")
    code, _, err = run(capsys, "ask", "--resume", "--json")
    assert code == 2 and "mine" in err and "--flow FILE" in err
    found = answer(capsys, "ask", "--flow", str(file), "--resume", "--json")
    assert found["outcome"]["id"] == "end"
