"""Draws values that fit a shape on the wire, or that fit but for one thing, from any dice."""

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**30, "", " ", "x" * 5000, "\u0000", "😀", "'; DROP TABLE bill;--", [], {}, [[]],
    {"a": {"b": []}}, [None], "2026-13-45", "NaN", "-0", 2**63, 0.1 + 0.2, "0" * 20, {"id": 1},
)  # fmt: skip
"""What no member takes, or hardly any."""
KNOWN: dict[str, tuple[Any, ...]] = {
    "country": ("US", "US", "CA", "DE"), "billCurrency": ("USD",), "paymentCurrency": ("USD",), "routingNumber": ("021000021", "074000010"),
    "accountNumber": ("11122233344", "987654"), "processDate": ("2026-03-10", "2026-03-11", "2026-04-15"), "token": ("123456", "123456", "1"),
    "op": ("gte",), "timezone": ("US/Pacific", "US/Mountain"), "email": ("a@b.test", "c@d.test"), "name": ("receipt.pdf", "Lake & Sons"),
    "notificationUrl": ("http://127.0.0.1:9/hook",), "version": ("1",), "bankCountry": ("US",), "baseCurrency": ("true",), "invoiceCurrency": ("USD",), "primary": (True,), "useBackup": (False,),
}  # fmt: skip
"""What fits members whose shape says less than BILL asks."""


DAY, INSTANT = "date", "date-time"


class Sampler:
    """Draws from `dice` (like `random.Random`); `known` are values to take for members of a name, such as living ids."""

    def __init__(self, dice: Any, known: Mapping[str, Sequence[Any]] | None = None) -> None:
        self.dice = dice
        self.known: Mapping[str, Sequence[Any]] = {**KNOWN, **(known or {})}

    def value(self, shape: Any, marks: list[Any] | None = None, depth: int = 0) -> Any:
        """A value of a shape."""
        marks = marks or []
        if get_origin(shape) is Annotated:
            inner, *more = get_args(shape)
            return self.value(inner, [*told(more), *marks], depth)
        if DAY in marks:
            return f"2026-0{self.dice.randint(3, 9)}-{self.dice.randint(10, 28)}"
        if INSTANT in marks:
            return "2026-05-01T10:00:00.000Z"
        if get_origin(shape) in (Union, types.UnionType):
            members = [member for member in get_args(shape) if member is not type(None)]
            return self.value(self.dice.choice(members), marks, depth)
        if get_origin(shape) is Literal:
            return self.dice.choice(
                [value for value in get_args(shape) if value != "UNDEFINED"] or list(get_args(shape))
            )
        if get_origin(shape) is list:
            return [self.value(get_args(shape)[0], depth=depth + 1) for _ in range(self.dice.choice((1, 1, 2)))]
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            chance = 0.35 / (depth + 1)
            return {
                name: self.member(name, field.annotation, [field], depth + 1)
                for name, field in shape.model_fields.items()
                if field.is_required() or self.dice.random() < chance
            }
        if (get_origin(shape) or shape) is dict:
            return {}
        if shape is bool:
            return self.dice.random() < 0.5
        if shape in (int, float):
            low, high = max([0.0, *bounds(marks, "ge", "gt")]), min([900.0, *bounds(marks, "le", "lt")])
            found = self.dice.uniform(low + 0.01, max(high, low + 0.02))
            return max(1, round(found)) if shape is int else round(found, 2)
        return self.text()

    def member(self, name: str, shape: Any, marks: list[Any], depth: int = 0) -> Any:
        """A value of a member, by its name and its shape."""
        if name in self.known:
            return self.dice.choice(self.known[name])
        found = self.value(shape, told(marks), depth)
        if isinstance(found, str) and shape is not Literal:
            low = max([mark.min_length for mark in marks if isinstance(mark, MinLen)] + [1])
            high = min([mark.max_length for mark in marks if isinstance(mark, MaxLen)] + [40])
            found = found[:high] if len(found) >= low else found * low
        return found

    def spoiled(self, value: Any) -> Any:
        """The same value with one thing in it replaced, dropped or doubled."""
        if isinstance(value, dict) and value:
            name = self.dice.choice(list(value))
            kind = self.dice.random()
            if kind < 0.2:
                return {key: inner for key, inner in value.items() if key != name}
            return value | {name: self.spoiled(value[name]) if kind < 0.5 else self.dice.choice(JUNK)}
        if isinstance(value, list) and value and self.dice.random() < 0.8:
            return [self.spoiled(value[0]), *value[1:]] if self.dice.random() < 0.6 else value * 60
        return self.dice.choice(JUNK)

    def text(self) -> str:
        """A few words."""
        words = self.dice.choice(("Lake", "Harbour Supplies", "Zoë Ünïcode", "B-17", "4085550100"))
        return f"{words}{self.dice.randint(0, 9999)}"


def told(marks: Sequence[Any]) -> list[Any]:
    """What a shape says beside its type, with what stands in a `Field` taken out of it."""
    found: list[Any] = []
    for mark in marks:
        extra = getattr(mark, "json_schema_extra", None)
        found += [extra["format"]] if isinstance(extra, dict) and "format" in extra else []
        found += mark.metadata if isinstance(mark, FieldInfo) else [mark]
    return found


def bounds(marks: Sequence[Any], *names: str) -> list[float]:
    """What a shape says of how small or large a number may be."""
    return [float(getattr(mark, name)) for mark in marks for name in names if hasattr(mark, name)]
