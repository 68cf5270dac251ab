"""Any bytes sent to any route give BILL's error shape, never a 500, and a refusal changes nothing."""

from collections import Counter

import pytest

from mockbill.gateway.limits import Limits
from tests.conftest import Api
from tests.fuzz import Fuzz

REQUESTS = 5000
PER_WORLD = 250
SILENT = frozenset({"session", "webhook_outbox", "webhook_history", "outbox"})
"""Tables a refusal may touch: a session's last use, and the told failure of a payment."""


def live_ids(world):
    """Ids by the name of the parameter or member that refers to them."""
    store = world.store

    def ids(kind, key="id"):
        return [row[key] for row in store.find(kind)][-30:] if kind in store.tables else []

    users = ids("spend_user") + ids("spend_user", "uuid")
    return {
        "vendorId": ids("vendor"), "billId": ids("bill"), "paymentId": ids("payment"), "bankAccountId": ids("bank_account"),
        "bankAccountUserId": ids("bank_user"), "documentId": ids("document"), "budgetId": ids("budget") + ids("budget", "uuid"),
        "userId": users, "owners": [], "subscriptionId": ids("subscription"), "chartOfAccountId": ids("chart-of-accounts"),
    }  # fmt: skip


@pytest.fixture
def callers(simulation):
    """A new world with some objects in it, and a caller for each kind of credential."""
    made = []

    def make():
        world = simulation.worlds.create()
        made.append(next(name for name, found in simulation.worlds.all() if found is world))
        world.part(Limits).enabled = False
        api = Api(simulation, world).login().trust()
        return world, {"session": api, "events": api, "any": api, "none": api, "file": api, "spend": api.spend()}

    yield make
    for name in made:
        simulation.worlds.remove(name)


def furnish(api):
    """Objects for ids to refer to: a vendor with a bank account, bills, a payment, an account."""
    address = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}
    account = {"accountNumber": "12345678", "routingNumber": "021000021", "nameOnAccount": "L"}
    vendor = api.post(
        "/v3/vendors", json={"name": "L", "address": address, "paymentInformation": {"bankAccount": account}}
    ).json["id"]
    bank = next(
        row["id"] for row in api.get("/v3/funding-accounts/banks").json["results"] if row["status"] == "VERIFIED"
    )
    for number in range(6):
        bill = {
            "vendorId": vendor, "dueDate": "2026-05-01", "billLineItems": [{"amount": 1000}],
            "invoice": {"invoiceNumber": str(number), "invoiceDate": "2026-03-01"},
        }  # fmt: skip
        made = api.post("/v3/bills", json=bill).json["id"]
        if number % 2:
            funding = {"type": "BANK_ACCOUNT", "id": bank}
            pay = {
                "billId": made,
                "amount": 100,
                "processDate": "2026-03-10",
                "fundingAccount": funding,
                "processingOptions": {},
            }
            assert api.post("/v3/payments", json=pay).status_code == 201
    assert api.post("/v3/classifications/chart-of-accounts", json={"name": "Boats"}).status_code == 201
    event = {
        "name": "n",
        "status": {"enabled": False},
        "events": [{"type": "bill.created", "version": "1"}],
        "notificationUrl": "http://127.0.0.1:9/h",
    }
    key = {"X-Idempotent-Key": "9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11"}
    assert api.post("/connect-events/v3/subscriptions", json=event, headers=key).status_code == 200


def right_shape(answer):
    """An array of BILL's errors, the token endpoint's object, or what an operation not simulated says."""
    body = answer.json
    if isinstance(body, dict):
        return "error" in body
    keys = {"timestamp", "code", "severity", "category", "message"}
    return bool(body) and all(entry.keys() == keys and isinstance(entry["message"], str) for entry in body)


def test_5000_requests_give_no_500_and_refusals_change_nothing(simulation, callers):
    fuzz = Fuzz(20260302)
    operations = [
        operation for operation in simulation.router.operations
        if operation.standing == "operation" and operation.id not in ("logout", "login")
    ]  # fmt: skip
    seen, statuses = Counter(), Counter()
    for number in range(REQUESTS):
        if number % PER_WORLD == 0:
            world, apis = callers()
            furnish(apis["session"])
            fuzz.ids = live_ids(world)
        operation = (
            operations[number % len(operations)] if number < 2 * len(operations) else fuzz.dice.choice(operations)
        )
        request = fuzz.request(operation)
        before = world.fingerprint(SILENT)
        answer = apis[operation.auth].call(request.pop("method"), request.pop("path"), **request)
        seen[operation.id] += 1
        statuses[answer.status_code // 100] += 1
        told = f"{operation.id}: {request} → {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, told
        if answer.status_code >= 400:
            assert right_shape(answer), told
            assert world.fingerprint(SILENT) == before, f"a refusal changed the world: {told}"
        elif number % 10 == 0:
            fuzz.ids = live_ids(world)
    assert set(seen) == {operation.id for operation in operations}
    assert statuses[2] >= 0.3 * REQUESTS, statuses
