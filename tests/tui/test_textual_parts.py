"""The parts of Textual that are not public and that the screens need: a new version of it that lacks one is told here.

Each is named with whom it belongs to. What is used anew, and is not public, has to be added, or done in a public way.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType

import pytest
from textual import app, driver
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.screen import Screen

import workbench.tui

ROOM = Path(workbench.tui.__file__).parent
VERSION = metadata.version("textual")
READ = {
    "_app": driver.Driver,
    "_auto_restart": driver.Driver,
    "_debug": driver.Driver,
    "_loop": driver.Driver,
    "_must_signal_resume": linux_driver.LinuxDriver,
    "_exit": app.App,
    "_compositor": Screen,
    "_dirty_widgets": Screen,
}
"""What is read or set, and who has it."""
OVERRIDDEN = {
    "_handle_exception": app.App,
    "_watch_theme": app.App,
    "_enable_mouse_support": linux_driver.LinuxDriver,
    "_sigtstp_application": linux_driver.LinuxDriver,
    "_sigcont_application": linux_driver.LinuxDriver,
}
"""What is done another way, and who does it."""
CALLED = {
    ChopsUpdate.__init__: ["chops", "spans", "chop_ends"],
    LayoutUpdate.__init__: ["strips", "region"],
    Compositor.__init__: [],
    Compositor.render_update: ["full", "screen_stack", "simplify"],
    Compositor.render_full_update: ["simplify"],
    Compositor.render_partial_update: [],
    XTermParser.__init__: ["debug"],
    XTermParser.feed: ["data"],
    Parser.tick: [],
    app.App._handle_exception: ["error"],
    app.App._watch_theme: ["theme_name"],
    linux_driver.LinuxDriver.run_input_thread: [],
}
"""What is called or overridden, and what it takes."""
PRIVATE = re.compile(r"_[a-z]\w*")


def modules() -> Iterator[tuple[ModuleType, ast.Module]]:
    for path in ROOM.rglob("*.py"):
        name = ".".join(path.relative_to(ROOM.parent.parent).with_suffix("").parts)
        yield import_module(name.removesuffix(".__init__")), ast.parse(path.read_text())


def own_names(tree: ast.AST) -> set[str]:
    """Return the private names that a piece of code defines: functions, attributes it sets, and variables."""
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and set_in(node)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and set_in(node)}
    return set(filter(PRIVATE.fullmatch, names))


def set_in(node: ast.Attribute | ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


@cache
def names_in(owner: type) -> frozenset[str]:
    """Return the private names that a class of Textual sets, reads or defines."""
    return frozenset(re.findall(r"(?:self\.|def )(_[a-z]\w*)", inspect.getsource(owner)))


@pytest.mark.parametrize(("name", "owner"), [*READ.items(), *OVERRIDDEN.items()])
def test_what_is_not_public_is_still_there(name: str, owner: type) -> None:
    files = [path.name for path in ROOM.rglob("*.py") if re.search(rf"\b{name}\b", path.read_text())]
    assert files, f"{name} is not used any more: take it out of the list"
    told = f"Textual {VERSION}: {owner.__name__} has no {name} any more, which {', '.join(files)} needs"
    assert name in names_in(owner), f"{told}: look for what took its place"


@pytest.mark.parametrize("called", CALLED, ids=lambda called: called.__qualname__)
def test_what_is_not_public_takes_what_it_took(called: object) -> None:
    taken = list(inspect.signature(called).parameters)[1:]  # type: ignore[arg-type]
    wanted = CALLED[called]  # type: ignore[index]
    assert taken == wanted, f"Textual {VERSION}: {called.__qualname__} takes {taken} now, and not {wanted}"  # type: ignore[attr-defined]


def test_nothing_else_that_is_not_public_is_used() -> None:
    trees = [tree for _, tree in modules()]
    ours = set().union(*map(own_names, trees)) - READ.keys()
    read = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    # A named tuple's own, underlined so that no field can have its name.
    assert set(filter(PRIVATE.fullmatch, read)) - ours - OVERRIDDEN.keys() - {"_replace"} <= READ.keys()


def test_no_name_of_ours_hides_one_of_textuals() -> None:
    """What is set on a widget or defined in its class takes the place of what Textual calls so, without a word."""
    known = OVERRIDDEN.keys() | READ.keys()
    for module, tree in modules():
        for node in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            bases = [base for base in getattr(module, node.name).__mro__ if base.__module__.startswith("textual")]
            taken = set().union(*map(names_in, bases))
            assert not (own_names(node) - known) & taken, f"in {module.__name__}.{node.name}"


def test_the_next_major_version_of_textual_is_not_installed_unseen() -> None:
    (wanted,) = [text for text in metadata.requires("tuning-workbench") or [] if text.startswith("textual")]
    assert f"<{int(VERSION.partition('.')[0]) + 1}" in wanted
