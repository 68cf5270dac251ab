"""Sessions: signing in, what a session is good for, and its end."""

from dataclasses import replace

import pytest
from billclient import Client
from billclient.settings import OpenSession, Session
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from billcontracts.targets import World

DEAD = "Session is invalid.  Please log in."


def fresh(world: World) -> tuple[Client, OpenSession]:
    """A client with a session of its own, and that session by itself."""
    assert world.session
    client = world.client(replace(world.session, rememberMeId=None, device=None))
    return client, OpenSession(client.session.login()["sessionId"], world.session.devKey)


@contract(
    "PL-SESS-001",
    "A login answers session, organization and user, and a plain one is not trusted.",
    "D",
    "reference/login",
)
def test_login(world: World, bill: Client) -> None:
    assert world.session
    answer = world.client(replace(world.session, rememberMeId=None, device=None)).session.login()
    assert answer["organizationId"] == world.session.organizationId
    assert answer["trusted"] is False


@contract("PL-SESS-002", "A login with an unknown developer key is 400 BDC_1102.", "O", "observed")
def test_wrong_dev_key(world: World, bill: Client) -> None:
    with refused(400, "BDC_1102", "Developer key is invalid."):
        world.client(replace(world.session, devKey="01NOSUCHKEY")).session.login()


@contract("PL-SESS-003", "A login with a wrong password says BDC_1101.", "D", "docs/common-api-error-codes")
def test_wrong_password(world: World, bill: Client) -> None:
    with refused(CLIENT_ERROR, "BDC_1101", "User name and/or password do not match our records."):
        world.client(replace(world.session, password="not-the-password")).session.login()


@contract(
    "PL-SESS-004", "A login to an organization that does not exist is refused.", "I", "docs/common-api-error-codes"
)
def test_wrong_organization(world: World, bill: Client) -> None:
    with refused(CLIENT_ERROR):
        world.client(replace(world.session, organizationId="00801NOSUCHORGANIZ00")).session.login()


@contract("PL-SESS-005", "A login without user, organization or key is 400 with an entry for each.", "I", "observed")
def test_login_with_nothing(stranger: Client) -> None:
    entries = judge(stranger.raw("POST", "/v3/login", json={}), 400)
    told = " ".join(entry["message"] for entry in entries)
    assert all(field in told for field in ("devKey", "username", "organizationId"))


@contract(
    "PL-SESS-006", "Session info names organization and user, and the state of MFA.", "D", "reference/getsessioninfo"
)
def test_session_info(world: World, untrusted: Client) -> None:
    info = untrusted.session.info()
    assert info["organizationId"] == world.session.organizationId
    assert info["mfaStatus"] in ("CHALLENGE", "SETUP", "DISABLED", "PHONE_VERIFICATION")


@contract("PL-SESS-007", "A session that has passed MFA reads COMPLETE.", "O", "observed")
def test_trusted_session(trusted: Client) -> None:
    assert trusted.session.info()["mfaStatus"] in ("COMPLETE", "DISABLED", "PHONE_VERIFICATION")


@contract(
    "PL-SESS-008", "The organizations of a login are listed, its own among them.", "D", "reference/listallorganizations"
)
def test_login_organizations(bill: Client, world: World) -> None:
    listed = bill.session.organizations().results
    assert world.session.organizationId in [row["organization"]["id"] for row in listed]


@contract(
    "PL-SESS-009",
    "Logout answers 200 with an empty body, and the session is dead at once: 401 BDC_1109.",
    "D",
    "reference/logout",
)
def test_logout(world: World, bill: Client) -> None:
    client, session = fresh(world)
    assert client.session.logout() is None
    with refused(401, "BDC_1109", DEAD):
        world.client(session).vendors.list(max=1)


@contract("PL-SESS-010", "A session id that never was is 401 BDC_1109, with two blanks in the text.", "O", "observed")
def test_bogus_session(world: World, bill: Client) -> None:
    with refused(401, "BDC_1109", DEAD):
        world.client(OpenSession("bogus-session", world.session.devKey)).vendors.list(max=1)


@contract(
    "PL-SESS-011", "A call without any credential is refused as an invalid session.", "I", "docs/common-api-error-codes"
)
def test_no_credentials(world: World) -> None:
    judge(world.client().raw("GET", "/v3/vendors", auth=None), CLIENT_ERROR)


@contract("PL-SESS-012", "A session works only with the developer key that opened it.", "D", "docs/bill-keys-tokens")
def test_session_with_another_key(world: World, bill: Client) -> None:
    _, session = fresh(world)
    with refused(CLIENT_ERROR):
        world.client(replace(session, devKey="another-key")).vendors.list(max=1)


@contract(
    "PL-SESS-013",
    "A session dies 35 minutes after its last call; each call starts them again.",
    "D",
    "reference/auth-login",
)
def test_idle_session(strict, world: World) -> None:
    own = strict()
    client, session = fresh(own)
    for _ in range(2):
        own.control.advance(minutes=34)
        client.vendors.list(max=1)
    own.control.advance(minutes=35)
    with refused(401, "BDC_1109", DEAD):
        own.client(session).vendors.list(max=1)


