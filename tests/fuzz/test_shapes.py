"""Files of one thing over and over, as nobody writes them: what grows with the square of a file shows in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.fuzz.test_readers import CHAT, DRAFT, ENTRY, FLOWS, SETTINGS, SMALL, THEMES
from tests.fuzz.watch import tried
from workbench.core.amounts import parse
from workbench.core.evidence.dataset.alike import numbers
from workbench.core.evidence.versions import read_share
from workbench.core.record.decision import with_value
from workbench.core.text import clean_block, clean_line, slug, wrap
from workbench.core.triggers import parse_trigger
from workbench.errors import WorkbenchError
from workbench.store.case_files import evaluate
from workbench.store.dataset_files import read_dataset
from workbench.store.decisions import read_text
from workbench.store.document import edited
from workbench.store.drafts import offered
from workbench.store.flows import load_named_flow, remarks
from workbench.store.journal import read_entry
from workbench.store.merging import Version, merge_texts
from workbench.store.metric_files import read_metrics
from workbench.store.settings import load_settings
from workbench.store.stages import sides_in
from workbench.store.themes import read_theme
from workbench.store.toml_text import parse_toml, refuse_markers
from workbench.store.usage_files import read_usage
from workbench.store.validate import findings
from workbench.store.version_files import read_version_file

SIZE = 6_000
"""Bytes of what is put into a small file: enough for a square to show, and what grows with the file takes no time."""
FILE = Path("saved/20261123-x-0000.toml")


def of(unit: str | Callable[[int], str], size: int = SIZE) -> str:
    """Return a text of one unit over and over, numbered where it is a function."""
    if isinstance(unit, str):
        return unit * (size // len(unit))
    parts: list[str] = []
    for number in count():
        if size <= 0:
            return "".join(parts)
        parts.append(unit(number))
        size -= len(parts[-1])
    raise AssertionError


LINES: dict[str, str | Callable[[int], str]] = {
    "blanks in a line": " ",
    "tabs and blanks in a line": " \t",
    "blank lines": "\n",
    "line ends of another kind": "\r\n",
    "comments": "# x\n",
    "keys nobody knows": lambda n: f"k{n} = 1\n",
    "keys in quotes": lambda n: f'"k {n}" = 1\n',
    "one key": "k = 1\n",
    "tables nobody knows": lambda n: f"[t{n}]\n",
    "a deep table": lambda n: f"[{'.'.join('a' * 31)}.k{n}]\n",
    "a list of tables": "[[a]]\n[[a.b]]\nx = 1\n",
    "alternatives": lambda n: f"[alternative.a{n}]\nrejected_because = 'x'\n",
    "options": lambda n: f"[costs.option.o{n}]\ninput_tokens = 5\ninput_price = 1\napproach = 'rag'\n",
    "versions": lambda n: f"[accuracy.v{n}]\nvalue = 0.5\ncases = 10\n",
    "answers": lambda n: f"[flow.answer.a{n}]\nanswer = 'yes'\n",
    "triggers": lambda n: f"[trigger.t{n}]\nwhen = 'accuracy < 0.{n + 1}'\n",
    "metrics": lambda n: f"[metric.m{n}]\ntarget = 0.5\n",
    "readings": lambda n: f"m{n} = 1\n",
    "conflict markers": "<<<<<<< a\n=======\n>>>>>>> b\n",
    "quotes": '"',
    "blocks": '"""\n',
    "half an escape": '"\\',
}
"""What may stand at the end of a TOML file."""
VALUES = {
    "a comment": lambda: f"# {of('-')}\n",
    "a comment of blanks": lambda: f"#{of(' ')}x\n",
    "a name twice": lambda: f'["{of(" ")}x"]\n' * 2,
    "a list": lambda: f"x = [{of('[], ')}]\n",
    "a list of texts": lambda: f"tags = [{of('0, ')}]\n",
    "a table in a line": lambda: "x = {" + of(lambda n: f"k{n} = 1, ")[:-2] + "}\n",
    "deep keys in a line": lambda: "x = {" + of(lambda n: f"a.b.c.d.e.f.k{n} = 1, ")[:-2] + "}\n",
    "numbers": lambda: "x = [" + of("1" * 99 + ", ") + "]\n",
    "figures of many places": lambda: "x = [" + of("1e99999, ") + "]\n",
    "moments": lambda: "x = [" + of("2026-11-23T00:00:00.1Z, ") + "]\n",
    "a trigger": lambda: f"[trigger.x]\nwhen = 'accuracy{of(' ')}< 1 for'\n",
    "an unfinished text": lambda: 'x = "' + of('\\"'),
    "an unfinished block": lambda: 'x = """' + of('""\\" '),
    "joiners": lambda: f"x = 'a{of(chr(0x200D) + chr(0xFE0F))}'\n",
    "combining marks": lambda: f"x = 'a{of(chr(0x301) + chr(0x316))}'\n",
}
TOML = {**{name: (lambda unit=unit: of(unit)) for name, unit in LINES.items()}, **VALUES}


def read_all(text: str) -> None:
    """Read a decision's text, edit it, and bring two changes to it together."""
    refuse_markers(text, "x")
    sides_in(text)
    before = read_text(text, FILE)
    edited(text, before, with_value(with_value(before, ("title",), "New"), ("rationale",), "other\n"))
    ours, theirs = text.replace('"accepted"', '"retired"', 1), text.replace("budget = 5000", "budget = 6000", 1)
    sides = (Version(side, read_text(side, FILE)) for side in (text, ours, theirs))
    merge_texts(*sides, {})


@pytest.mark.parametrize("shape", TOML)
def test_a_decision_is_read_edited_and_merged_in_time(shape: str) -> None:
    text = SMALL + TOML[shape]()
    tried(lambda: read_all(text), seconds=3)
    tried(lambda: parse_toml(text, "x"))


