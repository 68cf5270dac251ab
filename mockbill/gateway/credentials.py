"""Who is calling: sessions, Bearer tokens and S&E tokens, and what each may do.

D reference/auth-login, docs/oauth-client-credentials, docs/authentication-with-api-token,
docs/webhook-api-error-responses. A session slides 35 minutes, is bound to its devKey, and is gone after
logout; a Bearer token has a fixed end; an apiToken has none.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..world.clock import HOUR, MINUTE
from ..world.store import Column, Row, Table
from ..world.world import World
from .call import Call, Principal
from .errors import Refusal, complaint, invalid, refuse
from .operations import Operation

SESSION = Table("session", (Column("user"),))
CREDENTIAL = Table("credential", (Column("kind"),))
"""Long-lived keys: devKey, appKey, apiToken, clientId; the world is found by them."""
TABLES = (SESSION, CREDENTIAL)

ALL = frozenset({"read", "books", "approve", "pay", "admin"})
PERMISSIONS: dict[str, frozenset[str]] = {
    # What each role may do through v3 is not published; this matrix follows BILL's help and is else ours (I).
    "ADMINISTRATOR": ALL,
    "ACCOUNTANT": frozenset({"read", "books", "approve"}),
    "PAYER": frozenset({"read", "pay"}),  # who approves is D help 360000017963; `role.payer_approves` adds the payer
    "APPROVER": frozenset({"read", "approve"}),
    "CLERK": frozenset({"read", "books"}),
    "AUDITOR": frozenset({"read"}),
    "MEMBER": frozenset({"read"}),
    "PURCHASE_REQUESTER": frozenset({"read"}),
    "INTERNAL": frozenset({"read", "books", "approve"}),  # a sync token's, and no more than its scope
    # Spend & Expense
    "ADMIN": ALL,
    "BOOKKEEPER": frozenset({"read", "books"}),
}
CUSTOM = "CUSTOM:"
"""How the role of a session begins that allows what it names: `CUSTOM:read,pay`."""
SPEND_ROLES = frozenset({"ADMIN", "AUDITOR", "BOOKKEEPER", "MEMBER"})
SPEND_ONLY = frozenset({"ADMIN", "BOOKKEEPER"})


class Sessions:
    """The sessions and tokens of one world, kept in memory beside their rows so that a read stays a read."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._live: dict[str, Principal] = {}
        self._rows: dict[str, Row] = {}

    def open(self, principal: Principal) -> Principal:
        """Begin a session or token; its id leads back to the world."""
        principal.id = self.world.key + self.world.ids.token()
        principal.used = self.world.clock.now()
        self._rows[principal.id] = self.world.store.insert("session", Row(asdict(principal), org=principal.org))
        self._live[principal.id] = principal
        return principal

    def get(self, id: str) -> Principal | None:
        if id not in self._live:
            with self.world.lock:
                row = self.world.store.get("session", id)
            if row is None:
                return None
            self._rows[id] = row
            self._live[id] = Principal(**row)
        return self._live[id]

    def save(self, principal: Principal) -> None:
        """Write a change of a session (trust, role, last use); inside a transaction."""
        row = self._rows[principal.id]
        row.update(asdict(principal))
        self.world.store.update("session", row)

    def close(self, id: str) -> None:
        row = self._rows.pop(id, None) or self.world.store.get("session", id)
        self._live.pop(id, None)
        if row is not None:
            self.world.store.delete("session", row)

    def of_user(self, user: str) -> list[Principal]:
        """All sessions of a user, so that a change of role or an archive binds at once."""
        rows = self.world.store.find("session", user=user)
        return [principal for row in rows if (principal := self.get(row["id"]))]

    def alive(self, principal: Principal) -> bool:
        now = self.world.clock.now()
        if principal.expires is not None:
            return now < principal.expires
        choices = self.world.choices
        idle: int = choices["session.idle_minutes"] * MINUTE
        if principal.scope == "sync":
            idle = choices["session.sync_idle_hours"] * HOUR
        return now < principal.used + idle

    def state(self) -> Any:
        return {id: principal.used for id, principal in self._live.items()}

    def load(self, state: Any) -> None:
        for id, used in state.items():
            principal = self.get(id)
            if principal:
                principal.used = used


NOBODY = Principal("none", role="")


def authenticate(world: World, operation: Operation, headers: Mapping[str, str]) -> Principal:
    """The caller, or the refusal of the service that was called."""
    if operation.auth in ("none", "control", "file"):
        return NOBODY
    if operation.service == "connect-events":
        return of_events(world, headers)
    bearer = headers.get("authorization", "")
    if bearer.lower().startswith("bearer ") and operation.auth != "partner":
        principal = of_session(world, bearer[7:].strip(), "bearer")
        return as_spender(world, principal) if operation.auth == "spend" else principal
    if operation.auth == "spend":
        return of_api_token(world, headers.get("apitoken"))
    if operation.auth == "partner":
        return of_session(world, headers.get("sessionid"), "partner", headers.get("appkey"))
    if operation.auth == "any" and headers.get("appkey"):
        return of_session(world, headers.get("sessionid"), "partner", headers.get("appkey"))
    if operation.auth == "link":
        return of_link(world, headers.get("sessionid"))
    return of_session(world, headers.get("sessionid"), "session", headers.get("devkey"))


