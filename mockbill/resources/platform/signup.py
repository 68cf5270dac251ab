"""A signed-up organization: what exists at BILL before the first API call (made in the web app there)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from ...gateway.call import Call
from ...gateway.verbs import put
from ...world.store import Row
from ...world.world import World
from ..payments.funding_accounts import open_account
from .billing import await_month
from .organizations import establish
from .partner import found_partner
from .roles import add_roles, of_type
from .users import users


@dataclass(frozen=True)
class Credentials:
    """What an integration needs to reach a world; partner and client values included."""

    username: str = "ada@mockbill.test"
    password: str = "mockbill-password"
    organizationId: str = ""
    devKey: str = "mockbill-dev-key"
    apiToken: str = "mockbill-api-token"
    appKey: str = "mockbill-app-key"
    partnerUsername: str = "partner@mockbill.test"
    partnerPassword: str = "mockbill-partner-password"
    clientId: str = "mockbill-client-id"
    clientSecret: str = "mockbill-client-secret"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """The defaults, changed by name. Raises ValueError on an unknown name or a value that is no text."""
        names = [field.name for field in fields(cls)]
        for name, value in given.items():
            if name not in names:
                raise ValueError(f"unknown credential {name!r}; there are {', '.join(names)}")
            if not isinstance(value, str) or not value:
                raise ValueError(f"credential {name!r} is a text, not {value!r}")
        return cls(**given)


DEFAULTS = Credentials()
ADDRESS = {
    "line1": "12 Dock Street",
    "city": "Toledo",
    "stateOrProvince": "OH",
    "zipOrPostalCode": "43604",
    "country": "US",
}
PEOPLE = {
    "ADMINISTRATOR": ("Ada", "Marsh"),
    "ACCOUNTANT": ("Ben", "Okafor"),
    "APPROVER": ("Cleo", "Lindqvist"),
    "PAYER": ("Dana", "Osei"),
    "CLERK": ("Eli", "Novak"),
    "AUDITOR": ("Fay", "Tanaka"),
    "PURCHASE_REQUESTER": ("Gus", "Romero"),
    "MEMBER": ("Hana", "Weiss"),
}
PHONE = {"type": "MOBILE", "last4digits": "0100", "primary": True}


def sign_up(world: World, credentials: Credentials = DEFAULTS) -> Call:
    """An organization with a user per role, an MFA phone, its keys and a bank account that the administrator
    and the payer may pay from, and a partner that has made none yet and shares its developer key; returns a trusted
    call of its administrator.
    """
    call = open_organization(world, "Blue Heron Print LLC", credentials.organizationId)
    org = call.org
    people = {
        role: add_user(
            call, first, last,
            credentials.username if role == "ADMINISTRATOR" else f"{first.lower()}@mockbill.test",
            role, credentials.password,
        )
        for role, (first, last) in PEOPLE.items()
    }  # fmt: skip
    administrator = world.store.find("user", org, email=credentials.username)[0]
    call.principal.user = administrator["id"]
    open_account(call, payers=(people["PAYER"]["id"],))
    partner = found_partner(world, "Harbor Books", credentials.partnerUsername, credentials.partnerPassword)["id"]
    add_credential(world, partner, "appKey", credentials.appKey)
    add_credential(world, org, "devKey", credentials.devKey, partner=partner)
    add_credential(
        world, org, "clientId", credentials.clientId, secret=credentials.clientSecret,
        user=administrator["id"], scope="full_access",
    )  # fmt: skip
    world.store.put_meta("credentials", asdict(credentials) | {"organizationId": org})
    return call


def open_organization(world: World, name: str, id: str = "") -> Call:
    """An organization with its roles and nobody in it; answers a trusted call there."""
    call = Call.by_clock(world, "")
    fields = {"name": name, "address": dict(ADDRESS), "phone": "4195550100", "accountType": "BUSINESS"}
    call.principal.org = establish(call, fields, id=id)["id"]
    add_roles(call)
    await_month(world, call.org)
    return call


def found_organization(world: World, name: str, username: str, password: str) -> Call:
    """An organization with an administrator who may pay from its bank account; answers a trusted call of theirs."""
    call = open_organization(world, name)
    call.principal.user = add_user(call, "Otto", "Berg", username, "ADMINISTRATOR", password)["id"]
    open_account(call, payers=())
    return call


def add_user(call: Call, first: str, last: str, email: str, role: str, password: str) -> Row:
    fields = {"firstName": first, "lastName": last, "email": email, "role": of_type(call, role)}
    return put(call, users, fields, {"login": email.lower(), "password": password, "phones": [PHONE]})


def add_credential(world: World, org: str, kind: str, value: str, *, secret: str = "", **more: Any) -> Row:
    """A long-lived key that leads to this world."""
    row = Row({"id": value, "kind": kind, **more}, org=org, hidden={"secret": secret} if secret else {})
    return world.store.insert("credential", row)


def renew(world: World) -> None:
    """Give a copied world keys of its own; sessions of the original do not live on."""
    fresh: dict[str, str] = world.store.meta("credentials")
    with world.transaction():
        for row in world.store.find("session"):
            world.store.delete("session", row)
        for row in world.store.find("credential"):
            world.store.delete("credential", row)
            new = world.ids.token()
            name = next((name for name, value in fresh.items() if value == row["id"]), None)
            if name:
                fresh[name] = new
            if name == "clientId":
                fresh["clientSecret"] = row.hidden["secret"] = world.ids.token()
            row["id"] = new
            world.store.insert("credential", row)
        world.store.put_meta("credentials", fresh)
