"""Every field a person can type into: what its text means, and what its value looks like as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from workbench.core.amounts import Range, check_sign, edit_text, parse, show
from workbench.core.inputs import inputs
from workbench.core.prices.option_prices import with_price_typed
from workbench.core.record.decision import Decision, Path, check_decision, get_value, with_value
from workbench.core.record.limits import check_target, typed_trigger
from workbench.core.text import clean_block, clean_line
from workbench.core.triggers import parse_trigger
from workbench.errors import NotThereYet, ValueProblem

Kind = Literal["amount", "date", "list", "choice", "whole", "flag", "text", "block", "trigger"]


def field_name(path: Path) -> str:
    """Return a path as one string, dots inside names escaped; `field_path` gives it back."""
    return ".".join(step.replace("\\", "\\\\").replace(".", "\\.") for step in path)


def field_path(name: str) -> Path:
    """Return the path that `field_name` made a string of."""
    steps, current, escaped = [], "", False
    for char in name:
        if escaped:
            current, escaped = current + char, False
        elif char == "\\":
            escaped = True
        elif char == ".":
            steps.append(current)
            current = ""
        else:
            current += char
    return (*steps, current)


def _model_at(path: Sequence[str]) -> type[BaseModel]:
    """Return the model that the last step of a path is a field of."""
    model: type[BaseModel] = Decision
    steps = iter(path[:-1])
    for step in steps:
        annotation = _annotation(model, step, path)
        if get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
            next(steps, None)
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            raise _unknown(path)
        model = annotation
    if path[-1] not in model.model_fields:
        raise _unknown(path)
    return model


def _annotation(model: type[BaseModel], step: str, path: Sequence[str]) -> Any:
    if step not in model.model_fields:
        raise _unknown(path)
    return model.model_fields[step].annotation


def _unknown(path: Sequence[str]) -> ValueProblem:
    name = field_name(tuple(path))
    return ValueProblem("no such field", clean_line(name), "the schema lists them: workbench schema", name)


def amount_kind(path: Path) -> str | None:
    """Return the kind of amount a field holds (see `amounts.Kind`); None where it holds something else."""
    declared = inputs(_model_at(path)).get(path[-1])
    return declared.kind if declared is not None else None


def kind_of(path: Path) -> Kind:
    """Return how a field's text is read."""
    if amount_kind(path) is not None:
        return "amount"
    if path[-1] == "when":
        return "trigger"
    if path[-1] in {"rationale", "rejected_because", "note"}:
        return "block"
    kinds = _kinds(_model_at(path).model_fields[path[-1]].annotation)
    for kind, name in ((date, "date"), (tuple, "list"), (bool, "flag"), (int, "whole"), (Literal, "choice")):
        if kind in kinds:
            return name  # type: ignore[return-value]
    return "text"


def _kinds(annotation: Any) -> set[Any]:
    origin = get_origin(annotation)
    if origin in {Union, UnionType}:
        return set().union(*(_kinds(part) for part in get_args(annotation)))
    return {origin or annotation}


def choices(path: Path) -> tuple[str, ...]:
    """Return what a choice field may hold."""
    found: list[str] = []
    pending = [_model_at(path).model_fields[path[-1]].annotation]
    while pending:
        annotation = pending.pop()
        if get_origin(annotation) is Literal:
            found.extend(get_args(annotation))
        else:
            pending.extend(get_args(annotation))
    return tuple(found)


def read_field(path: Path, text: str) -> object:
    """Return the value a person typed; empty text unsets the field.

    Raises:
        ValueProblem: It is not a value of the field's kind.
    """
    name, body = field_name(path), text.strip()
    kind = kind_of(path)
    if kind == "list":
        return tuple(dict.fromkeys(clean_line(p.strip()) for p in body.split(",") if p.strip())) or _empty(path)
    if not body:
        if _model_at(path).model_fields[path[-1]].is_required():
            raise ValueProblem("it cannot be empty", "", _needed(kind), name)
        return _empty(path)
    if kind == "amount":
        return parse(body, amount_kind(path) or "number", name)
    if kind == "block":
        return clean_block(body)
    if kind == "trigger":
        return str(parse_trigger(body, name))
    if kind in {"date", "whole", "flag", "choice"}:
        return _READERS[kind](path, body)
    return clean_line(body)


