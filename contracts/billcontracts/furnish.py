"""Gives a company of the mock's what its seed lacks, so that every list has rows to walk over, and every member is somewhere set."""

from billclient import Client

from .control import Control
from .factories import Make, unique, user_body
from .furnish_spend import expenses
from .payings import WAYS, Stage
from .whole import KINDS, Whole
from .whole import organization as company
from .whole_spend import KINDS as SPEND

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ACCOUNT = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111224821", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip
DEAF = "http://127.0.0.1:9/bill"


def furnish(core: Client, spend: Client, partner: Client, control: Control) -> str:
    """Make two of everything that can be listed; answers an organization that the partner made."""
    whole = Whole(core, spend, Make(core, control.today, tidy=False))
    notifications(core)
    payments(Stage(whole, control))
    for kind in [*KINDS, *SPEND]:
        for _ in range(2):
            kind.of(whole).create(kind.body(whole))
    files(whole)
    people(whole, control)
    organization(core, control)
    expenses(whole, control)
    core.recurring_bills.archive(core.recurring_bills.list().results[0]["id"])
    control.advance(minutes=10)  # what was uploaded is finished
    control.drain()
    return tenant(partner)


def files(whole: Whole) -> None:
    """Attachments and documents."""
    bill, invoice = whole.make.invoice({"id": whole.vendor})["id"], whole.make.sale({"id": whole.customer})["id"]
    for name in ("first.pdf", "second.pdf"):
        whole.core.attachments.upload("vendors", whole.vendor, PDF, name)
        whole.core.attachments.upload("customers", whole.customer, PDF, name)
        whole.core.attachments.upload("invoices", invoice, PDF, name)
        whole.core.documents.upload(bill, PDF, name)


def people(whole: Whole, control: Control) -> None:
    """A customer's check, contacts and bank accounts."""
    paid = {"customerId": whole.customer, "amount": 12.5, "paymentType": "CHECK", "referenceNumber": "1182"}
    control.ask("POST", "/receivable-payments", paid)
    for name in ("first", "second"):
        whole.core.customer_contacts(whole.customer).create({
            "firstName": name, "lastName": "Lindqvist", "email": f"{name}@kayak.example", "phone": "5105550188",
            "altPhone": "5105550189", "alternateEmail": "billing@kayak.example",
        })  # fmt: skip
        whole.core.customer_bank_accounts(whole.customer).create({**ACCOUNT, "nickname": name})


def payments(stage: Stage) -> None:
    """A payment in each way that there is, on its way to the vendor; one that was cancelled, and one voided."""
    made = [way.sent(stage)["id"] for way in WAYS]
    stage.whole.core.payments.void(made[0], {"type": "VOID_AND_CREDIT", "reason": "lost in the mail"})
    stage.whole.core.payments.cancel(stage.whole.core.payments.create(WAYS[0].order(stage))["id"])


def organization(core: Client, control: Control) -> None:
    bank = core.banks.create({**ACCOUNT, "bankName": "Mock Trust"})["id"]
    core.banks.verify(bank, {"depositAmount": 0.5})
    core.bank_users.archive(next(row["id"] for row in core.bank_users.iterate() if row["bankAccountId"] == bank))
    core.users.create(user_body(core.roles.list().results[0]["id"]))
    control.ask("POST", "/roles", {"permissions": ["books"], "description": "Clerk of the press room"})
    for kind in ("vendors", "bills"):
        control.ask("POST", "/exports", {"kind": kind})
    cards = [control.ask("POST", "/cards", {})["id"] for _ in range(2)]
    user = core.users.list().results[-1]["id"]
    for card, standing in zip(cards, ("VERIFIED", "UNVERIFIED"), strict=True):
        control.ask("POST", f"/cards/{card}/users", {"userId": user, "verificationStatus": standing})
    for _ in range(2):
        control.ask("POST", "/ap-cards", {})


def tenant(partner: Client) -> str:
    made = [partner.partner.organizations.create(company()) for _ in range(2)]
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