@pytest.mark.parametrize("shape", TOML)
def test_a_folder_is_checked_in_time(shape: str, tmp_path: Path) -> None:
    (tmp_path / FILE.name).write_bytes((SMALL + TOML[shape]()).encode())
    assert tried(lambda: [findings(tmp_path)], seconds=3)


@pytest.mark.parametrize("shape", TOML)
def test_every_other_file_is_read_in_time(shape: str, tmp_path: Path) -> None:
    end = TOML[shape]()
    for name in ("saved", "flows", "state/tuning-workbench/drafts", "config/tuning-workbench"):
        (tmp_path / name).mkdir(parents=True)
    saved = tmp_path / "saved"

    def written(name: str, text: str) -> Path:
        (tmp_path / name).write_bytes(text.encode())
        return tmp_path / name

    entry, theme = written("entry.toml", ENTRY + end), written("theme.toml", THEMES[0] + end)
    written("flows/ours.toml", FLOWS[0] + end)
    written("state/tuning-workbench/drafts/1-x.toml", DRAFT.replace("SAVED", str(saved)) + end)
    written("config/tuning-workbench/settings.toml", SETTINGS + "[keys]\n" + end)
    tried(lambda: read_entry(entry))
    tried(lambda: read_theme(theme))
    tried(lambda: (load_named_flow("ours", saved), remarks("ours", saved)))
    tried(lambda: offered(saved, {"XDG_STATE_HOME": str(tmp_path / "state")}))
    tried(lambda: load_settings({"XDG_CONFIG_HOME": str(tmp_path / "config")}))
    tried(lambda: read_metrics(end, "m"))


PIECES = (
    "1", "a", "A", "_", " ", "\n", " \n", "\r", "1,", "1.", "1-", "1 ", "a.", "a@", "a@b.", "a@b-.", "-", "'", "n't ",
    "i can't ", "http://", "{", "[", '{"a":', "\u0301", "\u0301\u0316", "\ufdfa", "\u1100\u1161", "\u200d", "\u202e",
    "日", "\x1b", "4111 1111 1111 1111 ", "1/", "%", "..", "1e", "$ ", "lora ", "ß", "İ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_of_one_piece_is_read_in_time(piece: str, tmp_path: Path) -> None:
    text = of(piece)

    def figures() -> None:
        for one in (text, f"1,1{text}x", f"{text},1", f"1{text}/1"):
            for read in (
                read_share,
                parse_trigger,
                lambda told: parse(told, "price"),
                lambda told: parse(told, "months"),
            ):
                try:
                    read(one)
                except WorkbenchError:
                    continue

    def texts() -> None:
        slug(text), clean_line(text), clean_block(text), numbers(text)
        wrap(clean_block(text), 40)

    train, answers = tmp_path / "train.jsonl", tmp_path / "answers.jsonl"
    chat = {"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": f"{text}x"}]}
    train.write_text("".join(f"{json.dumps(row)}\n" for row in (chat, CHAT, chat)))
    case = {"id": 1, "input": text, "expected": text, "output": f"{text}x", "lang": text}
    answers.write_text("".join(f"{json.dumps({**case, 'id': id})}\n" for id in (1, text)))
    tried(figures)
    tried(texts)
    tried(lambda: read_dataset(train), seconds=3)
    for match in (None, "json", "label"):
        tried(lambda match=match: evaluate(answers, answers, match, "lang", train))  # type: ignore[misc]


HEAD = "date,name,value,requests,input_tokens"
ROWS: dict[str, Callable[[], str]] = {
    "columns": lambda: f"{HEAD},{of(lambda n: f'c{n},')}\n2026-10-01,v,0.5,1,2\n",
    "rows": lambda: f"{HEAD}\n{of(lambda n: f'2026-10-01,v{n},0.5,1,2' + chr(10))}",
    "rows that are wrong": lambda: f"{HEAD}\n{of('x,y,z' + chr(10))}",
    "cells": lambda: f"{HEAD}\n{of('1,')}",
    "quotes": lambda: f"{HEAD}\n{of(chr(34))}",
    "a long cell": lambda: f"{HEAD}\n2026-10-01,v,1,{of('1')},2\n",
    "a cell of blanks": lambda: f'{HEAD}\n2026-10-01,v,"1,1{of(" ")}x",1,2\n',
    "far days": lambda: f"{HEAD}\n0001-01-01,v,1,1,2\n9999-12-31,v,1,1,2\n",
    "many places": lambda: f"{HEAD}\n{of('2026-10-01,v,1e99999,1e99999,2' + chr(10))}",
    "objects": lambda: of(lambda n: json.dumps({"date": "2026-10-01", "requests": n, "input_tokens": 1}) + "\n"),
    "deep lists": lambda: of("["),
    "deep objects": lambda: of('{"data":'),
    "buckets": lambda: json.dumps({"data": [{"start_time": 1759276800, "results": [{"input_tokens": 1}] * 500}]}),
    "keys": lambda: json.dumps({f"k{n}": n for n in range(1500)}),
    "a long number": lambda: f'{{"accuracy": {of("9")}}}',
}


@pytest.mark.parametrize("shape", ROWS)
def test_rows_are_read_in_time(shape: str, tmp_path: Path) -> None:
    text = ROWS[shape]()
    for name in ("rows.csv", "rows.json", "rows.jsonl"):
        (tmp_path / name).write_text(text)
        tried(lambda name=name: read_usage(tmp_path / name))  # type: ignore[misc]
        tried(lambda name=name: read_version_file(tmp_path / name))  # type: ignore[misc]
        tried(lambda name=name: read_metrics(text, name))  # type: ignore[misc]
