"""The Questions pane: evidence proposed and held against answers, scorecard, kinds of training, reference, tour."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from workbench.store.settings import settings_file
from workbench.tui.panes.questions import QuestionsPane
from workbench.tui.widgets.picker import Picker

TRIAGE = """\
[flow]
name = "guided"
[flow.answer.tried]
answer = "yes"
[flow.answer.good_enough]
answer = "no"
[flow.answer.gap]
answer = "behaviour"
[flow.answer.plateau]
answer = "yes"
[score]
prompt_accuracy = 0.78
labelled_examples = 612
requests_per_day = 3333
exact_format = true
specialised_domain = false
[accuracy.prompt_v1]
value = 0.75
[accuracy.prompt_v2]
value = 0.78
[metric.accuracy]
target = 0.90
"""


@pytest.fixture
def triage(tmp_path: Path) -> Path:
    file = tmp_path / "saved" / "20261123-triage-0001.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'schema = 1\nid = "20261123-triage-0001"\ntitle = "Triage"\n{TRIAGE}', encoding="utf-8")
    return file


def selected(hand: Hand) -> str:
    """The answer under the cursor, by its row on the card."""
    rows = hand.screen.query_one("#card").rows  # type: ignore[attr-defined]
    row = next(row for row in rows if any("▌" in span.text for span in row))
    return "".join(span.text for span in row)


def words(hand: Hand, id: str) -> str:
    """What a section shows, as one line."""
    return " ".join(hand.text(id).replace("│", " ").replace("┃", " ").split())


async def open_it(hand: Hand, file: Path) -> None:
    hand.screen.open_path(file)
    await hand.keys("1")


async def test_the_answer_that_a_figure_implies_is_proposed_and_kept_with_its_source(
    open_app: Opener, triage: Path
) -> None:
    async with open_app() as hand:
        await open_it(hand, triage)
        assert "612 labelled examples" in hand.text("card") and "from the scorecard, says yes" in hand.text("card")
        assert "Yes" in selected(hand)
        await hand.keys("left")
        assert "0.75, 0.78: plateau" in hand.text("card")
        await hand.keys("enter")
        assert hand.screen.session.committed.flow.answer["plateau"].source == "accuracy"
        await hand.keys("n")
        assert hand.screen.session.committed.flow.answer["examples"].source == "person"


async def test_a_contradiction_stays_in_sight_until_it_is_solved(open_app: Opener, triage: Path) -> None:
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("n")
        assert "! no" in hand.text("flow") and "! no" in hand.text("card")
        await hand.keys("4")
        assert "500+ labelled examples? no, but 612" in hand.text("verdict")
        await hand.keys("1", "left")
        assert "contradicts you: yes" in " ".join(hand.text("card").split())
        await hand.keys("y")
        assert "! no" not in hand.text("flow")


async def test_an_outcome_says_which_single_answer_would_change_it(open_app: Opener, triage: Path) -> None:
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("n")
        assert "What would change it" in hand.text("card")
        seen = hand.text("card")
        await hand.keys("down", "pagedown")
        assert "asks: " in hand.text("card") and "asks: " not in seen, "ends come before questions"


async def test_the_scorecard_is_filled_in_and_says_what_would_turn_it(open_app: Opener, triage: Path) -> None:
    async with open_app((120, 40)) as hand:
        await open_it(hand, triage)
        await hand.keys("s")
        card = hand.text("score")
        assert "Total" in card and "+4" in card and "4 points from turning" in card
        assert "turns with prompt accuracy 0.9 or more (now 0.78)" in card
        await hand.keys("enter")
        await hand.type("0.95")
        await hand.keys("enter")
        assert hand.screen.session.committed.score.prompt_accuracy == Decimal("0.95")
        assert "Keep prompting" in hand.text("score")
        await hand.keys("u", "s")
        assert hand.screen.query_one("#flow").display and not hand.screen.query_one("#score").display


async def test_cuts_and_points_are_edited_and_emptied_again(open_app: Opener, triage: Path) -> None:
    async with open_app((120, 40)) as hand:
        await open_it(hand, triage)
        await hand.keys("s", "down", "down", "down", "down", "down", "enter")
        await hand.type("0.7")
        await hand.keys("enter")
        assert hand.screen.session.committed.score.cut_prompt_accuracy == Decimal("0.7")
        assert "Keep prompting" in hand.text("score")
        await hand.keys("enter", "delete", "enter")
        assert hand.screen.session.committed.score.cut_prompt_accuracy is None
        assert "Fine-tune" in hand.text("score")
        await hand.keys("escape")
        assert hand.screen.query_one("#flow").display


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_the_scorecard_fits(open_app: Opener, triage: Path, size: tuple[int, int]) -> None:
    async with open_app(size) as hand:
        await open_it(hand, triage)
        await hand.keys("s")
        assert "Prompt accuracy" in hand.text("score") and "+2" in hand.text("score")
        await hand.keys("s")
        assert "Are there 500" in hand.text("card")


async def test_the_kind_of_training_is_asked_besides(open_app: Opener, triage: Path) -> None:
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("k")
        assert "Guided flow" in hand.text("flow"), "before training is the outcome there is nothing to ask"
        await hand.keys("y", "n", "y")
        assert "kind of training" in hand.line("keys")
        await hand.keys("k", "y", "r", "o", "v")
        await hand.type("2.5")
        await hand.keys("enter")
        assert "Method flow" in hand.text("flow") and "Fine-tune with QLoRA" in hand.line("verdict-line")
        decision = hand.screen.session.committed
        assert (decision.flow.name, decision.approach, decision.method) == ("guided", "fine-tuning", "qlora")
        assert decision.flow.answer["memory"].answer == "2.5"
        await hand.keys("k")
        assert "Guided flow" in hand.text("flow")
        assert "Kept, not used" not in hand.text("card"), "the other flowchart's answers are not missed"


async def test_a_figure_that_is_none_stays_on_the_sheet(open_app: Opener, triage: Path) -> None:
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("y", "n", "y", "k", "y", "r", "o", "v")
        await hand.type("lots")
        await hand.keys("enter")
        assert "write a number" in hand.text("sheet-list")
        assert "memory" not in hand.screen.session.committed.flow.answer


async def test_answers_that_are_not_used_are_listed_with_why(open_app: Opener, triage: Path) -> None:
    text = triage.read_text(encoding="utf-8").replace('answer = "behaviour"', 'answer = "reasoning"')
    triage.write_text(text + '[flow.answer.colour]\nanswer = "blue"\n', encoding="utf-8")
    async with open_app((120, 60)) as hand:
        await open_it(hand, triage)
        card = hand.text("card")
        assert "Kept, not used" in card
        assert "colour blue: the guided flow does not ask it" in card and "plateau yes: not on this path" in card


async def test_an_answer_that_is_no_longer_offered_is_told(open_app: Opener, triage: Path) -> None:
    text = triage.read_text(encoding="utf-8").replace('answer = "behaviour"', 'answer = "tone"')
    triage.write_text(text, encoding="utf-8")
    async with open_app() as hand:
        await open_it(hand, triage)
        assert "was “tone”: not offered now" in hand.text("card")
        await hand.keys("b")
        assert hand.screen.session.committed.flow.answer["gap"].answer == "behaviour"


async def test_the_reference_turns_its_pages_and_closes(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("r")
        assert "Trade-offs" in hand.text("sheet-list")
        await hand.keys("right")
        assert "The prompt ladder" in hand.text("sheet-list") and "3 of 6" in hand.text("sheet-list")
        await hand.keys("down", "down", "pagedown")
        assert "Climb one rung" not in hand.text("sheet-list")
        await hand.keys("left", "left")
        assert "A short tour" in hand.text("sheet-list")
        await hand.keys("escape", "y")
        assert "examples" in hand.screen.session.committed.flow.answer


async def test_the_tour_is_offered_once_in_one_line_and_can_be_called_again(open_app: Opener) -> None:
    async with open_app() as hand:
        assert "T takes a tour" in hand.text("flow")
        await hand.keys("T")
        assert "A short tour" in hand.text("sheet-list")
        await hand.keys("escape")
        assert "T takes a tour" not in hand.text("flow")
        assert tomllib.loads(settings_file().read_text(encoding="utf-8"))["toured"] == "yes"
        await hand.keys("T")
        assert "A short tour" in hand.text("sheet-list")
    async with open_app() as again:
        assert "T takes a tour" not in again.text("flow")


async def test_constraints_are_typed_in_the_record_and_speak_in_the_verdict(open_app: Opener, triage: Path) -> None:
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("y", "n", "y", "4", "r", "down", "down", "down", "down", "right", "enter")
        await hand.type("2026-11-24")
        await hand.keys("enter")
        assert str(hand.screen.session.committed.constraints.ship_by) == "2026-11-24"
        assert any("to be live by 2026-11-24, in 1 day" in r.text for r in hand.screen.view.verdict.against)
        assert "to be live by 2026-11-24" in hand.text("verdict")


HOSTILE = "\\u001b]52;c;aGk=\\u0007[/][@click=app.quit]\\u202e" + "x" * 300


async def test_hostile_labels_of_a_flow_are_shown_and_obeyed_nowhere(
    open_app: Opener, triage: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    flow = f"""
