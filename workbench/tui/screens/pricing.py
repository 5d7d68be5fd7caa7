"""Prices from the catalogue: a sheet to search its models, and what taking one of them changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.core.amounts import show
from workbench.core.figures import sign
from workbench.core.inputs import Option
from workbench.core.prices.catalogue import Catalogue, Model, search
from workbench.core.prices.catalogue import told as rates_told
from workbench.core.prices.option_prices import news, origin, take
from workbench.core.record.decision import with_value
from workbench.errors import ValueProblem, WorkbenchError
from workbench.tui.bound import key_of
from workbench.tui.panes.cost_table import option_at
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.picker import Item, Picker

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench

_BATCH = " batch"


def pick_prices(screen: Workbench, _: str = "") -> None:
    """Raise the sheet for the option the cursor stands on; ask which one where it stands on none."""
    form = screen.query_one("#inputs", Form)
    name = option_at(form.cursor.path) if form.cursor else None
    options = screen.session.committed.costs.option
    if name is not None:
        _pick_model(screen, name)
    elif options:
        items = [Item(name, name, origin(option, screen.today)) for name, option in options.items()]
        screen.open_sheet(Picker("Prices for which option?", items, lambda name: _pick_model(screen, name)))
    else:
        screen.tell(f"no options yet: {key_of('costs.option')} adds one")


def _pick_model(screen: Workbench, name: str) -> None:
    from workbench.store.catalogue import catalogue

    costs = screen.session.committed.costs
    try:
        if costs.currency != "USD":
            told = f"the catalogue is in USD, these costs are in {costs.currency}"
            raise ValueProblem("no conversion", told, "type the prices, or set currency to USD")
        found = catalogue(screen.today)
    except WorkbenchError as problem:
        screen.tell(problem, bad=True)
        return
    option = costs.option[name]
    items = {model.id: _items(model) for model in found.models.values()}

    def narrowed(text: str) -> list[Item]:
        return [item for model in search(found, text) for item in items[model.id]]

    lines = [f"{name} now: {option.model or 'no model'}; {origin(option, screen.today)}"]
    lines += [note for note in news(costs, found) if f"({name})" in note]
    screen.open_sheet(
        Picker(
            f"Prices for {name}, per 1M tokens",
            narrowed(""),
            lambda id: _take(screen, name, found, id),
            search=True,
            narrow=narrowed,
            at=option.model or "",
            lines=lines,
        )
    )


def _items(model: Model) -> list[Item]:
    """Return a model's line, and one for its batch prices where they are known."""
    gone = "  going away" if model.deprecated else ""
    kinds = [(model.id, model.rates), (model.id + _BATCH, model.batch)]
    return [Item(id, id, rates_told(rates, sign("USD")) + gone) for id, rates in kinds if rates]


def _take(screen: Workbench, name: str, catalogue: Catalogue, id: str) -> None:
    """Take a model's prices; where typed ones differ, ask which stay."""
    model, batch = catalogue.models[id.removesuffix(_BATCH)], id.endswith(_BATCH)
    option = screen.session.committed.costs.option[name]
    keeping = take(option, model, catalogue, batch)
    replacing = take(option, model, catalogue, batch, over_typed=True)
    if not keeping.kept:
        _change(screen, name, model, keeping.option)
        return
    items = [
        Item("keep", "keep what is typed", _listed(option, keeping.kept), "k"),
        Item("take", "take the catalogue's", _listed(replacing.option, keeping.kept), "t"),
    ]
    taken = {"keep": keeping.option, "take": replacing.option}
    title = f"{name} has typed prices"
    screen.open_sheet(Picker(title, items, lambda which: _change(screen, name, model, taken[which])))


def _listed(option: Option, fields: Sequence[str]) -> str:
    return ", ".join(f"{field.replace('_', ' ')} {show(getattr(option, field), 'price')}" for field in fields)


def _change(screen: Workbench, name: str, model: Model, option: Option) -> None:
    decision = screen.session.committed
    screen.update(screen.session.changed(with_value(decision, ("costs", "option", name), option)))
    told = f"{model.id}: {origin(option, screen.today)}"
    if model.uncounted:
        units = ", ".join(unit.rsplit("_", 1)[0].replace("_", " ") for unit in model.uncounted)
        told += f"; not counted: {units}"
    screen.tell(told)
