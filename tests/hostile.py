"""A team's folder in which every text that can come from somebody else is hostile, and what may reach a terminal of it.

One maker for the screens, the plain commands and the exports. Every text holds every piece, and begins with another
one, so that a cell of ten columns shows a different piece each time.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

PIECES = (
    "\x1b]52;c;aGFja2Vk\x07",
    "[bold]b[/bold]",
    "\x1b]0;owned\x07",
    "[/]",
    "\x1b]8;;http://e.vil/\x1b\\l\x1b]8;;\x1b\\",
    "[@click=app.bell]c[/]",
    "\x9b31m",
    "\x9d0;owned\x9c",
    "\u202egpj",
    "[link=http://e.vil/]k[/link]",
    "\u2066a\u2069",
    "\u200f\u061c\u200e",
    "z\u200bw\ufeff",
    "\U000e0074\U000e0061",
    "a\U000e0100\U000e0101",
    "x\ufe01\ufe02\u200d\u200c",
    "\x1bP1$r\x1b\\",
    "\x1b[2J\x1b[H",
    "\x7f\x00\x0b",
    "<script>alert(1)</script>",
    "\u2028\u2029\x85",
    "](javascript:alert(1))",
    "\"' onload=x",
    "=cmd()|",
    "日本\u0301",
    "👩\u200d💻",
)
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\ufe00-\ufe0d\U000e0000-\U000e0fff]"
)
"""What no shown text may hold; the line ends of a page and the program's own sequences are taken out before."""
OWN = re.compile(
    # Cells and colours, modes and what the screen library asks a terminal for; the pointer's shape; windows' sizes.
    r"\x1b\[(?:\d*(?:;\d+)*m|\d+;\d+H|\?\d+(?:;\d+)*[hlu]|\?\d+\$p|[<>=]?\d*u|[?>]?c|\d*K|\d+ q)"
    r"|\x1b\]22;default\x07"
)
NAME = b"20261104-\x1b]0;owned\x07\xff\xc2\x9b[bold]\xe2\x80\xae[@click=app.bell]-0004"
AUTHOR = "A\x1b]0;owned\x07\x9b31m\u202e[/][bold]"
BRANCH = "b\u202e\x9b31m\u200b\x1f".removesuffix("\x1f") + "(x)"


class _Texts:
    """Yields texts that hold every piece, each beginning with the next one."""

    def __init__(self) -> None:
        self._at = 0

    def text(self) -> str:
        self._at += 1
        at = self._at % len(PIECES)
        return "".join((*PIECES[at:], *PIECES[:at]))

    def toml(self) -> str:
        return toml_string(self.text())

    def prose(self) -> str:
        return toml_string(f"{self.text()}\r\n- {self.text()}\n\n1. {self.text()}\t\n# {self.text()}")


def toml_string(text: str) -> str:
    """Return a basic TOML string: what may stand there raw does, C1 and bidi among it."""
    told = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", told)


def decision_text(status: str, **changes: str) -> str:
    """Return a decision's file with hostile text in every field that takes some."""
    made = _Texts()
    made._at = sum(map(ord, status))
    t, prose = made.toml, made.prose
    top = {
        "schema": "1",
        "id": t(),
        "title": t(),
        "status": f'"{status}"',
        "approach": '"fine-tuning"',
        "method": t(),
        "decided": "2026-11-01",
        "authors": f"[{t()}, {t()}]",
        "tags": f"[{t()}, {t()}]",
        "review_by": "2027-11-01",
        "supersedes": f"[{t()}]",
        "rationale": prose(),
        t(): t(),
    }
    head = "".join(f"{key} = {value}\n" for key, value in {**top, **changes}.items())
    option = "output_tokens = 20\noutput_price = 3\n"
    return f"""# {PIECES[6]}{PIECES[8]}
{head}[alternative.{t()}]
rejected_because = {prose()}
[alternative.prompting]
rejected_because = {t()}
[flow]
name = "ours"
[flow.answer.a]
answer = "yes"
note = {prose()}
[flow.answer.{t()}]
answer = {t()}
note = {t()}
[costs]
requests_per_month = {{ low = 900, high = 2000 }}
currency = {toml_string(PIECES[6] + PIECES[8])}
baseline = {t()}
[costs.option.{t()}]
approach = "prompting"
model = {t()}
price_source = {t()}
input_tokens = 500
input_price = 30
{option}[costs.option.{t()}]
approach = "fine-tuning"
model = {t()}
input_tokens = 100
input_price = 12
other_upfront = 9
price_source = {t()}
price_date = 2026-01-01
{option}[score]
prompt_accuracy = 0.7
labelled_examples = 600
[accuracy.{t()}]
value = 0.70
cases = 100
[accuracy.{t()}]
value = 0.9
cases = 100
kind = "fine-tuned"
[evidence.dataset]
file = {t()}
verdict = {t()}
rows = 12
labels = {{ {t()} = 4 }}
[evidence.evaluation]
base = {{ name = {t()}, accuracy = 0.5 }}
candidate = {{ name = {t()}, accuracy = 0.6 }}
groups = [{t()}]
[evidence.{t()}]
file = {t()}
[metric.accuracy]
unit = "ratio"
target = 0.92
source = {t()}
[metric.{t()}]
unit = {t()}
source = {t()}
[trigger.{t()}]
when = {t()}
then = {t()}
because = {prose()}
[trigger.volume]
when = "accuracy < 0.95"
then = {t()}
because = {prose()}
"""


