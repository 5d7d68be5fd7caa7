"""Two files of answers on the same cases: pairing, findings, groups, training file, what is kept."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.cases import questions, trained_on
from workbench.core.evidence.evaluating import Trained, evaluation
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.evaluation_kept import kept, other_told, sentence, summary_from, summary_of
from workbench.core.evidence.evaluation_words import held_out_told, worst_told
from workbench.core.evidence.matching import Match
from workbench.core.evidence.pairing import Pairing
from workbench.errors import WorkbenchError

Row = dict[str, object]
NAMES = ("base.jsonl", "candidate.jsonl")


def rows(answers: str, **more: object) -> list[Row]:
    """Rows 1, 2, ... that expect ``y`` and answer one letter each."""
    return [{"id": at, "expected": "y", "output": letter, **more} for at, letter in enumerate(answers, start=1)]


def compared(
    base: Sequence[object], candidate: Sequence[object], match: Match | None = None, by: str = ""
) -> Evaluation:
    pairing = Pairing(match, by)
    for side, given_rows in enumerate((base, candidate)):
        for line, row in enumerate(given_rows, start=1):
            pairing.add(side, line, row)
    return evaluation(pairing, NAMES)


def test_cases_are_paired_by_id_and_judged() -> None:
    found = compared(rows("yyynn"), list(reversed(rows("yynyy"))))
    assert (found.pairs.both, found.pairs.gained, found.pairs.lost, found.pairs.neither) == (2, 2, 1, 0)
    assert (found.gained, found.lost) == ((4, 5), (3,))
    assert (found.base.accuracy, found.candidate.accuracy) == (0.6, 0.8)
    assert found.verdict == "inconclusive" and found.p == 1.0
    assert found.texts[3].base == "y" and found.texts[3].candidate == "n"
    assert found.findings == ()


def test_a_row_s_own_correct_counts_unless_a_match_is_asked_for() -> None:
    base = [{"id": 1, "correct": False, "expected": "y", "output": "y"}, {"id": 2, "correct": True}]
    candidate = [{"id": 1, "correct": True, "expected": "y", "output": "n"}, {"id": 2, "correct": True}]
    own = compared(base, candidate)
    assert (own.match, own.gained, own.lost) == ("own", (1,), ())
    asked = compared(base, candidate, "exact")
    assert (asked.gained, asked.lost, asked.pairs.both) == ((), (1,), 1)
    assert any("1 case judged by the exact match, others by their own correct" in told for told in asked.findings)


def test_without_an_expected_answer_there_is_no_similarity() -> None:
    found = compared([{"id": 1, "correct": False}], [{"id": 1, "correct": True}])
    assert found.base.similarity is None and found.base.matches is None and found.nearer is None
    assert summary_from(kept(found, date(2026, 11, 24))) is not None


def test_similarity_matches_and_nearness_are_counted() -> None:
    base = [{"id": 1, "expected": "positive", "output": "Positive"}, {"id": 2, "expected": "no", "output": "no"}]
    candidate = [{"id": 1, "expected": "positive", "output": "positive"}, {"id": 2, "expected": "no", "output": "n"}]
    found = compared(base, candidate)
    assert found.base.matches == {"exact": 1, "json": 0, "label": 2}
    assert found.candidate.matches == {"exact": 1, "json": 0, "label": 1}
    assert found.nearer == (1, 1, 0)
    assert found.base.similarity == pytest.approx((0.875 + 1) / 2)
    assert found.other is not None and found.other.right == (2, 1)


BROKEN: list[tuple[object, str]] = [
    ("text", "not an object"),
    ({"expected": "y", "output": "y"}, "no id; there are expected, output"),
    ({"id": True, "expected": "y", "output": "y"}, "the id is “true”, neither text nor a number"),
    ({"id": [1], "expected": "y", "output": "y"}, "the id is “[1]”, neither text nor a number"),
    ({"id": "  ", "expected": "y", "output": "y"}, "the id is"),
    ({"id": 9, "expected": "y"}, "no output; there are id, expected"),
    ({"id": 9, "output": "y", "correct": "yes"}, "correct is “yes”, neither true nor false"),
    ({"id": 9, "output": "y", "correct": 1}, "correct is “1”, neither true nor false"),
]


@pytest.mark.parametrize(("row", "reason"), BROKEN)
def test_a_row_that_cannot_be_compared_is_named_and_left_out(row: object, reason: str) -> None:
    found = compared([*rows("yn"), row], rows("yy"))
    assert found.pairs.n == 2
    assert found.base.malformed.count == 1
    assert found.base.malformed.first[0][0] == 3 and reason in found.base.malformed.first[0][1]
    assert any(told.startswith("base.jsonl:3: ") and told.endswith("(1 left out)") for told in found.findings)


def test_the_first_of_several_rows_with_one_id_counts() -> None:
    found = compared([*rows("y"), {"id": 1, "expected": "y", "output": "n"}], rows("y"))
    assert found.pairs.both == 1
    assert found.findings == ("base.jsonl:2: 1 stands on line 1 already; the first counts (1 such)",)


def test_cases_with_other_expectations_are_not_the_same_case() -> None:
    found = compared(rows("yy"), [{"id": 1, "expected": "x", "output": "x"}, *rows("yy")[1:]])
    assert found.pairs.n == 1
    assert "1 case left out, whose expected answers differ between the files: 1 expects “y” and “x”" in found.findings
    with pytest.raises(WorkbenchError, match="nothing to compare"):
        compared(rows("y"), [{"id": 1, "expected": "x", "output": "x"}])


def test_one_side_may_leave_the_expected_answer_to_the_other() -> None:
    found = compared(rows("yn"), [{"id": at, "output": "y", "correct": None, "expected": "y "} for at in (1, 2)])
    assert found.gained == (2,)


def test_the_expected_answer_of_either_file_counts_for_both() -> None:
    bare = [{"id": at, "output": "y"} for at in (1, 2, 3, 4)]
    for found, turned in ((compared(rows("ynyn"), bare), False), (compared(bare, rows("ynyn")), True)):
        assert found.pairs.n == 4
        assert (found.lost if turned else found.gained) == (2, 4)
        name = NAMES[0 if turned else 1]
        assert found.findings == (f"4 cases in {name} without an expected answer: that of the other file counts",)
    half = [{**row, "expected": None} if at % 2 else row for at, row in enumerate(rows("yyyy"))]
    assert compared(rows("ynyn"), half).pairs.n == 4


def test_a_case_whose_expected_answer_is_in_neither_file_is_left_out_and_named() -> None:
    bare = [{"id": at, "output": "y"} for at in (1, 2, 3)]
    found = compared([*rows("yn"), bare[2]], [*bare[:2], {"id": 3, "correct": True}])
    assert found.pairs.n == 2
    assert "1 case left out, without an expected answer in either file: 3" in found.findings
    with pytest.raises(WorkbenchError, match="no row can be compared") as raised:
        compared(bare, bare)
    assert "base.jsonl:1: no expected and no correct in either file; there are id, output" in str(raised.value)
    assert compared([{"id": 1, "correct": True}], [{"id": 1, "correct": True}]).pairs.n == 1


def test_json_in_a_fence_is_the_same_json_and_is_told() -> None:
    base = [{"id": at, "expected": {"a": 1}, "output": '```json\n{"a": 1}\n```'} for at in (1, 2)]
    plain = [{"id": at, "expected": {"a": 1}, "output": '{"a": 1}'} for at in (1, 2)]
    found = compared(base, plain, "json")
    assert found.pairs.both == 2
    told = "base.jsonl: 2 answers are right once their ``` fence is taken off, as the JSON match does"
    assert found.findings == (told,)
    strict = compared(base, plain)
    assert strict.gained == (1, 2) and strict.other is not None
    assert (strict.other.match, strict.other.right) == ("json", (2, 2))


def test_what_another_match_would_say_is_told_and_kept() -> None:
    base = [{"id": at, "expected": "pos", "output": "Pos"} for at in range(6)]
    found = compared(base, [{**row, "output": "pos"} for row in base[:5]] + [{**base[5], "output": "neg"}])
    assert found.other is not None and (found.other.match, found.other.right) == ("label", (6, 5))
    told = "Judged as labels 6 answers of base.jsonl are right instead of 0: -0.17, not +0.83"
    for summary in (summary_of(found), summary_from(kept(found, date(2026, 11, 24)))):
        assert summary is not None and other_told(summary) == f"{told}."
    assert compared(base, base, "label").other is None
    assert other_told(summary_of(compared(base, base, "label"))) == ""


def test_groups_of_few_cases_are_not_ranked_before_the_others() -> None:
    base = [{"id": at, "expected": "y", "output": "y", "g": "few" if at < 3 else "ab"[at % 2]} for at in range(43)]
    candidate = [{**row, "output": "n" if row["g"] == "few" or row["id"] in (4, 6) else "y"} for row in base]
    found = compared(base, candidate, by="g")
    assert [one.name for one in found.slices] == ["a", "b", "few"]
    assert worst_told(found).startswith("Worst: a, -0.10 on 20 cases")
    assert worst_told(found).endswith("1 group of fewer than 10 cases is not ranked.")
    alone = compared(base[:6], candidate[:6], by="g")
    assert worst_told(alone) == "g makes 3 groups of 6 cases, none of 10 or more: too fine to say anything."


def test_ids_that_are_numbers_and_text_are_paired_and_told() -> None:
    found = compared(rows("yn"), [{**row, "id": str(row["id"])} for row in rows("yy")])
    assert found.gained == (2,)
    assert "ids are numbers in one file and text in the other: they were paired by their text" in found.findings
    same = compared([{**row, "id": Decimal(f"{row['id']}.0")} for row in rows("yn")], rows("yy"))
    assert same.gained == (2,) and same.findings == ()


def test_unmatched_cases_are_counted_and_named() -> None:
    found = compared(rows("yyyyyyyyy"), rows("y"))
    assert found.base.unmatched.count == 8
    assert "8 cases only in base.jsonl: 2, 3, 4, 5, 6, …" in found.findings


def test_files_without_a_common_case_say_what_is_in_them() -> None:
    with pytest.raises(WorkbenchError, match="no id is in both files") as raised:
        compared(rows("yyyy"), [{**row, "id": f"c{row['id']}"} for row in rows("y")])
    assert "base.jsonl has 1, 2, 3, … and candidate.jsonl has c1" in str(raised.value)
    with pytest.raises(WorkbenchError, match=r"candidate\.jsonl"):
        compared(rows("y"), [])
    with pytest.raises(WorkbenchError, match=r"candidate\.jsonl:1: no output"):
        compared(rows("y"), [{"id": 1}])


def test_what_other_people_wrote_is_cleaned() -> None:
    evil = "\x1b]52;c;AAAA\x07\u202e"
    base = [{"id": evil, "expected": "y", "output": evil, "input": evil, "g": evil}]
    found = compared(base, [{"id": evil, "expected": "y", "output": "y"}], by="g")
    assert compared(base, base, by=evil).by == compared(base, base, by=evil).by.replace("\x1b", "")
    told = found.texts[found.gained[0]]
    for text in (str(found.gained[0]), told.input, told.base, found.slices[0].name, worst_told(found)):
        assert "\x1b" not in text and "\u202e" not in text


def test_an_empty_answer_counts_as_a_wrong_one_and_is_told() -> None:
    found = compared([{"id": 1, "expected": "y", "output": None}], rows("y"))
    assert found.gained == (1,)
    assert "1 case without an answer in base.jsonl, counted as they are" in found.findings


def test_groups_name_the_worst_and_how_far_to_trust_it() -> None:
    def grouped(answers: str, group: str, start: int) -> list[Row]:
        return [{**row, "id": f"{start}-{row['id']}", "meta": {"lang": group}} for row in rows(answers)]

    base = [*grouped("y" * 40, "de", 1), *grouped("n" * 60, "en", 2), *grouped("y" * 5, "fr", 3)]
    candidate = [*grouped("n" * 30 + "y" * 10, "de", 1), *grouped("y" * 60, "en", 2), *grouped("n" + "y" * 4, "fr", 3)]
    found = compared(base, candidate, by="meta.lang")
    assert [one.name for one in found.slices] == ["de", "en", "fr"]
    assert worst_told(found).startswith("Worst: de, -0.75 on 40 cases, ")
    assert worst_told(found).endswith(
        "one of 2 groups may come out so by chance, look at its cases. 1 group of fewer than 10 cases is not ranked."
    )
    few = compared(base[100:] + base[40:100], candidate[100:] + candidate[40:100], by="meta.lang")
    assert worst_told(few).startswith("Ranked alone: en, +1.00 on 60 cases")
    some = compared(base[88:] + base[:12], candidate[88:] + candidate[:12], by="meta.lang")
    assert worst_told(some).startswith("Worst: de, -1.00 on 12 cases") and "so few cases say little." in worst_told(
        some
    )
    fine = compared(base, candidate, by="id")
    assert "too fine to say anything" in worst_told(fine)
    assert worst_told(compared(base, candidate, by="none")) == "No row has a value for none."
    assert worst_told(compared(base, candidate, by="expected")) == "All cases have the same expected."
    assert worst_told(compared(base, candidate)) == ""


def trained(pairing: Pairing, *train: object) -> Evaluation:
    seen = Trained("train.jsonl", frozenset(text for one in pairing.judged for text in one.asked))
    for row in train:
        seen.add(row)
    return evaluation(pairing, NAMES, trained=seen)


def test_cases_that_stand_in_the_training_file_are_named() -> None:
    pairing = Pairing(asked=True)
    for side, answers in enumerate(("ynny", "yyyy")):
        for row in rows(answers):
            pairing.add(side, 1, {**row, "input": f"Question {row['id']}?"})
    chat = {"messages": [{"role": "system", "content": "Question 1?"}, {"role": "user", "content": "QUESTION 2"}]}
    found = trained(pairing, chat, {"prompt": "question 3", "completion": "y"}, {"input": "Question 44"}, {"x": 1})
    assert found.held_out is not None and found.held_out.ids == (2, 3)
    assert found.held_out.rest is not None and found.held_out.rest.n == 2 and found.held_out.rest.gained == 0
    assert held_out_told(found)[-1][0] == "!" and "2 of 4 cases stand in train.jsonl" in held_out_told(found)[-1][1]
    clean = trained(pairing, {"prompt": "Something else"})
    assert held_out_told(clean) == [("✓", "None of the cases stands in train.jsonl (1 row).")]


def test_cases_without_an_input_cannot_be_looked_for() -> None:
    pairing = Pairing(asked=True)
    for side in (0, 1):
        pairing.add(side, 1, rows("y")[0])
    told = held_out_told(trained(pairing, {"prompt": "x"}))
    assert told == [("!", "1 case without an input could not be looked for in train.jsonl.")]


def test_what_is_asked_is_the_user_s_turns_or_the_prompt() -> None:
    turns = [{"role": "system", "content": "s"}, {"role": "user", "content": [{"type": "text", "text": "q"}]}]
    assert questions(turns) == ["q"] == questions({"messages": turns}) == questions("q")
    assert questions({"city": "Paris"}) == ['{"city": "Paris"}'] and questions(None) == [] == questions("  ")
    for row in ({"messages": turns}, {"prompt": turns}, {"prompt": "q", "completion": "a"}, {"input": "q"}):
        assert trained_on(row) == ["q"]
    assert trained_on({}) == [] == trained_on("q") == trained_on({"messages": []})


sides = st.lists(st.tuples(st.sampled_from("yn"), st.sampled_from("yn")), min_size=1, max_size=40)


@given(sides, st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter_and_swapping_turns_the_difference(
    answers: list[tuple[str, str]], seed: int
) -> None:
    base, candidate = (rows("".join(one[at] for one in answers)) for at in (0, 1))
    found = compared(base, candidate)
    mixed = list(base), list(candidate)
    for one in mixed:
        random.Random(seed).shuffle(one)
    again = compared(*mixed)
    assert again.pairs == found.pairs and set(again.gained) == set(found.gained)
    assert again.base.similarity == pytest.approx(found.base.similarity)
    turned = compared(candidate, base)
    assert turned.pairs.difference == -found.pairs.difference
    assert (turned.gained, turned.lost, turned.p) == (found.lost, found.gained, found.p)
    assert found.pairs.n == len(answers)
    assert found.verdict == "inconclusive" or found.p < 0.05


@given(sides)
def test_what_a_decision_keeps_says_the_same_as_the_report(answers: list[tuple[str, str]]) -> None:
    base, candidate = (rows("".join(one[at] for one in answers)) for at in (0, 1))
    report = compared(base, candidate)
    data = kept(report, date(2026, 11, 24))
    assert all(isinstance(value, str | int | Decimal | date) for value in data.values())
    again = summary_from(data)
    assert again is not None and again.day == date(2026, 11, 24)
    assert sentence(again) == sentence(summary_of(report))


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "great"},
        {"n": "many"},
        {"gained": True},
        {"difference_low": None},
        {"mcnemar_p": Decimal("Infinity")},
    ],
)
def test_kept_figures_that_somebody_broke_are_not_drawn(change: dict[str, object]) -> None:
    data = kept(compared(rows("yn"), rows("yy")), date(2026, 11, 24))
    assert summary_from({**data, **change}) is None


@pytest.mark.parametrize(
    ("base", "candidate", "told"),
    [
        ("n" * 10 + "y" * 10, "y" * 20, "Improved: +0.50 on 20 cases, 0.24..0.70; 10 gained, 0 lost, p 0.002."),
        ("y" * 20, "n" * 10 + "y" * 10, "Regressed: -0.50 on 20 cases, -0.70..-0.24; 0 gained, 10 lost, p 0.002."),
        (
            "yn",
            "yn",
            "Inconclusive: +0.00 on 2 cases, -0.57..0.57; 0 gained, 0 lost, p 1.00. No case tells the two apart: "
            "there is no difference that more cases could confirm.",
        ),
        (
            "n",
            "y",
            "Inconclusive: +1.00 on 1 case, -0.12..1.00; 1 gained, 0 lost, p 1.00. About 6 cases would tell in four of "
            "five tries, if the difference stays as it is.",
        ),
    ],
)
def test_the_verdict_is_one_sentence(base: str, candidate: str, told: str) -> None:
    assert sentence(summary_of(compared(rows(base), rows(candidate)))) == told
