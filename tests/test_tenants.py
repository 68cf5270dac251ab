"""Tenants never see each other: two organizations that signed up, and one each that two partners made.

Whatever an organization asks for, with ids of its own and of the others in any place: no row of the others changes, and
no answer names one. What happens in one is told to its own subscribers and to its partner's, and to nobody else.
"""

import json
import re
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.gateway.limits import Limits
from tests.conftest import Api
from tests.fuzz import Fuzz
from tests.samples import REFERS, SAMPLES
from tests.test_fuzz import ids_of

ADDRESS = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}
OWN = ("home", "bakery", "kite", "lark")
SHARED = {"credential", "network_organization"}
"""Keys are known to whoever holds them, and BILL's network is a directory for all."""
RELAXED = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


class Town:
    """A world with four organizations, their callers, and how it was before anything was asked."""

    def __init__(self, world, orgs, callers, partners, subscriptions):
        self.world, self.orgs, self.callers, self.partners = world, orgs, callers, partners
        self.subscriptions, self.image = subscriptions, world.image()


def settle(api):
    """What an organization has: a row of everything that others might want."""
    vendor = api.post("/v3/vendors", json={"name": "L", "address": ADDRESS}).json["id"]
    invoice = {"invoiceNumber": "1", "invoiceDate": "2026-03-01"}
    lines = [{"amount": 100}]
    bill = {"vendorId": vendor, "dueDate": "2026-05-01", "billLineItems": lines, "invoice": invoice}
    customer = api.post("/v3/customers", json={"name": "C", "email": "c@c.test", "billingAddress": ADDRESS}).json["id"]
    sale = {"customer": {"id": customer}, "invoiceLineItems": [{"quantity": 1, "price": 5}], "dueDate": "2026-05-01"}
    credit = {"vendorId": vendor, "referenceNumber": "C", "creditDate": "2026-03-01", "vendorCreditLineItems": lines}
    user = api.get("/v3/login/session").json["userId"]
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor]}]
    schedule = {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-04-20", "daysInAdvance": 3}
    memo = [{"quantity": 1, "price": 5}]
    for path, body in (
        ("/v3/recurringbills", {"vendorId": vendor, "schedule": schedule, "recurringBillLineItems": lines}),
        ("/v3/credit-memos", {
            "customerId": customer, "referenceNumber": "M", "creditDate": "2026-03-01", "creditMemoLineItems": memo,
        }),
        ("/v3/classifications/jobs", {"name": "J"}), ("/v3/classifications/locations", {"name": "L"}),
        ("/v3/classifications/employees", {"firstName": "E", "lastName": "E"}),
        ("/v3/classifications/accounting-classes", {"name": "A"}),
        ("/v3/bills", bill), ("/v3/invoices", sale), ("/v3/vendor-credits", credit),
        ("/v3/classifications/chart-of-accounts", {"name": "Boats"}), ("/v3/classifications/departments", {"name": "D"}),
        ("/v3/bill-approvals/policies", {"policyName": "All", "rules": rules, "approvers": [user]}),
    ):  # fmt: skip
        assert api.post(path, json=body).status_code == 201, path
    pdf = {"query_string": {"name": "w9.pdf"}, "data": b"%PDF-1.4 x", "content_type": "application/octet-stream"}
    assert api.post(f"/v3/attachments/vendors/{vendor}", **pdf).status_code in (200, 201)


def subscribe(api):
    events = [{"type": type, "version": "1"} for type in ("vendor.created", "bill.created", "vendor.archived")]
    body = {"name": "n", "status": {"enabled": True}, "events": events, "notificationUrl": "http://127.0.0.1:9/h"}
    answer = api.post(
        "/connect-events/v3/subscriptions", json=body, headers={"X-Idempotent-Key": str(uuid.UUID(int=1, version=4))}
    )
    assert answer.status_code == 200, answer.text
    return answer.json["id"]


def made_by(api, partner, name, key):
    """An organization that a partner made, and a caller in it."""
    org = partner.post("/v3/partner/organizations", json={"name": name, "address": ADDRESS}).json["id"]
    partner.headers["organizationId"] = org
    person = {"firstName": name, "email": f"{name}@x.test", "username": name, "acceptTermsOfService": True}
    user = partner.post("/v3/partner/users", json=person).json["id"]
    opened = partner.post("/v3/partner/login-as-user", json={"userId": user, "organizationId": org}).json["sessionId"]
    caller = Api(api.simulation, api.world)
    caller.headers = {"sessionId": opened, "devKey": key}
    return org, caller


@pytest.fixture(scope="module")
def town(simulation):
    world = simulation.worlds.create()
    world.part(Limits).enabled = False
    home = Api(simulation, world).login().trust()
    keys = home.post("/_mock/organizations", json={"name": "Bakery"}).json
    bakery = Api(simulation, world)
    bakery.credentials = {**home.credentials, **keys}
    bakery.login().trust()
    second = home.post("/_mock/partners").json
    partners = {"harbor": home.partner(), "second": home.partner(keys=second)}
    kite, in_kite = made_by(home, partners["harbor"], "kite", home.credentials["devKey"])
    lark, in_lark = made_by(home, partners["second"], "lark", second["devKey"])
    callers = dict(zip(OWN, (home, bakery, in_kite, in_lark), strict=True))
    for caller in callers.values():
        settle(caller)
    orgs = dict(zip(OWN, (home.credentials["organizationId"], keys["organizationId"], kite, lark), strict=True))
    subscriptions = {name: subscribe(caller) for name, caller in (callers | partners).items()}
    yield Town(world, orgs, callers, partners, subscriptions)
    simulation.worlds.remove(next(name for name, found in simulation.worlds.all() if found is world))


def holdings(world, org):
    """Everything an organization has."""
    store = world.store
    return {
        name: [(dict(row), row.hidden) for row in store.find(name, org)]
        for name in store.tables
        if name not in SHARED and name != "session"
    }


ID = re.compile(r"\b[0-9a-z]{3}0\d[A-Z]{10}[0-9a-z]{5}\b|\b[a-z]{3}_[0-9a-v]{26}\b")


def names(held):
    """The ids in what an organization has."""
    return set(ID.findall(repr(held)))


def strangers_rows(town, victim, name_of_table):
    table = town.world.store.tables[name_of_table]
    rows = town.world.store.find(name_of_table, town.orgs[victim])
    return [id for row in rows for id in ids_of(row, table.key)]


def draw(town, operation, caller, victim, seed):
    """A request with ids of the victim (and, where it has none, of the caller)."""
    fuzz = Fuzz(seed, SAMPLES)
    fuzz.rows = {
        name: strangers_rows(town, victim, name) or strangers_rows(town, caller, name) or ["x"]
        for name in town.world.store.tables
    }
    made = [user for user in town.world.store.find("user", town.orgs[victim])]
    fuzz.ids = {member: fuzz.rows[resource] for member, resource in REFERS.items()} | {
        "userId": fuzz.rows["user"] + fuzz.rows["spend_user"], "owners": [], "clientId": ["x"], "clientSecret": ["x"],
        "partner": [{"appKey": "x", "username": "x", "password": "x"}], "made": made,
    }  # fmt: skip
    try:
        return fuzz.request(operation)
    except (IndexError, KeyError):  # a sample wants more than there is
        return None


def caller_of(town, caller, operation):
    """The caller with the credential that the operation takes, if it has one."""
    api = town.callers[caller]
    if operation.auth == "spend":
        return api.spend() if caller in ("home", "bakery") else None
    if operation.auth == "partner":
        return {"kite": town.partners["harbor"], "lark": town.partners["second"]}.get(caller)
    return api


SKIPPED = ("logout", "login", "partnerlogin", "createaccesstoken")


def asked(simulation):
    return [
        op for op in simulation.router.operations
        if op.standing == "operation" and op.id not in SKIPPED and op.auth not in ("none", "control")
    ]  # fmt: skip


@RELAXED
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 10**6), st.sampled_from(OWN), st.sampled_from(OWN), st.integers(0, 2**32)),
        min_size=15, max_size=25,
    )
)  # fmt: skip
def test_no_request_reads_or_changes_what_is_anothers(simulation, town, steps):
    town.world.restore(town.image)
    operations = asked(simulation)
    held = {name: holdings(town.world, org) for name, org in town.orgs.items()}
    known = {name: names(rows) for name, rows in held.items()}
    for number, caller, victim, seed in steps:
        operation = operations[number % len(operations)]
        api = caller_of(town, caller, operation)
        request = draw(town, operation, caller, victim, seed) if api and caller != victim else None
        if request is None:
            continue
        method, path = request.pop("method"), request.pop("path")
        if operation.auth == "partner" and seed % 2:
            request["headers"] = {"organizationId": town.orgs[victim]}
        told = f"{caller} asks {victim}: {operation.id} {path} {request}"
        answer = api.call(method, path, **request)
        sent = f"{path} {request}"
        written = method != "GET" and answer.status_code < 400
        if written:
            town.world.settle(town.world)  # what was sent of it is noted in its rows
        for other in OWN:
            if other != caller:
                assert not written or holdings(town.world, town.orgs[other]) == held[other], told
                seen = {id for id in known[other] if id in answer.text and id not in sent}
                assert not seen, f"{told} → {answer.status_code} shows {seen}"
        if written:
            held[caller] = holdings(town.world, town.orgs[caller])
            known[caller] = names(held[caller])