def flow_text() -> str:
    """Return a sound flowchart that says hostile things."""
    t = _Texts().toml
    return f"""name = {t()}
title = {t()}
start = "a"
[question.a]
text = {t()}
short = {t()}
why = {t()}
evidence = "labelled_examples >= 500"
[question.a.answer.yes]
label = {t()}
reason = {t()}
trigger = "labelled_examples >= 500"
then = {t()}
because = {t()}
veto = {t()}
outcome = "go"
[question.a.answer.no]
label = {t()}
next = "b"
[question.b]
text = {t()}
why = {t()}
[question.b.answer.yes]
outcome = "go"
[question.b.answer.no]
outcome = "stay"
[outcome.go]
approach = "fine-tuning"
headline = {t()}
text = {t()}
[outcome.stay]
approach = "prompting"
headline = {t()}
text = {t()}
"""


def _saved(saved: Path) -> None:
    t = _Texts().toml
    for number, status in enumerate(("accepted", "proposed", "draft"), start=1):
        file = saved / f"2026110{number}-{status}-000{number}.toml"
        file.write_bytes(decision_text(status).encode())
        _journal(file.with_suffix(""), t)
    (saved / os.fsdecode(NAME + b".toml")).write_bytes(decision_text("rejected", supersedes="[]").encode())
    # Some systems take no such names, and there is nothing to test there.
    (saved / os.fsdecode(b"20261105-\x1b[2J\xc2\x9d-0005.toml")).symlink_to(os.fsdecode(b"/nowhere/\x1b]0;owned\x07"))
    (saved / "20261106-broken-0006.toml").write_text(f"title = {t()}\ntitle = 3\n{t()}", encoding="utf-8")
    (saved / "20261107-wrong-0007.toml").write_text(
        f'title = {t()}\nstatus = {t()}\n[costs.option.{t()}]\ninput_price = "{PIECES[1]}"\n', encoding="utf-8"
    )
    (saved / "20261108-newer-0008.toml").write_text(
        f"schema = 99\ntitle = {t()}\nstatus = {t()}\n[{t()}]\nx = {t()}\n", encoding="utf-8"
    )
    (saved / "20261109-marks-0009.toml").write_text(
        f"title = {t()}\n<<<<<<< {PIECES[6]}{PIECES[8]}\ntags = []\n=======\ntags = [{t()}]\n>>>>>>> {PIECES[12]}\n",
        encoding="utf-8",
    )


def _journal(folder: Path, t) -> None:  # type: ignore[no-untyped-def]
    folder.mkdir()
    (folder / "20261110T090000Z-x-0001.toml").write_text(
        f'kind = "review"\nat = 2026-11-10T09:00:00Z\nby = {t()}\nverdict = "comment"\nnote = {t()}\nsource = {t()}\n'
        f"text_hash = {t()}\n[reading]\naccuracy = 0.9\n{t()} = 3\n",
        encoding="utf-8",
    )
    (folder / "20261111T090000Z-y-0002.toml").write_text(
        f'kind = "reading"\nat = 2026-11-11T09:00:00Z\nby = {t()}\nsource = {t()}\n[reading]\naccuracy = 0.93\n',
        encoding="utf-8",
    )
    (folder / os.fsdecode(b"20261112T090000Z-\x1b]0;owned\x07\xff-0003.toml")).write_text(
        f"kind = {t()}\nat = {t()}\n", encoding="utf-8"
    )


