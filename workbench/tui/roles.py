"""Colour roles of the screens, as Rich styles made from a theme. A role may carry modifiers: ``muted+sel``."""

from __future__ import annotations

from rich.color import Color
from rich.style import Style
from textual.color import Color as Shade
from textual.theme import Theme

from workbench.store.themes import ThemeFile

_ON_DARK = ("#ffaf5f", "#5fd7d7", "#d787d7", "#87afff", "#afd75f", "#ff87af")
_ON_LIGHT = ("#af5f00", "#005f5f", "#87005f", "#005faf", "#5f5f00", "#af005f")


def to_textual(file: ThemeFile) -> Theme:
    """Return a theme file as Textual's theme, its further roles as variables."""
    colors = dict(file.colors)
    background = colors.setdefault("background", "#1c1c1c" if file.dark else "#ffffff")
    foreground = colors.setdefault("foreground", "#dadada" if file.dark else "#1c1c1c")
    colors.setdefault("accent", colors["primary"])
    variables = {f"role-{name}": value for name, value in file.roles.items()}
    if not file.ansi:
        page, ink = Shade.parse(background), Shade.parse(foreground)
        for name, share in (("surface", 0.16), ("panel", 0.10), ("secondary", 0.3)):
            colors.setdefault(name, page.blend(ink, share).hex6)
        for name, share in (("muted", 0.62), ("rule", 0.30)):
            variables.setdefault(f"role-{name}", page.blend(ink, share).hex6)
        variables.setdefault("role-strong", foreground)
        variables["input-cursor-background"] = foreground
        variables["input-cursor-foreground"] = background
        variables["input-selection-background"] = colors["accent"]
        variables["input-selection-foreground"] = background
    else:
        # What Textual's own styles ask of a theme with native colours.
        variables |= {
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border-blurred": "ansi_default",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-background": "ansi_white",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
        }
    series = file.series or (_ON_DARK if file.dark else _ON_LIGHT)
    for slot in range(6):
        variables[f"role-series{slot + 1}"] = series[slot % len(series)]
    return Theme(name=file.name, dark=file.dark, ansi=file.ansi, variables=variables, **colors)  # type: ignore[arg-type]


class Roles:
    """Styles by role name for one theme; made once for each role and kept.

    Modifiers, joined with ``+``: ``sel`` selected row, ``bar`` verdict line, ``edit`` edit field, ``cell`` reversed,
    ``bold``, ``under`` underlined, ``italic``.
    """

    def __init__(self, theme: Theme, monochrome: bool = False) -> None:
        self.theme = theme
        self._ansi = theme.ansi or monochrome
        self._monochrome = monochrome
        self._made: dict[str, Style] = {}

    def __getitem__(self, role: str) -> Style:
        style = self._made.get(role)
        if style is None:
            style = self._made[role] = self._make(role)
        return style

    def _make(self, role: str) -> Style:
        base, *modifiers = role.split("+")
        if self._ansi and "sel" in modifiers:
            # A selected row is reversed with no other colour in it, or it cannot be read in every palette.
            return Style(reverse=True, bold=base in {"strong", "label", "key"} or None)
        style = self._base(base)
        for modifier in modifiers:
            style += self._modifier(modifier)
        return style

    def _base(self, role: str) -> Style:
        theme = self.theme
        if self._ansi and role in {"muted", "rule", "label"}:
            return Style(dim=True, bold=role == "label" or None)
        named = {
            "text": theme.foreground,
            "strong": theme.variables.get("role-strong", theme.foreground),
            "muted": theme.variables.get("role-muted"),
            "label": theme.variables.get("role-muted"),
            "rule": theme.variables.get("role-rule"),
            "accent": theme.accent,
            "key": theme.accent,
            "good": theme.success or theme.accent,
            "warn": theme.warning or theme.accent,
            "bad": theme.error or theme.accent,
        }
        value = named.get(role) or theme.variables.get(f"role-{role}") or theme.foreground
        page = None if self._ansi else self._colour(theme.background)
        if self._monochrome and role == "bad":
            return Style(underline=True)
        return Style(color=self._colour(value), bgcolor=page, bold=role in {"strong", "label", "key"} or None)

    def _modifier(self, name: str) -> Style:
        if name in {"cell", "tab"} or (self._ansi and name == "edit"):
            return Style(reverse=True)
        plain = {"bold": Style(bold=True), "under": Style(underline=True), "italic": Style(italic=True)}
        if name in plain or self._ansi:
            return plain.get(name, Style())
        ground = {"sel": self.theme.surface, "bar": self.theme.panel, "edit": self.theme.secondary}
        return Style(bgcolor=self._colour(ground.get(name)))

    def _colour(self, value: str | None) -> Color | None:
        if value is None or value == "ansi_default" or self._monochrome:
            return None
        if value.startswith("ansi_"):
            return Color.parse(value.removeprefix("ansi_"))
        return Color.parse(value)
