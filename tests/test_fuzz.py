"""Any bytes sent to any route give BILL's error shape, never a 500, and a refusal changes nothing."""

from collections import Counter

import pytest

from mockbill.gateway.limits import Limits
from tests.conftest import Api
from tests.fuzz import Fuzz

REQUESTS = 5000
PER_WORLD = 250
HARD_TO_HIT = {
    "setup", "validate", "getdocument", "resendevent", "getcheckimagedata", "uploadstatus", "getexchangerate",
    "getexchangerates", "bulkupdatevendorcredit", "bulkreplacevendorcredit",
}  # fmt: skip
"""Operations that need a state a random caller hardly finds; their own tests bring it about."""
SILENT = frozenset({"session"})
"""A refusal may touch a session's last use, and nothing else."""


def funding(fuzz):
    return {"type": "BANK_ACCOUNT", "id": fuzz.rows["bank_account"][0]}


def bill(fuzz):
    return {
        "vendorId": fuzz.dice.choice(fuzz.rows["vendor"]), "dueDate": "2026-05-01", "description": fuzz.text(),
        "billLineItems": [{"amount": fuzz.dice.randint(1, 90_000) / 100}, {"quantity": 2, "price": "3.5"}],
        "invoice": {"invoiceNumber": fuzz.text()[:20], "invoiceDate": "2026-03-01"},
    }  # fmt: skip


def payment(fuzz):
    amount = fuzz.dice.randint(1, 3000) / 100
    common = {"amount": amount, "processDate": "2026-03-10", "fundingAccount": funding(fuzz), "processingOptions": {}}
    if fuzz.dice.random() < 0.3:
        return common | {"vendorId": fuzz.rows["vendor"][0], "processingOptions": {"createBill": True}}
    return common | {"billId": fuzz.dice.choice(fuzz.rows["bill"])}


def subscription(fuzz):
    url = f"http://127.0.0.1:9/{fuzz.dice.getrandbits(32)}"
    events = [{"type": fuzz.dice.choice(("bill.created", "vendor.updated", "payment.updated")), "version": "1"}]
    return {"name": fuzz.text(), "status": {"enabled": False}, "events": events, "notificationUrl": url}


def policy(fuzz):
    rule = {"key": "BILL_AMOUNT", "op": "gte", "values": [str(fuzz.dice.randint(1, 2000))]}
    return {"policyName": fuzz.text(), "rules": [rule], "approvers": [fuzz.dice.choice(fuzz.rows["user"])]}


def template(fuzz):
    schedule = {
        "period": "MONTHLY",
        "frequency": fuzz.dice.randint(1, 5),
        "nextDueDate": "2026-02-20",
        "daysInAdvance": 3,
    }
    lines = [{"amount": fuzz.dice.randint(1, 90_000) / 100}]
    return {"vendorId": fuzz.rows["vendor"][0], "schedule": schedule, "recurringBillLineItems": lines}


def credit(vendor):
    lines = [{"amount": 5}]
    return {"vendorId": vendor, "referenceNumber": "C", "creditDate": "2026-03-01", "vendorCreditLineItems": lines}


SAMPLES = {
    "createbill": bill,
    "createbulkbills": lambda fuzz: [bill(fuzz), bill(fuzz)],
    "replacebill": bill,
    "createrecurringbill": template,
    "bulkupdatevendorcredit": lambda fuzz: [{"id": fuzz.rows["vendor_credit"][0], "description": fuzz.text()}],
    "bulkreplacevendorcredit": lambda fuzz: [{"id": fuzz.rows["vendor_credit"][0], **credit(fuzz.rows["vendor"][0])}],
    "replacerecurringbill": template,
    "createbillapprovalpolicy": policy,
    "updatebillapprovalpolicy": policy,
    "billapprovedenyactions": lambda fuzz: [{"billId": fuzz.rows["bill"][4], "action": "APPROVE"}],
    "createpayment": payment,
    "createbulkpayment": lambda fuzz: {
        "payments": [{"billId": id, "amount": 1} for id in fuzz.rows["bill"][:2]], "fundingAccount": funding(fuzz),
    },
    "recordpayment": lambda fuzz: {
        "vendorId": fuzz.rows["vendor"][0], "processDate": "2026-03-01", "toPrintCheck": False,
        "payments": [{"billId": fuzz.rows["bill"][0], "amount": 0.5}],
    },
    "nominatebankaccountuser": lambda fuzz: {"userId": fuzz.dice.choice(fuzz.rows["user"]), "bankAccountId": fuzz.rows["bank_account"][0]},
    "createsubscription": subscription,
    "replacesubscription": subscription,
    "sendtestevent": lambda fuzz: {"eventType": "bill.created", "version": "1"},
    "createbudget": lambda fuzz: {
        "name": fuzz.text(), "owners": [fuzz.rows["spend_user"][0]], "recurringInterval": "MONTHLY", "limit": "100", "recurringLimit": 90,
    },
    "bulkupdateclassificationchartofaccounts": lambda fuzz: [{"id": fuzz.rows["chart-of-accounts"][0], "name": fuzz.text()}],
    "createaccesstoken": lambda fuzz: {
        "grant_type": "client_credentials", "client_id": fuzz.ids["clientId"][0], "client_secret": fuzz.ids["clientSecret"][0],
    },
    "validatechallenge": lambda fuzz: {"challengeId": fuzz.dice.choice(fuzz.rows["mfa_code"] or ["x"]), "token": "123456"},
}  # fmt: skip


def live(world, fuzz):
    """Show the fuzz what lives in a world now."""
    store = world.store
    fuzz.rows = {
        name: [row[table.key] for row in store.find(name) if table.key in row][-30:]
        for name, table in store.tables.items()
    }
    credentials = store.meta("credentials")
    users = fuzz.rows["spend_user"] + [row["id"] for row in store.find("spend_user")]
    fuzz.ids = {
        "vendorId": fuzz.rows["vendor"], "billId": fuzz.rows["bill"], "userId": users, "owners": [],
        "chartOfAccountId": fuzz.rows["chart-of-accounts"], "payFromChartOfAccountId": fuzz.rows["chart-of-accounts"],
        "parentId": fuzz.rows["chart-of-accounts"], "subscriptionId": fuzz.rows["subscription"], "budgetId": fuzz.rows["budget"],
        "documentId": fuzz.rows["document"], "attachmentId": fuzz.rows["attachment"], "clientId": [credentials["clientId"]], "clientSecret": [credentials["clientSecret"]],
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
    assert api.post("/v3/vendor-credits", json=credit(vendor)).status_code == 201
    administrator = api.world.store.find("user", email=api.credentials["username"])[0]["id"]
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor]}]
    policy = {"policyName": "All", "rules": rules, "approvers": [administrator]}
    assert api.post("/v3/bill-approvals/policies", json=policy).status_code == 201
    for number in range(6):
        bill = {
            "billApprovals": number == 4,
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
    fuzz = Fuzz(20260302, SAMPLES)
    operations = [
        operation for operation in simulation.router.operations
        if operation.standing == "operation" and operation.id not in ("logout", "login")
    ]  # fmt: skip
    seen, good, statuses = Counter(), Counter(), Counter()
    for number in range(REQUESTS):
        if number % PER_WORLD == 0:
            world, apis = callers()
            furnish(apis["session"])
            live(world, fuzz)
        operation = (
            operations[number % len(operations)] if number < 2 * len(operations) else fuzz.dice.choice(operations)
        )
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
