"""Gives a company of the mock's what its seed lacks, so that every list has rows to walk over, and every member is somewhere set."""

from datetime import timedelta
from typing import Any

from billclient import Client

from .control import Control
from .factories import ADDRESS, Make, unique, user_body

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ACCOUNT = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111224821", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip
DEAF = "http://127.0.0.1:9/bill"


def furnish(core: Client, spend: Client, partner: Client, control: Control) -> str:
    """Make two of everything that can be listed; answers an organization that the partner made."""
    make = Make(core, control.today, tidy=False)
    notifications(core)
    payables(core, make)
    receivables(core, make)
    organization(core, control)
    expenses(spend)
    control.advance(minutes=10)  # what was uploaded is finished
    control.drain()
    return tenant(partner)


def payables(core: Client, make: Make) -> None:
    vendor = make.vendor()
    for name in ("first.pdf", "second.pdf"):
        core.attachments.upload("vendors", vendor["id"], PDF, name)
    for price in (12.5, 30.0):
        core.vendor_credits.create({
            "vendorId": vendor["id"], "referenceNumber": unique("CR"), "creditDate": make.today().isoformat(),
            "vendorCreditLineItems": [{"amount": price}],
        })  # fmt: skip
        core.recurring_bills.create({
            "vendorId": vendor["id"], "recurringBillLineItems": [{"amount": price}], "schedule": monthly(make),
        })  # fmt: skip
    core.recurring_bills.archive(core.recurring_bills.list().results[0]["id"])
    bill = make.invoice(vendor)
    for name in ("first.pdf", "second.pdf"):
        core.documents.upload(bill["id"], PDF, name)


def monthly(make: Make) -> dict[str, Any]:
    due = (make.today() + timedelta(days=60)).isoformat()
    return {"period": "MONTHLY", "frequency": 1, "nextDueDate": due, "daysInAdvance": 7}


def receivables(core: Client, make: Make) -> None:
    customer = make.customer()
    for name in ("first", "second"):
        core.attachments.upload("customers", customer["id"], PDF, f"{name}.pdf")
        core.customer_contacts(customer["id"]).create({"firstName": name, "email": f"{name}@kayak.example"})
        core.customer_bank_accounts(customer["id"]).create({**ACCOUNT, "nickname": name})
        make.template(customer)
        make.memo(customer)
    invoice = make.sale(customer)
    for name in ("first.pdf", "second.pdf"):
        core.attachments.upload("invoices", invoice["id"], PDF, name)


def organization(core: Client, control: Control) -> None:
    core.banks.create({**ACCOUNT, "bankName": "Mock Trust"})
    for kind in ("vendors", "bills"):
        control.ask("POST", "/exports", {"kind": kind})
    cards = [control.ask("POST", "/cards", {})["id"] for _ in range(2)]
    user = core.users.list().results[-1]["id"]
    control.ask("POST", f"/cards/{cards[0]}/users", {"userId": user})
    for _ in range(2):
        control.ask("POST", "/ap-cards", {})


def tenant(partner: Client) -> str:
    made = [partner.partner.organizations.create({"name": unique("Kite"), "address": dict(ADDRESS)}) for _ in range(2)]
    id = str(made[0]["id"])
    role = partner.partner.roles(id).list().results[0]["id"]
    for _ in range(2):
        partner.partner.users(id).create({**user_body(role), "username": unique("kit").replace(" ", "")})
    return id


def notifications(core: Client) -> None:
    """Two receivers that nobody hears: what was to be sent stands in their history."""
    for name in ("first", "second"):
        core.webhooks.subscribe({
            "name": unique(name), "status": {"enabled": True}, "notificationUrl": f"{DEAF}/{name}",
            "events": [{"type": type, "version": "1"} for type in ("vendor.created", "bill.created")],
        })  # fmt: skip


def expenses(spend: Client) -> None:
    for name in ("Job site", "Crew"):
        field = {"name": unique(name), "allowCustomValues": False, "global": True, "values": ["North", "South"]}
        spend.spend.custom_fields.create(field)
