"""Any bytes sent to any route give BILL's error shape, never a 500, and a refusal changes nothing."""

from collections import Counter

import pytest

from mockbill.gateway.limits import Limits
from tests.conftest import Api
from tests.fuzz import Fuzz
from tests.samples import AREAS, HARD_TO_HIT, REFERS, SAMPLES

REQUESTS = 5000
PER_WORLD = 1000
SILENT = frozenset({"session"})
"""A refusal may touch a session's last use, and nothing else."""


def ids_of(row, key):
    """What a path may call a row by: its id, or a key of its own that is not one of others put together."""
    id = row[key] if key in row else row.hidden.get("key", "/")
    return [] if "/" in id else [id]


def live(world, fuzz):
    """Show the fuzz what lives in a world now."""
    store = world.store
    rows = {
        name: [id for row in store.find(name) for id in ids_of(row, table.key)][-30:]
        for name, table in store.tables.items()
    }
    credentials = store.meta("credentials")
    ids = {member: rows[resource] for member, resource in REFERS.items()} | {
        "userId": rows["user"] + rows["spend_user"] + [row["id"] for row in store.find("spend_user")],
        "owners": [],
        "clientId": [credentials["clientId"]],
        "clientSecret": [credentials["clientSecret"]],
        "partner": [
            {
                "appKey": credentials["appKey"],
                "username": credentials["partnerUsername"],
                "password": credentials["partnerPassword"],
            }
        ],
        "made": [user for user in store.find("user") if user.hidden.get("username") and not user.hidden.get("system")],
    }
    fuzz.live(ids, rows)


@pytest.fixture
def callers(simulation):
    """A new world with some objects in it, and a caller for each kind of credential."""
    made = []

    def make():
        world = simulation.worlds.create()
        made.append(next(name for name, found in simulation.worlds.all() if found is world))
        world.part(Limits).enabled = False
        api = Api(simulation, world).login().trust()
        home = {"name": "Made", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}
        partner = api.partner()
        partner.headers["organizationId"] = partner.post("/v3/partner/organizations", json=home).json["id"]
        assert partner.post("/v3/partner/users", json=SAMPLES["createpartneruser"](None)).status_code == 201
        return world, {
            "partner": partner,
            "session": api,
            "events": api,
            "any": api,
            "none": api,
            "file": api,
            "spend": api.spend(),
        }

    yield make
    for name in made:
        simulation.worlds.remove(name)


def right_shape(answer):
    """An array of BILL's errors, the token endpoint's object, or what an operation not simulated says."""
    body = answer.json
    if isinstance(body, dict):
        return "error" in body
    keys = {"timestamp", "code", "severity", "category", "message"}
    return bool(body) and all(entry.keys() == keys and isinstance(entry["message"], str) for entry in body)


def test_5000_requests_give_no_500_and_refusals_change_nothing(simulation, callers):
    fuzz = Fuzz(20260302, SAMPLES)
    operations = [
        operation for operation in simulation.router.operations
        if operation.standing == "operation" and operation.id not in ("logout", "login")
    ]  # fmt: skip
    seen, good, statuses = Counter(), Counter(), Counter()
    for number in range(REQUESTS):
        if number % PER_WORLD == 0:
            world, apis = callers()
            for area in AREAS:
                area.furnish(apis["session"])
            live(world, fuzz)
        unmet = [operation for operation in operations if not good[operation.id]]
        round = operations[number % len(operations)]
        operation = round if number < 2 * len(operations) or not unmet or number % 3 else fuzz.dice.choice(unmet)
        request = fuzz.request(operation)
        world.settle(world)  # a delivery of an earlier call may still have its result to write
        before = world.fingerprint(SILENT)
        answer = apis[operation.auth].call(request.pop("method"), request.pop("path"), **request)
        seen[operation.id] += 1
        good[operation.id] += answer.status_code < 300
        statuses[answer.status_code // 100] += 1
        told = f"{operation.id}: {request} → {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, told
        if answer.status_code >= 400:
            assert right_shape(answer), told
            assert world.fingerprint(SILENT) == before, f"a refusal changed the world: {told}"
        elif number % 10 == 0:
            live(world, fuzz)
    assert set(seen) == {operation.id for operation in operations}
    assert statuses[2] >= 0.3 * REQUESTS, statuses
    never = {operation.id for operation in operations if not good[operation.id]}
    assert never <= HARD_TO_HIT, never
