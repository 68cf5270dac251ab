"""Customer, invoice, credit memo and money together: any order of steps leaves BILL as a plain model says."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import as_allowed
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

CENTS = st.sampled_from([100, 250, 500, 1_000])
"""Few and round, so that money and credit meet, exceed and exactly fill what is due."""


def status(invoice: dict[str, Any]) -> str:
    """What an invoice reads, by what has come of it."""
    if invoice["scheduled"]:
        return "SCHEDULED"
    applied = invoice["paid"] + invoice["credited"]
    return "OPEN" if not applied else "PARTIAL_PAYMENT" if applied < invoice["total"] else "PAID_IN_FULL"


def due(invoice: dict[str, Any]) -> int:
    left: int = invoice["total"] - invoice["paid"] - invoice["scheduled"] - invoice["credited"]
    return left


class Books(RuleBasedStateMachine):
    """What an accountant would note beside BILL; the client, factory and payers are given by the contract below."""

    client: Client
    make: Make
    control: Control
    new: Any

    customers, invoices, charges = Bundle("customers"), Bundle("invoices"), Bundle("charges")

    def __init__(self) -> None:
        super().__init__()
        self.payers: dict[str, Any] = {}
        self.credit: dict[str, int] = {}
        self.known: dict[str, dict[str, Any]] = {}
        self.charged: dict[str, tuple[str, int, str]] = {}

    @rule(target=customers)
    def add_customer(self) -> str:
        payer = self.new()
        id: str = payer.customer["id"]
        self.payers[id], self.credit[id] = payer, 0
        return id

    @rule(customer=customers, cents=CENTS)
    def add_credit(self, customer: str, cents: int) -> None:
        self.client.credit_memos.create({
            "customerId": customer, "referenceNumber": unique("CM"), "creditDate": self.make.today().isoformat(),
            "creditMemoLineItems": [{"quantity": 1, "price": cents / 100}],
        })  # fmt: skip
        self.credit[customer] += cents

    @rule(target=invoices, customer=customers, lines=st.lists(CENTS, min_size=1, max_size=3), credit=st.none() | CENTS)
    def add_invoice(self, customer: str, lines: list[int], credit: int | None) -> str | None:
        fields = {"creditAmount": credit / 100} if credit else {}
        body = self.make.sale_body({"id": customer}, *(cents / 100 for cents in lines), **fields)
        drawn, total = credit or 0, sum(lines)
        made = as_allowed(lambda: self.client.invoices.create(body), drawn <= min(total, self.credit[customer]))
        if made is None:
            return None
        self.credit[customer] -= drawn
        self.known[made["id"]] = {
            "customer": customer, "total": total, "paid": 0, "scheduled": 0, "credited": drawn, "archived": False,
        }  # fmt: skip
        return str(made["id"])

    @rule(invoice=invoices, cents=CENTS, more=st.sampled_from([0, 100]))
    def record(self, invoice: str | None, cents: int, more: int) -> None:
        if invoice is None:
            return
        known = self.known[invoice]
        body = {
            "paymentDate": self.make.today().isoformat(), "paymentType": "CHECK", "amount": (cents + more) / 100,
            "invoices": [{"id": invoice, "amount": cents / 100}],
        }  # fmt: skip
        if as_allowed(lambda: self.client.invoices.record_payment(body), self.takes(invoice, cents)) is not None:
            known["paid"] += cents

    @rule(target=charges, invoice=invoices, cents=CENTS)
    def charge(self, invoice: str | None, cents: int) -> str | None:
        if invoice is None:
            return None
        payer = self.payers[self.known[invoice]["customer"]]
        made = as_allowed(lambda: payer.charge(({"id": invoice}, cents / 100)), self.takes(invoice, cents))
        if made is None:
            return None
        self.known[invoice]["scheduled"] += cents
        self.charged[made["id"]] = (invoice, cents, "SCHEDULED")
        return str(made["id"])

    @rule(charge=charges, good=st.booleans())
    def end(self, charge: str | None, good: bool) -> None:
        """The charge clears, or fails; one that has cleared goes back."""
        if charge is None or self.charged[charge][2] not in ("SCHEDULED", "PAID"):
            return
        invoice, cents, stands = self.charged[charge]
        known = self.known[invoice]
        if stands == "PAID":
            step, to = "return", "VOID"
            known["paid"] -= cents
        else:
            step, to = ("settle", "PAID") if good else ("fail", "CANCELED")
            known["scheduled"] -= cents
            known["paid"] += cents if good else 0
        self.control.ask("POST", f"/receivable-payments/{charge}/{step}")
        self.charged[charge] = (invoice, cents, to)

    @rule(invoice=invoices, cents=st.just(0) | CENTS)
    def draw(self, invoice: str | None, cents: int) -> None:
        """Have so much of the customer's credit on an invoice, more or less than before."""
        if invoice is None:
            return
        known = self.known[invoice]
        more, customer = cents - known["credited"], known["customer"]
        allowed = not known["archived"] and more <= min(due(known), self.credit[customer])
        sent = {"creditAmount": cents / 100}
        if as_allowed(lambda: self.client.invoices.update(invoice, sent), allowed) is not None:
            known["credited"] = cents
            self.credit[customer] -= more

    @rule(invoice=invoices, cents=CENTS)
    def change_amount(self, invoice: str | None, cents: int) -> None:
        if invoice is None:
            return
        known = self.known[invoice]
        body = {"customer": {"id": known["customer"]}, "invoiceLineItems": [{"quantity": 1, "price": cents / 100}]}
        allowed = not known["archived"] and cents >= known["total"] - due(known)
        if as_allowed(lambda: self.client.invoices.replace(invoice, body), allowed) is not None:
            known["total"] = cents

    @rule(invoice=invoices, archived=st.booleans())
    def archive(self, invoice: str | None, archived: bool) -> None:
        if invoice is not None:
            (self.client.invoices.archive if archived else self.client.invoices.restore)(invoice)
            self.known[invoice]["archived"] = archived

    def takes(self, invoice: str, cents: int) -> bool:
        """Whether an invoice can receive so much."""
        return not self.known[invoice]["archived"] and cents <= due(self.known[invoice])

    @invariant()
    def invoices_agree(self) -> None:
        read = {
            row["id"]: (*(round(row[f"{name}Amount"] * 100) for name in ("total", "due", "scheduled", "credit")), row["status"], row["archived"])
            for row in (self.client.invoices.get(id) for id in self.known)
        }  # fmt: skip
        assert read == {
            id: (known["total"], due(known), known["scheduled"], known["credited"], status(known), known["archived"])
            for id, known in self.known.items()
        }

    @invariant()
    def customers_agree(self) -> None:
        for id in self.payers:
            live = [known for known in self.known.values() if known["customer"] == id and not known["archived"]]
            owed = self.client.customers.get(id)["balance"]["amount"]
            assert round(owed * 100) == sum(due(known) for known in live)
            memos = self.client.credit_memos.iterate(filters=f"customerId:eq:{id}")
            left = sum(round((memo["amount"] - memo["appliedAmount"]) * 100) for memo in memos)
            assert left == self.credit[id]


@contract(
    "AR-MODEL-001",
    "In any order of invoicing, paying, charging, crediting, changing and archiving, invoices and balances read as a"
    " plain model of them says.",
    "I",
    "docs/ar-invoices",
)
def test_books(bill: Client, make: Make, control: Control, new: Any) -> None:
    given = {"client": bill, "make": make, "control": control, "new": staticmethod(new)}
    machine = type("Machine", (Books,), given)
    run_state_machine_as_test(machine, settings=settings(properties, max_examples=10, stateful_step_count=25))
