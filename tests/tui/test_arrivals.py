"""What comes from the terminal: pasted text is pasted, whatever it holds and however it is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from workbench.core.text import clean_line
from workbench.tui.arrivals import END, START, Arrivals

HOSTILE = st.text(st.sampled_from("ab [1~0;\x1b\x9b\u202e\x03\x11q\t\n\r"), max_size=40) | st.lists(
    st.sampled_from(["\x1b[A", "\x1b[20", "\x1b[200~", "\x1b", "\x1b[<0;1;1M", "q", "y\n", "\x1b]52;c;eA==\x07"])
).map("".join)
KEYS = st.text("yn[1", max_size=6)


def messages(pieces: list[str]) -> list[Message]:
    parser, arrivals = XTermParser(), Arrivals()
    return [message for piece in pieces if (text := arrivals.feed(piece)) for message in parser.feed(text)]


def cut(text: str, at: list[int]) -> list[str]:
    places = sorted({0, len(text), *(place % (len(text) + 1) for place in at)})
    return [text[start:end] for start, end in pairwise(places)]


@given(KEYS, HOSTILE, KEYS, st.lists(st.integers(0, 200), max_size=12))
def test_pasted_text_is_one_paste_and_presses_no_key(before: str, body: str, after: str, at: list[int]) -> None:
    body = body.replace(END, "")
    found = messages(cut(before + START + body + END + after, at))
    keys = [message.character for message in found if isinstance(message, events.Key)]
    assert "".join(key or "" for key in keys) == before + after
    pastes = [message.text for message in found if isinstance(message, events.Paste)]
    lines = body.replace("\r", "\n").replace("\t", "\n").split("\n")
    assert [paste.replace("\r", "\n").replace("\t", "\n").split("\n") for paste in pastes] == [
        [clean_line(line) for line in lines]
    ]


@given(st.sampled_from(["\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1b[3~", "\x1b[<35;10;5M", "\x1b[?2026;2$y"]), st.data())
def test_a_sequence_that_is_cut_is_known_to_be_begun(sequence: str, data: st.DataObject) -> None:
    arrivals = Arrivals()
    assert not arrivals.is_begun
    at = data.draw(st.integers(2, len(sequence) - 1))
    assert arrivals.feed(sequence[:at]) == sequence[:at]
    assert arrivals.is_begun
    assert arrivals.feed(sequence[at:]) == sequence[at:]
    assert not arrivals.is_begun


@pytest.mark.parametrize("pieces", [["\x1b2"], ["\x1b", "2"], ["a\x1b\x1b", "\x1b[A2"], ["\x1b.y"],
                                    ["\x1b\x13Ti"], ["\x1b", "\x13Ti"], ["\x1b\r2"], ["\x1b\t1"]])  # fmt: skip
def test_escape_and_what_is_typed_quickly_after_it_are_keys_of_their_own(pieces: list[str]) -> None:
    wanted = {"\x1b2": "escape 2", "a\x1b\x1b\x1b[A2": "a escape escape up 2", "\x1b.y": "escape full_stop y"}
    wanted |= {"\x1b\x13Ti": "escape ctrl+s T i", "\x1b\r2": "escape enter 2", "\x1b\t1": "escape tab 1"}
    keys = [message.key for message in messages(pieces) if isinstance(message, events.Key)]
    assert " ".join(keys) == wanted["".join(pieces)]


def test_the_escape_key_alone_is_held_until_it_is_known_to_be_alone() -> None:
    parser, arrivals = XTermParser(), Arrivals()
    assert arrivals.feed("a\x1b") == "a"
    assert not arrivals.is_begun
    (key,) = parser.feed(arrivals.waited())
    assert isinstance(key, events.Key) and key.key == "escape"
    assert arrivals.waited() == ""


@given(st.lists(st.integers(1, 20)))
def test_an_arrow_cut_anywhere_is_an_arrow(at: list[int]) -> None:
    keys = [
        message.key for message in messages(cut("\x1b[A\x1b[1;5C\x1bOP\x1b[3~", at)) if isinstance(message, events.Key)
    ]
    assert keys == ["up", "ctrl+right", "f1", "delete"]


@pytest.mark.parametrize("letter", ["b", "f", "\x7f"])
@pytest.mark.parametrize("in_text", [True, False])
def test_escape_and_b_are_two_keys_where_there_are_no_words_to_go_along(letter: str, in_text: bool) -> None:
    parser, arrivals = XTermParser(), Arrivals(lambda: in_text)
    keys = [message.key for message in parser.feed(arrivals.feed("\x1b" + letter)) if isinstance(message, events.Key)]
    assert len(keys) == (1 if in_text else 2)
    assert (keys[0] == "escape") != in_text


class Line:
    """What the driver does with a line: keys and pastes as they come, silence where there is some."""

    def __init__(self) -> None:
        self.parser, self.arrivals = XTermParser(), Arrivals()
        self.pasted, self.keys = "", ""

    def take(self, text: str) -> None:
        for message in self.parser.feed(text) if text else ():
            if isinstance(message, events.Paste):
                self.pasted += message.text
            elif isinstance(message, events.Key):
                self.keys += message.character or message.key

    def comes(self, *pieces: str) -> None:
        for piece in pieces:
            self.take(self.arrivals.feed(piece))

    def rests(self) -> None:
        self.take(self.arrivals.waited())
        self.take(self.arrivals.silent())


@pytest.mark.parametrize("end", ["\x1b", "\x03"])
def test_a_paste_without_its_end_is_kept_and_ended_by_escape(end: str) -> None:
    line = Line()
    line.comes("y" + START + "half of ", "a text\x1b[20")
    assert not line.pasted
    line.rests()
    assert line.arrivals.waits_for_end
    assert line.pasted == "half of a text"
    line.comes("q", "1")
    line.rests()
    assert line.keys == "y"
    line.comes(end)
    line.take(line.arrivals.waited())
    assert not line.arrivals.is_pasting
    line.comes("n")
    assert line.keys == "yn"
    assert line.pasted.startswith("half of a text") and line.pasted.endswith("q1")


@given(HOSTILE, st.lists(st.integers(0, 200), max_size=8), st.data())
def test_a_paste_that_rests_anywhere_is_one_text_and_presses_no_key(
    body: str, at: list[int], data: st.DataObject
) -> None:
    body = body.replace(END, "")
    line = Line()
    for piece in cut(START + body + END, at):
        # A piece that is nothing but one of these is taken for the end, in a paste that has rested.
        if line.arrivals.waits_for_end and piece in {"\x03", "\x1b"}:
            return
        line.comes(piece)
        if line.arrivals.is_pasting and data.draw(st.booleans()):
            line.take(line.arrivals.silent())
    line.comes("n")
    assert line.keys == "n"
    assert not line.arrivals.is_pasting
    lines = body.replace("\r", "\n").replace("\t", "\n").split("\n")
    assert line.pasted.replace("\r", "\n").replace("\t", "\n").split("\n") == [clean_line(one) for one in lines]


def test_a_key_quickly_after_the_escape_that_ends_a_paste_is_a_key() -> None:
    line = Line()
    line.comes(START + "text")
    line.rests()
    line.comes("\x1b", "\x1b", "[A", "\x1b2")
    assert (line.pasted, line.keys) == ("text", "upescape2")


def test_the_end_of_a_paste_may_be_split_after_its_escape() -> None:
    line = Line()
    line.comes(START + "text")
    line.rests()
    line.comes("\x1b", "[20", "1~", "2")
    assert (line.pasted, line.keys) == ("text", "2")
