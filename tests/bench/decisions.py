"""Saved decisions to measure with: four options with prices, and as many copies as are asked for."""

from __future__ import annotations

from pathlib import Path

HEAD = """schema = 1
id = "{id}"
title = "{title}"
status = "accepted"
approach = "fine-tuning"
decided = 2026-11-23
rationale = "Measured."

[costs]
requests_per_month = 100000
horizon_months = 12
currency = "USD"
baseline = "prompt"
"""
OPTIONS = {
    "prompt": ("prompting", 500, 30, 60, ""),
    "cached": ("caching", 500, 30, 60, "cached_tokens = 400\ncached_price = 3\n"),
    "small": ("other-model", 500, 0.5, 1.5, ""),
    "tuned": ("fine-tuning", 100, 12, 12, "training_tokens = 2500000\nepochs = 1\ntraining_price = 8\n"),
}
TRIGGER = """
[trigger.volume]
when = "requests_per_month < 10000"
then = "prompting"
because = "under this volume training no longer pays"
"""


def write(folder: Path, count: int) -> list[Path]:
    """Write so many decisions and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        name = f"202611{number % 28 + 1:02d}-ticket-triage-{number:04x}"
        text = HEAD.format(id=name, title=f"Ticket triage {number}")
        for option, (approach, tokens, price_in, price_out, more) in OPTIONS.items():
            text += f'\n[costs.option.{option}]\napproach = "{approach}"\ninput_tokens = {tokens}\n'
            text += f"output_tokens = 200\ninput_price = {price_in}\noutput_price = {price_out}\n{more}"
        files.append(folder / f"{name}.toml")
        files[-1].write_text(text + TRIGGER)
    return files
