"""What was accepted and is not as it was accepted: found by the approvals in a journal, and by git where it watches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from workbench.core.record.decision import Decision
from workbench.core.record.lifecycle import WAS_ACCEPTED, frozen_changes
from workbench.core.record.text_hash import text_hash
from workbench.errors import WorkbenchError
from workbench.store.findings import Finding, Record
from workbench.store.places import top_around

_SEEN = frozenset({"approve", "keep"})


def check_frozen(saved: Path, records: Sequence[Record]) -> Iterator[Finding]:
    """Yield the accepted decisions of a folder whose frozen fields were changed, and approvals of another text.

    A frozen field may have been changed on purpose: once somebody has approved or kept the text as it now is, it is
    no finding any more. Without a repository, or where git refuses, only the approvals tell.
    """
    known = _known(saved) if records else {}
    for record in records:
        if record.decision.status not in WAS_ACCEPTED or record.read_only is not None:
            continue
        now = text_hash(record.decision)
        looked = [entry for entry in record.journal.entries if entry.verdict in _SEEN and entry.text_hash]
        if any(entry.text_hash == now for entry in looked):
            continue
        changed, commit = _changed(record, known.get(record.path.name, ()))
        if changed:
            told = f"{', '.join(changed)} changed after it was accepted in {commit[:10]}"
            own = record.decision.id
            mend = f"workbench diff {own} --at {commit[:10]} shows it; take it back, supersede it, or review {own}"
            yield record.finding("frozen", changed[0], told, f"{mend} --verdict approve")
        elif approved := [entry for entry in looked if entry.verdict == "approve"]:
            last = approved[-1]
            told = f"{last.by or 'somebody'} approved another text of it on {last.at:%Y-%m-%d}"
            yield record.finding("approval", "", told, "have it approved as it now is", note=True)


def _known(saved: Path) -> Mapping[str, Sequence[str]]:
    """Return the commits of each file, nothing where git does not tell."""
    from workbench.store.history import commits

    with suppress(WorkbenchError):
        if top_around(saved) is not None:
            return commits(saved)
    return {}


def _changed(record: Record, commits: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return the frozen fields that differ from those accepted, and the commit that accepted them."""
    for commit in reversed(commits):
        with suppress(WorkbenchError):
            then = _then(record.path, commit)
            if then is not None and then.status in WAS_ACCEPTED:
                return frozen_changes(then, record.decision), commit
    return (), ""


def _then(path: Path, commit: str) -> Decision | None:
    """Return a decision as it was committed; None where a newer version wrote it."""
    from workbench.store.decisions import read_version
    from workbench.store.history import past

    found = past(path, commit)
    decision, newer = read_version(found.text, path)
    return decision if newer is None else None
