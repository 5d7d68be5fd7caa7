"""``workbench resolve``: finish a merge that git left unfinished, field by field."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.common import file_named, print_json, problem_text, saved_folder
from workbench.core.changes.change_rows import field_label
from workbench.core.changes.differences import changes
from workbench.core.changes.merge import FieldConflict, accepted_otherwise, status_otherwise
from workbench.core.editing.fields import field_name
from workbench.core.text import clean_line, counted
from workbench.errors import UsageProblem, WorkbenchError

if TYPE_CHECKING:
    from workbench.store.resolving import Decide, Unfinished

EXAMPLE = "example: workbench resolve saved/20260615-review-sentiment-7b93.toml"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="the decision's file, or its id")
    parser.add_argument("--all", action="store_true", help="every decision that git left unmerged")
    side = parser.add_mutually_exclusive_group()
    side.add_argument("--ours", action="store_true", help="where both sides changed a field: HEAD's value")
    side.add_argument("--theirs", action="store_true", help="where both sides changed a field: the other side's value")
    parser.add_argument("--add", action="store_true", help="tell git at once that it is merged (git add)")
    parser.add_argument("--json", action="store_true", help="answer as JSON; asks nothing")


def run(options: Namespace) -> int:
    """Merge what does not contradict, ask about what does; 1 when something is left to decide, 2 when unreadable."""
    code, answers = 0, []
    for path in _paths(options):
        answer: dict[str, Any] = {"file": clean_line(str(path))}
        try:
            found, more = _resolve(path, options)
        except WorkbenchError as problem:
            if not options.all:
                raise
            found, more = 2, {"problem": clean_line(str(problem))}
            _say(options, problem_text(problem, ""))
        code = max(code, found)
        answers.append(answer | more)
    if options.json:
        print_json({"files": answers})
    elif not answers:
        print("nothing to resolve")
    return code


def _paths(options: Namespace) -> list[Path]:
    from workbench.store.stages import unmerged

    if options.all == (options.file is not None):
        raise UsageProblem("which file?", "", "write FILE, or --all for every decision that git left unmerged")
    if options.all:
        return unmerged(saved_folder(options.saved))
    return [file_named(options.file, options.saved)]


def _resolve(path: Path, options: Namespace) -> tuple[int, dict[str, Any]]:
    from workbench.store import stages
    from workbench.store.resolving import settle, unfinished, write

    merge = unfinished(path)
    if merge is None:
        _say(options, f"{clean_line(str(path))}: nothing to resolve")
        return 0, {"written": False, "conflicts": []}
    names = {"ours": merge.sides.our_name, "theirs": merge.sides.their_name}
    if merge.sides.ours is None or merge.sides.theirs is None:
        return _deleted(merge, options, names)
    base, ours, theirs = merge.versions()
    _say(options, _heading(merge))
    merged = settle((base, ours, theirs), _decider(options))
    changed = [change.path for change in changes(ours.decision, merged.decision)]
    answer = names | {"merged": [clean_line(field_name(field)) for field in changed], "written": False, "added": False}
    answer |= {"conflicts": [_as_json(conflict) for conflict in merged.conflicts]}
    if merged.conflicts:
        _say(options, _left(merged.conflicts))
        return 1, answer
    write(merge, merged.text)
    if options.add:
        stages.add(path)
    frozen = accepted_otherwise(ours.decision, theirs.decision, merged.decision)
    told = [f"  changed against ours: {'; '.join(map(field_label, changed))}"] if changed else []
    told += [f"  look at it: one side accepted it with another {', '.join(frozen)}"] if frozen else []
    steps = status_otherwise(ours.decision, theirs.decision, merged.decision)
    told += [f"  look at it: {was} on one side, which cannot become {merged.decision.status}" for was in steps]
    told += [f"  not kept, its table is gone: {clean_line('.'.join(lost))}" for lost in merged.lost]
    told += ["  written, and added" if options.add else f"  written; when it is right: git add {clean_line(str(path))}"]
    _say(options, "\n".join(told))
    pointed_out = {"accepted_otherwise": list(frozen), "status_otherwise": list(steps)}
    return 0, answer | {"written": True, "added": options.add} | pointed_out


def _heading(merge: Unfinished) -> str:
    lines = [
        clean_line(str(merge.path)),
        f"  ours:   {merge.sides.our_name}",
        f"  theirs: {merge.sides.their_name}",
    ]
    if merge.sides.rebasing:
        lines.append("  In a rebase ours is what the commits are moved onto; theirs is the commit that is moved.")
    return "\n".join(lines)


def _deleted(merge: Unfinished, options: Namespace, names: dict[str, str]) -> tuple[int, dict[str, Any]]:
    gone, kept = ("ours", "theirs") if merge.sides.ours is None else ("theirs", "ours")
    where = clean_line(str(merge.path))
    lines = [_heading(merge)]
    if merge.sides.ours is None and merge.sides.theirs is None:
        lines.append(f"  Deleted on both sides: git rm {where}")
    else:
        lines.append(f"  Deleted on one side ({gone}), changed on the other ({kept}); nothing was written.")
        lines.append(f"  To keep it: git checkout --{kept} -- {where}, then git add {where}")
        lines.append(f"  To delete it: git rm {where}")
    _say(options, "\n".join(lines))
    return 1, names | {"written": False, "conflicts": [], "problem": f"deleted on one side, {gone}"}


def _decider(options: Namespace) -> Decide:
    if options.ours or options.theirs:
        return lambda _conflict, _decision: "ours" if options.ours else "theirs"
    if options.json or not sys.stdin.isatty():
        return lambda _conflict, _decision: None
    from workbench.cli.resolve_dialogue import ask

    return ask


def _left(conflicts: tuple[FieldConflict, ...]) -> str:
    from workbench.cli.resolve_dialogue import shown

    lines = [line for conflict in conflicts for line in ("", *shown(conflict))]
    count = counted(len(conflicts), "field")
    lines += ["", f"{count} to decide, nothing was written: run it at a terminal, or with --ours or --theirs"]
    return "\n".join(lines)


def _as_json(conflict: FieldConflict) -> dict[str, Any]:
    from workbench.cli.resolve_dialogue import plain_value

    values = {side: plain_value(getattr(conflict, side)) for side in ("base", "ours", "theirs")}
    return {
        "path": clean_line(field_name(conflict.path)),
        "label": field_label(conflict.path),
        **values,
        "why": conflict.why,
    }


def _say(options: Namespace, text: str) -> None:
    if not options.json:
        print(text)
