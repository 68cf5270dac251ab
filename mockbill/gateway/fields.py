"""What kind of value stands at a path of a model: decides the column, and how a filter reads its value."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from .validation import expected
from .wire import is_date, is_time, without_none


@dataclass(frozen=True)
class Kind:
    """`filter` is text, enum, flag, number, date or time; `values` the members of an enum."""

    filter: str
    values: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        return {"flag": "flag", "number": "number"}.get(self.filter, "text")


@cache
def kind_of(model: type[BaseModel], path: str) -> Kind:
    annotation: Any = expected(model, path.split("."))
    if is_time(annotation):
        return Kind("time")
    if is_date(annotation):
        return Kind("date")
    inner = without_none(annotation)
    if get_origin(inner) is Literal:
        return Kind("enum", tuple(str(value) for value in get_args(inner)))
    if inner is bool:
        return Kind("flag")
    return Kind("number" if inner in (int, float) else "text")
