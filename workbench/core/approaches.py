"""What the approaches are called, and which of them train a model."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from workbench.core.inputs import APPROACHES, Option

TRAINING = frozenset({"fine-tuning", "rag+fine-tuning"})
ACTIONS: Mapping[str, str] = {
    "prompting": "Prompting",
    "caching": "Prompt caching",
    "other-model": "Another model",
    "corpus-in-prompt": "Corpus in the prompt",
    "rag": "RAG",
    "fine-tuning": "Fine-tune",
    "rag+fine-tuning": "RAG + fine-tuning",
    "undecided": "Undecided",
}
"""Each as a headline."""
_SAID: Mapping[str, str] = {
    "prompting": "prompting",
    "caching": "caching",
    "other-model": "another model",
    "corpus-in-prompt": "the corpus in the prompt",
    "rag": "RAG",
    "fine-tuning": "training",
    "rag+fine-tuning": "RAG with training",
}
"""Each within a sentence."""
_MOST_SAID = 3
REOPEN = "reopen"
SWITCHES = (REOPEN, *(approach for approach in APPROACHES if approach != "undecided"))
"""What a trigger may say to do: to look at the decision again, or to switch to an approach."""


def trained(option: Option) -> bool:
    """Whether an option trains a model of its own."""
    return "fine-tuning" in option.approach


_SAYS_TUNED = re.compile(r"(?<![a-z])(?:q?lora|(?:fine)?tun(?:e|ed|ing)|ft|sft|dpo)(?![a-z])")


def says_tuned(name: str) -> bool:
    """Whether a version's name speaks of a trained model: ``tuned v1``, ``lora-r8``; a tuned prompt is a prompt."""
    lowered = name.lower()
    return "prompt" not in lowered and _SAYS_TUNED.search(lowered) is not None


def said_for(approaches: Collection[str]) -> str:
    """Return what a reason speaks for, in words: ``RAG or training``; empty where it speaks for nearly everything.

    A hybrid is not said beside what it is made of.
    """
    whole = [name for name in _SAID if name in approaches and not (name == "rag+fine-tuning" and _in_parts(approaches))]
    if not whole or len(whole) > _MOST_SAID:
        return ""
    words = [_SAID[name] for name in whole]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _in_parts(approaches: Collection[str]) -> bool:
    return "rag" in approaches or "fine-tuning" in approaches
