"""Reading a model's ``config.json``: within limits, as data that nothing is believed of yet."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from workbench.core.sizing.families import read_shape
from workbench.core.sizing.shape import Shape
from workbench.core.text import clean_line, clip
from workbench.errors import FileProblem, ValueProblem
from workbench.store.files import decode, digest, read_limited

_NAME = "config.json"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """A config that was read: the shape it describes, its file's name and the sha256 of its bytes."""

    shape: Shape
    file: str
    sha256: str


def read_model_config(path: Path) -> ModelConfig:
    """Return the shape that a ``config.json`` describes, or the one in a model's folder.

    Raises:
        FileProblem: It cannot be read, is not a JSON object, or its values describe no model that is counted here.
    """
    file = path / _NAME if _is_folder(path) else path
    data = read_limited(file)
    where = clean_line(str(file))
    values = _object(decode(data, file), where)
    try:
        shape = read_shape(values, _called(values, file))
    except ValueProblem as problem:
        raise FileProblem(problem.title, problem.message, problem.hint, where) from None
    return ModelConfig(shape, clean_line(file.name), digest(data))


def _is_folder(path: Path) -> bool:
    # What cannot be looked at is told when it is read.
    with suppress(OSError):
        return path.is_dir()
    return False


def _object(text: str, where: str) -> dict[str, Any]:
    hint = "take the config.json that lies beside the model's weights"
    try:
        values = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise FileProblem("not JSON", clean_line(error.msg)[:100], hint, where, error.lineno) from None
    except (ValueError, RecursionError) as error:
        told = "brackets too deep" if isinstance(error, RecursionError) else clean_line(str(error))[:100]
        raise FileProblem("not JSON", told, hint, where) from None
    if not isinstance(values, dict):
        raise FileProblem("not a JSON object", "", hint, where)
    return values


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _called(values: dict[str, Any], file: Path) -> str:
    """Return a name for people: what the config calls itself, else its folder's or its file's name."""
    told = values.get("_name_or_path")
    own = told[:200].rstrip("/").rpartition("/")[2] if isinstance(told, str) else ""
    folder = file.absolute().parent.name if file.name == _NAME else file.stem
    return clip(clean_line(own.strip() or folder or file.stem), _LONGEST)