def _needed(kind: Kind) -> str:
    return "write accuracy < 0.90, on 2027-01-14 or after 180 days" if kind == "trigger" else "write a few words"


def _empty(path: Path) -> object:
    return _model_at(path).model_fields[path[-1]].get_default()


def _read_date(path: Path, body: str) -> date:
    try:
        return date.fromisoformat(body)
    except ValueError:
        told = clean_line(body)[:40]
        raise ValueProblem("not a day", f"“{told}”", "write it like 2027-02-01", field_name(path)) from None


def _read_whole(path: Path, body: str) -> int:
    plain = body.replace(",", "").replace("_", "")
    if plain[-1:] in {"k", "K"} and plain[:-1].isdecimal():
        plain = f"{plain[:-1]}000"
    if not plain.isascii() or not plain.isdigit() or len(plain) > 12 or int(plain) < 1:
        told = clean_line(body)[:40]
        raise ValueProblem("not a whole number", f"“{told}”", "write 1 or more, like 200", field_name(path))
    return int(plain)


def _read_flag(path: Path, body: str) -> bool:
    if body.lower() in {"y", "yes", "true", "n", "no", "false"}:
        return body.lower()[0] in "yt"
    raise ValueProblem("yes or no?", f"“{clean_line(body)[:40]}”", "write yes or no", field_name(path))


def _read_choice(path: Path, body: str) -> str:
    allowed = choices(path)
    fitting = [choice for choice in allowed if choice.startswith(body.lower())]
    if body.lower() in allowed:
        return body.lower()
    if len(fitting) == 1:
        return fitting[0]
    told = clean_line(body)[:40]
    raise ValueProblem("not one of the choices", f"“{told}”", f"one of {', '.join(allowed)}", field_name(path))


_READERS = {"date": _read_date, "whole": _read_whole, "flag": _read_flag, "choice": _read_choice}


def field_text(path: Path, value: object, currency: str | None = None) -> str:
    """Return a value as text: as it is edited, or with `currency` as it is shown."""
    if value is None:
        return ""
    if isinstance(value, Decimal | Range):
        kind = amount_kind(path) or "number"
        return edit_text(value, kind) if currency is None else show(value, kind, currency)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:,}" if isinstance(value, int) and currency is not None else str(value)


def set_field(decision: Decision, path: Path, text: str) -> Decision:
    """Return a decision with a field set from typed text.

    Raises:
        ValueProblem: The text is not such a value, or it does not go with another field.
    """
    if text == field_text(path, get_value(decision, path)):
        # Looked at and left: a comma in a name or an indented block must not be read anew.
        return decision
    if path[0] == "costs" and kind_of(path) == "amount" and amount_kind(path) in {"money", "price"}:
        check_sign(text, decision.costs.currency, field_name(path))
    value = _typed(decision, path, text)
    if get_value(decision, path[:-1]) is None:
        if value == _empty(path):
            return decision
        decision = _with_entry(decision, path)
    changed = with_price_typed(decision, with_value(decision, path, value), path)
    if path == ("costs", "requests_per_month") and value != decision.costs.requests_per_month:
        # A volume that is typed comes from no export any more.
        changed = with_value(changed, ("costs", "usage_source"), None)
    check_decision(changed)
    return changed


def _typed(decision: Decision, path: Path, text: str) -> object:
    """Return what was typed; what a metric is held against must be within its unit."""
    if kind_of(path) == "trigger" and text.strip():
        return str(typed_trigger(decision, text.strip(), field_name(path)))
    value = read_field(path, text)
    if path[0] == "metric" and path[-1] == "target" and isinstance(value, Decimal | Range):
        check_target(decision, path[1], value, field_name(path))
    return value


def _with_entry(decision: Decision, path: Path) -> Decision:
    """Return a decision in which the entry of a keyed table that a field belongs to exists."""
    if any(field.is_required() for field in _model_at(path).model_fields.values()):
        raise NotThereYet("not there yet", field_name(path[:-1]), "", field_name(path))
    return with_value(decision, path[:-1], _model_at(path)())
