"""Who may do what: every operation of the simulator, by every role and kind of credential, from one table."""

import re
from dataclasses import replace

import pytest
from werkzeug.test import Client

from mockbill.gateway.credentials import PERMISSIONS, SPEND_ROLES
from mockbill.gateway.limits import Limits
from mockbill.gateway.operations import Encoded
from mockbill.gateway.routing import Router
from mockbill.resources.platform.roles import SEEDED
from mockbill.wsgi import Application, pinned
from tests.conftest import Api
from tests.fuzz import Fuzz
from tests.samples import SAMPLES

READ, WRITE, ANY = "GET", "POST PUT PATCH DELETE", "GET POST PUT PATCH DELETE"
RULES = (
    # methods, path under /connect/v3 (whole), what the role must allow, what the scope must be
    (ANY, r"/login/(session|organizations)|/logout", "read", "any"),
    (ANY, r"/mfa/.*", "read", "full"),
    (READ, r"/organizations/\{organizationId\}(/price-plan)?", "admin", "any"),
    (WRITE, r"/organizations/\{organizationId\}", "admin", "full"),
    (WRITE, r"/users.*|/risk-verifications.*|/funding-accounts/.*", "admin", "full"),
    (WRITE, r"/payments(/bulk|/mass|/\{paymentId\}/(cancel|void))?", "pay", "full"),
    (WRITE, r"/payments/exchange-rate", "read", "any"),
    (WRITE, r"/bill-approvals/actions", "approve", "full"),
    (WRITE, r"/bill-approvals.*", "approve", "any"),
    (WRITE, r"/vendors/\{vendorId\}/bank-account", "books", "full"),
    (WRITE, r"/customers/\{customerId\}/(bank-accounts|charge-authorization).*|/receivable-payments", "books", "full"),
    (READ, r"/spend/cards/\{cardId\}/pan-jwt", "admin", "full"),
    (WRITE, r"/spend/transactions/\{acsTransactionId\}/3ds-challenge", "admin", "full"),
    (WRITE, r"/spend/transactions.*", "books", "any"),
    (WRITE, r"/spend/custom-fields.*", "admin", "any"),
    (WRITE, r"/spend/.*", "admin", "full"),
    (READ, r".*", "read", "any"),
    (WRITE, r".*", "books", "any"),
)
"""BILL's scopes (D docs/oauth-api-scope-capabilities), administrators' operations (D) and payers' (D), else ours (I).
The first that fits counts."""
MAY = {
    "ADMINISTRATOR": "read books approve pay admin", "ACCOUNTANT": "read books approve", "APPROVER": "read approve",
    "PAYER": "read pay", "CLERK": "read books", "AUDITOR": "read", "PURCHASE_REQUESTER": "read", "MEMBER": "read",
    "ADMIN": "read books approve pay admin", "BOOKKEEPER": "read books",
}  # fmt: skip


def rule_of(operation):
    path = operation.path.removeprefix("/connect/v3").removeprefix("/connect-events/v3")
    return next(rule[2:] for rule in RULES if operation.method in rule[0].split() and re.fullmatch(rule[1], path))


def public(simulation, *auths):
    return [op for op in simulation.router.operations if op.auth in auths and op.standing in ("operation", "alias")]


@pytest.mark.parametrize("role", MAY)
def test_what_each_role_may_do_is_written_once(role):
    assert PERMISSIONS[role] == set(MAY[role].split())


def test_every_operation_asks_for_what_the_table_says(simulation):
    wrong = {}
    for operation in public(simulation, "session", "any", "spend", "events"):
        role, scope = rule_of(operation)
        wanted = (role, "never" if operation.auth == "events" else scope)
        if (operation.role, operation.scope) != wanted:
            wrong[operation.id] = f"{operation.role} {operation.scope}, not {' '.join(wanted)}"
    assert not wrong
    assert all((op.role, op.scope) == ("admin", "never") for op in public(simulation, "partner"))


class Walker:
    """Sends a good request to every operation of a world; behind the gateway nothing is done."""

    def __init__(self, simulation, world):
        world.part(Limits).enabled = False
        stubs = [replace(op, run=lambda call: Encoded(b"{}")) for op in simulation.router.operations]
        self.http = Client(pinned(Application(simulation.worlds, Router(stubs)), world))
        self.fuzz = Fuzz(7, SAMPLES)
        store = world.store
        self.fuzz.rows = {
            name: [row["id"] for row in store.find(name) if "id" in row] or ["x"] for name in store.tables
        }

    def body(self, operation):
        """A body that fits, drawn until one does."""
        if operation.upload:
            return {"data": b"%PDF-1.4", "content_type": "application/octet-stream"}
        if operation.body is None or operation.body_optional:
            return {}
        drawn = self.fuzz.value(operation.body)
        return {"json": drawn if isinstance(drawn, dict | list) else {}}

    def ask(self, operation, headers):
        path = re.sub(r"\{\w+\}", "x", operation.path)
        for _ in range(200):
            query = self.fuzz.query(operation, wrong=False)
            sent = {**headers, "X-Idempotent-Key": "9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11"}
            answer = self.http.open(
                path, method=operation.method, headers=sent, query_string=query, **self.body(operation)
            )
            if answer.status_code not in (400, 415):
                return answer
        raise AssertionError(f"no request to {operation.id} is a good one: {answer.text}")


