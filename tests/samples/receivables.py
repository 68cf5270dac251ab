"""Customers and their payment terms for the fuzz."""

HARD_TO_HIT = set()
REFERS = {"customerId": "customer", "organizationId": "organization", "paymentTermId": "payment_term"}
ADDRESS = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}


def customer(fuzz):
    return {"name": fuzz.text()[:40] or "C", "email": "ap@kayak.example", "billingAddress": ADDRESS}


SAMPLES = {
    "createcustomer": customer,
    "createpaymentterm": lambda fuzz: {"name": "N", "daysDue": fuzz.dice.randint(0, 999)},
    "createcustomercontact": lambda fuzz: {"firstName": "Theo", "email": f"{fuzz.dice.getrandbits(32)}@x.example"},
}
ACCOUNT = {
    "nameOnAccount": "Harbor Kayak Club", "routingNumber": "074000010", "accountNumber": "1234567890", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip


def furnish(api):
    """A payment term, and two customers, each with a contact and a bank account."""
    terms = f"/v3/organizations/{api.credentials['organizationId']}/payment-terms"
    assert api.post(terms, json={"name": "Net 45", "daysDue": 45}).status_code == 201
    for name in ("Harbor Kayak Club", "Bay Rowers"):
        body = {"name": name, "email": "ap@kayak.example", "billingAddress": ADDRESS}
        path = f"/v3/customers/{api.post('/v3/customers', json=body).json['id']}"
        contact = {"firstName": "Theo", "email": f"theo@{name[:3]}.example"}
        assert api.post(f"{path}/contacts", json=contact).status_code == 201
        assert api.post(f"{path}/bank-accounts", json=ACCOUNT).status_code == 201
