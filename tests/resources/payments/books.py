"""A plain model of the books: dictionaries of cents, and what every bill, credit and vendor must then read as."""

from collections import Counter
from dataclasses import dataclass, field

OPEN = ("scheduled", "in_process")


@dataclass
class Paid:
    """A payment: what it does to which bills, and what it uses of which credits for them, in cents."""

    id: str
    parts: dict[str, int]
    state: str
    online: bool = True
    card: bool = False
    credits: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def money(self) -> int:
        return sum(self.parts.values())


class Model:
    def __init__(self) -> None:
        self.amounts: dict[str, int] = {}
        self.vendor_of: dict[str, str] = {}
        self.archived: set[str] = set()
        self.made: dict[str, Paid] = {}
        self.credit_amounts: dict[str, int] = {}
        self.applied: Counter[tuple[str, str]] = Counter()

    def total(self, bill: str, *states: str) -> int:
        return sum(paid.parts.get(bill, 0) for paid in self.made.values() if paid.state in states)

    def uses(self):
        """What is used of each credit for each bill, by bills and by payments that stand."""
        return [self.applied, *(paid.credits for paid in self.made.values() if paid.state != "none")]

    def credited(self, bill: str) -> int:
        return sum(amount for uses in self.uses() for (_, of), amount in uses.items() if of == bill)

    def left(self, credit: str) -> int:
        used = sum(amount for uses in self.uses() for (of, _), amount in uses.items() if of == credit)
        return self.credit_amounts[credit] - used

    def due(self, bill: str) -> int:
        return self.amounts[bill] - self.total(bill, *OPEN, "paid") - self.credited(bill)

    def touched(self, bill: str) -> bool:
        """Whether anything was scheduled, paid or credited on a bill."""
        return bool(self.total(bill, *OPEN, "paid") + self.credited(bill))

    def status(self, bill: str) -> str:
        if self.total(bill, *OPEN):
            return "IN_PROCESS" if self.total(bill, "in_process") else "SCHEDULED"
        paid = self.total(bill, "paid") + self.credited(bill)
        return "PAID" if paid == self.amounts[bill] else "PARTIALLY_PAID" if paid else "UNPAID"

    def fits(self, bill: str, credit: str, used: int, money: int = 0) -> bool:
        """Whether some of a credit may be used for a bill, beside money."""
        alike = self.vendor_of[bill] == self.vendor_of[credit] and bill not in self.archived
        return alike and used <= self.left(credit) and money + used <= self.due(bill)

    # What a reader must find

    def of_bill(self, bill: str) -> tuple[int, int, int, int, str]:
        """Due, scheduled, paid, credited, status."""
        credited = self.credited(bill)
        paid = self.total(bill, "paid") + credited
        return self.due(bill), self.total(bill, *OPEN), paid, credited, self.status(bill)

    def of_credit(self, credit: str) -> tuple[int, str]:
        used = self.credit_amounts[credit] - self.left(credit)
        pending = any(paid.state in OPEN and any(of == credit for of, _ in paid.credits) for paid in self.made.values())
        applied = "FULLY_APPLIED" if not self.left(credit) else "PARTIALLY_APPLIED" if used else "NOT_APPLIED"
        return used, "IN_PROCESS" if pending else applied

    def owed(self, vendor: str) -> int:
        return sum(
            self.due(bill) for bill in self.amounts if self.vendor_of[bill] == vendor and bill not in self.archived
        )

    def charged(self) -> int:
        """What is owed on the AP Card."""
        return sum(paid.money for paid in self.made.values() if paid.card and paid.state != "none")
