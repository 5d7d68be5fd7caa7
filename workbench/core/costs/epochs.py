"""How many epochs are trained when none are given."""

from __future__ import annotations

from decimal import Decimal

DEFAULT_EPOCHS = 3


def default_epochs(rows: Decimal) -> int:
    """Return the epochs a provider takes when none are given, by the rows of the training file; none train nothing.

    OpenAI's published rule: 3 passes, more where that is under 100 examples seen, fewer over 25,000.
    https://github.com/openai/openai-cookbook/blob/main/examples/Chat_finetuning_data_prep.ipynb
    """
    count = int(rows)
    if count <= 0:
        return 0
    if count * DEFAULT_EPOCHS < 100:
        return min(25, 100 // count)
    if count * DEFAULT_EPOCHS > 25_000:
        return max(1, 25_000 // count)
    return DEFAULT_EPOCHS