def _rows(root: Path) -> None:
    made = _Texts()
    t = made.text

    def lines(name: str, rows: list[object]) -> None:
        # Half a surrogate pair is a legal escape in JSON.
        (root / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")

    def chat(answer: str) -> dict[str, object]:
        asked = [("system", t()), ("user", t() + "\ud83d"), ("assistant", answer)]
        return {"messages": [{"role": role, "content": text} for role, text in asked]}

    label = t()
    twice = chat(t())
    rows: list[object] = [
        chat(label),
        chat(label.swapcase()),
        chat(t() + "\udfff a@b.example 555-010-9999"),
        twice,
        twice,
        chat(""),
        {"messages": [{"role": t(), "content": t()}]},
        {t(): t()},
        {"prompt": t(), "completion": t()},
        {"prompt": t(), "completion": label},
        [t()],
        t(),
    ]
    lines("train.jsonl", rows)
    with (root / "train.jsonl").open("ab") as file:
        file.write(b'{"\x1b]0;owned\x07": \xff\xc2\x9b\n' + t().encode() + b"\n")
    lines("heldout.jsonl", [twice, chat(t())])
    cases = [(f"{n}{t()}\ud800", t(), t()) for n in range(12)]
    for name, right in (("base.jsonl", 4), ("candidate.jsonl", 9)):
        answers = [
            {
                "id": id,
                "input": asked,
                "expected": good,
                "output": good if n < right else t() + "\udc00",
                "lang": t(),
                "group": PIECES[n % 3],
            }
            for n, (id, asked, good) in enumerate(cases)
        ]
        lines(name, [*answers, {"id": t()}, [t()], {t(): t()}])
    lines(
        "versions.jsonl",
        [
            {"name": t(), "value": 0.7, "cases": 90, "kind": "prompt"},
            {"name": t(), "value": 0.8, "cases": 90, "kind": t()},
            {"name": t(), "value": t()},
        ],
    )
    csv_text = '"' + t().replace('"', '""').replace("\x00", "") + '"'
    (root / "versions.csv").write_text(f"name,value,cases\n{csv_text},0.7,10\n{csv_text},x,10\nv,0.8,10\n")
    (root / "metrics.json").write_text(json.dumps({"accuracy": 0.91, t(): 4, "20261101-accepted-0001": {t(): 3}}))
    (root / "wrong.json").write_text(json.dumps({t(): t()}))
    (root / "metrics.csv").write_text(f"metric,value\naccuracy,0.91\n{csv_text},3\n")
    (root / "wrong.csv").write_text(f"{csv_text},{csv_text}\n")
    (root / "metrics.toml").write_text(f"accuracy = 0.91\n{toml_string(t())} = 4\n", encoding="utf-8")
    (root / "usage.csv").write_text(
        f"date,model,{csv_text},requests,input_tokens,output_tokens\n"
        f"2026-10-01,{csv_text},x,100,2000,3000\n{csv_text},m,x,{csv_text},1,1\n"
    )
    (root / "prompt.txt").write_text(t().replace("\x00", ""), encoding="utf-8")
    (root / "model").mkdir()
    config = {
        "_name_or_path": t(),
        "architectures": [t()],
        "model_type": t(),
        "hidden_size": 64,
        "vocab_size": 100,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        t(): t(),
    }
    (root / "model" / "config.json").write_text(json.dumps(config))
    (root / "wrong-config.json").write_text(json.dumps({**config, "hidden_size": t(), "model_type": "llama"}))


def hostile_folder(root: Path) -> Path:
    """Make a folder with ``saved``, ``flows``, ``config``, ``state`` and files to load; return it."""
    t = _Texts().toml
    for name in ("saved", "flows", "state", "config/tuning-workbench/themes"):
        (root / name).mkdir(parents=True)
    _saved(root / "saved")
    (root / "flows" / "ours.toml").write_text(flow_text(), encoding="utf-8")
    (root / "flows" / os.fsdecode(b"\x1b]0;owned\x07\xff.toml")).write_text(flow_text(), encoding="utf-8")
    (root / "flows" / "wrong.toml").write_text(f"name = {t()}\nstart = {t()}\n[question.{t()}]\ntext = {t()}\n")
    own = root / "config" / "tuning-workbench"
    (own / "settings.toml").write_text(f"author = {t()}\nflow = {t()}\ntheme = {t()}\ncommit = {t()}\n")
    (own / "themes" / "mine.toml").write_text(f'name = {t()}\nprimary = "#5fd7d7"\n')
    (own / "themes" / os.fsdecode(b"\x1b]0;owned\x07\xff.toml")).write_text(f'name = "x"\nprimary = {t()}\n')
    _rows(root)
    return root


def environment(root: Path, home: Path | None = None) -> dict[str, str]:
    """Return an environment that knows nothing of this machine, and whose people have hostile names."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    told = {
        "HOME": root,
        "XDG_STATE_HOME": root / "state",
        "XDG_CONFIG_HOME": root / "config",
        "XDG_CACHE_HOME": root / "cache",
        "GIT_CEILING_DIRECTORIES": root.parent,
    }
    people = {f"GIT_{role}_{what}": AUTHOR for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    fixed = {
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22",
    }
    return {**kept, **{name: str(path) for name, path in told.items()}, **people, **fixed}


def under_git(root: Path) -> None:
    """Commit the folder as somebody hostile, on a branch with a hostile name; leave a decision changed since."""
    env = {**environment(root), **{f"GIT_{role}_DATE": "2026-11-12T12:00:00+0000" for role in ("AUTHOR", "COMMITTER")}}

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=root, env=env, capture_output=True, check=True)

    message = os.fsdecode("".join(PIECES).replace("\x00", "").encode() + b"\xff")
    git("init", "-q", "-b", BRANCH)
    for change in ("", "# changed\n"):
        file = root / "saved" / "20261101-accepted-0001.toml"
        file.write_bytes(file.read_bytes().replace(b"cases = 100", b"cases = 101", 1) + change.encode())
        git("add", "saved", "flows")
        git("commit", "-q", "-m", message)
    git("tag", f"t{BRANCH}")
    file.write_bytes(file.read_bytes().replace(b"input_price = 30", b"input_price = 31", 1))


def commands(root: Path) -> Iterator[tuple[str, ...]]:
    """Yield every plain command that only reads, with what it can be asked; ``--json`` where it answers."""
    bad = "x\x1b]0;owned\x07\x9b31m\u202e[/]"
    odd = os.fsdecode(b"no\xff\x1b]0;owned\x07/x.toml")
    first, second = "20261101-accepted-0001", "20261102-proposed-0002"
    strange = os.fsdecode(NAME)
    answering: list[tuple[str, ...]] = [
        ("list",),
        ("list", "--text", bad),
        ("list", "--tag", bad),
        ("check",),
        ("check", first),
        ("check", "--metrics", "metrics.json"),
        ("check", "--metrics", "metrics.csv"),
        ("check", "--metrics", "metrics.toml"),
        ("check", "--metrics", "wrong.json"),
        ("check", "--metrics", "wrong.csv"),
        ("check", "--set", f"{bad}=1"),
        ("check", "--set", bad),
        ("validate",),
        ("validate", strange),
        ("validate", "flows/ours.toml"),
        ("validate", "saved/20261109-marks-0009.toml"),
        ("doctor",),
        ("themes",),
        ("price", bad),
        ("status", first),
        ("status", strange),
        *((name, where) for name in ("show", "diff", "advise", "score", "cost") for where in (first, second, strange)),
        *((name, "saved/20261106-broken-0006.toml") for name in ("advise", "score", "cost", "plateau")),
        *((name, id) for name in ("show", "diff") for id in ("20261108", "20261107", "20261105", bad)),
        ("diff", first, second),
        ("diff", first, "--at", "HEAD~1..HEAD"),
        ("show", first, "--at", "HEAD~1"),
        ("show", first, "--at", bad),
        ("show", first, "--at", "2026-11-01"),
        ("diff", first, "--at", f"t{BRANCH}"),
        ("cost", first, "--set", f"{bad}=1"),
        ("cost", first, "--set", f"requests_per_month={bad}"),
        ("cost", first, "--set", f"option.{bad}.epochs=1"),
        ("cost", first, "--usage", "usage.csv"),
        ("cost", first, "--set", "option.x.input_tokens=@prompt.txt"),
        ("cost", first, second),
        ("cost", odd),
        ("plateau", first),
        ("plateau", "versions.csv"),
        ("plateau", "versions.jsonl"),
        ("plateau", bad, "0.7"),
        ("plateau", "wrong.json"),
        ("data", "train.jsonl"),
        ("data", "train.jsonl", "--against", "heldout.jsonl"),
        ("data", odd),
        ("data", "train.jsonl", "--task", "labels"),
        ("data", "train.jsonl", "--encoding", bad),
        ("compare", "base.jsonl", "candidate.jsonl", "--by", "group", "--train", "train.jsonl"),
        ("compare", "base.jsonl", "candidate.jsonl", "--by", bad),
        ("compare", "base.jsonl", "candidate.jsonl", "--match", "label"),
        ("compare", "base.jsonl", odd),
        ("compare", "base.jsonl", "candidate.jsonl", "--costs", first),
        ("size", bad),
        ("size", "--config", "model"),
        ("size", "--config", "wrong-config.json"),
        ("size", "--config", odd),
        ("size", "Qwen2.5-14B", "--targets", bad),
        ("size", "Qwen2.5-14B", "--card", bad),
        ("size", "Qwen2.5-14B", "--rank", bad),
        ("ask", "--flow", "ours"),
        ("ask", "--flow", "ours", "--answer", "a=yes"),
        ("ask", "--flow", bad),
        ("ask", "--flow", "ours", "--answer", f"a={bad}"),
        ("ask", "--flow", "ours", "--answer", f"{bad}=yes"),
        ("ask", "--flow", "flows/wrong.toml"),
        ("ask", "--flow", odd),
        ("ask", "--into", first, "--answer", "a=yes"),
        ("advise", first, "--flow", "flows/wrong.toml"),
        ("review", bad),
        ("resolve", "saved/20261109-marks-0009.toml"),
    ]
    for number, command in enumerate(answering):
        yield command
        # What is wrong is told alike with and without.
        if number % 2 == 0 and not any("\x1b" in argument for argument in command):
            yield (*command, "--json")
    for kind in ("malformed", "duplicates", "contradictions", "overlap", "personal-data", bad):
        yield ("data", "train.jsonl", "--against", "heldout.jsonl", "--show", kind)
    yield from (("compare", "base.jsonl", "candidate.jsonl", "--show", which) for which in ("gained", "lost"))
    for format in ("md", "madr", "nygard", "html", "csv", "json"):
        yield from (("export", id, "--format", format) for id in (first, strange))
    yield from (("export", id, "--format", "md") for id in ("20261106", bad))
    for format in ("html", "csv", "json"):
        yield ("export", "--all", "--format", format)
    for chart in ("volume", "tornado", "split", bad):
        yield ("cost", first, "--chart", chart)
    yield from (("ask", "--check", "--flow", flow) for flow in ("ours", "flows/wrong.toml"))
    yield from ((bad,), ("list", "--status", bad), ("check", "--as-of", bad), (f"--{bad}",), ("schema",))
    yield from ((odd,), ("list", "--saved", odd), ("migrate", "--all", "--saved", odd), ("reference", bad))


def assert_harmless(raw: bytes, running: bool = False) -> None:
    """
    Assert that bytes written to a terminal hold the program's own sequences, and nothing else that is not shown.

    Of a program that is still running, the last sequence or character may not have come whole.
    """
    text = getincrementaldecoder("utf-8")("surrogateescape").decode(raw, final=not running)
    if running:
        text = re.sub(r"\x1b(?:\[[\d;?<>=]*\$?|\]2{0,2};?[a-z]*)?\Z", "", text)
    text = OWN.sub("", text)
    text = re.sub(r"[\r\n]", "", text)
    for found in FORBIDDEN.finditer(text):
        around = text[max(0, found.start() - 60) : found.end() + 20]
        raise AssertionError(f"U+{ord(found[0]):04X} reached the terminal: {around!r}")
