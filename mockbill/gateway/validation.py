"""Turns a request body into what an operation works on, or into BILL's words for all that is wrong with it.

BILL's gateway is Java: bean validation reports every bad field at once as `field: rule` with a null code
(O); length rules of the core behind it follow, as BDC_1143 (O). Scalars are coerced as Jackson does:
"true" for a boolean, "100" for a number, a number for a string (D: BILL's own samples).
"""

import re
import types
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from ..world.choices import Choices
from ..world.clock import instant, iso
from .errors import Complaint, Refusal, complaint

MOST = 999_999_999_999.99
NONE = "0" * 20
"""The id that names nothing: BILL answers it in some members instead of leaving them out (O)."""
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
    return float(Decimal(repr(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return text


def _no_nul(text: str) -> str:
    # A lone surrogate or NUL cannot be kept as text by any SQL store.
    if "\x00" in text or not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("text", "must be text")
    return text


def _date(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
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
Filled = Annotated[str, AfterValidator(_no_nul), AfterValidator(_not_blank)]
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


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        shape.model_rebuild()  # else it is built twice: here, and when it is first dumped
    return TypeAdapter(shape)


def check(shape: Any, value: Any, choices: Choices, *, partial_dump: bool = False) -> Any:
    """A value as plain data in the form of a shape. Raises Refusal with every complaint."""
    try:
        found = adapter(shape).validate_python(value)
    except ValidationError as error:
        raise refusal_of(shape, error, choices) from None
    except RecursionError:
        raise Refusal(400, [complaint("BDC_1122")]) from None
    return plain(found, partial_dump)


def plain(found: Any, only_set: bool = False) -> Any:
    if isinstance(found, BaseModel):
        return found.model_dump(exclude_none=True, exclude_unset=only_set)
    if isinstance(found, list):
        return [plain(item, only_set) for item in found]
    return found


def refusal_of(shape: Any, error: ValidationError, choices: Choices) -> Refusal:
    beans, core = [], []
    for problem in error.errors(include_url=False):
        path = field_path(problem["loc"])
        if problem["type"] == "string_too_long" or problem["type"] == "too_long" and isinstance(problem["input"], str):
            limit = problem["ctx"]["max_length"]
            # The core speaks of a member by its own name, without the path to it (O).
            member = path.rpartition(".")[2]
            core.append(complaint("BDC_1143", member, f"Maximum length cannot be greater than {limit} characters."))
        elif problem["type"] in NOT_AN_OBJECT and problem["input"] is not None:
            beans.append(rule(shape, problem))  # Jackson names the class and not the field (O)
        else:
            beans.append(f"{path}: {rule(shape, problem)}" if path else rule(shape, problem))
    if beans:
        # A union may complain once per member; the first says enough.
        return Refusal(400, [Complaint(choices["validation.code"], message) for message in dict.fromkeys(beans)], "O")
    return Refusal(400, core, "O")


def field_path(location: Sequence[int | str]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def rule(shape: Any, problem: ErrorDetails) -> str:
    """BILL's words (Jakarta's and Jackson's) for what pydantic found."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing" or problem["input"] is None:
        return absent(expected(shape, problem["loc"]))
    if kind in ("blank", "string_too_short"):
        return "must not be blank"
    if kind == "too_short" and context["min_length"] <= 1 and problem["loc"]:
        return "must not be empty"
    if kind in ("too_short", "too_long"):
        low, high = length_limits(expected(shape, problem["loc"]))
        return f"{'' if problem['loc'] else 'items: '}size must be between {low} and {high}"
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        word = {"greater_than_equal": "greater than or equal to", "less_than_equal": "less than or equal to"}
        bound = next(value for name, value in context.items() if name in ("ge", "le", "gt", "lt"))
        return f"must be {word.get(kind, kind.replace('_', ' '))} {bound:g}"
    if kind in ("date", "text", "custom"):
        return problem["msg"]
    if kind in ("literal_error", "enum"):
        allowed = [str(value) for value in get_args(without_none(expected(shape, problem["loc"])))]
        return (
            f'Cannot deserialize value from String "{shown(problem["input"])}": '
            f"not one of the values accepted for Enum class: [{', '.join(allowed)}]"
        )
    if kind in NOT_AN_OBJECT:
        return f"Cannot construct instance of `{name_of(without_none(expected(shape, problem['loc'])))}`"
    return f"Cannot deserialize value of type `{name_of(without_none(expected(shape, problem['loc'])))}`"


def absent(annotation: Any) -> str:
    for mark in marks(annotation):
        if isinstance(mark, Absent):
            return mark.rule
    if is_date(annotation) or is_time(annotation):
        return "must not be null"
    annotation = without_none(annotation)
    if annotation is str:
        return "must not be blank"
    return "must not be empty" if get_origin(annotation) is list else "must not be null"


def shown(value: Any) -> str:
    return str(value)[:80].encode("utf-8", "replace").decode()


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


def length_limits(annotation: Any) -> tuple[int, int]:
    low, high = 0, 2**31 - 1
    for mark in marks(annotation):
        if isinstance(mark, MaxLen):
            high = mark.max_length
        if isinstance(mark, MinLen):
            low = mark.min_length
    return low, high


def expected(shape: Any, location: Sequence[int | str]) -> Any:
    """What the shape asks for at a place, with its marks."""
    annotation = shape
    for step in location:
        inner = without_none(annotation)
        if isinstance(step, int) and get_origin(inner) is list:
            annotation = get_args(inner)[0]
        elif isinstance(inner, type) and issubclass(inner, BaseModel) and step in inner.model_fields:
            field = inner.model_fields[str(step)]
            annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return annotation


def name_of(annotation: Any) -> str:
    java = {str: "String", float: "BigDecimal", int: "Integer", bool: "Boolean"}
    if get_origin(annotation) is list:
        return "ArrayList"
    if get_origin(annotation) is Literal:
        return "Enum"
    return java.get(annotation, getattr(annotation, "__name__", "Object"))
