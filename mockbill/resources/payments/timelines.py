"""The life of a payment, as tables: what each status means, when each way of paying brings it, and which amounts
leave the course. BILL publishes the statuses (D docs/single-status-payment-values), not their moments: those are ours (I).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from ...world.clock import DAY, HOUR
from ...world.store import Row
from .calendar import add_business_days, start_of

Hold = Literal["none", "scheduled", "in_process", "paid"]
"""What a payment does to its bills: nothing, scheduled, scheduled and under way, paid."""


@dataclass(frozen=True)
class Standing:
    """What follows from a `singleStatus` (None: that stays as it was)."""

    status: Literal["SCHEDULED", "PAID", "CANCELLED", "VOID"]
    bills: Hold | None
    disbursement: Literal["HOLD", "IN_PROGRESS", "DONE", "FAILED"] | None = None
    voidable: bool = True


STANDINGS: Mapping[str, Standing] = {
    "SCHEDULED": Standing("SCHEDULED", "scheduled", voidable=False),
    "CANCELLATION_IN_PROGRESS": Standing("SCHEDULED", "scheduled", voidable=False),
    "CANCELED": Standing("CANCELLED", "none", voidable=False),
    "READY_TO_FUND": Standing("SCHEDULED", "in_process"),
    "FUNDING_STARTED": Standing("SCHEDULED", "in_process"),
    "PROCESSED": Standing("PAID", "in_process"),
    "DISBURSEMENT_ON_HOLD": Standing("PAID", "in_process", "HOLD"),
    "SENT": Standing("PAID", "in_process", "IN_PROGRESS"),
    "DELIVERED": Standing("PAID", "in_process", "IN_PROGRESS"),
    "PARTIALLY_CLAIMED": Standing("PAID", "in_process", "IN_PROGRESS"),
    "EXPIRING": Standing("PAID", "in_process", "IN_PROGRESS"),
    "CLEARED": Standing("PAID", "paid", "DONE", voidable=False),
    "FUNDS_ESCHEATED": Standing("PAID", "paid", "DONE", voidable=False),
    "VOID_PENDING": Standing("PAID", None, voidable=False),
    "VOIDED": Standing("VOID", "none", voidable=False),
    "FUNDING_FAILED_ACTION_NEEDED": Standing("PAID", None, "FAILED"),
    "FUNDING_FAILED_VOIDED": Standing("VOID", "none", "FAILED", voidable=False),
    "DISBURSEMENT_FAILED_ACTION_NEEDED": Standing("PAID", None, "FAILED"),
    "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED": Standing("PAID", None, "FAILED"),
}

FUNDING_FAILURES = ("FUNDING_FAILED_ACTION_NEEDED", "FUNDING_FAILED_VOIDED")
DISBURSEMENT_FAILURES = ("DISBURSEMENT_FAILED_ACTION_NEEDED", "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED")
REISSUABLE = ("SENT", "DELIVERED", "PARTIALLY_CLAIMED", "EXPIRING", *DISBURSEMENT_FAILURES)


@dataclass(frozen=True)
class Course:
    """On which US banking day after the process date a way of paying is sent, delivered, cleared; `arrives` is
    the day BILL promises; `fee` what it costs, in USD.
    """

    sent: int
    arrives: int
    cleared: int
    delivered: int | None = None
    fee: float = 0.0

    def steps(self) -> dict[str, int]:
        """The happy path, each status with its day."""
        way = {"READY_TO_FUND": 0, "FUNDING_STARTED": 0, "PROCESSED": 0, "SENT": self.sent}
        if self.delivered is not None:
            way["DELIVERED"] = self.delivered
        return way | {"CLEARED": self.cleared}


COURSES: Mapping[str, Course] = {
    "ACH": Course(sent=1, arrives=3, cleared=2, fee=0.59),
    "ACH faster": Course(sent=0, arrives=1, cleared=1, fee=9.99),
    "CHECK": Course(sent=1, arrives=5, delivered=5, cleared=8, fee=1.99),
    "CHECK UPS_1DAY": Course(sent=1, arrives=2, delivered=2, cleared=5, fee=24.99),
    "CHECK UPS_2DAY": Course(sent=1, arrives=3, delivered=3, cleared=6, fee=19.99),
    "CHECK UPS_3DAY": Course(sent=1, arrives=4, delivered=4, cleared=7, fee=14.99),
    "CHECK faster": Course(sent=1, arrives=4, delivered=4, cleared=7, fee=14.99),
    "RPPS": Course(sent=1, arrives=2, cleared=2, fee=0.59),
    "RPPS RTP_DELIVERY": Course(sent=0, arrives=0, cleared=0, fee=9.99),
    "VIRTUAL_CARD": Course(sent=1, arrives=1, delivered=1, cleared=4),
    "WALLET": Course(sent=1, arrives=1, cleared=1),
    "INTERNATIONAL": Course(sent=1, arrives=4, cleared=4),
}
"""`<disbursementType>`, or with `requestPayFaster` `<disbursementType> <requestCheckDeliveryType>` or `… faster`."""

UNCASHED_DAYS = {"CHECK": 90, "VIRTUAL_CARD": 20}
"""Days after sending until an uncashed check is voided and an unused card replaced by a check (D help)."""
EXPIRING_DAYS = {"CHECK": 14, "VIRTUAL_CARD": 5}
"""Days before that end on which they read EXPIRING (I)."""


@dataclass(frozen=True)
class Turn:
    """Where a payment leaves its course: what comes after a status, what that means, and for which way of paying."""

    after: str
    to: str
    meaning: str
    only: str | None = None


MAGIC: Mapping[int, Turn] = {
    1390: Turn("DELIVERED", "PARTIALLY_CLAIMED", "a virtual card is run for less than its amount", "VIRTUAL_CARD"),
    1391: Turn("FUNDING_STARTED", "FUNDING_FAILED_ACTION_NEEDED", "the debit of the payer's account fails"),
    1392: Turn("SENT", "DISBURSEMENT_FAILED_ACTION_NEEDED", "the disbursement comes back"),
    1393: Turn("SENT", "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED", "the vendor's bank refuses it"),
    1394: Turn("PROCESSED", "DISBURSEMENT_ON_HOLD", "it is held for risk until released"),
    1395: Turn("", "BDC_1151", "creating it is refused: the bank account cannot pay online"),
    1396: Turn("CLEARED", "DISBURSEMENT_FAILED_ACTION_NEEDED", "it clears, and comes back after that"),
    1397: Turn("FUNDING_STARTED", "FUNDING_FAILED_VOIDED", "the debit fails and BILL voids the payment"),
    1398: Turn("DELIVERED", "EXPIRING", "nobody cashes the check or runs the card"),
}
"""Payments of exactly these cents go another way (choice `payment.magic_amounts`), once (I)."""


def course_of(payment: Mapping[str, Any]) -> Course:
    return course(payment["disbursementType"], payment["processingOptions"])


def course(way: str, options: Mapping[str, Any]) -> Course:
    """How a way of paying goes with these `processingOptions`."""
    names = [way]
    if options.get("requestPayFaster"):
        names = [f"{way} {options.get('requestCheckDeliveryType', 'STANDARD')}", f"{way} faster", way]
    return next(COURSES[name] for name in names if name in COURSES)


def day_of(payment: Row, days: int) -> date:
    """The banking day of a payment's course; one that was issued again starts with its sending (`ahead`)."""
    return add_business_days(date.fromisoformat(payment.hidden["begun"]), days - payment.hidden["ahead"])


def moment_of(payment: Row, status: str, submission: int, step: int) -> int:
    """The instant of a status on the happy path: hours into its banking day, US Pacific time."""
    steps = course_of(payment).steps()
    return start_of(day_of(payment, steps[status])) + (submission + step * list(steps).index(status)) * HOUR


def uncashed_moment(payment: Row) -> int:
    """When what was sent and never cashed comes to its end."""
    sent = day_of(payment, course_of(payment).sent)
    return start_of(sent + timedelta(days=UNCASHED_DAYS[payment["disbursementType"]]))


def expiring_moment(payment: Row) -> int:
    """When BILL begins to warn of that."""
    return uncashed_moment(payment) - EXPIRING_DAYS[payment["disbursementType"]] * DAY


def following(status: str, course: Course) -> str | None:
    """The next status on the happy path."""
    if status in ("DISBURSEMENT_ON_HOLD", "PARTIALLY_CLAIMED", "EXPIRING"):
        return "SENT" if status == "DISBURSEMENT_ON_HOLD" else "CLEARED"
    way = ["SCHEDULED", *course.steps()]
    return way[way.index(status) + 1] if status in way[:-1] else None
