"""Random and near-valid requests for every declared operation, drawn from its shapes and from ids that live."""

import random
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from mockbill.gateway.operations import Operation
from mockbill.testing.sampling import JUNK, KNOWN, Sampler

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


class Fuzz(Sampler):
    """Draws requests; `ids` are live ids by the name of the member or parameter that refers to them, `rows` those of
    a resource by its name, and `samples` bodies that fit, for shapes whose members must agree.
    """

    def __init__(self, seed: int, samples: Mapping[str, Callable[["Fuzz"], Any]]) -> None:
        super().__init__(random.Random(seed))
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

    def id_for(self, known: list[str], junk: bool) -> str:
        if junk or not known:
            return self.dice.choice(("nope", "0" * 20, "00901AAAAAAAAAA00000", "x" * 300, "%F0%9F%98%80", "a;b"))
        return self.dice.choice(known)

    def live(self, ids: Mapping[str, list[str]], rows: Mapping[str, list[str]]) -> None:
        """What lives now."""
        self.ids, self.rows = dict(ids), dict(rows)
        self.known = {**KNOWN, **{name: known for name, known in ids.items() if known and name not in KNOWN}}
