"""What is typed on the command line, in the settings' keys and left by a merge: answered or refused, never a crash."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.made import one_of, toml_near
from tests.fuzz.test_readers import FLOWS, SETTINGS, SMALL, typed
from tests.fuzz.watch import tried
from tests.git_repository import ID, TEXT, Team, settled
from tests.hostile import BRANCH, PIECES, assert_harmless
from workbench.cli.main import main
from workbench.core.keys.actions import ACTIONS
from workbench.core.keys.keymap import Keymap
from workbench.core.keys.names import key_name
from workbench.store.keymap import load_keymap
from workbench.store.merging import Version, merge_texts
from workbench.store.stages import Sides, sides_in

FILE, OTHER = "20261123-x-0000", "20261124-y-0000"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("fuzz")
    (root / "saved").mkdir()
    (root / "flows").mkdir()
    (root / "saved" / f"{FILE}.toml").write_text(SMALL)
    (root / "saved" / f"{OTHER}.toml").write_text(SMALL)
    (root / "flows" / "ours.toml").write_text(FLOWS[0])
    (root / "usage.csv").write_text("date,requests,input_tokens\n2026-10-01,5,900\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for name in ("STATE", "CONFIG", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(root / name))
        yield root


def run(*arguments: str) -> tuple[int, str]:
    """Run a command without a terminal; return its exit code and all it printed."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(arguments)
    out.flush()
    return code, out.buffer.getvalue().decode()  # type: ignore[attr-defined]


FIELDS = (
    "requests_per_month", "growth_per_month", "horizon_months", "discount_rate", "currency", "baseline",
    "option.prompting.input_tokens", "option.tuned.epochs", "option.tuned.available_until", "option.x.input_price",
    "option.tuned", "option", "costs.requests_per_month", "accuracy", "days_to_retirement", "examples", "tried",
)  # fmt: skip
words = st.one_of(
    typed, st.sampled_from(PIECES), st.sampled_from(["", "x", FILE, "..", "-", "@usage.csv", "fine-tuning"])
)
settings = st.one_of(st.builds("{}={}".format, st.one_of(st.sampled_from(FIELDS), words), words), words)
# A word for each place, and none that argparse would take for an option of its own.
TAKING: tuple[tuple[str, ...], ...] = (
    ("cost", FILE, "--set=S"),
    ("cost", FILE, "--set=S", "--json"),
    ("cost", "--preset", "c-printed", "--set=S"),
    ("cost", "--preset=W"),
    ("cost", FILE, "--usage", "usage.csv", "--column=S"),
    ("cost", "--usage", "usage.csv", "--model=W"),
    ("check", "--set=S"),
    ("check", "--as-of=W"),
    ("check", "--set=S", "--as-of=2026-11-23", "--json"),
    ("check", "--", "W"),
    ("review", OTHER, "--verdict", "keep", "--by=W", "--note=W", "--json"),
    ("review", OTHER, "--verdict=W"),
    ("review", OTHER, "--verdict", "comment", "--note", "n", "--set=S"),
    ("review", OTHER, "--verdict", "keep", "--review-by=W"),
    ("list", "--tag=W"),
    ("list", "--text=W"),
    ("list", "--text=W", "--json"),
    ("list", "--status=W"),
    ("list", "--trigger=W"),
    ("ask", "--answer=S"),
    ("ask", "--flow", "ours", "--answer=S", "--json"),
    ("ask", "--flow=W", "--json"),
    ("ask", "--json", "--answer=S", "--answer=S"),
    ("price", "--", "W"),
    ("price", "--json", "--", "W", "W"),
    ("plateau", "--", "W", "W"),
    ("plateau", "--cases=W", "--threshold=W", "0.7", "0.8"),
    ("show", "--", "W"),
    ("show", FILE, "--at=W"),
    ("diff", FILE, "--at=W"),
    ("diff", "--", FILE, "W"),
    ("size", "--rank=W", "--targets=W", "--", "Llama-2-7B"),
    ("size", "--", "W"),
    ("size", "--seq=W", "--batch=W", "--card=W", "--", "Llama-2-7B"),
    ("advise", FILE, "--as-of=W"),
    ("advise", "--flow=W", FILE),
    ("export", "--format", "md", "--", "W"),
    ("validate", "--", "W"),
    ("resolve", "--json", "--", "W"),
    ("reference", "--", "W"),
    ("W",),
    ("list", "--saved=W"),
    ("status", "--", FILE, "W"),
    ("themes", "W"),
)


@one_of(2)
@given(command=st.sampled_from(TAKING), word=words, other=words, setting=settings, second=settings)
@example(command=("cost", FILE, "--set=S"), word="", other="", setting="--", second="")
@example(command=("list", "--tag=W"), word="--", other="", setting="", second="")
def test_a_command_answers_or_says_what_is_wrong(
    folder: Path, command: tuple[str, ...], word: str, other: str, setting: str, second: str
) -> None:
    filled, at = [], {"W": cycle((word, other)), "S": cycle((setting, second))}
    for part in command:
        name, equals, kind = part.rpartition("=")
        filled.append(f"{name}{equals}{next(at[kind])}" if kind in at and (equals or part == kind) else part)
    before = {path: path.read_bytes() for path in (folder / "saved").glob("*.toml")}
    # No system passes a NUL, and half a surrogate pair stands for a byte that is no text.
    filled = [part.replace("\x00", "").encode("utf-8", "replace").decode() for part in filled]
    found = tried(lambda: run(*filled), seconds=5)
    assert found is None or isinstance(found, tuple)
    if found is not None:
        code, told = found
        assert code in {0, 1, 2, 3} and "Traceback" not in told
        assert_harmless(told.encode())
    assert {path: path.read_bytes() for path in (folder / "saved").glob("*.toml")} == before
    # Reviews would be read by every example that follows.
    shutil.rmtree(folder / "saved" / OTHER, ignore_errors=True)


