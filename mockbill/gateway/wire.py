"""The words of BILL's wire: texts, amounts, days and instants, shapes made of them, and how a PATCH changes one.

Scalars are coerced as Jackson does: "true" for a boolean, "100" for a number, a number for a string (D: BILL's own samples).
"""

import re
import types
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from ..world.clock import instant, iso

MOST = 999_999_999_999.99
NONE = "0" * 20
"""The id that names nothing: BILL answers it in some members instead of leaving them out (O)."""
CENT = Decimal("0.01")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOT_AN_OBJECT = ("model_type", "model_attributes_type", "dict_type")


class Wire(BaseModel):
    """A shape on the wire. Unknown members are ignored (O); what is unset is left out, never null (O)."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, allow_inf_nan=False, defer_build=True)


def cents(amount: float | None) -> int:
    """Dollars of a row as whole cents, to reckon with."""
    return round((amount or 0) * 100)


def dollars(amount: int) -> float:
    """Cents as the number that stands in a row."""
    return amount / 100


def _rounded(amount: float) -> float:
    if round(amount, 2) == amount:  # most amounts: nothing to round
        return amount
    return float(Decimal(repr(amount)).quantize(CENT, ROUND_HALF_UP))


def _filled(text: str) -> str:
    _no_nul(text)
    if not text.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text


def _no_nul(text: str) -> str:
    # A lone surrogate or NUL cannot be kept as text by any SQL store.
    if "\x00" in text or not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("text", "must be text")
    return text


def _date(text: str) -> str:
    if not DAY.fullmatch(text):
        raise PydanticCustomError("date", "must be a date in the format yyyy-MM-dd")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date", "must be a date in the format yyyy-MM-dd") from None
    return text


def _time(text: str) -> str:
    try:
        return iso(instant(text))
    except ValueError:
        raise PydanticCustomError("date", "must be a date-time") from None


def _none_is_empty(text: str) -> str:
    return "" if text == NONE else text


def _whole(value: Any) -> Any:
    return value if not isinstance(value, bool) else str(value)


Text = Annotated[str, AfterValidator(_no_nul)]
"""Any text."""
Filled = Annotated[str, AfterValidator(_filled)]
"""Text that must not be blank."""
Reference = Annotated[Text, AfterValidator(_none_is_empty)]
"""An id that may be none: said with an empty text or with BILL's 20 zeros (I)."""
Money = Annotated[float, BeforeValidator(_whole), Field(ge=-MOST, le=MOST), AfterValidator(_rounded)]
"""US dollars (or the stated currency) as a JSON number, rounded half-up to cents (I)."""
Positive = Annotated[float, BeforeValidator(_whole), Field(gt=0, le=MOST), AfterValidator(_rounded)]
"""An amount above zero."""
Quantity = Annotated[float, BeforeValidator(_whole), Field(ge=-MOST, le=MOST)]
"""A number that is not money."""
Int = Annotated[int, BeforeValidator(_whole), Field(ge=-(2**31), le=2**31 - 1)]
Date = Annotated[str, AfterValidator(_date), Field(json_schema_extra={"format": "date"})]
"""A day as yyyy-MM-dd."""
Time = Annotated[str, AfterValidator(_time), Field(json_schema_extra={"format": "date-time"})]
"""A UTC instant as 2026-03-02T17:05:11.402+00:00."""
ClearableDate = Annotated[
    str,
    BeforeValidator(lambda value: "" if value is None else value),
    AfterValidator(lambda text: text and _date(text)),
    Field(json_schema_extra={"format": "date"}),
]
"""A day in a PATCH, where null takes away the one that was set."""
Max = MaxLen
"""The core's length limit of a text (BDC_1143), or the gateway's of a list."""
Min = MinLen


@dataclass(frozen=True)
class Absent:
    """Marks a member for which BILL has words of its own when it is missing."""

    rule: str


def merge(target: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """A PATCH on an object: members are merged at every depth, lists replaced, null
    changes nothing and an empty text unsets (I)."""
    for name, value in change.items():
        if isinstance(value, dict):
            known = target.get(name)
            target[name] = merge(known if isinstance(known, dict) else {}, value)
        elif value == "":
            target.pop(name, None)
        elif value is not None:
            target[name] = value
    return target


@cache
def partial(model: type[BaseModel], *, required: tuple[str, ...] = ()) -> type[Wire]:
    """The same shape with nothing required at any depth (what a PATCH takes), but for `required`."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name in required:
            fields[name] = (field.annotation, field)
            continue
        annotation = _loosened(field.annotation)
        loose = FieldInfo.merge_field_infos(field, default=None, annotation=annotation | None)
        fields[name] = (Annotated[annotation, *field.metadata] | None if field.metadata else annotation | None, loose)
        loose.metadata = []
    return create_model(f"{model.__name__}Patch", __base__=Wire, __doc__=model.__doc__, **fields)


def _loosened(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return partial(annotation)
    if get_origin(annotation) in (Union, types.UnionType):
        return Union[tuple(_loosened(member) for member in get_args(annotation))]  # noqa: UP007 - built at run time
    return annotation


def without_none(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        return without_none(members[0])
    return annotation


def marks(annotation: Any) -> list[Any]:
    """The marks of an annotation, also where it is optional."""
    if get_origin(annotation) is Annotated:
        inner, *found = get_args(annotation)
        return [*found, *marks(inner)]
    if get_origin(annotation) in (Union, types.UnionType):
        return [mark for member in get_args(annotation) for mark in marks(member)]
    return []


def is_date(annotation: Any) -> bool:
    return any(isinstance(mark, AfterValidator) and mark.func is _date for mark in marks(annotation))


def is_time(annotation: Any) -> bool:
    return any(isinstance(mark, AfterValidator) and mark.func is _time for mark in marks(annotation))