@contract("PL-SESS-014", "A second login leaves the first session alive.", "I", "reference/login")
def test_two_sessions(world: World, bill: Client) -> None:
    first, _ = fresh(world)
    second, _ = fresh(world)
    assert first.session.info()["userId"] == second.session.info()["userId"]


@contract(
    "PL-SESS-015",
    "rememberMeId and device together give a session that is trusted at once, for 30 days.",
    "D",
    "reference/login",
)
def test_remembered_device(strict, control: Control) -> None:
    own = strict()
    kept = own.client(own.session).mfa.trust("123456", device="kit laptop")
    known = Session(own.session.username, own.session.password, own.session.organizationId, own.session.devKey,
                    kept["rememberMeId"], "kit laptop")  # fmt: skip
    assert own.client(known).session.login()["trusted"] is True
    assert own.client(replace(known, device="another")).session.login()["trusted"] is False
    own.control.advance(days=31)
    assert own.client(known).session.login()["trusted"] is False


@pytest.mark.parametrize(
    "path", ["/v3/vendors", "/v3/bills", "/v3/payments", "/v3/classifications/chart-of-accounts", "/v3/login/session"]
)
@contract("PL-SESS-016", "Every read of the organization wants a session.", "O", "observed")
def test_reads_want_a_session(world: World, stranger: Client, path: str) -> None:
    judge(stranger.raw("GET", path, headers={"sessionId": "bogus", "devKey": "bogus"}), 401, "BDC_1109", DEAD)


SWITCHED = [
    ("organizations", {"locked": True}, 423, "BDC_1107", "Organization is locked out."),
    ("organizations", {"apiAccess": False}, CLIENT_ERROR, "BDC_1105", None),
    ("keys", {"active": False}, CLIENT_ERROR, "BDC_1103", "Developer key is inactive."),
    ("keys", {"termsAccepted": False}, CLIENT_ERROR, "BDC_1104", "Developer terms are not accepted."),
]


@pytest.mark.parametrize(("kind", "switch", "status", "code", "text"), SWITCHED, ids=[row[3] for row in SWITCHED])
@contract(
    "PL-SESS-017",
    "A login says why it is turned away: organization locked or without API access, key inactive, terms not accepted.",
    "D",
    "docs/common-api-error-codes",
)
def test_switched_off(strict, control: Control, kind, switch, status, code, text) -> None:
    own = strict()
    id = own.session.organizationId if kind == "organizations" else own.session.devKey
    own.control.ask("PATCH", f"/{kind}/{id}", switch)
    with refused(status, code, *([text] if text else [])):
        own.client(own.session).session.login()


@contract("PL-SESS-018", "Repeated failures lock a login: BDC_1110.", "D", "docs/common-api-error-codes")
def test_lockout(strict, control: Control) -> None:
    own = strict(**{"session.lockout_after": 2})
    for _ in range(2):
        with refused(CLIENT_ERROR, "BDC_1101"):
            own.client(replace(own.session, password="wrong")).session.login()
    with refused(CLIENT_ERROR, "BDC_1110", "Login is locked."):
        own.client(own.session).session.login()


@contract(
    "PL-SESS-019",
    "A sync token signs in by name and value, reads and pushes, and passes nothing that MFA protects.",
    "D",
    "docs/token-based-sign-in",
)
def test_sync_token(strict, control: Control) -> None:
    own = strict()
    keys = own.control.ask("POST", "/sync-tokens", {})
    client = own.client(replace(own.session, username=keys["username"], password=keys["password"]))
    assert client.session.login()["trusted"] is False
    client.chart_of_accounts.create({"name": "Pushed"})
    for call in (client.mfa.challenge, lambda: client.request("POST", "/v3/payments", json={})):
        with refused(CLIENT_ERROR):
            call()
    own.control.advance(hours=47)
    client.vendors.list(max=1)


@contract("PL-SESS-020", "A sync token's session ends after 48 idle hours.", "D", "docs/token-based-sign-in")
def test_idle_sync_session(strict, control: Control) -> None:
    own = strict()
    keys = own.control.ask("POST", "/sync-tokens", {})
    answer = own.client(replace(own.session, username=keys["username"], password=keys["password"])).session.login()
    own.control.advance(hours=48)
    with refused(401, "BDC_1109", DEAD):
        own.client(OpenSession(answer["sessionId"], own.session.devKey)).vendors.list(max=1)


@contract(
    "PL-SESS-021",
    "A Console user signs in to a client organization with a token in place of a password.",
    "D",
    "docs/bill-accountant-console-operations",
)
def test_console(strict, control: Control) -> None:
    own = strict()
    made = own.control.ask("POST", "/consoles", {})
    body = {"devKey": own.session.devKey, "organizationId": own.session.organizationId, "username": made["username"]}
    stranger = own.client()
    answer = stranger.raw("POST", "/v3/login", json={**body, "consoleApiToken": made["consoleApiToken"]}, auth=None)
    assert answer.status_code == 200
    client = own.client(OpenSession(answer.json()["sessionId"], own.session.devKey))
    reached = client.session.organizations().results
    assert [row["consoleOrganization"] for row in reached] == [made["consoleOrganization"]]
    client.vendors.list(max=1)
    judge(stranger.raw("POST", "/v3/login", json={**body, "consoleApiToken": "wrong"}, auth=None), CLIENT_ERROR)
