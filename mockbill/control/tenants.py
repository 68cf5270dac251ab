"""Organizations, partners, keys and tokens, as people and BILL's staff make them in the web app."""

from typing import Any, Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Wire
from ..resources.platform.oauth import Scope
from ..resources.platform.organizations import organizations
from ..resources.platform.partner import PARTNER, found_partner
from ..resources.platform.roles import add_custom_role
from ..resources.platform.signup import add_credential, found_organization
from ..resources.platform.tokens import add_console_user, add_sync_token
from ..resources.platform.users import users
from ..resources.spend.company import found_company
from ..world.store import Row
from ..world.worlds import Worlds
from .declare import Control


class OrganizationBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled = "Second Street Bakery LLC"
    username: Filled | None = None
    password: Filled | None = None


class PartnerBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled = "Second Partner"


class SyncTokenBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled | None = None
    organizationId: Filled | None = None


class AppBody(Wire):
    clientId: Filled | None = None
    clientSecret: Filled | None = None
    scope: Scope = "full_access"
    expiresIn: int | None = None
    userEmail: Filled | None = None
    organizationId: Filled | None = None


class RoleBody(Wire):
    model_config = ConfigDict(extra="forbid")
    description: Filled = "Custom"
    permissions: list[Literal["books", "approve", "pay", "admin"]]
    organizationId: Filled | None = None


class ConsoleBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled = "Ledger & Sons Console"
    username: Filled = "console@mockbill.test"
    organizationIds: list[Filled] | None = None


def keys_of(call: Call, owner: str, *kinds: str) -> dict[str, list[str]]:
    """The keys of an organization or partner by their kind, e.g. `devKeys`."""
    found = call.world.store.find("credential", owner)
    return {f"{kind}s": [row["id"] for row in found if row["kind"] == kind] for kind in kinds}


def inside(call: Call, id: str | None) -> Call:
    """A call by the clock in an organization: the one named, else the world's first."""
    org = id or call.world.store.meta("credentials")["organizationId"]
    if call.world.store.get(organizations.name, org) is None:
        raise ControlRefusal(f"there is no organization {org!r}", 404)
    return Call.by_clock(call.world, org)


def maker_of(call: Call, org: str, email: str | None) -> Row:
    """The user with an e-mail, else the organization's first administrator."""
    people = call.world.store.find(users.name, org)
    for user in people:
        if user.hidden.get("login") == email.lower() if email else user["role"]["type"] == "ADMINISTRATOR":
            return user
    raise ControlRefusal("there is no user with that email")


