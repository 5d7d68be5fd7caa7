"""``workbench keys``: every key of the screens, what it does, and the plain command that does the same."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workbench.cli.common import print_json, problem_text, width
from workbench.core.keys.actions import ACTIONS, PLACES, SCREENS_ONLY, Action
from workbench.core.keys.keymap import Keymap
from workbench.core.keys.names import swallowed
from workbench.core.text import clean_line, pad, wrap

EXAMPLE = (
    "example: workbench keys --json\n"
    'in settings.toml, under [keys]: save = "f2", pane.costs = "C", list.down = ["down", "j"]'
)


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Print the keys; 1 when something in the settings is wrong."""
    from workbench.store.keymap import load_keymap
    from workbench.store.settings import settings_file

    keymap, problems = load_keymap()
    file = clean_line(str(settings_file()))
    if options.json:
        actions = [_entry(action, keymap) for action in ACTIONS]
        told = [{"problem": clean_line(str(one)), "hint": clean_line(one.hint)} for one in problems]
        print_json({"file": file, "actions": actions, "problems": told})
        return 1 if problems else 0
    for problem in problems:
        print(problem_text(problem))
    if problems:
        print("  What is wrong has its usual key.\n")
    _print_actions(keymap)
    print(
        f"\nAnswers, verdicts of a review and items of a list have their letters beside them.\nChange keys in {file}:"
    )
    print('  [keys]\n  save = "f2"\n  list.down = ["down", "j"]')
    return 1 if problems else 0


def _entry(action: Action, keymap: Keymap) -> dict[str, object]:
    keys = keymap.keys(action.id)
    return {
        "id": action.id,
        "keys": list(keys),
        "usual": list(action.keys),
        "changed": action.id in keymap.changed,
        "where": PLACES[action.where],
        "does": action.does,
        "command": action.command,
        "taken": {key: told for key in keys if (told := swallowed(key))},
    }


def _print_actions(keymap: Keymap) -> None:
    """Print the actions by place: id, keys, what it does; then the plain command, and what is changed."""
    ids = max(len(action.id) for action in ACTIONS)
    room = width() - ids - 21
    for place, name in PLACES.items():
        print(f"{name[0].upper()}{name[1:]}")
        for action in (action for action in ACTIONS if action.where == place):
            keys = pad(", ".join(keymap.keys(action.id)), 15)
            told = [line for text in (action.does, *_more(action, keymap)) for line in wrap(text, room)]
            print(f"  {pad(action.id, ids)}  {keys}  {told[0]}")
            for line in told[1:]:
                print(f"{'':{ids + 19}}  {line}")
        print()


def _more(action: Action, keymap: Keymap) -> list[str]:
    """Return what else is to be said of an action."""
    found = [f"changed; usually {', '.join(action.keys)}"] if action.id in keymap.changed else []
    found += [f"{key}: {told}; the palette has it too" for key in keymap.keys(action.id) if (told := swallowed(key))]
    return found if action.command == SCREENS_ONLY else [*found, f"plain: {action.command}"]