def test_every_id_of_another_is_unknown(simulation, town):
    """For each operation whose path names a row: with the row of another organization it is refused."""
    town.world.restore(town.image)
    met = set()
    for operation in asked(simulation):
        resource = operation.resource
        if resource is None or f"{{{resource.item}}}" not in operation.path:
            continue
        for caller, victim in (("home", "bakery"), ("bakery", "home"), ("kite", "lark"), ("lark", "home")):
            api, rows = caller_of(town, caller, operation), strangers_rows(town, victim, resource.name)
            request = draw(town, operation, caller, victim, 1) if api and rows else None
            if request is None:
                continue
            path = operation.path.replace(f"{{{resource.item}}}", rows[0])
            request |= {"path": re.sub(r"\{\w+\}", "x", path)}
            answer = api.call(request.pop("method"), request.pop("path"), **request)
            assert answer.status_code >= 400, f"{caller} meets {victim}'s {rows[0]} by {operation.id}: {answer.text}"
            met.add(operation.id)
    assert len(met) >= 100


PARTNER_OF = {"kite": "harbor", "lark": "second"}


@RELAXED
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(OWN), st.sampled_from(("vendor.created", "bill.created", "vendor.archived"))),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_events_reach_the_organization_and_its_partner_only(town, acts):
    town.world.restore(town.image)
    expected = {name: [] for name in town.subscriptions}
    for name, event in acts:
        api = town.callers[name]
        vendor = api.post("/v3/vendors", json={"name": "N", "address": ADDRESS}).json["id"]
        happened = ["vendor.created"]
        if event == "vendor.archived":
            assert api.post(f"/v3/vendors/{vendor}/archive").status_code == 200
            happened.append(event)
        if event == "bill.created":
            invoice = {"invoiceNumber": vendor[-5:], "invoiceDate": "2026-03-01"}
            bill = {"vendorId": vendor, "dueDate": "2026-05-01", "billLineItems": [{"amount": 1}], "invoice": invoice}
            assert api.post("/v3/bills", json=bill).status_code == 201
            happened.append(event)
        for who in (name, PARTNER_OF.get(name)):
            if who:
                expected[who] += [(event, town.orgs[name]) for event in happened]
    for name, id in town.subscriptions.items():
        found = [row for row in town.world.store.find("webhook_event") if row["subscriptionId"] == id]
        told = [(row["type"], payload(row)["metadata"]["organizationId"]) for row in found]
        assert told == expected[name], name
        history = (town.callers | town.partners)[name].get(f"/connect-events/v3/events/subscription/{id}?max=100")
        assert {row["id"] for row in history.json["results"]} == {row["id"] for row in found}


