"""What is simulated: the OpenAPI document, and how much of BILL's catalogue it covers."""

from collections.abc import Sequence
from functools import cache

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

    @control("GET", "/openapi.json", locked=False)
    def openapi_json(call: Call) -> Answer:
        """The OpenAPI 3.1 document of what is built."""
        return Encoded(document())

    @control("GET", "/coverage", locked=False)
    def coverage(call: Call) -> Answer:
        """Which of BILL's operations are built, by area, and which are missing."""
        from ..gateway.coverage import report

        return report(operations).summary()
