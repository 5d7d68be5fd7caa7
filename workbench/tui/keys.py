"""Keys one after the other, however fast they come.

Over SSH several keys often arrive in one packet. Textual hands a key to the focused widget's queue, and lets what the
widget does not use bubble up to the app's queue, where bindings are looked up; the next key may by then have gone to
a widget that is about to lose the focus. So ``tab 1`` could write the 1 into the old cell, and ``2 enter`` could
answer a question instead of editing a cell. Here a key is finished, bindings included, before the next one starts.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import Generic, TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widget import Widget

from workbench.core.text import clean_paste

_PATIENCE = 2.0
R = TypeVar("R")


class OrderedKeys(App[R], Generic[R]):
    """An app that finishes each key, or pasted text, before the next."""

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._busy = False

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key that comes while another one is under way waits for its turn."""
        if isinstance(event, events.Paste):
            event.text = clean_paste(event.text)
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._busy:
            self._waiting.append(event)
        else:
            await self._start(event)

    async def _start(self, event: events.Key | events.Paste) -> None:
        self._busy = True
        target = self.focused or self.screen
        await super().on_event(event)
        if event.is_forwarded:
            way_up = [node for node in target.ancestors_with_self if node is not self]
            self._following = asyncio.create_task(self._follow(way_up))
        else:
            await self._finish()

    async def _follow(self, way_up: list[DOMNode]) -> None:
        """Wait until every widget on the way up had the key; it is then in the app's queue, or used."""
        for node in way_up:
            await _settle(node)
        if not self.call_later(self._finish):
            self._busy = False

    async def keys_taken(self) -> None:
        """Wait until what was typed into the focused widget has come to all that is above it."""
        target = self.focused or self.screen
        for node in [node for node in target.ancestors_with_self if node is not self]:
            await _settle(node)

    async def before_next_key(self) -> None:
        """Wait for what the last key began and has not finished, such as a sheet that rises."""

    async def _finish(self) -> None:
        await self.before_next_key()
        self._busy = False
        if self._waiting:
            await self._start(self._waiting.popleft())


async def in_time(event: asyncio.Event) -> None:
    """Wait for an event, but not for ever: a widget that hangs must not hang the keys."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), _PATIENCE)


async def _settle(node: MessagePump) -> None:
    """Wait until a widget has handled what is in its queue now."""
    done = asyncio.Event()
    if node.is_running and node.call_later(done.set):
        await in_time(done)


async def laid_out(screen: Widget) -> None:
    """Wait until new widgets have their place and size, so that the next key finds them drawn."""
    done = asyncio.Event()
    if screen.is_running and screen.call_after_refresh(done.set):
        await in_time(done)
