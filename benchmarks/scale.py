"""A page out of a million bills against the same page out of a thousand; memory under many requests."""

import resource
from collections.abc import Iterator

from werkzeug.test import Client

from mockbill.simulation import Simulation
from mockbill.world.clock import FIXTURE_START
from mockbill.world.store import Row
from mockbill.world.world import World

from .startup import milliseconds
from .throughput import VENDOR, bill

SMALL, LARGE = 1_000, 1_000_000
REQUESTS = 100_000


class Caller:
    def __init__(self, count: int) -> None:
        self.simulation = Simulation()
        self.world = self.simulation.open_default(clock=FIXTURE_START)
        self.world.choices.update({"rate_limit.per_hour": 10**9})
        self.http = Client(self.simulation.app(self.world))
        keys = self.world.store.meta("credentials")
        login = {name: keys[name] for name in ("username", "password", "organizationId", "devKey")}
        session = self.http.post("/connect/v3/login", json=login).json["sessionId"]
        self.headers = {"sessionId": session, "devKey": keys["devKey"]}
        vendors = [
            self.http.post("/connect/v3/vendors", json=VENDOR, headers=self.headers).json["id"] for _ in range(10)
        ]
        model = self.http.post("/connect/v3/bills", json=bill(vendors[0], 0), headers=self.headers).json
        fill(self.world, model, vendors, count)
        self.vendor = vendors[3]

    def page(self, query: str) -> int:
        self.world.store.memory.forget("bill")  # else it would be remembered from the call before
        answer = self.http.get(f"/connect/v3/bills?max=100{query}", headers=self.headers)
        assert answer.status_code == 200 and len(answer.json["results"]) == 100, answer.text[:300]
        return answer.status_code


def fill(world: World, model: dict, vendors: list[str], count: int) -> None:
    """Rows like one the API made, written straight to the store: a million calls would take the afternoon."""
    found = world.store.get("bill", model["id"])
    assert found
    with world.transaction():
        for number in range(count - 1):
            due = f"{2027 + number % 7}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            row = {**found, "id": world.ids.new("00n"), "vendorId": vendors[number % 10], "dueDate": due}
            world.store.insert("bill", Row(row, org=found.org, hidden=found.hidden))


QUERIES = (
    ("in default order", "", True),
    ("sorted by dueDate", "&sort=dueDate:asc", True),
    ("sorted by createdTime, newest first", "&sort=createdTime:desc", True),
    ("filtered by vendorId", "&filters=vendorId:eq:{vendor}", True),
    ("filtered by vendorId, sorted by dueDate", "&filters=vendorId:eq:{vendor}&sort=dueDate:asc", False),
    ("sorted by description (no index of its own)", "&sort=description:asc", False),
)


def measure() -> Iterator[tuple[str, str, str, bool]]:
    small, large = Caller(SMALL), Caller(LARGE)
    for name, query, budgeted in QUERIES:
        few = milliseconds(lambda query=query: small.page(query.format(vendor=small.vendor)), 31)
        first = milliseconds(lambda query=query: large.page(query.format(vendor=large.vendor)), 1)
        many = milliseconds(lambda query=query: large.page(query.format(vendor=large.vendor)), 31 if budgeted else 3)
        ratio = many / few
        measured = f"{ratio:.2f}× ({many:.2f} ms of {few:.2f} ms{'' if budgeted else f', first {first:.0f} ms'})"
        yield (
            f"a page of 100 of 1,000,000 bills, {name}",
            measured,
            "≤ 2×" if budgeted else "reported",
            not budgeted or ratio <= 2,
        )
    for _ in range(REQUESTS // 10):  # fills the journal's ring
        small.http.get("/connect/v3/login/session", headers=small.headers)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(REQUESTS):
        small.http.get("/connect/v3/login/session", headers=small.headers)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield f"memory grown by {REQUESTS:,} requests", f"{grown:.1f} MB", "< 5 MB", grown < 5
