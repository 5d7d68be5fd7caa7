"""What is wrong with the saved folder: the findings of ``workbench validate``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.decisions import decision_paths, open_decision
from workbench.store.findings import Finding, Record, unreadable
from workbench.store.folder_checks import check_journal, check_links, check_orphans
from workbench.store.frozen_checks import check_frozen
from workbench.store.journal import read_journal
from workbench.store.migrate import upgraded
from workbench.store.record_checks import check_record
from workbench.store.toml_text import parse_toml


def findings(saved: Path, tell: Callable[[int, int], None] = lambda done, of: None) -> list[Finding]:
    """Return everything wrong in a saved folder: what cannot be read, each file, what is between them.

    Args:
        saved: The folder.
        tell: Is told before each file how many have been read, of how many.
    """
    found: list[Finding] = []
    records: list[Record] = []
    try:
        paths = decision_paths(saved)
    except FileProblem as problem:
        return [unreadable(problem)]
    for done, path in enumerate(paths):
        tell(done, len(paths))
        try:
            records.append(_record(path))
        except FileProblem as problem:
            found.append(unreadable(problem))
    ids = {clean_line(path.stem) for path in paths}
    for record in records:
        found += [*check_record(record), *check_journal(record)]
    found += check_frozen(saved, records)
    return [*found, *check_links(records, ids), *(check_orphans(saved, ids) if saved.exists() else ())]


def _record(path: Path) -> Record:
    opened = open_decision(path)
    raw = parse_toml(opened.text, path)
    return Record(path, opened.text, raw, upgraded(raw), opened.decision, opened.read_only, read_journal(path))
