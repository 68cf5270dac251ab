"""Customers and their payment terms for the fuzz."""

HARD_TO_HIT = set()
REFERS = {"customerId": "customer", "organizationId": "organization", "paymentTermId": "payment_term"}
ADDRESS = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}


def customer(fuzz):
    return {"name": fuzz.text()[:40] or "C", "email": "ap@kayak.example", "billingAddress": ADDRESS}


SAMPLES = {
    "createcustomer": customer,
    "createpaymentterm": lambda fuzz: {"name": "N", "daysDue": fuzz.dice.randint(0, 999)},
}


def furnish(api):
    """A payment term, and two customers."""
    terms = f"/v3/organizations/{api.credentials['organizationId']}/payment-terms"
    assert api.post(terms, json={"name": "Net 45", "daysDue": 45}).status_code == 201
    for name in ("Harbor Kayak Club", "Bay Rowers"):
        body = {"name": name, "email": "ap@kayak.example", "billingAddress": ADDRESS}
        assert api.post("/v3/customers", json=body).status_code == 201
