"""The shipped themes against the contrast that WCAG 2.2 asks for (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""

from __future__ import annotations

import pytest
from rich.style import Style

from workbench.store.themes import ThemeFile, find_themes
from workbench.tui.roles import Roles, to_textual

WORDS = ("text", "strong", "accent", "key", "good", "warn", "bad")
SERIES = tuple(f"series{number}" for number in range(1, 7))
OWN_COLOURS = [theme for theme in find_themes({})[0] if not theme.ansi]


def luminance(red: int, green: int, blue: int) -> float:
    """Relative luminance of an sRGB colour, 0..1."""
    shares = (part / 255 for part in (red, green, blue))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style: Style) -> float:
    """Contrast of a style's ink on its ground, 1..21."""
    assert style.color is not None and style.bgcolor is not None
    ink, ground = (luminance(*colour.get_truecolor()) for colour in (style.color, style.bgcolor))
    return (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)


def test_black_on_white_is_the_known_extreme() -> None:
    assert contrast(Style(color="#000000", bgcolor="#ffffff")) == pytest.approx(21)
    assert contrast(Style(color="#767676", bgcolor="#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
def test_every_word_can_be_read_where_it_stands(theme: ThemeFile) -> None:
    roles = Roles(to_textual(theme))
    stands = [f"{word}{ground}" for word in WORDS for ground in ("", "+sel", "+bar")]
    # A selected row raises muted words to plain text, an edit field holds only these.
    stands += ["muted", "label", "muted+bar", "text+edit", *SERIES]
    assert {role: round(found, 1) for role in stands if (found := contrast(roles[role])) < 4.5} == {}


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
def test_the_lines_of_a_chart_can_be_told_from_any_ground(theme: ThemeFile) -> None:
    roles = Roles(to_textual(theme))
    stands = [f"{series}{ground}" for series in SERIES for ground in ("", "+sel", "+bar")]
    assert {role: round(found, 1) for role in stands if (found := contrast(roles[role])) < 3} == {}


def test_the_high_contrast_theme_reaches_what_its_file_promises() -> None:
    theme = next(theme for theme in OWN_COLOURS if theme.name == "contrast")
    roles = Roles(to_textual(theme))
    assert {role: found for role in (*WORDS, "muted", *SERIES) if (found := contrast(roles[role])) < 10} == {}


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
def test_a_selected_row_and_an_edit_field_have_a_ground_of_their_own(theme: ThemeFile) -> None:
    roles = Roles(to_textual(theme))
    grounds = {str(roles[f"text{ground}"].bgcolor) for ground in ("", "+sel", "+edit")}
    assert len(grounds) == 3


@pytest.mark.parametrize("name", ["only-a-name", "only-a-name-light"])
def test_a_theme_with_nothing_but_a_name_and_a_colour_can_be_read(name: str) -> None:
    light = name.endswith("light")
    primary = {"primary": "#005f87" if light else "#5fd7d7"}
    theme = ThemeFile(name, not light, False, primary, {}, (), OWN_COLOURS[0].path, False)
    roles = Roles(to_textual(theme))
    stands = ("text", "text+sel", "text+bar", "text+edit", "strong", "muted", "accent", "good", "warn", "bad", *SERIES)
    assert {role: round(found, 1) for role in stands if (found := contrast(roles[role])) < 4.5} == {}
