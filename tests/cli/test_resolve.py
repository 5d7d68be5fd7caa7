"""workbench resolve, on merges that git left unfinished."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.store.repo import Repo, alone, through
from workbench.cli.main import main
from workbench.core.record.decision import with_value, without
from workbench.store.decisions import open_decision

PRICE = ("costs", "option", "prompting", "input_price")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    alone(monkeypatch, tmp_path)
    made = Repo.made(tmp_path / "repo")
    monkeypatch.chdir(made.root)
    return made


def put(*path: str, value: Any) -> Callable[[Path], None]:
    return through(lambda decision: with_value(decision, path, value))


def written(text: str, other: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(path.read_text().replace(text, other))


def together(*acts: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda path: [act(path) for act in acts]


@pytest.fixture
def contested(repo: Repo) -> Repo:
    """The title twice, a price twice, a tag into one gap, and more that is on one side only."""
    ours = together(
        put("title", value="Ours"),
        put(*PRICE, value=Decimal(31)),
        put("tags", value=("alpha", "b-ours", "beta")),
        written("[metric.accuracy]", "# ours says so\n[metric.accuracy]"),
    )
    theirs = together(
        put("title", value="Theirs"),
        put(*PRICE, value=Decimal(32)),
        put("tags", value=("alpha", "b-theirs", "beta")),
        put("status", value="accepted"),
        written("[trigger.volume]", "# theirs says so\n[trigger.volume]\nowner = 'bob'"),
        lambda path: path.write_text(path.read_text() + "\n[team]\n# on call\nchannel = '#triage'\n"),
    )
    assert not repo.both(ours, theirs)
    return repo


def resolve(repo: Repo, *options: str) -> int:
    return main(["resolve", str(repo.path.relative_to(repo.root)), *options])


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    class Typed(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Typed(typed))


def test_without_a_terminal_what_is_left_is_listed_and_nothing_is_written(
    contested: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contested.path.read_text()
    assert resolve(contested) == 1
    told = capsys.readouterr().out
    assert "HEAD, branch main (" in told and "branch topic (" in told and "topic does it, by Ann)" in told
    assert 'title\n  was     "Ticket triage"\n  ours    "Ours"\n  theirs  "Theirs"\n' in told
    assert "prompting, input price, 1M\n" in told and "2 fields to decide" in told
    assert contested.path.read_text() == before
    answer = asked(capsys, contested)
    assert [one["path"] for one in answer["conflicts"]] == ["title", ".".join(PRICE)]
    assert (answer["conflicts"][1]["ours"], answer["conflicts"][1]["theirs"]) == (31, 32)
    assert contested.path.read_text() == before


def asked(capsys: pytest.CaptureFixture[str], repo: Repo, *options: str, code: int = 1) -> Any:
    assert resolve(repo, "--json", *options) == code
    (answer,) = json.loads(capsys.readouterr().out)["files"]
    return answer


@pytest.mark.parametrize(("side", "title", "price"), [("--ours", "Ours", 31), ("--theirs", "Theirs", 32)])
def test_one_side_decides_what_is_contested_and_both_keep_the_rest(
    contested: Repo, side: str, title: str, price: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert resolve(contested, side) == 0
    found = open_decision(contested.path)
    decision = found.decision
    assert (decision.title, decision.status) == (title, "accepted")
    assert decision.costs.option["prompting"].input_price == price
    assert decision.tags == ("alpha", "b-ours", "b-theirs", "beta")
    for kept in (
        "# ours says so\n",
        "# theirs says so\n",
        "owner = 'bob'\n",
        "[team]\n# on call\nchannel = '#triage'\n",
    ):
        assert found.text.count(kept) == 1, kept
    told = capsys.readouterr().out
    assert "changed against ours: " in told and "git add saved/" in told
    assert contested.git("ls-files", "-u")


def test_add_tells_git(contested: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert resolve(contested, "--ours") == 0
    answer = asked(capsys, contested, "--ours", "--add", code=0) if capsys.readouterr() else None
    assert answer is not None and answer["written"] and answer["added"] and "status" in answer["merged"]
    assert not contested.git("ls-files", "-u")
    assert resolve(contested) == 0
    assert "nothing to resolve" in capsys.readouterr().out
    contested.git("commit", "-q", "-m", "both")


def test_a_person_is_asked_field_by_field(
    contested: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch, "x\nt\ne\n-1\ne\n$0.033/1K\n")
    assert resolve(contested) == 0
    told = capsys.readouterr().out
    assert "Please type o, t, e or q." in told and "negative" in told
    decision = open_decision(contested.path).decision
    assert decision.title == "Theirs" and decision.costs.option["prompting"].input_price == 33


@pytest.mark.parametrize("typed", ["o\nq\n", "o\n", ""])
def test_who_stops_has_written_nothing(contested: Repo, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    before = contested.path.read_text()
    at_a_terminal(monkeypatch, typed)
    assert resolve(contested) == 1
    assert contested.path.read_text() == before


def test_long_texts_show_the_lines_that_differ(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.edit(lambda decision: with_value(decision, ("rationale",), "One.\n\nTwo.\n\nThree."))
    repo.commit("three")
    repo.git("branch", "-f", "topic")
    ours, theirs = "First.\n\nTwo, ours.\n\nThree.", "One.\n\nTwo, theirs.\n\nThird."
    assert not repo.both(put("rationale", value=ours), put("rationale", value=theirs))
    assert resolve(repo) == 1
    told = capsys.readouterr().out
    assert "rationale\n  was     One.\n" in told
    assert "[-Two.-] {+Two, ours.+}\n" in told and "[-Two.-] {+Two, theirs.+}\n" in told
    assert resolve(repo, "--theirs") == 0
    assert open_decision(repo.path).decision.rationale == "First.\n\nTwo, theirs.\n\nThird."


LONG = "Format errors in one ticket of five cost the team an hour a day, and three revisions of the prompt gained 0.08."


def test_prose_is_wrapped_at_words_with_its_changes_marked(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.edit(lambda decision: with_value(decision, ("rationale",), LONG))
    repo.commit("long")
    repo.git("branch", "-f", "topic")
    sides = [put("rationale", value=LONG.replace("five", number)) for number in ("six", "seven")]
    assert not repo.both(*sides)
    assert resolve(repo) == 1
    told = capsys.readouterr().out
    assert "  was     Format errors in one ticket of five" in told
    assert "{+six+}" in told and "{+seven+}" in told and told.count("[-five-]") == 2
    prose = told.partition("rationale\n")[2].partition("\n\n")[0]
    assert all(len(line) <= 80 for line in prose.split("\n"))
    assert not [word for word in LONG.split() if word not in told]


def test_a_long_text_is_typed_in_the_editor(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert not repo.both(put("rationale", value="Ours."), put("rationale", value="Theirs."))
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf \'Both:\\n%s\\n\' "$(cat "$1")" > "$1.new" && mv "$1.new" "$1"\n')
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    at_a_terminal(monkeypatch, "e\n")
    assert resolve(repo) == 0
    assert open_decision(repo.path).decision.rationale == "Both:\nOurs."


@pytest.mark.parametrize("editor", ["false", "/no/such/editor", "vi '"])
def test_an_editor_that_fails_takes_nothing_and_asks_again(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, editor: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not repo.both(put("rationale", value="Ours."), put("rationale", value="Theirs."))
    monkeypatch.setenv("VISUAL", editor)
    at_a_terminal(monkeypatch, "e\nt\n")
    assert resolve(repo) == 0
    told = capsys.readouterr().out
    assert "cannot be run" in told or "ended with 1" in told
    assert open_decision(repo.path).decision.rationale == "Theirs."


def test_deleted_here_and_changed_there_says_how_to_decide(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert not repo.both(lambda path: path.unlink(), put("title", value="New"))
    before = repo.path.read_text()
    assert resolve(repo, "--theirs") == 1
    told = capsys.readouterr().out
    assert "Deleted on one side (ours), changed on the other (theirs)" in told and "git rm saved/" in told
    assert repo.path.read_text() == before
    repo.git("checkout", "--theirs", "--", str(repo.path))
    assert open_decision(repo.path).decision.title == "New"


def test_added_on_both_sides_merges_from_nothing(repo: Repo) -> None:
    other = repo.path.with_name("20261124-other-0002.toml")

    def add(title: str, tag: str) -> Callable[[Path], object]:
        text = f'schema = 1\nid = "{other.stem}"\n# its name\ntitle = "{title}"\ntags = [\n  "{tag}",\n]\n'
        return lambda path: other.write_text(text)

    assert not repo.both(add("Same", "a"), add("Same", "b"))
    assert main(["resolve", str(other)]) == 0
    assert open_decision(other).decision.tags == ("a", "b")


def test_a_rebase_says_who_is_who(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.on("topic", put("title", value="Mine"))
    repo.on("main", put("title", value="Upstream"))
    repo.git("checkout", "-q", "topic")
    repo.git("rebase", "-q", "main", code=1)
    assert resolve(repo) == 1
    told = capsys.readouterr().out
    assert "In a rebase ours is what the commits are moved onto" in told
    assert "ours:   HEAD (" in told and "main does it" in told and "topic does it" in told
    assert 'ours    "Upstream"' in told and 'theirs  "Mine"' in told
    assert resolve(repo, "--theirs", "--add") == 0
    repo.git("-c", "core.editor=true", "rebase", "--continue")
    assert open_decision(repo.path).decision.title == "Mine"


@pytest.mark.parametrize("broken", ["title = ?\n", "schema = 99\n", "title = 5\n", "# " + "x" * 1_000_001])
def test_a_side_that_cannot_be_read_is_named_and_nothing_is_written(
    repo: Repo, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not repo.both(put("title", value="Ours"), lambda path: path.write_text(broken))
    before = repo.path.read_bytes()
    assert resolve(repo, "--ours") == 2
    told = capsys.readouterr().err
    assert "side" in told and "git checkout --ours" in told
    assert repo.path.read_bytes() == before


def test_what_somebody_wrote_by_hand_since_is_not_gone_over(
    contested: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    contested.path.write_text(contested.path.read_text() + "# half done by hand\n")
    assert resolve(contested, "--ours") == 2
    assert "by hand" in capsys.readouterr().err and contested.path.read_text().endswith("# half done by hand\n")
    contested.git("checkout", "-m", "--", str(contested.path))
    assert resolve(contested, "--ours") == 0


def test_all_resolves_every_decision_and_one_that_fails_hides_no_other(
    contested: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    second = contested.path.with_name("20261124-other-0002.toml")
    contested.git("merge", "--abort")
    contested.on("topic", lambda _: second.write_text("title = ?\n"))
    contested.on("main", lambda _: second.write_text("title = !\n"))
    contested.git("merge", "-q", "topic", code=1)
    assert main(["resolve", "--all", "--ours", "--add"]) == 2
    told = capsys.readouterr().out
    assert "one side cannot be read" in told and "written, and added" in told
    assert contested.git("diff", "--name-only", "--diff-filter=U").split() == [str(second.relative_to(contested.root))]
    assert main(["resolve", "--all", "--json", "--saved", "nowhere"]) == 0
    assert json.loads(capsys.readouterr().out) == {"files": []}


def test_markers_that_were_added_say_what_to_do(contested: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    contested.git("add", str(contested.path))
    assert resolve(contested) == 2
    assert "git checkout -m -- FILE" in capsys.readouterr().err
    contested.git("checkout", "-m", "--", str(contested.path))
    assert resolve(contested, "--ours") == 0


def test_markers_with_their_base_are_enough(contested: Repo, tmp_path: Path) -> None:
    contested.git("checkout", "--conflict=diff3", "--", str(contested.path))
    for place in (contested.path, tmp_path / contested.path.name):
        place.write_text(contested.path.read_text())
        contested.git("add", "-A")
        assert main(["resolve", str(place), "--theirs"]) == 0
        decision = open_decision(place).decision
        assert (decision.title, decision.tags) == ("Theirs", ("alpha", "b-ours", "b-theirs", "beta"))
        contested.git("checkout", "-m", "--conflict=diff3", "--", str(contested.path))


def test_which_file_must_be_said(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve"]) == 2 and main(["resolve", "--all", "x.toml"]) == 2
    assert main(["resolve", "saved/none.toml"]) == 2
    assert main(["resolve", repo.path.stem]) == 0


def test_hostile_text_of_the_other_side_reaches_no_stream(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\\u001b]52;c;aGFja2Vk\\u0007\\u009b31m\\u202e"

    def theirs(path: Path) -> None:
        text = path.read_text().replace('"Ticket triage"', f'"{hostile}"')
        path.write_text(f'{text}\n["{hostile}"]\n"{hostile}" = "{hostile}"\n')

    def ours(path: Path) -> None:
        text = path.read_text().replace('"Ticket triage"', '"Ours"')
        path.write_text(f'{text}\n["{hostile}"]\n"{hostile}" = 1\n')

    repo.on("topic", theirs)
    repo.git("commit", "-q", "--amend", "-m", "\x1b[2Jhostile")
    repo.on("main", ours)
    repo.git("merge", "-q", "topic", code=1)
    for options in ([], ["--json"], ["--theirs"]):
        assert resolve(repo, *options) == (0 if "--theirs" in options else 1)
        told = capsys.readouterr()
        assert not [char for char in told.out + told.err if char in "\x1b\x07\x9b\u202e"]


def test_a_trigger_removed_here_and_changed_there_is_asked(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    ours = through(lambda decision: without(decision, ("trigger", "volume")))
    assert not repo.both(ours, put("trigger", "volume", "then", value="rag"))
    assert resolve(repo) == 1
    told = capsys.readouterr().out
    assert "trigger volume (removed on one side, changed on the other)" in told and "ours    nothing" in told
    assert resolve(repo, "--theirs") == 0
    assert open_decision(repo.path).decision.trigger["volume"].then == "rag"


@pytest.mark.parametrize(("command", "told"), [("cherry-pick", "theirs: ("), ("revert", "theirs: before (")])
def test_a_picked_and_a_reverted_commit_are_named(
    repo: Repo, command: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.on("main", put("title", value="One"))
    commit = repo.git("rev-parse", "HEAD").strip()
    repo.on("main", put("title", value="Two"))
    repo.git("checkout", "-q", "topic")
    put("title", value="Three")(repo.path)
    repo.commit("topic does it")
    repo.git(command, "--no-edit" if command == "revert" else "-x", commit, code=1)
    assert resolve(repo) == 1
    assert told in capsys.readouterr().out
    assert resolve(repo, "--theirs") == 0
    assert open_decision(repo.path).decision.title == ("One" if command == "cherry-pick" else "Ticket triage")


def test_what_one_side_accepted_and_the_other_changed_is_pointed_out(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = together(put("status", value="accepted"), put("title", value="Ours"))
    assert not repo.both(ours, together(put("rationale", value="other"), put("title", value="Theirs")))
    assert asked(capsys, repo, "--ours", code=0)["accepted_otherwise"] == ["rationale"]
    assert resolve(repo, "--ours") == 0
    assert "one side accepted it with another rationale" in capsys.readouterr().out


def test_a_status_that_a_side_could_not_have_taken_is_pointed_out(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not repo.both(put("status", value="accepted"), put("status", value="rejected"))
    assert asked(capsys, repo, "--theirs", code=0)["status_otherwise"] == ["accepted"]
    assert resolve(repo, "--theirs") == 0
    assert "accepted on one side, which cannot become rejected" in capsys.readouterr().out