def admits(key: Row, org: str, partner: str) -> bool:
    """Whether a developer key leads to an organization: one without owner to any, else to its own, and to those that
    the partner made whose key it is (I).
    """
    return key.org in ("", org) or bool(partner) and key.get("partner") == partner


def bind(world: World, principal: Principal, key: str | None) -> None:
    """A session that a partner opened belongs to the developer key that it is first used with (I)."""
    with world.lock:
        row = world.store.get("credential", key) if key else None
    if row is not None and row["kind"] == "devKey" and admits(row, principal.org, principal.partner):
        principal.key = row["id"]


def of_link(world: World, id: str | None) -> Principal:
    """A downloadLink asks for the session's id without its key (D docs/documents-attachments)."""
    sessions = world.part(Sessions)
    principal = sessions.get(id) if id else None
    if principal is None or principal.kind not in ("session", "partner") or not sessions.alive(principal):
        raise refuse("BDC_1109")
    principal.used = world.clock.now()
    return principal


def of_session(world: World, id: str | None, kind: str, key: str | None = None) -> Principal:
    sessions = world.part(Sessions)
    principal = sessions.get(id) if id else None
    if principal is None or principal.kind != kind or not sessions.alive(principal):
        raise refuse("BDC_1109")
    if principal.partner and not principal.key:
        bind(world, principal, key)
    if kind != "bearer" and (principal.key != key or not key):
        raise refuse("BDC_1109")
    principal.used = world.clock.now()
    return principal


def of_api_token(world: World, token: str | None) -> Principal:
    with world.lock:
        row = world.store.get("credential", token) if token else None
        if row is None or row["kind"] != "apiToken":
            raise refuse("BDC_1109")
        user = world.spender(world, row.org, row["user"])
    if user is None:
        raise refuse("BDC_1109")
    return Principal("spend", org=row.org, user=user["uuid"], key=row["id"], role=user["role"], trusted=True)


def as_spender(world: World, principal: Principal) -> Principal:
    """A Bearer token on S&E acts as the S&E user with the e-mail of who made the app, with that user's role
    (D docs/oauth-client-credentials; that the two are one by e-mail, and the refusal of others, is I).
    """
    with world.lock:
        user = world.spender(world, principal.org, principal.user)
    if user is None:
        raise refuse(world.choices["permission.code"], status=403)
    return replace(principal, user=user["uuid"], role=user["role"])


def of_events(world: World, headers: Mapping[str, str]) -> Principal:
    """On connect-events a missing header of the pair is 400, a wrong one 401; OAuth is not taken (D)."""
    if headers.get("authorization"):
        raise refuse("BDC_1109")
    if headers.get("apitoken"):
        return of_api_token(world, headers["apitoken"])
    id = headers.get("sessionid")
    if id and headers.get("appkey"):
        return of_session(world, id, "partner", headers["appkey"])
    if id and headers.get("devkey"):
        return of_session(world, id, "session", headers["devkey"])
    missing = "sessionId" if not id else "devKey"
    raise invalid(f"{missing}: The {missing} header is required", code="BDC_1000")


def check_scope(call: Call, operation: Operation) -> None:
    """What the caller's OAuth app or sync token may do at all (D docs/oauth-api-scope-capabilities)."""
    principal = call.principal
    if principal.scope == "sync" and (operation.trust or operation.scope == "full"):
        raise refuse(
            "BDC_1361"
        )  # a sync token passes no MFA and moves no money (D docs/token-based-sign-in; the code is I)
    if principal.kind == "bearer" and (
        operation.scope == "never" or operation.scope == "full" and principal.scope != "full"
    ):
        code = "BDC_1361" if operation.trust else call.choose("oauth.refused_code")
        raise Refusal(403, [complaint(code)])


def permissions_of(world: World, role: str) -> frozenset[str]:
    """What a role allows in a world."""
    if role.startswith(CUSTOM):
        return frozenset(role.removeprefix(CUSTOM).split(","))
    allowed = PERMISSIONS.get(role, frozenset({"read"}))
    return allowed | {"approve"} if role == "PAYER" and world.choices["role.payer_approves"] else allowed


def check_role(call: Call, operation: Operation) -> None:
    """What the caller's role may do (I: BILL publishes no list)."""
    if operation.auth in ("none", "control", "file"):
        return
    if operation.role not in permissions_of(call.world, call.principal.role):
        call.evidence = "I"
        if operation.role == "pay":
            raise refuse("BDC_1150")
        raise Refusal(403, [complaint(call.choose("permission.code"))])
