"""Searching the directory of the network (D reference/search)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.operations import Answer, declared_operation
from ...gateway.wire import Filled, Text, Wire
from ...world.store import Row
from .directory import NETWORK, NetworkOrganization, fits
from .tenants import entries

LEAST_LETTERS = 3


class SearchQuery(Wire):
    name: Filled
    scope: Literal["BILL", "RPPS", "ALL"] | None = None
    zipOrPostalCode: Text | None = None
    accountNumber: Text | None = None
    networks: Text | None = None
    """What the scope was once called, a comma list (D docs/bill-network)."""


class Found(Wire):
    results: list[NetworkOrganization]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def matches(organization: Row, name: str, zip: str, account: str) -> bool:
    """Whether a search finds an entry: complete words and zip codes in BILL's own directory, parts of them in that of the
    national vendors (D reference/search; what a zip code means in BILL's own is I).
    """
    zips = [place["zipOrPostalCode"].casefold() for place in organization["addresses"]]
    if organization["type"] == "RPPS":
        near = not zip or any(known.startswith(zip.casefold()) for known in zips)
        return (
            name.casefold() in organization["name"].casefold() and near and (not account or fits(organization, account))
        )
    whole = words(name)
    return bool(whole) and whole <= words(organization["name"]) and (not zip or zip.casefold() in zips)


def older_scope(query: Mapping[str, Any]) -> str | None:
    """The scope that `networks=BILL,RPPS` means; what it does not know is left out (I)."""
    asked = {name.strip() for name in query.get("networks", "").split(",")} & {"BILL", "RPPS"}
    return "ALL" if len(asked) > 1 else next(iter(asked), None)


def search(call: Call) -> Answer:
    """The entries with a name; those with a private profile are never found (D docs/accepting-a-network-invitation)."""
    query = call.query
    name, scope = query["name"].strip(), query.get("scope") or older_scope(query) or call.choose("network.scope")
    if scope != "RPPS" and len(name) < LEAST_LETTERS and call.choose("network.short_name") == "refuse":
        raise invalid(f"name: size must be between {LEAST_LETTERS} and {2**31 - 1}")

    def found() -> Iterator[Row]:
        for row in [*call.world.store.find("network_organization"), *entries(call.world, but=call.org)]:
            short = row["type"] == "BILL" and len(name) < LEAST_LETTERS
            asked = scope in ("ALL", row["type"]) and row.hidden["profile"] != "PRIVATE" and not short
            if asked and matches(row, name, query.get("zipOrPostalCode", ""), query.get("accountNumber", "")):
                yield row

    return {"results": list(found())[: call.world.choices["network.most_results"]]}


OPERATIONS = (declared_operation("search", "GET", NETWORK, search, query=SearchQuery, answer=Found),)
