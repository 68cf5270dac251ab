"""Sessions: login, session info, organizations of a login, logout (D reference/login, reference/auth-login)."""

import base64
import secrets
from typing import Any, Literal

from ...gateway.call import Call, Principal
from ...gateway.credentials import Sessions, admits
from ...gateway.errors import invalid, refuse
from ...gateway.limits import Limits
from ...gateway.operations import Answer, Operation, declared_operation
from ...gateway.wire import Filled, Text, Wire
from ...world.store import Row
from .attempts import Attempts
from .mfa import remembered
from .roles import acts_as

PAGE = 100
MfaStatus = Literal["DISABLED", "SETUP", "CHALLENGE", "COMPLETE", "PHONE_VERIFICATION", "UNDEFINED"]


class LoginBody(Wire):
    devKey: Filled
    username: Filled
    password: Text | None = None
    consoleApiToken: Text | None = None
    organizationId: Filled
    rememberMeId: Text | None = None
    device: Text | None = None


class Login(Wire):
    sessionId: str
    organizationId: str
    userId: str
    trusted: bool


class SessionInfo(Wire):
    organizationId: str
    userId: str
    mfaStatus: MfaStatus
    mfaBypass: bool


class NamedOrganization(Wire):
    id: str
    name: str


class LoginOrganization(Wire):
    organization: NamedOrganization
    consoleOrganization: NamedOrganization | None = None


class PageQuery(Wire):
    page: Text | None = None


def login(call: Call) -> Answer:
    """Sign a user in to one organization with one developer key."""
    body = call.body
    call.world.part(Limits).count("login", body["devKey"])
    if not body.get("password") and not body.get("consoleApiToken"):
        raise invalid("password: must not be blank", code=call.choose("validation.code"))
    key = call.world.store.get("credential", body["devKey"])
    if key is None or key["kind"] != "devKey":
        raise refuse("BDC_1102")
    if not key.get("active", True):
        raise refuse("BDC_1103")
    if not key.get("termsAccepted", True):
        raise refuse("BDC_1104")
    organization = call.world.store.get("organization", body["organizationId"])
    if organization is None or not admits(key, organization["id"], organization.hidden.get("partner", "")):
        raise refuse("BDC_1123")
    meet_lock(organization)
    user = user_of(call, organization["id"], body["username"])
    check_password(call, user, body)
    if user is None or user["archived"]:
        raise refuse("BDC_1111", body["username"], body["organizationId"])
    scope = user.hidden.get("scope", "full")
    trusted = scope == "full" and (trusted_without_code(organization, key) or remembered(call, user, body))
    principal = Principal(
        "session", org=organization["id"], user=user["id"], key=key["id"], role=acts_as(call, user), scope=scope,
        trusted=trusted,
    )  # fmt: skip
    session = call.world.part(Sessions).open(principal)
    return {"sessionId": session.id, "organizationId": session.org, "userId": session.user, "trusted": trusted}


def meet_lock(organization: Row) -> None:
    """Refuse what BILL has shut out."""
    if organization.hidden.get("locked"):
        raise refuse("BDC_1107")
    if not organization.hidden.get("apiAccess", True):
        raise refuse("BDC_1105")


def user_of(call: Call, org: str, username: str) -> Row | None:
    """The user of an organization who signs in with an e-mail, or with the name that a partner gave (I: either case)."""
    store, name = call.world.store, username.lower()
    found = store.find("user", org, hidden__login=name) or store.find("user", org, hidden__username=name)
    return found[0] if found else None


def attempt_of(org: str, username: str) -> str:
    """What failed logins of a user are counted under."""
    return f"login {org} {username.lower()}"


def check_password(call: Call, user: Row | None, body: dict[str, str]) -> None:
    attempts, subject = call.world.part(Attempts), attempt_of(body["organizationId"], body["username"])
    if attempts.locked_out(subject):
        raise refuse("BDC_1110")
    secret = "consoleApiToken" if body.get("consoleApiToken") else "password"
    known = str(user.hidden.get(secret, "")) if user else ""
    if not known or not secrets.compare_digest(known.encode(), body[secret].encode()):
        attempts.fail(subject)
        raise refuse("BDC_1101", status=call.choose("session.wrong_password_status"))
    attempts.clear(subject)


def trusted_without_code(organization: Row, key: Row) -> bool:
    """MFA is switched off for the developer key, or for the organization."""
    return bool(key.get("mfaBypass") or organization.hidden.get("mfa") == "DISABLED")


def session_info(call: Call) -> Answer:
    """Who is signed in, and how far MFA has come."""
    store, principal = call.world.store, call.principal
    organization = store.get("organization", principal.org)
    user = store.get("user", principal.user, principal.org)
    key = store.get("credential", principal.key)
    if organization is None or user is None:
        raise refuse("BDC_1109")
    status = organization.hidden.get("mfa", "")
    if not status:
        status = "COMPLETE" if principal.trusted else "CHALLENGE" if user.hidden.get("phones") else "SETUP"
    return {
        "organizationId": principal.org,
        "userId": principal.user,
        "mfaStatus": status,
        "mfaBypass": bool(key and key.get("mfaBypass")),
    }


def login_organizations(call: Call) -> Answer:
    """The organizations this login reaches: a fixed 100 a page (D reference/listallorganizations)."""
    store = call.world.store
    me = store.get("user", call.principal.user, call.org)
    login = me.hidden.get("login") if me else None
    seats = [user for user in store.find("user", None, hidden__login=login) if not user["archived"]] if login else []
    first = start_of(call.query.get("page"), len(seats))
    reached = [reach(row, user) for user in seats[first : first + PAGE] if (row := store.get("organization", user.org))]
    following = {"nextPage": page_at(first + PAGE)} if first + PAGE < len(seats) else {}
    return {"results": reached, **following, **({"prevPage": page_at(first - PAGE)} if first else {})}


def reach(organization: Row, user: Row) -> dict[str, Any]:
    """An organization as its login shows it, with the Console that it is a client of."""
    found: dict[str, Any] = {"organization": {"id": organization["id"], "name": organization["name"]}}
    if console := user.hidden.get("console"):
        found["consoleOrganization"] = console
    return found


def page_at(index: int) -> str:
    return base64.urlsafe_b64encode(f"organization:{index}".encode()).decode().rstrip("=")


def start_of(page: str | None, count: int) -> int:
    """The index that a page token stands for."""
    if not page:
        return 0
    known = {page_at(index): index for index in range(0, count, PAGE)}
    if page not in known:
        raise invalid("page: invalid")
    return known[page]


def logout(call: Call) -> Answer:
    """End the session at once."""
    call.world.part(Sessions).close(call.principal.id)
    return None


OPERATIONS: list[Operation] = [
    declared_operation("login", "POST", "/connect/v3/login", login, auth="none", body=LoginBody, answer=Login, role="read"),
    declared_operation("getsessioninfo", "GET", "/connect/v3/login/session", session_info, answer=SessionInfo),
    declared_operation(
        "listallorganizations", "GET", "/connect/v3/login/organizations", login_organizations,
        query=PageQuery, answer=list[LoginOrganization], listing=True, evidence="I", scope="any",
    ),
    declared_operation("logout", "POST", "/connect/v3/logout", logout, auth="any", role="read"),
]  # fmt: skip
