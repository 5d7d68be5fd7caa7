"""``workbench diff``: what changed in a decision between two versions, or between two decisions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from workbench.cli.common import is_file_name, named_folder, print_json, tell_newer
from workbench.cli.git_text import as_decision, committed_then, file_of
from workbench.core.record.decision import Decision
from workbench.core.text import clean_line
from workbench.errors import UsageProblem
from workbench.store.git import GitProblem
from workbench.store.history import Past, Version

EXAMPLE = "example: workbench diff 20260615-review-sentiment-7b93 --at 2026-11-01"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it says, what it is, and the commit it is from; None for a file as it is on disk."""

    decision: Decision
    told: str
    version: Version | None


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "id", metavar="ID", help="id of the decision, as much of its start as is unique, or its last 4 digits"
    )
    parser.add_argument("other", metavar="OTHER", nargs="?", help="another decision to hold it against")
    parser.add_argument(
        "--at",
        metavar="REF",
        help="a commit, branch, tag or day (2026-11-01) to hold the file against, or two of them, A..B; "
        "the last commit when left out",
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument(
        "--exit-code",
        action="store_true",
        help="exit 1 when something differs, as git diff does; else 0; without --at only what is not committed counts",
    )


def run(options: Namespace) -> int:
    """Print what differs, field by field, and which figures follow."""
    from workbench.core.changes.change_rows import consequences, described

    if options.other is not None and options.at is not None:
        raise UsageProblem("two ways at once", "OTHER and --at", "leave one of them out")
    before, after = _sides(options)
    rows = described(before.decision, after.decision)
    follows = consequences(before.decision, after.decision, date.today())
    if options.json:
        from workbench.cli.diff_text import answer

        print_json(answer(before, after, rows, follows))
    else:
        from workbench.cli.diff_text import told

        print("\n".join(told(before, after, rows, follows)))
    return 1 if options.exit_code and rows else 0


def _sides(options: Namespace) -> tuple[Side, Side]:
    file = _file(options, options.id)
    if options.other is not None:
        return _on_disk(file), _on_disk(_file(options, options.other))
    if options.at is None:
        return _latest(file, options.exit_code)
    first, dots, second = options.at.partition("..")
    if second.startswith("."):
        raise UsageProblem("not two versions", f"“{clean_line(options.at)[:80]}”", "write A..B, with two dots")
    if not dots:
        return _committed(file, options.at), _on_disk(file)
    return _committed(file, first or "HEAD"), _committed(file, second or "HEAD")


def _file(options: Namespace, id: str) -> Path:
    return Path(id) if is_file_name(id) else file_of(named_folder(options.saved), id, options.at)


def _latest(file: Path, only_uncommitted: bool) -> tuple[Side, Side]:
    """Return what is not committed against the last commit; with nothing of that, what the last commit changed.

    Args:
        only_uncommitted: Hold it against the last commit all the same: nothing differs then.
    """
    from workbench.store.git_status import is_uncommitted
    from workbench.store.history import at_version, versions
    from workbench.store.journal import folder_of

    found = versions(file)
    if not found:
        hint = "commit it, or hold it against another decision: workbench diff ID OTHER"
        raise GitProblem("no version to hold it against", f"{clean_line(file.name)} was never committed", hint)
    if only_uncommitted or is_uncommitted(file):
        return _committed(file, "HEAD"), _on_disk(file)
    earlier = (at_version(file, version) for version in found[1:])
    before = next((past for past in earlier if past is not None), None)
    after = _committed(file, "HEAD")
    kept = is_uncommitted(file, folder_of(file))
    told = "only its journal has uncommitted entries" if kept else "nothing is uncommitted"
    after = replace(after, told=f"{after.told} ({told})")
    if before is None:
        return replace(after, told="nothing: it has only one version"), after
    return _side(file, before), after


def _on_disk(file: Path) -> Side:
    from workbench.store.decisions import open_decision

    opened = open_decision(file)
    tell_newer(opened.read_only)
    return Side(opened.decision, f"{clean_line(file.name)}, the file as it is", None)


def _committed(file: Path, ref: str) -> Side:
    found = committed_then(file, ref)
    return Side(found.decision, found.told, found.version)


def _side(file: Path, past: Past) -> Side:
    return Side(as_decision(file, past), past.version.told, past.version)
