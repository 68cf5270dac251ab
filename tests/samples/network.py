"""The network for the fuzz: an invitation that waits, and one that was sent."""

HARD_TO_HIT = set()
REQUESTED = "4417700123456789"
"""Who asks to be connected."""
REFERS = {"networkId": "network_organization"}


def invitation(fuzz):
    known = {"id": fuzz.dice.choice(fuzz.rows["network_organization"])}
    type = "RPPS" if known["id"].startswith("0rv") else "BILL"
    return {"networkId": known["id"], "networkType": type, "rppsInformation": {}}


SAMPLES = {
    "createvendorinvitation": invitation,
    "createcustomerinvitation": lambda fuzz: {"networkId": REQUESTED, "networkType": "BILL"},
    "acceptinvitation": lambda fuzz: {"networkId": REQUESTED, "type": "VENDOR", "name": fuzz.text()},
}


def furnish(api):
    """A request of an organization, and a vendor and a customer that were invited."""
    assert api.post(f"/_mock/network/organizations/{REQUESTED}/invite", json={"type": "VENDOR"}).status_code == 200
    vendor = {"name": "N", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}
    invited = api.post("/v3/vendors", json=vendor).json["id"]
    sent = api.post(f"/v3/network/invitation/vendor/{invited}", json={"networkId": REQUESTED, "networkType": "BILL"})
    assert sent.status_code == 200
    customer = api.post("/v3/customers", json={"name": "N", "email": "n@n.example"}).json["id"]
    body = {"networkId": REQUESTED, "networkType": "BILL"}
    assert api.post(f"/v3/network/invitation/customer/{customer}", json=body).status_code == 200
