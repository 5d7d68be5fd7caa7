"""Exports for the tests: hostile text in every field, decisions of any shape, journals of any kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from tests.store.made import decisions, example
from tests.store.made import lines as any_lines
from workbench.core.inputs import Costs, Option
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Accuracy, Alternative, Answer, Decision, Flow, Metric, Trigger
from workbench.export.exported import Exported, Folder, exported

TODAY = date(2026, 11, 23)
NASTY = [
    "<script>alert(1)</script>", "# heading", "a | b", "[x](javascript:alert(1))", "![x](http://e.vil/p.png)",
    "`code`", "```", "~~~", "---", "***", "===", "- - -", "> quote", "1. one", "+ plus", "*bold* _em_ __b__ ~~s~~",
    "&lt;b&gt; &#60;", "<b onclick=x>", "<!-- -->", "-->", "]]>", "</title></style></svg>", "\"' onload='x",
    "https://e.vil/x", "www.e.vil", "someone@e.vil", "<https://e.vil>", "[r]: http://e.vil", "[//]: # (x)",
    "{{ 7*7 }} {% raw %}", "$a$ $$b$$", "a\\", "\\", ":---: | ---", "|---|", "    indented", ": x", "- [ ] task",
    "title: x\nstatus: y", "a: b # c", "!!python/object", "=1+1", "@SUM(1)", "+1", "-1", "\t=1", "\r=1", "\u202e",
    "\x1b[2J", "yes", "null", "2026-01-01", "café 漢字 😀", "",
]  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), max_size=5).map("\n".join),
    st.lists(st.sampled_from(NASTY), max_size=3).map(" ".join),
    any_lines,
)


def hostile(text: str, **changes: object) -> Decision:
    """Return a decision with a text in every field that takes one."""
    option = {"approach": "prompting", "input_tokens": Decimal(500), "output_tokens": Decimal(200),
              "input_price": Decimal(30), "output_price": Decimal(60)}  # fmt: skip
    tuned = {**option, "approach": "fine-tuning", "input_price": Decimal(12), "other_upfront": Decimal(20)}
    fields: dict[str, object] = {
        "id": "20261123-x-0000",
        "title": text,
        "status": "accepted",
        "approach": "fine-tuning",
        "method": text,
        "decided": TODAY,
        "authors": (text,),
        "tags": (text, "x"),
        "supersedes": (text,),
        "rationale": text,
        "alternative": {text: Alternative(rejected_because=text), "rag": Alternative(rejected_because=text)},
        "flow": Flow(name=text, answer={text: Answer(answer=text, note=text), "examples": Answer(answer=text)}),
        "costs": Costs(
            requests_per_month=Decimal(100_000),
            currency=text,
            usage_source=text,
            option={text: Option(**option, model=text, price_source=text), f"{text}2": Option(**tuned)},
        ),
        "accuracy": {text: Accuracy(value=Decimal("0.7"), cases=100)},
        "evidence": {text: {text: text, "rows": 612, "deep": {text: [text]}}},
        "metric": {text: Metric(unit=text, source=text, target=Decimal("0.9"))},
        "trigger": {text: Trigger(when="accuracy < 0.9", then=text, because=text), "other": Trigger(when=text)},
    }
    return Decision(**{**fields, **changes})  # type: ignore[arg-type]


def entries(text: str) -> list[Entry]:
    """Return a review and a reading with a text wherever one fits."""
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    return [
        Entry(kind="reading", at=at, by=text, source=text, reading={text: Decimal("0.5"), "accuracy": Decimal("0.8")}),
        Entry(kind="review", at=at, by=text, verdict="comment", note=text),
    ]


def of(decision: Decision, text: str = "x", *others: Decision, together: bool = False) -> Exported:
    """Return a decision ready to be exported, with a journal."""
    folder = Folder.of([decision, *others])
    return exported(decision, entries(text), TODAY, folder, together=together)


exports = st.one_of(
    st.tuples(texts, texts).map(lambda pair: of(hostile(pair[0]), pair[1])),
    st.tuples(decisions, texts).map(lambda pair: of(pair[0], pair[1])),
)

__all__ = ["NASTY", "TODAY", "entries", "example", "exports", "hostile", "of", "texts"]
