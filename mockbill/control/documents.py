"""What there is: the routes of the control API, the OpenAPI document, and how much of BILL's catalogue is built."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson

from ..gateway.call import Call
from ..gateway.operations import Answer, Encoded, Operation
from .declare import Control


def declare(operations: Sequence[Operation], control: Control) -> None:
    @cache
    def document() -> bytes:
        # Neither is needed to serve BILL's operations: imported and made when first asked for.
        from ..gateway import openapi

        return orjson.dumps(openapi.document(operations))

    @control("GET", "", locked=False)
    def routes(call: Call) -> Answer:
        """Every route of the control API: what it does, and the members and query parameters that it takes."""
        return {"routes": [described(operation) for operation in control.operations]}

    @control("GET", "/openapi.json", locked=False)
    def openapi_json(call: Call) -> Answer:
        """The OpenAPI 3.1 document of what is built."""
        return Encoded(document())

    @control("GET", "/coverage", locked=False)
    def coverage(call: Call) -> Answer:
        """Which of BILL's operations are built, by area, and which are missing."""
        from ..gateway.coverage import report

        return report(operations).summary()


def described(operation: Operation) -> dict[str, Any]:
    """One route, as `GET /_mock` tells of it."""
    takes = {"body": operation.body, "query": operation.query}
    members = {name: list(shape.model_fields) for name, shape in takes.items() if hasattr(shape, "model_fields")}
    return {"route": f"{operation.method} {operation.path}", "does": operation.summary, **members}
