"""The app's dress: themes, colours and signs for the terminal at hand, and what the settings remember of them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from workbench.errors import FileProblem, WorkbenchError
from workbench.store.settings import load_settings, save_settings
from workbench.store.themes import ThemeFile, find_themes
from workbench.tui.keys import OrderedKeys
from workbench.tui.roles import Roles, to_textual

_PLAIN = "sixteen"


class Dressed(OrderedKeys[None]):
    """An app in one of the themes.

    Args:
        theme: The one asked for; else that of the settings, else the terminal's usual one.
    """

    def __init__(self, theme: str | None) -> None:
        monochrome = "NO_COLOR" in os.environ
        # With NO_COLOR an ANSI theme paints black on black unless native colours are asked for at construction.
        super().__init__(ansi_color=True if monochrome else None)
        self.monochrome = monochrome
        # A locale that is not UTF-8: every sign of ours has one ASCII character in its place.
        self.ascii_only = not (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")
        self.themes_found: list[ThemeFile] = []
        self.theme_problems: list[FileProblem] = []
        self._load_themes()
        self.settings, problem = load_settings()
        self.told_of_settings = problem.brief if problem else ""
        wanted = _PLAIN if monochrome else theme or self.settings.theme or _usual_theme()
        if wanted not in self.available_themes:
            self.told_of_settings, wanted = f"there is no theme {wanted}; the dark one is shown", "dark"
        self.roles = Roles(self.available_themes[wanted], monochrome)
        self.theme = wanted
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"

    @property
    def told_of_themes(self) -> str:
        """What is wrong with the first theme that cannot be used; empty where all can."""
        return self.theme_problems[0].brief if self.theme_problems else ""

    def _load_themes(self) -> None:
        for name in list(self.available_themes):
            self.unregister_theme(name)
        self.themes_found, self.theme_problems = find_themes()
        for file in self.themes_found:
            self.register_theme(to_textual(file))

    def _watch_theme(self, theme_name: str) -> None:
        self.roles = Roles(self.available_themes[theme_name], self.monochrome)
        super()._watch_theme(theme_name)

    def remember_theme(self, name: str) -> None:
        """Keep the theme for the next start.

        Raises:
            WorkbenchError: The settings cannot be written.
        """
        self.settings = self.settings._replace(theme=name)
        save_settings(self.settings)

    def remember_commits(self) -> bool:
        """Turn committing what is saved on or off; return whether it is on now.

        Raises:
            WorkbenchError: The settings cannot be written.
        """
        self.settings = self.settings._replace(commit="no" if self.settings.commits else "yes")
        save_settings(self.settings)
        return self.settings.commits

    def remember_author(self, name: str) -> None:
        """Keep who reviews for the next time; where that cannot be written it is asked again."""
        self.settings = self.settings._replace(author=name)
        with suppress(WorkbenchError):
            save_settings(self.settings)

    def remember_tour(self) -> None:
        """Offer the tour no more; where that cannot be written it is offered again."""
        self.settings = self.settings._replace(toured="yes")
        with suppress(WorkbenchError):
            save_settings(self.settings)

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles anew; before the first screen there are none to read, they take the theme's colours alone."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())


def _usual_theme() -> str:
    """Return the theme for a first start: the terminal's own colours where it has only 16."""
    term, depth = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    return "dark" if depth or "256" in term or "direct" in term else _PLAIN
