"""Files behind the screen: what is open, the draft beside it, the flowchart asked. No widget knows a path."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.editing.fields import field_name, field_path
from workbench.core.editing.session import Session, dated, fresh, with_usual_options, without_empty_options
from workbench.core.editing.trigger_ids import with_ids_following
from workbench.core.flows.flowchart import Flowchart
from workbench.core.record.decision import Decision, with_value
from workbench.core.record.lifecycle import WAS_ACCEPTED, successor
from workbench.errors import FileProblem, WorkbenchError
from workbench.store.flows import load_named_flow
from workbench.store.places import drafts_folder

if TYPE_CHECKING:
    from workbench.core.changes.merge import Choices
    from workbench.store.decisions import Opened
    from workbench.store.drafts import Draft


class Desk:
    """One sitting's files.

    Args:
        saved: The folder of saved decisions; it may not exist yet.
    """

    def __init__(self, saved: Path) -> None:
        self.saved = saved
        self.opened: Opened | None = None
        self._draft_file: Path | None = None
        self._drafted: Session | None = None
        self.kept: Path | None = None
        """The draft on disk, while it holds what was not saved."""
        self._measured: tuple[Path | None, int, frozenset[str]] = None, 0, frozenset()
        self._left: set[Path] = set()

    @property
    def file_name(self) -> str:
        """Name of the open file; empty for a new decision."""
        return self.opened.path.name if self.opened is not None else ""

    @property
    def read_only(self) -> FileProblem | None:
        """Why the open file cannot be saved; None where it can."""
        return self.opened.read_only if self.opened is not None else None

    def measured(self) -> frozenset[str]:
        """Return the metrics that have a reading in the journal of the open file.

        It is read anew once an entry came or went: this is asked with every key.
        """
        if self.opened is None:
            return frozenset()
        from workbench.store.journal import folder_of, read_journal

        path = self.opened.path
        try:
            changed = folder_of(path).stat().st_mtime_ns
        except OSError:
            return frozenset()
        if self._measured[:2] != (path, changed):
            names = frozenset(name for entry in read_journal(path).entries for name in entry.reading)
            self._measured = path, changed, names
        return self._measured[2]

    @property
    def is_accepted_on_disk(self) -> bool:
        """Whether the open file, as it is now, was accepted."""
        try:
            return self.opened is not None and _open(self.opened.path).decision.status == "accepted"
        except WorkbenchError:
            return False

    @property
    def brought(self) -> str:
        """The fields that somebody else had changed and that the last save brought in."""
        if self.opened is None or not self.opened.merged:
            return ""
        from workbench.core.changes.change_rows import field_label

        return "; ".join(map(field_label, self.opened.merged))

    def flow(self, name: str) -> Flowchart:
        """Return the flowchart of that name or file.

        Raises:
            WorkbenchError: It is not found or not sound.
        """
        return load_named_flow(name, self.saved)

    def start(self) -> Session:
        """Return a new, empty decision."""
        self.opened = None
        return Session.start(fresh())

    def open(self, path: Path) -> Session:
        """Return a saved decision to work on.

        Raises:
            WorkbenchError: The file cannot be read or is not a decision.
        """
        self.opened = _open(path)
        return Session.start(with_usual_options(self.opened.decision))

    def save(
        self, session: Session, today: date, as_new: bool = False, choices: Choices | None = None, seen: str = ""
    ) -> Session:
        """Write the decision; half-typed text stays pending.

        Args:
            choices: Which side is taken where somebody else changed a field too; `seen` is the `Conflict.digest` that
                was asked about.

        Raises:
            WorkbenchError: It changed on disk, or cannot be written; nothing was written.
        """
        from workbench.store.saving import save, save_as_new, save_merged

        decision = with_ids_following(session, without_empty_options(session.decision))
        if session.stored.status not in WAS_ACCEPTED:
            # The day belongs to what was accepted, also where it was accepted without one.
            decision = dated(decision, today)
        if as_new:
            self.opened = save_as_new(self.opened, decision, self.saved, today)
        elif choices and self.opened is not None:
            self.opened = save_merged(self.opened, decision, choices, seen)
        else:
            self.opened = save(self.opened, decision, self.saved, today)
        stored = session.saved(with_usual_options(self.opened.decision))
        if self.opened.merged:
            from workbench.core.changes.merge import with_changes

            # Taking back an edit of ours must not take back what somebody else did.
            past = tuple(with_changes(earlier, decision, self.opened.decision) for earlier in stored.past)
            stored = replace(stored, past=past)
        if not stored.pending:
            self.drop_draft()
        return stored

    def start_successor(self, old: Decision, today: date) -> Session:
        """Return a new decision that starts from an old one and takes its place; nothing is written yet."""
        self.opened = None
        decision = successor(old, with_value(old, ("id",), ""), old.title, today)
        return Session.start(with_usual_options(decision), fresh())

    def supersede(self, session: Session, today: date) -> Session:
        """Write the decision as one that takes the open one's place; that one's file stays as it is.

        Raises:
            WorkbenchError: It cannot be written.
        """
        from workbench.store.saving import save_as_new

        assert self.opened is not None
        decision = with_ids_following(session, without_empty_options(session.decision))
        newer = successor(self.opened.decision, decision, decision.title, today)
        self.opened = save_as_new(self.opened, newer, self.saved, today)
        stored = session.saved(with_usual_options(self.opened.decision))
        if not stored.pending:
            self.drop_draft()
        return stored

    def keep_draft(self, session: Session) -> None:
        """Write the draft when something is unsaved and it changed since.

        Raises:
            WorkbenchError: It cannot be written.
        """
        from workbench.store.drafts import Draft, draft_file, write_draft

        if session is self._drafted:
            return
        self._draft_file = self._draft_file or draft_file()
        if session.unsaved:
            opened = self.opened
            draft = Draft(
                decision=session.decision,
                saved=self.saved,
                saved_at=datetime.now(UTC),
                pending={field_name(path): text for path, text in session.pending.items()},
                path=opened.path if opened else None,
                base_text=opened.text if opened else None,
                digest=opened.digest if opened else None,
            )
            write_draft(draft, self._draft_file)
            self.kept = self._draft_file
        elif self._drafted is not None:
            self.drop_draft()
        self._drafted = session

    def drop_draft(self) -> None:
        """Remove this sitting's draft; one that cannot be removed is offered again, which loses nothing."""
        from workbench.store.drafts import discard_file

        self.kept = None
        if self._draft_file is not None:
            with suppress(WorkbenchError):
                discard_file(self._draft_file)

    def discard(self, session: Session) -> None:
        """Throw away what is unsaved in a session: its draft goes, and is not written again."""
        self.drop_draft()
        self._drafted = session

    def leave_draft(self) -> None:
        """Leave the draft of what is open on disk; another decision gets a draft of its own."""
        if self._draft_file is not None:
            self._left.add(self._draft_file)
        self._draft_file = None

    def drafts(self) -> tuple[list[Draft], list[FileProblem]]:
        """Return drafts of this folder that were left behind, newest first, and those that are broken."""
        if not any(drafts_folder().glob("*.toml")):
            return [], []
        from workbench.store.drafts import offered

        return offered(self.saved, left=self._left)

    def open_elsewhere(self) -> list[int]:
        """Return the processes that hold unsaved work at this folder, and are not this one."""
        if not any(drafts_folder().glob("*.toml")):
            return []
        from workbench.store.drafts import running

        return running(self.saved)

    def take_up(self, draft: Draft) -> Session:
        """Return the session of a draft; the draft stays on disk until this sitting's own is written."""
        stored: Decision | None = None
        self.opened = None
        if draft.path is not None:
            try:
                opened: Opened | None = _open(draft.path)
            except WorkbenchError:
                opened = None
            if opened is not None:
                # Only when the file is still as it was may saving go over it; else it is saved as new.
                self.opened = opened if opened.text == draft.base_text else None
                stored = opened.decision
        session = Session.start(with_usual_options(draft.decision), with_usual_options(stored) if stored else fresh())
        for name, text in draft.pending.items():
            session = session.confirmed(field_path(name), text)
        from workbench.store.drafts import discard

        # Where ours cannot be written the old one stays, and where that cannot be removed it is offered again.
        with suppress(WorkbenchError):
            self.keep_draft(session)
            discard(draft)
        return session


def _open(path: Path) -> Opened:
    """Read a decision; what reads them is loaded with the first one, a new decision need not wait for it."""
    from workbench.store.decisions import open_decision

    return open_decision(path)
