"""Vendors and bills to test with, what was told of them, and callers of worlds of their own for properties."""

from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import strategies as st

from mockbill.gateway.call import Call
from mockbill.resources.classifications import KINDS
from mockbill.resources.payables.bills import move

ADDRESS = {"line1": "410 Wabash Court", "city": "Chicago", "zipOrPostalCode": "60601", "country": "US"}


def vendor_body(**changes: Any) -> dict[str, Any]:
    return {"name": "Lakeshore Paper", "address": ADDRESS} | changes


def bill_body(vendor_id: str, *amounts: float, **changes: Any) -> dict[str, Any]:
    """A bill with a line for each amount (one of 100.00 unless told)."""
    return {
        "vendorId": vendor_id,
        "dueDate": "2026-04-01",
        "invoice": {"invoiceNumber": "LP-1", "invoiceDate": "2026-03-01"},
        "billLineItems": [{"amount": amount} for amount in amounts or (100.0,)],
    } | changes


class Payables:
    """Makes what a test needs through the API, and looks at it there."""

    def __init__(self, api: Any) -> None:
        self.api = api

    def vendor(self, **changes: Any) -> dict[str, Any]:
        answer = self.api.post("/v3/vendors", json=vendor_body(**changes))
        assert answer.status_code == 201, answer.text
        return answer.json

    def bill(self, vendor: dict[str, Any] | None = None, *amounts: float, **changes: Any) -> dict[str, Any]:
        vendor = vendor or self.vendor()
        answer = self.api.post("/v3/bills", json=bill_body(vendor["id"], *amounts, **changes))
        assert answer.status_code == 201, answer.text
        return answer.json

    def read(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        answer = self.api.get(f"/v3/{kind}/{row['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def balance(self, vendor: dict[str, Any]) -> float:
        return self.read("vendors", vendor)["balance"]["amount"]

    def pay(self, bill: dict[str, Any], **moved: Any) -> None:
        """Book a payment's effect, as the payments do."""
        world = self.api.world
        with world.transaction():
            row = world.store.get("bill", bill["id"])
            move(Call.by_clock(world, row.org), row, **moved)

    def account(self, kind: str = "EXPENSE") -> str:
        rows = self.api.get("/v3/classifications/chart-of-accounts").json["results"]
        return next(row["id"] for row in rows if row["account"]["type"] == kind)

    def labels(self, *members: str) -> dict[str, str]:
        """New labels, each under the member that names its kind."""
        made = {}
        for member in members:
            body = {"name": "Lakeside", **({"type": "SERVICE"} if member == "itemId" else {})}
            answer = self.api.post(f"/v3/classifications/{KINDS[member].name}", json=body)
            assert answer.status_code == 201, answer.text
            made[member] = answer.json["id"]
        return made


@pytest.fixture
def payables(api):
    return Payables(api)


@pytest.fixture
def events(world):
    """What is told from here on, as (event, row, hidden)."""
    told = []
    publish = world.publish

    def listen(of, org, event, row, extra):
        told.append((event, dict(row), dict(row.hidden)))
        publish(of, org, event, row, extra)

    world.publish = listen
    return told


@pytest.fixture(scope="session")
def callers(simulation):
    """A context manager that gives a caller of a fresh world: `with callers() as payables:`."""
    from tests.conftest import Api

    @contextmanager
    def caller():
        world = simulation.worlds.create()
        name = next(name for name, found in simulation.worlds.all() if found is world)
        try:
            yield Payables(Api(simulation, world).login())
        finally:
            simulation.worlds.remove(name)

    return caller


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["", "\x00", "00900000000000000000", "2026-02-30", 1e300, -1e12, 10**30, "x" * 5000])
)
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def spoiled(body: Any) -> st.SearchStrategy[Any]:
    """A body with something else in one place, at any depth."""
    if isinstance(body, dict) and body:
        inside = st.sampled_from(sorted(body)).flatmap(
            lambda name: spoiled(body[name]).map(lambda value: {**body, name: value})
        )
        return ANY_JSON | inside
    if isinstance(body, list) and body:
        inside = st.integers(0, len(body) - 1).flatmap(
            lambda index: spoiled(body[index]).map(lambda value: [*body[:index], value, *body[index + 1 :]])
        )
        return ANY_JSON | inside
    return ANY_JSON


def assert_takes_or_refuses(api: Any, method: str, path: str, body: Any) -> None:
    """2xx, or BILL's error array with nothing changed."""
    without_sessions = frozenset({"session"})
    before = api.world.fingerprint(without_sessions)
    answer = api.call(method, path, json=body)
    if 200 <= answer.status_code < 300:
        return
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json
    for entry in answer.json:
        assert entry.keys() == {"timestamp", "code", "severity", "category", "message"}
    assert api.world.fingerprint(without_sessions) == before


def walk(api: Any, path: str, size: int, **query: str) -> list[str]:
    """The ids of all pages, in order."""
    ids, page = [], None
    while True:
        answer = api.get(path, query_string={"max": size} | (query if page is None else {"page": page}))
        assert answer.status_code == 200, answer.text
        assert len(answer.json["results"]) <= size
        ids += [row["id"] for row in answer.json["results"]]
        page = answer.json.get("nextPage")
        if page is None:
            return ids
