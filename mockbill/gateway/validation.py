"""Turns a request body into what an operation works on, or into BILL's words for all that is wrong with it.

BILL's gateway is Java: bean validation reports every bad field at once as `field: rule` with a null code
(O); length rules of the core behind it follow, as BDC_1143 (O).
"""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..world.choices import Choices
from .errors import Complaint, Refusal, complaint
from .wire import Absent, is_date, is_time, marks, without_none

NOT_AN_OBJECT = ("model_type", "model_attributes_type", "dict_type")


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
