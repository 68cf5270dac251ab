"""What a company of the mock's spends: card use of every sort, claims that are paid, users with their settings."""

from typing import Any

from .control import Control
from .factories import unique
from .whole import Body, Whole
from .whole_spend import JPEG, coded_budget, me, reimbursement, user

SETTINGS = {"receiptEmail": "receipts@kit.example", "smsOptIn": True, "useCompanyMailingAddress": True}
ABROAD = {
    "currency": "EUR", "exchangeRate": 1.2, "merchantName": "Larch Hardware",
    "merchantLocation": {"city": "Bern", "state": "BE", "postalCode": "3011", "country": "CHE"},
}  # fmt: skip


def expenses(whole: Whole, control: Control) -> None:
    """Two of each."""
    spend = whole.spend.spend
    for name in ("Job site", "Crew"):
        field = {"name": unique(name), "allowCustomValues": False, "global": True, "values": ["North", "South"]}
        spend.custom_fields.create(field)
    for _ in range(2):
        control.ask("PATCH", f"/spend/users/{spend.users.create(user(whole))['uuid']}", SETTINGS)
        purpose = control.ask("POST", "/spend/notes", {"name": unique("Purpose")})["uuid"]
        Spending(whole, control, purpose).all()
        paid_claim(whole, control, purpose)


def paid_claim(whole: Whole, control: Control, purpose: str) -> Any:
    """A claim of which all is told that may be: coded, noted, approved, paid."""
    body = reimbursement(whole)
    body["customFields"].insert(0, {"customFieldId": purpose, "note": "With a client"})
    claim = whole.spend.spend.reimbursements.create(body)["uuid"]
    whole.spend.spend.reimbursements.act(claim, {"action": "APPROVE", "note": "Well spent"})
    return control.ask("POST", f"/spend/reimbursements/{claim}/move", {"status": "PAID"})


class Spending:
    """Uses a new card; `purpose` is a custom field for notes."""

    def __init__(self, whole: Whole, control: Control, purpose: str) -> None:
        self.spend, self.control, self.purpose = whole.spend.spend, control, purpose
        self.budget, self.codes = coded_budget(whole)
        body = {"name": unique("Fuel"), "userId": me(whole), "budgetId": self.budget, "limit": 700}
        self.card = self.spend.cards.unfreeze(self.spend.cards.create(body)["uuid"])["uuid"]

    def all(self) -> None:
        """Every sort of use."""
        self.noted()
        self.split()
        self.buy(decline="CVV is invalid.")
        self.steer(self.buy(), "reverse")
        self.steer(self.buy(clear=True), "refund", amount=5)

    def noted(self) -> Any:
        """A purchase abroad that has cleared, and on which all is noted that may be."""
        row = self.buy(clear=True)
        codes = [*self.codes, {"customFieldId": self.purpose, "note": "A new lock"}]
        self.spend.transactions.set_custom_fields(row["uuid"], {"customFields": codes})
        self.spend.attach_receipt(row["uuid"], JPEG)
        self.steer(row, "reviewers", approverType="BUDGET_OWNER")
        self.steer(row, "review", isApproved=False, note="What for?")
        self.control.ask("DELETE", f"/spend/transactions/{row['uuid']}/review")
        self.steer(row, "review", note="I see")
        self.steer(row, "sync", syncStatus="ERROR", syncMessage="No such account")
        self.steer(row, "sync", syncMessage="Taken over")
        self.steer(row, "award", points=108)
        return self.steer(row, "dispute")

    def split(self) -> Any:
        """A purchase that is split in two: answers the whole and its parts."""
        row = self.buy(clear=True)
        part = round(row["amount"] / 2, 2)
        parts = [{"amount": part}, {"amount": round(row["amount"] - part, 2)}]
        children = self.steer(row, "split", parts=parts)["children"]
        return [self.spend.transactions.get(row["uuid"]), *children]

    def buy(self, amount: float = 20, **fields: Any) -> Any:
        """Use of the card abroad."""
        return self.control.ask(
            "POST", "/spend/transactions", {"cardId": self.card, "amount": amount, **ABROAD, **fields}
        )

    def steer(self, row: Body, action: str, **fields: Any) -> Any:
        """What a merchant, the web app or an integration does to a transaction."""
        return self.control.ask("POST", f"/spend/transactions/{row['uuid']}/{action}", fields)
