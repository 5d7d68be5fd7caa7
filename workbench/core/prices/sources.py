"""Where prices come from, as an option's source begins and ends; and from when on they are called old."""

from __future__ import annotations

OLD_AFTER = 90
"""Days after which a price is called old."""
BATCH = ", batch"
"""How the source of batch prices ends."""
SHIPPED = "genai-prices "
"""How the source of a catalogue's prices begins."""
OWN_TABLE = "workbench's table, "
"""How the source of a training price of ours begins."""
