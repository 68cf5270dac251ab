"""Customers, their payment terms, invoices and credit memos for the fuzz."""

HARD_TO_HIT = set()
REFERS = {
    "customerId": "customer",
    "organizationId": "organization",
    "paymentTermId": "payment_term",
    "invoiceId": "invoice",
    "creditMemoId": "credit_memo",
}
ADDRESS = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}


def customer(fuzz):
    return {"name": fuzz.text()[:40] or "C", "email": "ap@kayak.example", "billingAddress": ADDRESS}


def invoice(fuzz):
    lines = [{"quantity": 2, "price": fuzz.dice.randint(1, 90_000) / 100}, {"ratePercent": "-5"}]
    return {
        "customer": {"id": fuzz.dice.choice(fuzz.rows["customer"])},
        "invoiceLineItems": lines,
        "dueDate": "2026-05-01",
    }


def charge_of(customer, account, invoice, amount):
    return {
        "customerId": customer,
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": account},
        "invoicePayments": [{"invoiceId": invoice, "amount": amount}],
    }


def charge(fuzz):
    """A charge that fits if the customer is the one that the first account and invoice are of."""
    first = fuzz.dice.choice(fuzz.rows["customer"][:2])
    account, invoice = fuzz.rows["customer_bank_account"][0], fuzz.rows["invoice"][0]
    return charge_of(first, account, invoice, fuzz.dice.randint(1, 300) / 100)


def receipt(fuzz):
    """A dollar for some invoice."""
    invoice = fuzz.dice.choice(fuzz.rows["invoice"])
    return {
        "paymentDate": "2026-03-02",
        "paymentType": "CHECK",
        "amount": "1",
        "invoices": [{"id": invoice, "amount": 1}],
    }


def memo(fuzz):
    return credit(fuzz.dice.choice(fuzz.rows["customer"]), fuzz.dice.randint(1, 90_000) / 100)


def credit(customer, price=20):
    lines = [{"quantity": 1, "price": price}, {"ratePercent": "-10"}]
    return {
        "customerId": customer, "referenceNumber": "CM", "creditDate": "2026-03-01", "creditMemoLineItems": lines,
    }  # fmt: skip


def template(fuzz):
    schedule = {"period": "WEEKLY", "frequency": fuzz.dice.randint(1, 5), "nextDueDate": "2026-02-20"}
    lines = [{"amount": fuzz.dice.randint(1, 90_000) / 100, "quantity": 2}]
    customer = fuzz.dice.choice(fuzz.rows["customer"])
    return {"customerId": customer, "schedule": schedule, "recurringInvoiceLineItems": lines}


SAMPLES = {
    "createrecurringinvoice": template,
    "replacerecurringinvoice": template,
    "recordinvoice": receipt,
    "sendinvoice": lambda fuzz: {"recipient": {"to": ["a@b.test"]}, "replyTo": {"userId": fuzz.rows["user"][0]}},
    "getpaymentlink": lambda fuzz: {"customerId": fuzz.dice.choice(fuzz.rows["customer"][:2]), "email": "a@b.test"},
    "chargecustomer": charge,
    "createcreditmemo": memo,
    "replacecreditmemo": memo,
    "bulkcreatecreditmemo": lambda fuzz: [memo(fuzz), memo(fuzz)],
    "bulkupdatecreditmemo": lambda fuzz: [
        {"id": fuzz.dice.choice(fuzz.rows["credit_memo"]), "description": fuzz.text()}
    ],
    "bulkreplacecreditmemo": lambda fuzz: [{"id": fuzz.dice.choice(fuzz.rows["credit_memo"]), **memo(fuzz)}],
    "createinvoice": invoice,
    "replaceinvoice": invoice,
    "updateinvoice": lambda fuzz: {"invoiceLineItems": [{"quantity": 1, "price": 4}], "dueDate": "2026-06-01"},
    "createcustomer": customer,
    "createpaymentterm": lambda fuzz: {"name": "N", "daysDue": fuzz.dice.randint(0, 999)},
    "createcustomercontact": lambda fuzz: {"firstName": "Theo", "email": f"{fuzz.dice.getrandbits(32)}@x.example"},
}
ACCOUNT = {
    "nameOnAccount": "Harbor Kayak Club", "routingNumber": "074000010", "accountNumber": "1234567890", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip


def furnish(api):
    """A payment term, and two customers, each with a contact, a bank account, an invoice charged, and a credit memo."""
    terms = f"/v3/organizations/{api.credentials['organizationId']}/payment-terms"
    assert api.post(terms, json={"name": "Net 45", "daysDue": 45}).status_code == 201
    for name in ("Harbor Kayak Club", "Bay Rowers"):
        body = {"name": name, "email": "ap@kayak.example", "billingAddress": ADDRESS}
        customer = api.post("/v3/customers", json=body).json["id"]
        path = f"/v3/customers/{customer}"
        contact = {"firstName": "Theo", "email": f"theo@{name[:3]}.example"}
        assert api.post(f"{path}/contacts", json=contact).status_code == 201
        account = api.post(f"{path}/bank-accounts", json=ACCOUNT).json["id"]
        invoice = {"customer": {"id": customer}, "invoiceLineItems": [{"quantity": 2, "price": 100}]}
        made = api.post("/v3/invoices", json=invoice).json["id"]
        assert api.post(f"{path}/charge-authorization", json={"authorizedToCharge": True}).status_code == 200
        assert api.post("/v3/receivable-payments", json=charge_of(customer, account, made, 10)).status_code == 201
        assert api.post("/v3/credit-memos", json=credit(customer)).status_code == 201
