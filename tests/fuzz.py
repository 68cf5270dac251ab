"""Random and near-valid requests for every declared operation, drawn from its shapes and from ids that live."""

import random
import types
import uuid
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import BaseModel

from mockbill.gateway.operations import Operation
from mockbill.gateway.validation import is_date, is_time

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**30, "", " ", "x" * 5000, "\u0000", "😀", "'; DROP TABLE bill;--", [], {}, [[]],
    {"a": {"b": []}}, [None], "2026-13-45", "NaN", "-0", 2**63, 0.1 + 0.2, "0" * 20, {"id": 1},
)  # fmt: skip
FILTERS = (
    "id:eq:x",
    "archived:eq:true",
    "archived:eq:maybe",
    'name:in:"a,b"',
    "createdTime:gte:2026-01-01",
    "a:b",
    ":::",
    '"',
    "amount:gt:1e999",
)
BODIES = (b"", b"{", b"[", b"null", b"[1]", b'"x"', b"\xff\xfe\x00", b"{}" * 50, b'{"name":"\\ud800"}', b"1" * 400)
TYPES = ("application/json", "text/plain", "", "application/json; charset=utf-16", "multipart/form-data")


class Fuzz:
    """Draws requests; `ids` are live ids by the name of the member or parameter that refers to them, `rows` those of
    a resource by its name, and `samples` bodies that fit, for shapes whose members must agree.
    """

    def __init__(self, seed: int, samples: Mapping[str, Callable[["Fuzz"], Any]]) -> None:
        self.dice = random.Random(seed)
        self.samples = samples
        self.ids: dict[str, list[str]] = {}
        self.rows: dict[str, list[str]] = {}

    def request(self, operation: Operation) -> dict[str, Any]:
        """Method, path and the rest of one request for an operation; four in ten have something wrong."""
        wrong = self.dice.random() < 0.4
        path = operation.path
        for name in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
            resource = operation.resource
            own = self.rows.get(resource.name, []) if resource and resource.item == name else []
            path = path.replace(
                f"{{{name}}}", self.id_for(own or self.ids.get(name, []), wrong and self.dice.random() < 0.3)
            )
        made: dict[str, Any] = {"method": operation.method, "path": path, "query_string": self.query(operation, wrong)}
        if operation.upload:
            made |= {
                "data": self.dice.choice((b"%PDF-1.4 x", b"", b"\x89PNG")),
                "content_type": "application/octet-stream",
            }
        elif operation.form:
            form = self.samples[operation.id](self)
            made |= {"data": form | {"client_id": self.text()} if wrong else form}
        elif operation.body is not None:
            made |= self.body(operation, wrong)
        if operation.service == "connect-events":
            made["headers"] = {"X-Idempotent-Key": self.dice.choice(("", "x", f"{self.dice.getrandbits(128):032x}"))}
            if self.dice.random() < 0.7:
                made["headers"] = {"X-Idempotent-Key": str(uuid.UUID(int=self.dice.getrandbits(128), version=4))}
        return made

    def body(self, operation: Operation, wrong: bool) -> dict[str, Any]:
        if wrong and self.dice.random() < 0.15:
            return {"data": self.dice.choice(BODIES), "content_type": self.dice.choice(TYPES)}
        sample = self.samples.get(operation.id)
        value = sample(self) if sample and self.dice.random() < 0.8 else self.value(operation.body)
        if wrong:
            value = self.spoiled(value)
        return {"json": value}

    def query(self, operation: Operation, wrong: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if operation.query is not None:
            for name, field in operation.query.model_fields.items():
                if field.is_required() or self.dice.random() < 0.3:
                    if name == "ids" and operation.resource and self.rows.get(operation.resource.name):
                        rows = self.rows[operation.resource.name]
                        found[name] = ",".join(self.dice.sample(rows, min(2, len(rows))))
                        continue
                    value = self.member(name, field.annotation, list(field.metadata))
                    found[name] = str(self.dice.choice(JUNK)) if wrong and self.dice.random() < 0.5 else str(value)
        if operation.listing and wrong:
            found[self.dice.choice(("max", "page", "nextPage", "sort", "filters"))] = self.dice.choice(
                (
                    "0",
                    "1",
                    "101",
                    "x",
                    "\u0000",
                    "name:desc",
                    "createdTime:asc",
                    "e30",
                    "YXJyYXljb25uZWN0aW9uOjE=",
                    *FILTERS,
                )
            )
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

    def value(self, shape: Any, marks: list[Any] | None = None, depth: int = 0) -> Any:
        marks = marks or []
        if get_origin(shape) is Annotated:
            inner, *more = get_args(shape)
            return self.value(inner, [*more, *marks], depth)
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
                name: self.member(name, field.annotation, list(field.metadata), depth + 1)
                for name, field in shape.model_fields.items()
                if field.is_required() or self.dice.random() < chance
            }
        if shape is bool:
            return self.dice.random() < 0.5
        if shape in (int, float):
            low = max(
                [mark.ge for mark in marks if isinstance(mark, Ge)]
                + [mark.gt for mark in marks if isinstance(mark, Gt)]
                + [0]
            )
            high = min([mark.le for mark in marks if isinstance(mark, Le)] + [900])
            found = self.dice.uniform(float(low) + 0.01, max(float(high), float(low) + 0.02))
            return max(1, round(found)) if shape is int else round(found, 2)
        return self.text()

    def member(self, name: str, shape: Any, marks: list[Any], depth: int = 0) -> Any:
        if name in self.ids or name in KNOWN:
            known = self.known(name)
            if known is not None:
                return known
        annotated = Annotated[shape, *marks] if marks else shape
        if is_date(annotated):
            return f"2026-0{self.dice.randint(3, 9)}-{self.dice.randint(10, 28)}"
        if is_time(annotated):
            return "2026-05-01T10:00:00.000Z"
        found = self.value(shape, marks, depth)
        if isinstance(found, str) and shape is not Literal:
            low = max([mark.min_length for mark in marks if isinstance(mark, MinLen)] + [1])
            high = min([mark.max_length for mark in marks if isinstance(mark, MaxLen)] + [40])
            found = found[:high] if len(found) >= low else found * low
        return found

    def known(self, name: str) -> Any:
        if name in KNOWN:
            return self.dice.choice(KNOWN[name])
        return self.dice.choice(self.ids[name]) if self.ids[name] else None

    def id_for(self, known: list[str], junk: bool) -> str:
        if junk or not known:
            return self.dice.choice(("nope", "0" * 20, "00901AAAAAAAAAA00000", "x" * 300, "%F0%9F%98%80", "a;b"))
        return self.dice.choice(known)

    def text(self) -> str:
        return self.dice.choice(("Lake", "Harbour Supplies", "Zoë Ünïcode", "B-17", "4085550100")) + str(
            self.dice.randint(0, 9999)
        )


KNOWN: dict[str, tuple[Any, ...]] = {
    "country": ("US", "US", "CA", "DE"), "billCurrency": ("USD",), "paymentCurrency": ("USD",), "routingNumber": ("021000021", "074000010"),
    "accountNumber": ("11122233344", "987654"), "processDate": ("2026-03-10", "2026-03-11", "2026-04-15"), "token": ("123456", "123456", "1"),
    "op": ("gte",), "timezone": ("US/Pacific", "US/Mountain"), "email": ("a@b.test", "c@d.test"), "name": ("receipt.pdf", "Lake & Sons"),
    "notificationUrl": ("http://127.0.0.1:9/hook",), "version": ("1",), "bankCountry": ("US",), "baseCurrency": ("true",),
}  # fmt: skip
