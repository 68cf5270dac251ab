"""BILL network: what organizations on the other side do, at once, and who is in the directory."""

from typing import Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Text, Wire
from ..resources.payments.connections import join, part, tenant
from ..resources.payments.directory import Listed, enlist, fresh_id
from ..resources.payments.invitations import Party, connection_of, enter, request
from ..resources.payments.parties import OTHER_SIDE, PARTIES, behind
from ..resources.payments.tenants import entries, own_entry
from ..world.store import Row
from .declare import Control
from .risk import on_behalf


class Entry(Listed):
    model_config = ConfigDict(extra="forbid")
    networkId: Text | None = None


class Request(Wire):
    model_config = ConfigDict(extra="forbid")
    type: Literal["CUSTOMER", "VENDOR"]
    organizationId: Text | None = None


def organization(call: Call) -> Row:
    row = call.world.store.get("network_organization", call.params["networkId"])
    if row is None:
        raise ControlRefusal(f"no organization {call.params['networkId']!r} is in the directory", 404)
    return row


def connection(call: Call, *statuses: str) -> tuple[Call, Party, Row, Row]:
    """The connection of the record that the path names: a call by the clock, the kind of record, the record, the connection."""
    row = call.world.store.get("network_connection", call.params["id"])
    if row is None or row["status"] not in statuses:
        stands = row["status"] if row else "NOT_CONNECTED"
        raise ControlRefusal(f"{call.params['id']} is {stands}, not {' or '.join(statuses)}", 400 if row else 404)
    return *behind(call.world, row), row


def declare(control: Control) -> None:
    @control("GET", "/network")
    def directory(call: Call) -> Answer:
        """Who is in the directory, private profiles, ourselves and all, who asks to be connected, and who is."""
        store = call.world.store
        return {
            "organizations": [
                {**row, **row.hidden} for row in [*store.find("network_organization"), *entries(call.world, but="")]
            ],
            "requests": [{**row, "organizationId": row.org} for row in store.find("network_request")],
            "connections": [{**row, "organizationId": row.org} for row in store.find("network_connection")],
        }

    @control("POST", "/network/organizations", body=Entry)
    def add(call: Call) -> Answer:
        """Somebody joins the network."""
        with call.world.transaction():
            id = call.body.pop("networkId", None) or fresh_id(call.world, call.body["type"])
            if call.world.store.get("network_organization", id) is not None:
                raise ControlRefusal(f"{id} is in the directory already")
            row = enlist(call.world, id, call.body)
            return {**row, **row.hidden}

    @control("POST", "/network/organizations/{networkId}/invite", body=Request)
    def invite(call: Call) -> Answer:
        """An organization asks to be connected, as our vendor or customer."""
        with call.world.transaction():
            peer = organization(call)
            if peer["type"] != "BILL":
                raise ControlRefusal("a national vendor invites nobody")
            by = on_behalf(call)
            waiting = request(by, peer, call.body["type"])
            if call.world.choices["network.auto_connect"]:
                asked = {"networkId": peer["id"], "name": peer["name"]}
                return connection_of(by, join(by, PARTIES[call.body["type"]], asked)) or {}
            return waiting

    @control("POST", "/network/invitations/{id}/accept")
    def accepted(call: Call) -> Answer:
        """Who was invited as this vendor or customer accepts; who was invited by e-mail joins the network first."""
        with call.world.transaction():
            by, party, record, known = connection(call, "PENDING")
            if other := tenant(by, known.get("networkId")):
                own = own_entry(call.world, by.org)
                join(other, PARTIES[OTHER_SIDE[party.kind]], {"networkId": own["id"], "name": own["name"]})
                return connection_of(by, record) or {}
            peer = call.world.store.get("network_organization", known.get("networkId", ""))
            if peer is None:
                fields = {"name": record["name"], "type": "BILL", "email": known.hidden["email"]}
                fields = Listed.model_validate(fields).model_dump(exclude_none=True)
                peer = enlist(call.world, fresh_id(call.world, "BILL"), fields)
            enter(by, party, record, "CONNECTED", peer)
            return connection_of(by, record) or {}

    @control("POST", "/network/invitations/{id}/decline")
    def declined(call: Call) -> Answer:
        """Who was invited as this vendor or customer declines."""
        with call.world.transaction():
            by, party, record, _ = connection(call, "PENDING")
            part(by, party, record)
            return {"id": record["id"], "status": "NOT_CONNECTED"}

    @control("POST", "/network/invitations/{id}/disconnect")
    def disconnected(call: Call) -> Answer:
        """The organization behind this vendor or customer ends the connection."""
        with call.world.transaction():
            by, party, record, _ = connection(call, "CONNECTED")
            part(by, party, record)
            return {"id": record["id"], "status": "NOT_CONNECTED"}
