"""Calls the API's operations from inside, as a user of the organization would: for whoever fills a world."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from ..gateway.call import Call, Principal
from ..gateway.intake import read_body, read_query
from ..gateway.operations import Encoded, Operation
from ..resources import OPERATIONS
from ..world.world import World

JSON = {"content-type": "application/json"}


@cache
def known() -> Mapping[str, Operation]:
    return {operation.id: operation for operation in OPERATIONS}


class Actor:
    """A trusted administrator. `act("createbill", {…})`, `act("archivebill", billId=…)` → the answer.

    What is asked is checked and done as if it had come over HTTP; only sign-in and limits are passed over.
    """

    def __init__(self, world: World, org: str, user: str, spend_user: str) -> None:
        self.world = world
        self.org = org
        self._session = Principal("session", org=org, user=user, trusted=True)
        self._spend = Principal("spend", org=org, user=spend_user, role="ADMIN", trusted=True)

    def __call__(
        self, id: str, body: Any = None, /, *, query: Mapping[str, str] | None = None, raw: bytes = b"", **params: str
    ) -> Any:
        """Raises Refusal as the API refuses."""
        operation = known()[id]
        principal = self._spend if operation.auth == "spend" else self._session
        sent = orjson.dumps(body) if body is not None else raw
        call = Call(self.world, principal, operation, params, headers=JSON, raw=sent)
        call.base_url = self.world.home
        call.query = read_query(call, operation, query or {})
        call.body = read_body(call, operation)
        with self.world.transaction():
            answer = operation.run(call)
        return orjson.loads(answer.body) if isinstance(answer, Encoded) else answer
