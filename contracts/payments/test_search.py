"""What a search of the BILL network tells of an organization."""

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique


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