def declare(worlds: Worlds, control: Control) -> None:
    @control("GET", "/organizations")
    def list_organizations(call: Call) -> Answer:
        """The organizations and partners of the world: who made which, and their keys (a copied world has others)."""
        store = call.world.store
        return {
            "organizations": [
                {"id": row["id"], "name": row["name"], **keys_of(call, row["id"], "devKey", "apiToken")}
                | ({"partnerId": row.hidden["partner"]} if row.hidden.get("partner") else {})
                for row in store.find(organizations.name)
            ],
            "partners": [
                {"id": row["id"], "name": row["name"], "username": row["username"]}
                | keys_of(call, row["id"], "appKey", "devKey")
                for row in store.find(PARTNER.name)
            ],
        }

    @control("POST", "/organizations", body=OrganizationBody, body_optional=True, status=201)
    def make_organization(call: Call) -> Answer:
        """An organization with an administrator, a bank account, an S&E company and keys of its own, as if signed up."""
        store, body = call.world.store, call.body
        password = body.get("password") or store.meta("credentials")["password"]
        with call.world.transaction():
            username = body.get("username") or f"owner{len(store.find(organizations.name))}@mockbill.test"
            inner = found_organization(call.world, body["name"], username, password)
            key = add_credential(call.world, inner.org, "devKey", call.world.ids.token())["id"]
            token = call.world.ids.token()
            found_company(inner, token, username)
        worlds.register(call.world)
        keys = {"organizationId": inner.org, "devKey": key, "apiToken": token}
        return {"username": username, "password": password, **keys}

    @control("POST", "/organizations/{id}/keys", status=201)
    def make_key(call: Call) -> Answer:
        """A developer key of an organization."""
        org = inside(call, call.params["id"]).org
        with call.world.transaction():
            key = add_credential(call.world, org, "devKey", call.world.ids.token())["id"]
        worlds.register(call.world)
        return {"organizationId": org, "devKey": key}

    @control("POST", "/apps", body=AppBody, body_optional=True, status=201)
    def add_app(call: Call) -> Answer:
        """A developer app for OAuth client credentials, as a user makes one in the web app."""
        body, store, ids = call.body, call.world.store, call.world.ids
        org = inside(call, body.get("organizationId")).org
        user = maker_of(call, org, body.get("userEmail"))
        if body.get("clientId") and store.get("credential", body["clientId"]):
            raise ControlRefusal("that clientId is taken", 409)
        with call.world.transaction():
            client, secret = body.get("clientId") or ids.token(), body.get("clientSecret") or ids.token()
            more = {"expiresIn": body["expiresIn"]} if body.get("expiresIn") else {}
            add_credential(
                call.world, org, "clientId", client, secret=secret, user=user["id"], scope=body["scope"], **more
            )
        worlds.register(call.world)
        return {"clientId": client, "clientSecret": secret, "scope": body["scope"]}

    @control("POST", "/partners", body=PartnerBody, body_optional=True, status=201)
    def make_partner(call: Call) -> Answer:
        """A partner with a login, an appKey, and a developer key for the organizations it will make."""
        ids, name = call.world.ids, call.body["name"]
        with call.world.transaction():
            number = len(call.world.store.find(PARTNER.name))
            username, password = f"partner{number}@mockbill.test", ids.token()
            partner = found_partner(call.world, name, username, password)["id"]
            app = add_credential(call.world, partner, "appKey", ids.token())["id"]
            dev = add_credential(call.world, partner, "devKey", ids.token(), partner=partner)["id"]
        worlds.register(call.world)
        keys: dict[str, Any] = {"appKey": app, "username": username, "password": password, "devKey": dev}
        return {"id": partner, "name": name, **keys}

    @control("POST", "/roles", body=RoleBody, status=201)
    def make_role(call: Call) -> Answer:
        """A custom role of an organization (the first, unless told) that may read, and do what is named."""
        inner = inside(call, call.body.get("organizationId"))
        with call.world.transaction():
            return add_custom_role(inner, call.body["description"], call.body["permissions"])

    @control("POST", "/sync-tokens", body=SyncTokenBody, body_optional=True, status=201)
    def make_sync_token(call: Call) -> Answer:
        """An AP & AR sync token of an organization (the first, unless told): its name and value sign in."""
        inner = inside(call, call.body.get("organizationId"))
        with call.world.transaction():
            name = call.body.get("name") or f"sync-{call.world.ids.capitals(8).lower()}"
            if call.world.store.find(users.name, inner.org, hidden__username=name.lower()):
                raise ControlRefusal("that name is taken", 409)
            token = add_sync_token(inner, name)
        return {"username": name, "password": token.hidden["password"], "organizationId": inner.org}

    @control("POST", "/consoles", body=ConsoleBody, body_optional=True, status=201)
    def make_console(call: Call) -> Answer:
        """An Accountant Console with a user and a token that reaches its client organizations (the first, unless told)."""
        body = call.body
        clients = [inside(call, id) for id in body.get("organizationIds") or [None]]
        with call.world.transaction():
            console = {"id": call.world.ids.new("008"), "name": body["name"]}
            token = call.world.ids.token()
            for client in clients:
                if call.world.store.find(users.name, client.org, hidden__login=body["username"].lower()):
                    raise ControlRefusal("that username is taken", 409)
                add_console_user(client, console, body["username"], token)
        return {"consoleOrganization": console, "username": body["username"], "consoleApiToken": token}
