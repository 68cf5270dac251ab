"""Watches every call to the target: checks each answer against its shape, and notes which operation was kept."""

import time
from collections import defaultdict
from urllib.parse import unquote

import httpx

from .failures import Exchange, Failure
from .shapes import operation_at, refusal_problems


class Watch:
    """What came back in this run. Its `response` is a hook of the httpx client that all contracts share."""

    def __init__(self) -> None:
        self.calls = 0
        self._last_spend = 0.0
        self.last: Exchange | None = None
        self.contract = ""
        self.evidence = ""
        self.kept: dict[str, set[str]] = defaultdict(set)
        """Operation → contracts that got its documented success status and shape."""

    def begin(self, contract: str, evidence: str) -> None:
        """A contract begins."""
        self.last, self.contract, self.evidence = None, contract, evidence

    def pace(self, request: httpx.Request) -> None:
        """Keep to one S&E call a second, of the 60 a minute that a token has (D docs/spend-expense-api)."""
        if "/v3/spend/" in request.url.path:
            time.sleep(max(0.0, self._last_spend + 1 - time.monotonic()))
            self._last_spend = time.monotonic()

    def response(self, response: httpx.Response) -> None:
        """An answer came. Raises Failure when it is not as documented."""
        path = response.request.url.path
        if path.startswith("/_mock"):
            return
        response.read()
        self.calls += 1
        self.last = exchange = told(response)
        if response.status_code >= 500:
            raise Failure("the server failed", exchange, expected="2xx or a refusal of 4xx")
        if response.status_code >= 400:
            if path.startswith(("/connect/", "/connect-events/")) and (wrong := refusal_problems(response.content)):
                raise Failure("a refusal in another shape", exchange, expected="; ".join(wrong))
            return
        operation = operation_at(response.request.method, path)
        if operation is None:
            return
        if wrong := operation.problems(response.status_code, response.content):
            raise Failure(
                f"{operation.id} answers unlike its shape",
                exchange,
                expected="\n            ".join(wrong[:12]),
                evidence=f"shapes/{operation.area}.json",
            )
        self.kept[operation.id].add(self.contract)


def told(response: httpx.Response) -> Exchange:
    """A response and its request, as they are told."""
    request = response.request
    path = unquote(request.url.raw_path.decode())
    try:
        sent = request.content.decode("utf-8", "replace")
    except httpx.RequestNotRead:
        sent = "(a stream)"
    return Exchange(request.method, path, sent, response.status_code, response.text)