keys = st.one_of(
    words,
    st.sampled_from(
        ["f2", "ctrl+s", "^s", "s", "ctrl+", "+", "shift+f1", "ctrl+alt+del", "enter", "esc", "é", "1", "ctrl+ä"]
    ),
)
tables = st.dictionaries(
    st.one_of(st.sampled_from([action.id for action in ACTIONS]), words),
    st.one_of(keys, st.lists(keys, max_size=3), st.integers(), st.booleans(), st.dictionaries(words, keys, max_size=2)),
    max_size=6,
)


@one_of(2)
@given(table=tables)
@example(table={"pane.questions": "\x1f"})
def test_keys_in_the_settings_are_taken_or_named_and_no_two_are_alike(folder: Path, table: dict[str, object]) -> None:
    import tomli_w

    file = folder / "CONFIG" / "tuning-workbench" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(UnicodeEncodeError):
        file.write_bytes(tomli_w.dumps({"keys": table}).encode())
    try:
        found = tried(load_keymap)
        assert isinstance(found, tuple) and isinstance(found[0], Keymap)
        for action in ACTIONS:
            assert all(key_name(key) for key in found[0].keys(action.id))
            assert found[0].all_shown(action.id)
        for problem in found[1]:
            assert_harmless(str(problem).encode("utf-8", "surrogatepass"))
    finally:
        file.unlink(missing_ok=True)


@one_of(2)
@given(text=toml_near(SETTINGS + '[keys]\nsave = "f2"\n"pane.log" = "f5"\nquit = ["q", "f10"]\n'))
def test_a_table_of_keys_is_read_whatever_stands_in_it(folder: Path, text: str) -> None:
    file = folder / "CONFIG" / "tuning-workbench" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    try:
        assert tried(load_keymap) is not None
    finally:
        file.unlink()


marks = st.sampled_from(
    ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> b\u202e", "<<<<<<<", ">>>>>>>", "=======\r"]
)


def _marked(text: str, places: list[tuple[int, str]]) -> str:
    lines = text.split("\n")
    for at, mark in places:
        lines.insert(at % (len(lines) + 1), mark)
    return "\n".join(lines)


hostile_merge = st.builds(_marked, toml_near(SMALL), st.lists(st.tuples(st.integers(0, 99), marks), max_size=9))


@one_of(2)
@given(text=hostile_merge)
def test_conflict_markers_anywhere_make_sides_or_none(text: str) -> None:
    def read() -> None:
        sides = sides_in(text)
        assert sides is None or isinstance(sides, Sides)
        if sides is not None:
            base, ours, theirs = sides.versions(Path("saved") / f"{FILE}.toml")
            merge_texts(base, ours, theirs, {})

    tried(read)


@one_of(3)
@given(base=toml_near(SMALL), ours=toml_near(SMALL), theirs=toml_near(SMALL))
def test_any_three_versions_are_brought_together_or_asked_about(base: str, ours: str, theirs: str) -> None:
    def read() -> None:
        from workbench.store.decisions import read_text

        versions = [Version(text, read_text(text, Path("x.toml"))) for text in (base, ours, theirs)]
        merged = merge_texts(*versions, {})
        if not merged.conflicts:
            read_text(merged.text, Path("x.toml"))

    tried(read)


@one_of(3)
@given(text=hostile_merge, side=st.sampled_from(["--ours", "--theirs"]))
def test_a_file_full_of_markers_is_resolved_or_left_as_it_is(folder: Path, text: str, side: str) -> None:
    file = folder / "merged" / f"{FILE}.toml"
    file.parent.mkdir(exist_ok=True)

    def resolve() -> tuple[int, str]:
        file.write_bytes(text.encode())
        return run("resolve", side, "--json", "--", str(file))

    found = tried(resolve, seconds=5)
    assert isinstance(found, tuple) and found[0] in {0, 1, 2, 3} and "Traceback" not in found[1]
    if found[0] == 2:
        assert file.read_bytes() == text.encode()


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\n"), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    home = tmp_path_factory.mktemp("git")
    with pytest.MonkeyPatch.context() as patch:
        settled(patch, home)
        made = Team(home / "team")
        made.write(TEXT.replace("Triage", "\\u001b]0;owned\\u0007"))
        made.commit("x")
        made.git("checkout", "-q", "-b", BRANCH)
        patch.chdir(made.top)
        yield made


@one_of(10)
@given(author=names, note=words)
def test_a_review_is_committed_whatever_people_and_branches_are_called(team: Team, author: str, note: str) -> None:
    note = note.replace("\x00", "").encode("utf-8", "replace").decode()
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", author)
        code, told = run("review", ID, "--verdict", "comment", f"--by={author}", f"--note={note}", "--commit")
    assert code in {0, 1, 2} and "Traceback" not in told
    assert_harmless(told.encode())
    if code:
        team.git("add", "-A")
        team.git("commit", "-q", "--allow-empty", "-m", "x")
    for command in (("show", ID, "--at", "HEAD"), ("diff", ID, "--at", "HEAD"), ("list",)):
        code, told = run(*command)
        assert code in {0, 1, 2} and "Traceback" not in told
        assert_harmless(told.encode())