name = "ours"
start = "a"
[question.a]
text = "{HOSTILE}"
short = "{HOSTILE}"
why = "{HOSTILE}"
[question.a.answer.yes]
label = "{HOSTILE}"
reason = "{HOSTILE}"
veto = "{HOSTILE}"
outcome = "go"
[question.a.answer.no]
outcome = "go"
[outcome.go]
approach = "fine-tuning"
headline = "{HOSTILE}"
text = "{HOSTILE}"
"""
    (folder / "ours.toml").write_text(flow, encoding="utf-8")
    text = triage.read_text(encoding="utf-8").replace('name = "guided"', 'name = "ours"')
    triage.write_text(text, encoding="utf-8")
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("y", "4", "1", "s", "s", "left", "right")
        shown = "".join(hand.text(id) for id in ("flow", "card", "verdict-line", "verdict", "keys"))
        assert not any(ord(char) < 32 and char != "\\n" for char in shown.replace("\n", ""))
        assert "\u202e" not in shown and "\x1b" not in shown
        assert hand.screen.view.verdict.vetoes and hand.screen.view.verdict.sign == "undecided", "nobody recorded it"


async def test_escape_keeps_a_note_and_undo_takes_it_back(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "left", "e")
        await hand.type("counted")
        await hand.keys("escape")
        assert hand.screen.session.committed.flow.answer["examples"].note == "counted"
        await hand.keys("u")
        assert hand.screen.session.committed.flow.answer["examples"].note == ""


async def test_undo_takes_a_note_that_waits_for_its_answer_before_the_answer_given_before_it(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "e")
        await hand.type("first note")
        await hand.keys("escape", "u")
        assert not hand.screen.session.pending
        assert set(hand.screen.session.committed.flow.answer) == {"examples"}
        await hand.keys("u")
        assert not hand.screen.session.committed.flow.answer


async def test_a_note_before_its_answer_survives_escape_too(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("e")
        await hand.type("counted")
        await hand.keys("escape", "y")
        assert hand.screen.session.committed.flow.answer["examples"].note == "counted"


async def test_the_keys_of_a_question_come_back_with_it_from_the_outcome(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("n")
        assert "costs" in hand.line("keys")
        await hand.keys("left")
        assert "enter answer   y n at once" in hand.line("keys") and "look ahead" in hand.line("keys")
        await hand.keys("right")
        assert "enter costs" in hand.line("keys")


NUMBERS = """
name = "ours"
start = "volume"
[question.volume]
text = "How many requests a month?"
short = "Volume"
kind = "number"
unit = "a month"
[question.volume.answer.low]
below = 10000
outcome = "prompt"
[question.volume.answer.middle]
below = 1000000
outcome = "prompt"
[question.volume.answer.high]
outcome = "train"
[outcome.prompt]
approach = "prompting"
headline = "Prompting"
[outcome.train]
approach = "fine-tuning"
headline = "Fine-tune"
"""


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "ours.toml").write_text(NUMBERS, encoding="utf-8")
    return folder


async def test_a_question_for_a_figure_shows_its_cuts_its_key_and_the_figure_with_commas(
    open_app: Opener, flows: Path
) -> None:
    async with open_app() as hand:
        await hand.keys("f", "up", "enter")
        card = hand.text("card")
        assert "Low, under 10,000" in card and "Middle, 10,000 to 1,000,000" in card and "High, from 1,000,000" in card
        assert "v figure" in hand.line("keys")
        await hand.keys("v", *"25000", "enter", "left")
        assert "✓ 25,000" in hand.text("card")
        await hand.keys("4")
        assert "Volume from 1,000,000, now 25,000" in hand.text("verdict")


async def test_a_flow_that_cannot_be_asked_says_so_in_the_list_and_whole_when_it_is_picked(
    open_app: Opener, flows: Path
) -> None:
    (flows / "ours.toml").write_text(NUMBERS.replace('start = "volume"', 'start = "volum"'), encoding="utf-8")
    async with open_app() as hand:
        await hand.keys("f", "up")
        assert "× ours.toml:3: start names no question: volum" in hand.text("sheet-list")
        await hand.keys("enter")
        assert "ours cannot be asked" in hand.text("sheet-list") and "one of volume" in hand.text("sheet-list")
        assert hand.screen.session.committed.flow.name != "ours"
        await hand.keys("p")
        assert "every branch" in hand.text("sheet-list")


@pytest.mark.parametrize("pane", ["1", "2", "3", "4", "5"])
async def test_help_lists_our_keys_and_none_of_the_framework(open_app: Opener, pane: str) -> None:
    async with open_app() as hand:
        await hand.keys(pane, "question_mark")
        keys = [item.label.strip() for item in hand.screen.query_one(Picker)._items]
        assert "1 2 3 4 5" in keys and "^s" in keys
        assert not [key for key in keys if "super" in key or "insert" in key or key.startswith("ctrl")]


async def test_a_choice_is_offered_and_taken_from_a_list(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "r", "right", "enter")
        shown = hand.text("sheet-list")
        assert "corpus-in-prompt" in shown and "other-model" in shown
        await hand.type("rag+")
        await hand.keys("enter")
        assert hand.screen.session.committed.approach == "rag+fine-tuning"


async def test_saving_without_a_title_says_what_is_needed(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "ctrl+s")
        assert "A title is needed" in hand.line("keys")
        await hand.type("Triage")
        await hand.keys("enter")
        assert "saved to" in hand.line("keys")


async def test_under_a_veto_card_line_and_record_say_what_is_advised(open_app: Opener, triage: Path) -> None:
    triage.write_text(triage.read_text("utf-8").replace("labelled_examples = 612", "labelled_examples = 0"), "utf-8")
    async with open_app(size=(120, 40)) as hand:
        await open_it(hand, triage)
        await hand.keys("y", "n", "y")
        assert "◆ Prompting" in words(hand, "card") and "Fine-tune. But training is ruled out" in words(hand, "card")
        assert hand.line("verdict-line").startswith("◆ Prompting · 1 contradiction")
        assert hand.screen.view.decision.approach == "prompting"
        await hand.keys("4")
        assert "◆ Prompting" in hand.text("verdict") and "■ Fine" not in hand.text("verdict")
        await hand.keys("u")
        assert hand.screen.view.decision.approach == "undecided", "one edit, one step back"


async def test_the_approach_of_a_draft_follows_the_scorecard_as_long_as_nobody_picks_one(
    open_app: Opener, triage: Path
) -> None:
    async with open_app(size=(120, 40)) as hand:
        await open_it(hand, triage)
        await hand.keys("y", "n", "y")
        assert hand.screen.view.decision.approach == "fine-tuning"
        await hand.keys("s", "down", "enter")
        await hand.type("0")
        assert hand.line("verdict-line").startswith("◆ Prompting"), "while it is typed"
        await hand.keys("enter")
        assert hand.screen.session.committed.approach == "prompting"
        await hand.keys("u")
        assert hand.screen.session.committed.approach == "fine-tuning"


async def test_a_history_that_cannot_tell_yet_says_what_it_takes(open_app: Opener, triage: Path) -> None:
    text = triage.read_text("utf-8").replace("value = 0.75", "value = 0.75\ncases = 100")
    triage.write_text(text.replace("value = 0.78", "value = 0.78\ncases = 100"), "utf-8")
    async with open_app() as hand:
        await open_it(hand, triage)
        await hand.keys("left")
        assert "? the last step is +0.03" in hand.text("card") and "1,532 cases each" in words(hand, "card")


async def test_an_answer_typed_at_the_outcome_is_told_how_to_go_back(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("n")
        assert "Outcome" in hand.screen.query_one("#card").title  # type: ignore[attr-defined]
        before = hand.screen.session
        await hand.keys("y")
        assert "this is the outcome: ← goes back to the questions" in hand.line("keys")
        assert hand.screen.session is before
        await hand.keys("left", "y")
        assert hand.screen.session.decision.flow.answer["examples"].answer == "yes"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (64, 18)])
async def test_what_is_drawn_before_it_has_room_is_drawn_again_once_it_has(
    open_app: Opener, triage: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(size, file=triage) as hand:
        await hand.keys("1")
        pane = hand.screen.query_one(QuestionsPane)
        # On a busy machine the page is laid out after what waits for it.
        monkeypatch.setattr(pane, "call_after_refresh", lambda work: work())
        await hand.keys("s")
        assert "612" in hand.text("score")