def payload(row):
    return json.loads(row["payload"])


@pytest.mark.parametrize("level", ["home", "bakery", "kite", "harbor", "second"])
def test_subscriptions_are_their_makers_only(town, level):
    town.world.restore(town.image)
    api = (town.callers | town.partners)[level]
    listed = api.get("/connect-events/v3/subscriptions").json["results"]
    assert [row["id"] for row in listed] == [town.subscriptions[level]]
    for other, id in town.subscriptions.items():
        status = api.get(f"/connect-events/v3/subscriptions/{id}").status_code
        assert (status == 200) == (other == level)


def test_downloads_are_for_sessions_of_the_organization(town):
    town.world.restore(town.image)
    for name, api in town.callers.items():
        vendor = strangers_rows(town, name, "vendor")[0]
        attachment = api.get(f"/v3/attachments/vendors/{vendor}").json["results"][0]
        link = api.get(f"/v3/attachments/{attachment['id']}").json["downloadLink"]
        path = "/" + link.split("/", 3)[3]
        for other, stranger in town.callers.items():
            only = {"sessionId": stranger.headers["sessionId"]}
            answer = stranger.http.get(path, headers=only)
            assert (answer.status_code == 200) == (other == name), (name, other)


def test_a_developer_key_opens_its_own_organizations_only(town):
    town.world.restore(town.image)
    keys = {name: api.headers["devKey"] for name, api in town.callers.items()}
    assert keys["home"] == keys["kite"]
    for name, api in town.callers.items():
        for other, key in keys.items():
            answer = api.http.get("/connect/v3/vendors", headers={**api.headers, "devKey": key})
            assert (answer.status_code == 200) == (key == keys[name]), (name, other)


def test_page_tokens_lead_into_nobody_elses_rows(town):
    town.world.restore(town.image)
    for number in range(3):
        for api in town.callers.values():
            api.post("/v3/vendors", json={"name": f"V{number}", "address": ADDRESS})
    token = town.callers["home"].get("/v3/vendors?max=1").json["nextPage"]
    bakery = {row["id"] for row in town.callers["bakery"].get("/v3/vendors?max=100").json["results"]}
    found = town.callers["bakery"].get(f"/v3/vendors?max=100&page={token}").json["results"]
    assert {row["id"] for row in found} <= bakery
    token = town.partners["harbor"].get("/v3/partner/organizations?max=1").json.get("nextPage")
    listed = town.partners["second"].get("/v3/partner/organizations" + (f"?page={token}" if token else "")).json
    assert {row["id"] for row in listed["results"]} <= {town.orgs["lark"]}
