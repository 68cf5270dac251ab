"""The audit trail of a vendor."""

from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, refused


@contract(
    "AP-AUD-001",
    "The trail of a vendor is a bare array: Create with an empty field, then Edit with the values before and after.",
    "D",
    "docs/getting-audit-trail-details",
)
def test_trail(bill: Client, make: Make) -> None:
    vendor = make.vendor(phone="4195550100")
    bill.vendors.update(vendor["id"], {"phone": "4195550199"})
    created, edited = bill.audit_trail.vendor(vendor["id"])
    assert (created["type"], created["field"]) == ("Create", {})
    assert edited["type"] == "Edit" and edited["field"]["name"]
    assert edited["field"]["value"] == {"previous": "4195550100", "current": "4195550199"}
    assert edited["user"] == created["user"]


@contract("AP-AUD-002", "A trail can be read in part.", "S", "reference/getvendoraudittrail")
def test_part(bill: Client, make: Make) -> None:
    vendor = make.vendor(phone="1")
    bill.vendors.update(vendor["id"], {"phone": "2"})
    whole = bill.audit_trail.vendor(vendor["id"])
    assert bill.audit_trail.vendor(vendor["id"], start=1, max=1) == whole[1:2]
    assert bill.audit_trail.vendor(vendor["id"], max=1) == whole[:1]


@contract("AP-AUD-003", "An unknown vendor has no trail.", "I", "reference/getvendoraudittrail")
def test_unknown(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.audit_trail.vendor("00901NOSUCHVENDAB000")
