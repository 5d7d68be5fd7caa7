"""What counts and what does not among findings: held-out rows, shared system texts, templates, polite answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.dataset_made import QUEUES, answer_of, asked_of, chat, kinds, report, ticket, tickets

VALID_CARD, INVALID_CARD = "4111 1111 1111 1111", "4111 1111 1111 1112"


def test_a_clean_file_is_ready_and_nothing_is_found_in_it(tmp_path: Path) -> None:
    found = report(tmp_path, tickets())
    assert (found.verdict, found.findings, found.rows, found.usable) == ("ready", (), 120, 120)
    assert found.labels == dict.fromkeys(sorted(QUEUES), 40) and found.evenness == pytest.approx(1)
    assert found.systems == 1 and found.distinct_inputs == 120 and found.complete


def test_what_is_planted_among_sixty_tickets_of_one_template_is_found_and_only_that(tmp_path: Path) -> None:
    rows = tickets(60)
    rows[20] = chat("Please translate my invoice for the tax office.", "I'm sorry, but I can't help with that request.")
    rows[30] = chat(asked_of(rows[10]), "returns")
    rows[50] = chat(asked_of(rows[40]).replace("Please tell", "Kindly tell"), answer_of(rows[40]))
    found = report(tmp_path, rows)
    assert kinds(found) == {"refusals": (21,), "contradictions": (11, 31), "near_duplicates": (41, 51)}
    assert found.near_duplicates == ((41, 51),) and found.contradictions == ((11, 31),) and found.refusals == (21,)
    assert found.mend == 4 and found.usable == 56


LONG = "Could you please look into this delivery that was promised for last week"


def test_a_held_out_row_in_the_training_file_is_found_as_it_is_and_reworded(tmp_path: Path) -> None:
    from tests.store.dataset_made import write

    held = [ticket(3), chat(asked_of(ticket(5)).replace("Hello", "Hi there"), "billing"), ticket(900)]
    against = write(tmp_path / "held.jsonl", held)
    found = report(tmp_path, tickets(), against=against)
    assert found.overlap == ((4, 1), (6, 2)) and kinds(found) == {"overlap": (4, 6)}
    assert report(tmp_path, tickets(), against=write(tmp_path / "held.jsonl", [ticket(900)])).overlap == ()


def test_an_address_in_a_system_text_that_many_rows_share_is_a_note_and_no_finding(tmp_path: Path) -> None:
    assert report(tmp_path, tickets()).notes == ("a system text that many rows share has an e-mail address",)
    own = chat("Where is my parcel, it should be here by now", "shipping", "The customer is eva@mail.example.")
    assert kinds(report(tmp_path, [*tickets(), own])) == {"email": (121,)}


def test_a_number_that_fails_its_checksum_is_no_card(tmp_path: Path) -> None:
    assert "card" not in kinds(report(tmp_path, [*tickets(), chat(f"{LONG}, see {INVALID_CARD}.", "billing")]))


def test_an_apology_that_answers_is_no_refusal(tmp_path: Path) -> None:
    polite = [
        "I'm sorry that your order is late. It left our house today and comes tomorrow.",
        "We cannot refund after thirty days, but a voucher is on its way to you.",
        "I can't find the order yet; which number is on the receipt?",
    ]
    rows = [chat(f"Question number {number} about things", polite[number % 3] + f" {number}") for number in range(60)]
    assert "refusals" not in kinds(report(tmp_path, rows, task="tone"))


def test_too_few_says_how_many_are_needed_and_where_the_sources_differ(tmp_path: Path) -> None:
    found = report(tmp_path, tickets(30), task="narrow")
    assert found.verdict == "too few"
    assert found.reasons == ("30 usable, under 500 to 1,000 for a narrow task: 470 more to try it",)


def test_duplicates_are_pairs_with_the_first(tmp_path: Path) -> None:
    found = report(tmp_path, [*tickets(), ticket(4), ticket(4)])
    assert found.duplicates == ((5, 121), (5, 122)) and found.usable == 120 and not found.near_duplicates


def test_the_same_question_under_another_system_text_is_no_contradiction(tmp_path: Path) -> None:
    other = chat(asked_of(ticket(1)), "returns", "Sort it by the queues of the other shop.")
    assert "contradictions" not in kinds(report(tmp_path, [*tickets(), other]))


def test_a_template_filled_with_words_is_no_group_of_duplicates(tmp_path: Path) -> None:
    things = ("kettle", "toaster", "lamp", "chair", "table", "sofa", "mirror", "carpet", "curtain", "pillow", "vase")
    rows = [
        chat(f"I bought a {thing} in your shop last week and now I would like to send it back to you.", "returns")
        for thing in things
    ]
    found = report(tmp_path, [*tickets(), *rows])
    assert "near_duplicates" not in kinds(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((f"{LONG} :)", "positive"), (f"{LONG} :(", "negative")),
        (('Unmatched "%s" in the pattern', "billing"), ("Unmatched s in the pattern", "returns")),
        (("Unmatched ( in the pattern", "billing"), ("Unmatched ) in the pattern", "returns")),
        ((LONG, "Warnung: nicht da"), (LONG, "warnung,  nicht da.")),
        (("...", "neutral"), ("!", "positive")),
    ],
)  # fmt: skip
def test_other_punctuation_is_another_question_and_no_other_answer(
    tmp_path: Path, one: tuple[str, str], other: tuple[str, str]
) -> None:
    found = report(tmp_path, [*tickets(), chat(*one), chat(*other)])
    assert found.contradictions == () and "contradictions" not in kinds(found)


@pytest.mark.parametrize(("one", "other"), [("-1", "1"), ("C#", "C"), ("3.5", "35"), ("billing", "returns")])
def test_a_question_in_another_case_with_an_answer_that_says_something_else_is_one(
    tmp_path: Path, one: str, other: str
) -> None:
    found = report(tmp_path, [*tickets(), chat(f"{LONG}.", one), chat(f"{LONG.upper()} ", other)])
    assert found.contradictions == ((121, 122),) and found.contradicting == (((121,), (122,)),)


def open_ended(count: int = 600) -> list[dict[str, object]]:
    things = ("computers", "kings", "love", "food")
    return [
        chat(f"Write a saying about {things[at % 4]}.", f"Saying of {asked_of(ticket(at))}", None)
        for at in range(count)
    ]


def test_several_answers_are_told_by_question_and_for_open_questions_they_are_a_note(tmp_path: Path) -> None:
    for task in ("tone", None):
        found = report(tmp_path, open_ended(), task=task)
        (told,) = (finding for finding in found.findings if finding.kind == "contradictions")
        assert (told.says, told.weight) == ("4 questions with several answers, 600 rows", "note")
        assert found.verdict == "ready" and found.usable == 600 and len(found.contradictions) == 596


def test_two_answers_to_a_question_here_and_there_hold_up_training(tmp_path: Path) -> None:
    rows = [chat(asked_of(ticket(at // 2)), f"{asked_of(ticket(at))} It is {at}.") for at in range(600)]
    found = report(tmp_path, rows)
    assert found.verdict == "too few" and found.usable == 0
    assert kinds(found).keys() == {"contradictions"} and found.findings[0].weight == "mend"


@pytest.mark.parametrize(("repeats", "verdict", "look"), [(3, "ready", 3), (5, "ready", 5), (6, "mend first", 0)])
def test_a_handful_of_repeats_is_to_be_looked_at_and_holds_up_nothing(
    tmp_path: Path, repeats: int, verdict: str, look: int
) -> None:
    found = report(tmp_path, [*tickets(1_000 - repeats), *tickets(repeats)])
    assert (found.verdict, found.look, found.mend, found.usable) == (verdict, look, repeats, 1_000 - repeats)
    assert found.findings[0].weight == ("look" if look else "mend")


def test_one_malformed_row_or_one_without_an_answer_among_thousands_is_mended_first(tmp_path: Path) -> None:
    for row in ("{", {"messages": [{"role": "user", "content": LONG}]}):
        found = report(tmp_path, [*tickets(2_000), row])
        assert (found.verdict, found.mend, found.usable) == ("mend first", 1, 2_000)


def test_rows_to_take_out_and_usable_ones_are_all_rows_and_those_to_change_stay(tmp_path: Path) -> None:
    own = [chat(f"{LONG}, I am anna.{at}@mail.example.", "billing") for at in "abcde"]
    found = report(tmp_path, [*tickets(), *own, ticket(7), "{"])
    assert (found.rows, found.usable, found.mend) == (127, 125, 7)


def test_all_rows_of_a_label_spelled_otherwise_are_named(tmp_path: Path) -> None:
    odd = [chat(asked_of(ticket(at)), "Billing ") for at in range(120, 140)]
    found = report(tmp_path, [*tickets(), *odd])
    assert kinds(found)["label_variants"] == tuple(range(121, 141)) and found.mend == 20


@pytest.mark.parametrize("answer", ["I don't know.", "N/A", "n/a", "Ich weiß es nicht."])
def test_an_answer_that_knows_none_is_a_refusal_unless_many_do(tmp_path: Path, answer: str) -> None:
    few = [chat(f"{LONG} {at}", answer) for at in range(2)]
    assert kinds(report(tmp_path, [*tickets(), *few]))["refusals"] == (121, 122)
    many = [chat(asked_of(ticket(at)), answer) for at in range(120, 160)]
    assert "refusals" not in kinds(report(tmp_path, [*tickets(), *many]))
