"""Write the README's picture: the Costs pane as the app exports it. ``python -m tests.picture``."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import date
from pathlib import Path

from workbench.tui.app import WorkbenchApp
from workbench.tui.desk import Desk

ROOT = Path(__file__).parents[1]
FILE = ROOT / "saved" / "20260615-review-sentiment-7b93.toml"


async def draw() -> str:
    desk = Desk(ROOT / "saved")
    app = WorkbenchApp(desk, desk.open(FILE), "dark", date(2026, 11, 23))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        for key in ("down", "right", "down"):
            await pilot.press(key)
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="workbench")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder, "TERM": "xterm-256color"}
        picture = asyncio.run(draw())
    # Viewers that follow the letter of XML would drop the blanks that columns are made of.
    (ROOT / "docs" / "costs.svg").write_text(picture.replace("<text ", '<text xml:space="preserve" '), encoding="utf-8")
