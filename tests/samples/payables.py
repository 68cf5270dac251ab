"""Vendors, bills, credits and approvals for the fuzz."""

HARD_TO_HIT = {"getdocument", "uploadstatus", "bulkupdatevendorcredit", "bulkreplacevendorcredit"}
REFERS = {"vendorId": "vendor", "billId": "bill", "documentId": "document", "attachmentId": "attachment"}
ADDRESS = {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}


def bill(fuzz):
    return {
        "vendorId": fuzz.dice.choice(fuzz.rows["vendor"]), "dueDate": "2026-05-01", "description": fuzz.text(),
        "billLineItems": [{"amount": fuzz.dice.randint(1, 90_000) / 100}, {"quantity": 2, "price": "3.5"}],
        "invoice": {"invoiceNumber": fuzz.text()[:20], "invoiceDate": "2026-03-01"},
    }  # fmt: skip


def policy(fuzz):
    rule = {"key": "BILL_AMOUNT", "op": "gte", "values": [str(fuzz.dice.randint(1, 2000))]}
    return {"policyName": fuzz.text(), "rules": [rule], "approvers": [fuzz.dice.choice(fuzz.rows["user"])]}


def template(fuzz):
    schedule = {
        "period": "MONTHLY",
        "frequency": fuzz.dice.randint(1, 5),
        "nextDueDate": "2026-02-20",
        "daysInAdvance": 3,
    }
    lines = [{"amount": fuzz.dice.randint(1, 90_000) / 100}]
    return {"vendorId": fuzz.rows["vendor"][0], "schedule": schedule, "recurringBillLineItems": lines}


def credit(vendor):
    lines = [{"amount": 5}]
    return {"vendorId": vendor, "referenceNumber": "C", "creditDate": "2026-03-01", "vendorCreditLineItems": lines}


SAMPLES = {
    "createbill": bill,
    "createbulkbills": lambda fuzz: [bill(fuzz), bill(fuzz)],
    "replacebill": bill,
    "createrecurringbill": template,
    "bulkupdatevendorcredit": lambda fuzz: [{"id": fuzz.rows["vendor_credit"][0], "description": fuzz.text()}],
    "bulkreplacevendorcredit": lambda fuzz: [{"id": fuzz.rows["vendor_credit"][0], **credit(fuzz.rows["vendor"][0])}],
    "replacerecurringbill": template,
    "createbillapprovalpolicy": policy,
    "updatebillapprovalpolicy": policy,
    "billapprovedenyactions": lambda fuzz: [{"billId": fuzz.rows["bill"][4], "action": "APPROVE"}],
}


def furnish(api):
    """A vendor with a bank account, a credit, a template, a policy and six bills, the fifth to be approved."""
    account = {"accountNumber": "12345678", "routingNumber": "021000021", "nameOnAccount": "L"}
    vendor = {"name": "L", "address": ADDRESS, "paymentInformation": {"bankAccount": account}}
    vendor_id = api.post("/v3/vendors", json=vendor).json["id"]
    assert api.post("/v3/vendor-credits", json=credit(vendor_id)).status_code == 201
    schedule = {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-05-20"}
    recurring = {"vendorId": vendor_id, "schedule": schedule, "recurringBillLineItems": [{"amount": 5}]}
    assert api.post("/v3/recurringbills", json=recurring).status_code == 201
    administrator = api.world.store.find("user", email=api.credentials["username"])[0]["id"]
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor_id]}]
    policy = {"policyName": "All", "rules": rules, "approvers": [administrator]}
    assert api.post("/v3/bill-approvals/policies", json=policy).status_code == 201
    for number in range(6):
        bill = {
            "billApprovals": number == 4,
            "vendorId": vendor_id, "dueDate": "2026-05-01", "billLineItems": [{"amount": 1000}],
            "invoice": {"invoiceNumber": str(number), "invoiceDate": "2026-03-01"},
        }  # fmt: skip
        assert api.post("/v3/bills", json=bill).status_code == 201
    attached = api.post(
        f"/v3/attachments/vendors/{vendor_id}", query_string={"name": "w9.pdf"}, data=b"%PDF-1.4 x",
        content_type="application/octet-stream",
    )  # fmt: skip
    assert attached.status_code in (200, 201), attached.text
