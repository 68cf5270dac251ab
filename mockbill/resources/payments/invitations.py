"""Connections to organizations of the network, and the invitations that lead to them; the same for vendors and customers.

A connection is kept as its GET answers it, under the id of the vendor or customer; there is none while that is
NOT_CONNECTED. An invitation of the other side waits as a request until it is accepted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid, refuse
from ...gateway.operations import Resource
from ...gateway.verbs import find, look_up, make
from ...gateway.wire import Filled, Text, Wire
from ...world.clock import DAY
from ...world.store import Column, Row, Table
from .. import emails
from .directory import fits
from .tenants import entries

Status = Literal["NOT_CONNECTED", "PENDING", "CONNECTED", "CONNECTED_RPPS"]
Kind = Literal["VENDOR", "CUSTOMER"]
TABLES = (
    Table("network_connection", (Column("networkId", index=True),)),
    Table("network_request", (Column("networkId", index=True),), key="hidden.key"),
)


@dataclass(frozen=True)
class Party:
    """A kind of record that may be connected.

    `follow` shows on the record how it stands now; the organization is given while it is connected. `open` refuses to
    connect a record that cannot be, `busy` tells whether money is on its way between the two, `draft` what a record is
    made of that an accepted invitation makes.
    """

    kind: Kind
    resource: Resource
    follow: Callable[[Call, Row, Status, Status, Row | None], None]
    open: Callable[[Call, Row], None]
    busy: Callable[[Call, Row], bool]
    draft: Callable[[Row, str], dict[str, Any]]
    directories: tuple[str, ...] = ("BILL",)


class RppsInformation(Wire):
    """What a national vendor knows the payer by (members I)."""

    accountNumber: Text | None = None
    addressId: Text | None = None


class InvitationWrite(Wire):
    networkId: Filled
    networkType: Literal["BILL", "RPPS"]
    rppsInformation: RppsInformation | None = None


class Invitation(Wire):
    id: str
    status: Status
    networkId: str | None = None


def connection_of(call: Call, record: Row) -> Row | None:
    return call.world.store.get("network_connection", record["id"], call.org)


def standing(call: Call, record: Row) -> dict[str, Any]:
    """How a record stands to the network, also when it was never invited (I)."""
    return connection_of(call, record) or {"id": record["id"], "status": "NOT_CONNECTED"}


def organization_of(call: Call, network_id: str) -> Row:
    """An entry of the directory, by the id that a body names (422 BDC_1205, I)."""
    row = call.world.store.get("network_organization", network_id)
    if row is not None:
        return row
    found = [entry for entry in entries(call.world, but=call.org) if entry["id"] == network_id]
    if not found:
        raise refuse("BDC_1205", status=422)
    return found[0]


def invite(call: Call, party: Party, record: Row, asked: Mapping[str, Any], email: str | None) -> Row:
    """Invite an organization to stand behind a record; who connects by itself is connected at once (D). Answers its entry.

    Parameters:
        email: where an invitation that waits is mailed to, if that is known.
    """
    cleared(call)
    information = asked.get("rppsInformation")
    if asked["networkType"] == "RPPS" and "RPPS" in party.directories and information is None:
        raise invalid("rppsInformation: must not be null")
    organization = organization_of(call, asked["networkId"])
    if asked["networkType"] not in party.directories or organization["type"] != asked["networkType"]:
        raise call.business("networkType", "The organization is not in this network.")
    unconnected(call, party, record)
    national = organization["type"] == "RPPS"
    account = (information or {}).get("accountNumber") if national else None
    if account and not fits(organization, account):
        raise call.business("rppsInformation.accountNumber", "The vendor has no customer with this account number.")
    by_itself = organization.hidden["autoConnect"] and "organizationId" not in organization.hidden
    at_once: Status = "CONNECTED_RPPS" if national else "CONNECTED" if by_itself else "PENDING"
    enter(call, party, record, at_once, organization, account=account)
    if at_once == "PENDING" and email and not organization.hidden["autoConnect"]:
        mail(call, record, email)
    return organization


def invite_by_mail(call: Call, party: Party, record: Row, email: str) -> None:
    """Invite by e-mail somebody who is not in the network yet (D)."""
    cleared(call)
    unconnected(call, party, record)
    enter(call, party, record, "PENDING", None, email=email)
    mail(call, record, email)


def mail(call: Call, record: Row, email: str) -> None:
    """The e-mail that tells of an invitation (D; words I)."""
    sender = call.world.store.get("organization", call.org) or Row({})
    name = sender.get("name", "An organization")
    text = f"{name} would like to connect with {record['name']} on BILL. Accept the invitation in your BILL account."
    emails.send(call, "network.invitation", [email], f"{name} invites you to connect on BILL", text, about=record["id"])


def cleared(call: Call) -> None:
    """Ask for MFA trust where a world wants it (choice; v3 pages are silent)."""
    if call.choose("network.needs_trust"):
        call.need_trust()


def unconnected(call: Call, party: Party, record: Row) -> None:
    """Refuse a record that is connected or invited already, archived, or cannot be at all (422, codes I)."""
    known = connection_of(call, record)
    if known is not None:
        done = known["status"] != "PENDING"
        raise call.business(
            "networkStatus", "It is connected." if done else "An invitation is pending: delete it first."
        )
    if record["archived"]:
        raise call.business(party.resource.item, f"The {party.resource.name} is archived.")
    party.open(call, record)


def enter(call: Call, party: Party, record: Row, status: Status, organization: Row | None, **kept: Any) -> None:
    """Put a record in a status other than NOT_CONNECTED, and let it follow; an invitation lapses with time (60 days, D)."""
    store, known = call.world.store, connection_of(call, record)
    fields = {"id": record["id"], "status": status}
    if organization is not None:
        fields["networkId"] = organization["id"]
    hidden = {"kind": party.kind, "by": call.principal.user, **{name: value for name, value in kept.items() if value}}
    call.world.unschedule(subject(record))
    if known is None:
        store.insert("network_connection", Row(fields, org=call.org, hidden=hidden))
    else:
        store.update("network_connection", Row(fields, org=call.org, hidden=known.hidden | hidden, seq=known.seq))
    if status == "PENDING":
        due = call.now() + call.world.choices["network.invitation_days"] * DAY
        call.world.schedule(due, "network.lapsed", subject=subject(record), org=call.org, id=record["id"])
    party.follow(call, record, known["status"] if known else "NOT_CONNECTED", status, organization)


def end(call: Call, party: Party, record: Row) -> None:
    """Withdraw an invitation or disconnect: the record stands alone again."""
    known = connection_of(call, record)
    if known is None:
        raise AssertionError(f"{record['id']} is not connected")
    call.world.unschedule(subject(record))
    call.world.store.delete("network_connection", known)
    party.follow(call, record, known["status"], "NOT_CONNECTED", None)


def subject(record: Row) -> str:
    return f"network {record['id']}"


# Invitations of the other side


def request(call: Call, organization: Row, kind: Kind, peer: Mapping[str, str] | None = None) -> Row:
    """Take note that an organization asks to be connected as a vendor or a customer; lapses as ours do (I).

    Parameters:
        peer: the `organization` of this world that asks, and the `record` that it asks for.
    """
    key = request_key(call, organization["id"])
    if request_from(call, organization["id"]) is not None:
        raise ValueError(f"{organization['name']} has asked already")
    hidden = {"key": key, **({"peer": dict(peer)} if peer else {})}
    row = Row({"networkId": organization["id"], "type": kind}, org=call.org, hidden=hidden)
    due = call.now() + call.world.choices["network.invitation_days"] * DAY
    call.world.schedule(due, "network.request_lapsed", subject=key, org=call.org, key=key)
    return call.world.store.insert("network_request", row)


def request_key(call: Call, network_id: str) -> str:
    return f"{call.org} {network_id}"


def request_from(call: Call, network_id: str) -> Row | None:
    """The invitation of an organization that waits for an answer."""
    return call.world.store.get("network_request", request_key(call, network_id), call.org)


def drop_request(call: Call, waiting: Row) -> None:
    call.world.unschedule(waiting.hidden["key"])
    call.world.store.delete("network_request", waiting)


def accept(call: Call, party: Party, asked: Mapping[str, Any]) -> tuple[Row, Row]:
    """Accept an invitation, for a record there is (`id`) or one that is made for it (`name`). Answers the record, and the
    request that is answered by it.
    """
    waiting = request_from(call, asked["networkId"])
    if waiting is None:
        raise refuse("BDC_1205", status=422)
    if waiting["type"] != party.kind:
        raise call.business("type", f"The organization asks to be connected as a {waiting['type'].lower()}.")
    organization = organization_of(call, asked["networkId"])
    record = look_up(call, party.resource, asked["id"]) if asked.get("id") else None
    if asked.get("id") and record is None:
        raise refuse("BDC_1205", status=422)
    if record is not None:
        known = connection_of(call, record)
        if known is None or known["status"] != "PENDING" or known.get("networkId") != organization["id"]:
            unconnected(call, party, record)
    else:
        record = make(call, party.resource, party.draft(organization, asked["name"]))
    drop_request(call, waiting)
    enter(call, party, record, "CONNECTED", organization)
    return find(call, party.resource, record["id"]), waiting


def request_lapsed(call: Call, key: str) -> None:
    """Nobody has accepted the invitation of the other side in time."""
    waiting = call.world.store.get("network_request", key, call.org)
    if waiting is None:
        raise AssertionError(f"{key} has been answered")
    call.world.store.delete("network_request", waiting)


JOBS = {"network.request_lapsed": request_lapsed}
