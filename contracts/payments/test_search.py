"""Searches of the BILL network: who is found, and what is told of them. Who is in it the mock's levers say."""

from collections.abc import Callable
from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.refusals import refused

Join = Callable[..., dict[str, Any]]


@contract("PA-NET-001", "A search without a match answers 200 with no results.", "D", "reference/search")
def test_no_match(bill: Client) -> None:
    assert bill.network.search(name=unique("Nobody"), scope="ALL") == {"results": []}


@contract(
    "PA-NET-002", "An organization is found by a complete word of its name, not by a part.", "D", "reference/search"
)
def test_complete_word(bill: Client, join: Join) -> None:
    made = join()
    word = made["name"].split()[-1]
    found = bill.network.search(name=word, scope="BILL")["results"]
    assert [(row["id"], row["name"]) for row in found] == [(made["id"], made["name"])]
    assert found[0]["addresses"]
    assert bill.network.search(name=word[:-1], scope="BILL")["results"] == []


@contract(
    "PA-NET-003",
    "A verified national vendor is found by a part of its name and zip code; its id begins with 0rv.",
    "D",
    "reference/search",
)
def test_national(bill: Client, join: Join) -> None:
    address = {
        "line1": "PO Box 1",
        "city": "Dover",
        "stateOrProvince": "DE",
        "zipOrPostalCode": "19901",
        "country": "US",
    }
    made = join(type="RPPS", addresses=[address])
    assert made["id"].startswith("0rv")
    part = made["name"][:-1]
    ask = {"name": part, "scope": "RPPS"}
    assert [row["id"] for row in bill.network.search(**ask, zipOrPostalCode="199")["results"]] == [made["id"]]
    assert bill.network.search(**ask, zipOrPostalCode="606")["results"] == []
    assert bill.network.search(name=part, scope="BILL")["results"] == []


@contract(
    "PA-NET-004", "The payer's account number narrows a search of national vendors further.", "D", "reference/search"
)
def test_account_number(bill: Client, join: Join) -> None:
    made = join(type="RPPS", accountDigits=8)
    ask = {"name": made["name"], "scope": "RPPS"}
    assert len(bill.network.search(**ask, accountNumber="12345678")["results"]) == 1
    assert bill.network.search(**ask, accountNumber="123")["results"] == []


@contract(
    "PA-NET-005",
    "A private profile is not found, a limited one is.",
    "D",
    "docs/accepting-a-network-invitation",
)
def test_profiles(bill: Client, join: Join) -> None:
    hidden, limited = join(profile="PRIVATE"), join(profile="LIMITED")
    found = [bill.network.search(name=row["name"].split()[-1])["results"] for row in (hidden, limited)]
    assert [len(rows) for rows in found] == [0, 1]


@contract("PA-NET-006", "A search needs a name, of 3 letters in BILL's own directory.", "D", "reference/search")
def test_search_name(bill: Client) -> None:
    with refused(400):
        bill.network.search(scope="BILL")
    answer = bill.raw("GET", "/v3/network", params={"name": "mu", "scope": "BILL"})
    if answer.is_success:  # whether it is refused is not documented
        assert answer.json() == {"results": []}


@contract(
    "PA-NET-031",
    "A search tells of an organization its kind, each address and who manages it.",
    "D",
    "reference/search",
)
def test_found(bill: Client, control: Control) -> None:
    address = {
        "line1": "12 Front Street", "line2": "Floor 2", "city": "Erie", "stateOrProvince": "PA",
        "zipOrPostalCode": "16501", "country": "US",
    }  # fmt: skip
    manager = {"name": "Swan Creek", "email": "desk@swancreek.example", "emailDomain": "swancreek.example"}
    addresses = [address, {**address, "line2": "Floor 3"}]
    entry = {"name": unique("Network Heron"), "addresses": addresses, "managedBy": manager}
    made = control.ask("POST", "/network/organizations", entry)
    (found,) = bill.network.search(name=made["name"], scope="BILL")["results"]
    assert found == {"id": made["id"], "type": "BILL", **entry}
