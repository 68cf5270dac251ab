"""Watches every call to the target: checks each answer against what is known, and notes which operation was kept."""

from collections import defaultdict
from urllib.parse import unquote

import httpx

from .consistency import Memory
from .drift import Drift, deviations, otherwise
from .failures import Exchange, Failure
from .shapes import Wrong, operation_at


class Watch:
    """What came back in this run. Its `response` is a hook of the httpx client that all contracts share.

    `strict`, as on a mock, an answer that deviates, be it from what was only inferred, is a Failure at once; elsewhere it
    is noted in `drift`.
    """

    def __init__(self, strict: bool = True) -> None:
        self.strict = strict
        self.calls = 0
        self.drift = Drift()
        self.memory = Memory()
        self.last: Exchange | None = None
        self.contract = ""
        self.known = False
        """Whether the target is known to break the contract that is under way."""
        self.drifted: set[str] = set()
        """Contracts during which an answer deviated from what is documented or was observed."""
        self.kept: dict[str, set[str]] = defaultdict(set)
        """Operation → contracts that got its documented success status and shape."""

    def begin(self, contract: str, known: bool = False) -> None:
        """A contract begins. What the one before it was told does not bind it, so that each fails by itself."""
        self.last, self.contract, self.known = None, contract, known
        self.memory.forget()

    def request(self, request: httpx.Request) -> None:
        """A call goes out."""
        self.memory.asked(request)

    def response(self, response: httpx.Response) -> None:
        """An answer came. Raises Failure when it is not as known and the watch is strict."""
        path = response.request.url.path
        if path.startswith("/_mock"):
            return
        response.read()
        self.calls += 1
        self.last = exchange = told(response)
        operation = operation_at(response.request.method, path)
        wrong = deviations(response)
        if operation and response.is_success and not wrong:
            self.kept[operation.id].add(self.contract)
            wrong = [otherwise("I", one) for one in self.memory.problems(operation, response)]
        if self.strict and wrong:
            raise failure(exchange, wrong)
        if wrong:
            self.note(exchange, wrong)

    def note(self, exchange: Exchange, wrong: list[Wrong], evidence: str = "D") -> None:
        """Drift, seen by the contract that is under way."""
        self.drift.note(exchange, wrong, self.contract, "known" if self.known else evidence)
        if any(getattr(one, "evidence", evidence) != "I" for one in wrong):
            self.drifted.add(self.contract)


def failure(exchange: Exchange, wrong: list[Wrong]) -> Failure:
    """How a mock's answer that deviates is told."""
    operation = operation_at(exchange.method, exchange.path.partition("?")[0])
    if exchange.status >= 500:
        return Failure("the server failed", exchange, expected="2xx or a refusal of 4xx")
    if exchange.status >= 400:
        evidence = "shapes/refusals.tsv"
        return Failure("a refusal in another shape", exchange, expected="; ".join(wrong), evidence=evidence)
    assert operation
    return Failure(
        f"{operation.id} answers unlike its shape",
        exchange,
        expected="\n            ".join(wrong[:12]),
        evidence=f"shapes/{operation.area}.json",
    )


def told(response: httpx.Response) -> Exchange:
    """A response and its request, as they are told."""
    request = response.request
    path = unquote(request.url.raw_path.decode())
    try:
        sent = request.content.decode("utf-8", "replace")
    except httpx.RequestNotRead:
        sent = "(a stream)"
    return Exchange(request.method, path, sent, response.status_code, response.text)
