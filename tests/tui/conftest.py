"""An app in a headless terminal, with its own folders and a frozen day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from workbench.tui.app import WorkbenchApp
from workbench.tui.desk import Desk
from workbench.tui.screens.main import Workbench

TODAY = date(2026, 11, 23)
NAMED = {
    " ": "space", ".": "full_stop", "$": "dollar_sign", "/": "slash", ",": "comma", "%": "percent_sign",
    "<": "less_than_sign", ">": "greater_than_sign", "=": "equals_sign", "-": "minus", "_": "underscore",
}  # fmt: skip


PATIENCE = 10.0
"""Seconds after which a test goes on although something is still under way."""
STILL = 3
"""Looks in a row that must find nothing: between a layout and what waits for it there is a moment without either."""


async def drained(*_: object) -> None:
    """Return when the loop has nothing more to run; Textual's own `wait_for_idle` sleeps a fiftieth of a second."""
    ready, quiet = asyncio.get_running_loop()._ready, 0  # type: ignore[attr-defined]
    while quiet < 3:
        await asyncio.sleep(0)
        quiet = 0 if ready else quiet + 1


@pytest.fixture(autouse=True)
def no_idle_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot waits for what is queued, not for time to pass."""
    for module in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", drained)


def to_be_drawn(app: WorkbenchApp) -> bool:
    """Whether another size is to be taken, the screen to be laid out or drawn, or something waits for that."""
    screen, resized = app.screen, app._resize_event is not None
    return bool(
        resized or screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks
    )


class Hand:
    """Types into the app and waits until it is done with each key."""

    def __init__(self, pilot: Pilot[None], app: WorkbenchApp) -> None:
        self.pilot, self.app = pilot, app

    @property
    def screen(self) -> Workbench:
        assert isinstance(self.app.screen, Workbench)
        return self.app.screen

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settled()

    async def type(self, text: str) -> None:
        await self.keys(*(NAMED.get(char, char) for char in text))

    async def settled(self) -> None:
        """Wait until no key is under way and nothing is queued or to be drawn; a condition, not a time."""
        await self._until(lambda: not self.app._busy and not self.app._waiting)
        await self.app.workers.wait_for_complete()
        await self._until(lambda: not to_be_drawn(self.app))

    async def _until(self, done: Callable[[], bool]) -> None:
        latest, times = monotonic() + PATIENCE, 0
        while times < STILL and monotonic() < latest:
            await self.pilot.pause()
            # An app that is told to end draws nothing more.
            times = times + 1 if done() or self.app._exit else 0
            if not times:
                # A thread may be what is waited for.
                await asyncio.sleep(0.001)

    def text(self, id: str) -> str:
        """Return what a section shows, as plain text."""
        rows = self.screen.query_one(f"#{id}").rows  # type: ignore[attr-defined]
        return "\n".join("".join(span.text for span in row) for row in rows)

    def line(self, id: str) -> str:
        return self.text(id).strip()


Opener = Callable[..., AbstractAsyncContextManager[Hand]]


@pytest.fixture
def open_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24), file: Path | None = None, theme: str = "dark", saved: Path | None = None
    ) -> AsyncIterator[Hand]:
        desk = Desk(saved or tmp_path / "saved")
        session = desk.open(file) if file is not None else desk.start()
        app = WorkbenchApp(desk, session, theme, TODAY)
        async with app.run_test(size=size) as pilot:
            hand = Hand(pilot, app)
            await hand.settled()
            yield hand

    return opened