@pytest.fixture
def walker(simulation, world):
    return Walker(simulation, world)


def refusal(answer):
    return (answer.status_code, answer.json[0]["code"]) if answer.status_code >= 400 else None


@pytest.mark.parametrize("role", SEEDED)
def test_a_role_binds_on_every_operation(simulation, world, api, walker, role):
    email = next(user["email"] for user in world.store.find("user") if user["role"]["type"] == role)
    headers = api.as_user(email).trust().headers
    for operation in public(simulation, "session", "any", "events"):
        asked, _ = rule_of(operation)
        answer = walker.ask(operation, headers)
        refused = (422, "BDC_1150") if asked == "pay" else (403, "BDC_1145")
        assert refusal(answer) == (None if asked in MAY[role].split() else refused), operation.id


@pytest.mark.parametrize("role", sorted(SPEND_ROLES))
def test_a_role_of_spend_binds_on_every_operation(simulation, world, api, walker, role):
    user = world.store.find("spend_user", None, role="ADMIN")[0]
    user["role"] = role
    world.store.update("spend_user", user)
    for operation in public(simulation, "spend"):
        asked, _ = rule_of(operation)
        answer = walker.ask(operation, {"apiToken": api.credentials["apiToken"]})
        assert refusal(answer) == (None if asked in MAY[role].split() else (403, "BDC_1145")), operation.id


def test_an_accounting_app_is_held_to_its_scope_on_every_operation(simulation, api, walker):
    app = api.post("/_mock/apps", json={"scope": "accounting_data_access"}).json
    form = {"grant_type": "client_credentials", "client_id": app["clientId"], "client_secret": app["clientSecret"]}
    headers = {"Authorization": f"Bearer {api.http.post('/authx/token', data=form).json['access_token']}"}
    for operation in public(simulation, "session", "any", "spend"):
        _, scope = rule_of(operation)
        refused = (403, "BDC_1361" if operation.trust else "BDC_1145")
        assert refusal(walker.ask(operation, headers)) == (None if scope == "any" else refused), operation.id
    for operation in public(simulation, "events", "partner"):
        assert walker.ask(operation, headers).status_code == 401, operation.id


def test_a_full_app_does_all_but_webhooks_and_partners(simulation, api, walker):
    form = {
        "grant_type": "client_credentials", "client_id": api.credentials["clientId"],
        "client_secret": api.credentials["clientSecret"],
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {api.http.post('/authx/token', data=form).json['access_token']}"}
    for operation in public(simulation, "session", "any", "spend"):
        assert refusal(walker.ask(operation, headers)) is None, operation.id
    for operation in public(simulation, "events", "partner"):
        assert walker.ask(operation, headers).status_code == 401, operation.id


def test_a_sync_token_is_held_to_its_scope_on_every_operation(simulation, world, api, walker):
    keys = api.post("/_mock/sync-tokens").json
    caller = Api(simulation, world)
    caller.credentials = {**api.credentials, **keys}
    headers = caller.login().headers
    for operation in public(simulation, "session", "any"):
        role, scope = rule_of(operation)
        refused = (403, "BDC_1361") if scope == "full" else (403, "BDC_1145") if role == "admin" else None
        assert refusal(walker.ask(operation, headers)) == refused, operation.id


def test_what_mfa_protects_needs_a_trusted_session(simulation, api, walker):
    for operation in public(simulation, "session", "any"):
        refused = (403, "BDC_1361") if operation.trust else None
        assert refusal(walker.ask(operation, api.headers)) == refused, operation.id


def test_an_administrators_custom_role_allows_what_it_names(simulation, world, api, walker):
    role = api.post("/_mock/roles", json={"description": "Pays only", "permissions": ["pay"]}).json
    assert role["type"] == "CUSTOM" and api.get(f"/v3/roles/{role['id']}").json == role
    eli = world.store.find("user", None, email="eli@mockbill.test")[0]
    caller = api.as_user("eli@mockbill.test").trust()
    assert api.patch(f"/v3/users/{eli['id']}", json={"roleId": role["id"]}).json["role"]["type"] == "CUSTOM"
    for headers in (caller.headers, api.as_user("eli@mockbill.test").trust().headers):
        for operation in public(simulation, "session"):
            asked, _ = rule_of(operation)
            refused = None if asked in ("read", "pay") else (403, "BDC_1145")
            assert refusal(walker.ask(operation, headers)) == refused, operation.id


def test_a_payer_approves_by_choice(world, api, walker, simulation):
    world.choices.update({"role.payer_approves": True})
    headers = api.as_user("dana@mockbill.test").headers
    operation = next(op for op in public(simulation, "session") if op.id == "billapprovedenyactions")
    assert walker.ask(operation, headers).status_code == 200
