"""Both sides of a connection. Most of the directory is made up and answers by `/_mock`; an organization of this world is
asked for its own consent, and what one side does the other follows (I).
"""

from collections.abc import Mapping
from typing import Any

from ...gateway.call import Call
from ...world.store import Row
from .invitations import Party, accept, connection_of, drop_request, end, enter, invite, request, request_from
from .parties import OTHER_SIDE, PARTIES, behind
from .tenants import entries, own_entry


def tenant(call: Call, network_id: str | None) -> Call | None:
    """A call on behalf of another organization of this world, if the id is that of one."""
    found = [entry for entry in entries(call.world, but=call.org) if entry["id"] == network_id]
    return Call.by_clock(call.world, found[0].hidden["organizationId"]) if found else None


def propose(call: Call, party: Party, record: Row, asked: Mapping[str, Any], email: str | None) -> None:
    """Invite an organization; one of this world finds the request, and accepts it at once if it connects by itself."""
    other, own = tenant(call, asked["networkId"]), own_entry(call.world, call.org)
    if other is not None and request_from(other, own["id"]) is not None:
        raise call.business("networkId", "The organization has been asked already.")
    organization = invite(call, party, record, asked, email)
    if other is not None:
        kind = OTHER_SIDE[party.kind]
        request(other, own, kind, {"organization": call.org, "record": record["id"]})
        if organization.hidden["autoConnect"]:
            join(other, PARTIES[kind], {"networkId": own["id"], "name": own["name"]})


def join(call: Call, party: Party, asked: Mapping[str, Any]) -> Row:
    """Accept an invitation; the record of an organization of this world that asked is connected too."""
    record, waiting = accept(call, party, asked)
    asking = waiting.hidden.get("peer")
    if asking:
        store, own = call.world.store, own_entry(call.world, call.org)
        theirs = store.get("network_connection", asking["record"], asking["organization"])
        if theirs is None:
            raise AssertionError(f"{asking['record']} no longer asks")
        by, their_party, their_record = behind(call.world, theirs)
        withdraw(call, record, waiting["networkId"])
        enter(by, their_party, their_record, "CONNECTED", own, twin={"organization": call.org, "record": record["id"]})
        ours = connection_of(call, record)
        if ours is not None:
            ours.hidden["twin"] = asking
            store.update("network_connection", ours)
    return record


def part(call: Call, party: Party, record: Row) -> None:
    """End an invitation or a connection, on both sides."""
    known, twin = connection_of(call, record), twin_of(call, record)
    end(call, party, record)
    if twin is not None:
        end(*behind(call.world, twin))
    elif known is not None:
        withdraw(call, record, known.get("networkId"))


def twin_of(call: Call, record: Row) -> Row | None:
    """The other side's connection to a record, in an organization of this world."""
    known = connection_of(call, record)
    twin = known.hidden.get("twin") if known is not None else None
    return call.world.store.get("network_connection", twin["record"], twin["organization"]) if twin else None


def withdraw(call: Call, record: Row, network_id: str | None) -> None:
    """Take back the request that an organization of this world has of us, for a record of ours."""
    other = tenant(call, network_id)
    waiting = request_from(other, own_entry(call.world, call.org)["id"]) if other else None
    if other is not None and waiting is not None and waiting.hidden.get("peer", {}).get("record") == record["id"]:
        drop_request(other, waiting)


def in_the_way(call: Call, party: Party, record: Row) -> bool:
    """Whether payments are scheduled or in process between the two, seen from either side."""
    twin = twin_of(call, record)
    if party.busy(call, record) or twin is None:
        return party.busy(call, record)
    by, their_party, their_record = behind(call.world, twin)
    return their_party.busy(by, their_record)
