"""However bills, credits, payments, records, failures and time follow each other: the books agree with a plain model."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from mockbill.simulation import Simulation
from mockbill.world.clock import FIXTURE_START
from tests.conftest import Api

from .conftest import Payer

CENTS = st.integers(1, 50_000)
OPEN = ("scheduled", "in_process")
VOID = {"reason": "model"}
FORWARD = ["SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "DELIVERED", "CLEARED"]


@dataclass
class Paid:
    """A payment of the model: what it does to which bills, and what it uses of which credits for them, in cents."""

    id: str
    parts: dict[str, int]
    state: str
    online: bool = True
    credits: dict[tuple[str, str], int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


class Books(RuleBasedStateMachine):
    """Vendor, bills and payments of one world against dictionaries."""

    bills = Bundle("bills")
    payments = Bundle("payments")

    @initialize()
    def begin(self):
        self.simulation = Simulation()
        self.world = self.simulation.open_default(clock=FIXTURE_START, choices={"payment.magic_amounts": False})
        self.payer = Payer(Api(self.simulation, self.world).login())
        self.world.publish = self.hear
        self.vendors = [self.payer.vendor(), self.payer.ach()]
        self.amounts: dict[str, int] = {}
        self.vendor_of: dict[str, str] = {}
        self.made: dict[str, Paid] = {}
        self.credit_amounts: dict[str, int] = {}
        self.applied: dict[tuple[str, str], int] = {}
        self.heard: dict[str, list[str]] = {}

    def teardown(self):
        if hasattr(self, "simulation"):
            self.simulation.worlds.close()

    def hear(self, world, org, event, row, extra):
        if event == "payment.updated":
            self.heard.setdefault(row["id"], []).append(row["singleStatus"])

    # The model

    def total(self, bill, *states):
        return sum(paid.parts.get(bill, 0) for paid in self.made.values() if paid.state in states)

    def uses(self):
        """What is used of each credit for each bill, by bills and by payments that stand."""
        return [self.applied, *(paid.credits for paid in self.made.values() if paid.state != "none")]

    def credited(self, bill):
        return sum(amount for uses in self.uses() for (_, of), amount in uses.items() if of == bill)

    def left(self, credit):
        return self.credit_amounts[credit] - sum(
            n for uses in self.uses() for (of, _), n in uses.items() if of == credit
        )

    def due(self, bill):
        return self.amounts[bill] - self.total(bill, "scheduled", "in_process", "paid") - self.credited(bill)

    def paid(self, bill):
        return self.total(bill, "paid") + self.credited(bill)

    def status(self, bill):
        if self.total(bill, *OPEN):
            return "IN_PROCESS" if self.total(bill, "in_process") else "SCHEDULED"
        paid = self.paid(bill)
        return "PAID" if paid == self.amounts[bill] else "PARTIALLY_PAID" if paid else "UNPAID"

    def keep(self, answer, parts, state, online=True, credits=None):
        paid = self.made[answer["id"]] = Paid(answer["id"], parts, state, online, credits or {})
        return paid

    # What happens

    @rule(target=bills, which=st.integers(0, 1), amount=CENTS)
    def add_bill(self, which, amount):
        bill = self.payer.bill(self.vendors[which], amount / 100)["id"]
        self.amounts[bill], self.vendor_of[bill] = amount, self.vendors[which]["id"]
        return bill

    @rule(target=payments, bill=bills, share=st.integers(1, 120))
    def pay(self, bill, share):
        """A share of what is due in percent; more than all of it, or nothing, is refused."""
        amount = self.due(bill) * share // 100 if share <= 100 else self.due(bill) + share
        answer = self.payer.order({"id": bill}, amount / 100)
        assert answer.status_code == (201 if 0 < amount <= self.due(bill) else 422 if amount else 400), answer.text
        return self.keep(answer.json, {bill: amount}, "scheduled") if answer.status_code == 201 else None

    def credit_for(self, bill, pick, amount):
        """A credit of the bill's vendor, new where there is none yet; at the end of the scale one of any vendor."""
        known = [one for one in self.credit_amounts if pick == 9 or self.vendor_of[one] == self.vendor_of[bill]]
        if known and pick:
            return known[pick % len(known)]
        body = {
            "vendorId": self.vendor_of[bill], "referenceNumber": "R", "creditDate": "2026-02-02",
            "vendorCreditLineItems": [{"amount": amount / 100}],
        }  # fmt: skip
        credit = self.payer.api.post("/v3/vendor-credits", json=body).json["id"]
        self.credit_amounts[credit], self.vendor_of[credit] = amount, self.vendor_of[bill]
        return credit

    def fits(self, bill, credit, used, money=0):
        alike = self.vendor_of[bill] == self.vendor_of[credit]
        return alike and used <= self.left(credit) and money + used <= self.due(bill)

    @rule(bill=bills, pick=st.integers(0, 9), used=CENTS, all_left=st.booleans())
    def apply(self, bill, pick, used, all_left):
        credit = self.credit_for(bill, pick, used)
        used = min(self.left(credit), self.due(bill)) or 1 if all_left else used
        fits = self.fits(bill, credit, used)
        sent = {"vendorCredits": [{"id": credit, "amount": used / 100}]}
        answer = self.payer.api.patch(f"/v3/bills/{bill}", json=sent)
        assert answer.status_code == (200 if fits else 422), answer.text
        if fits:
            self.applied[credit, bill] = self.applied.get((credit, bill), 0) + used

    @rule(bill=bills)
    def unapply(self, bill):
        """By a PUT of the bill as it is; not once payments have paid the rest."""
        row = self.payer.read("bills", {"id": bill})
        body = {name: row[name] for name in ("vendorId", "dueDate", "invoice", "billLineItems")}
        own = {key: used for key, used in self.applied.items() if key[1] == bill}
        fits = not own or self.status(bill) != "PAID" or self.amounts[bill] == sum(own.values())
        answer = self.payer.api.put(f"/v3/bills/{bill}", json=body)
        assert answer.status_code == (200 if fits else 422), answer.text
        for key in own if fits else ():
            del self.applied[key]

    @rule(target=payments, bill=bills, pick=st.integers(0, 9), share=st.integers(1, 100), offline=st.booleans())
    def pay_with_credit(self, bill, pick, share, offline):
        credit = self.credit_for(bill, pick, 20_000)
        used = max(self.due(bill) * share // 200, 1)
        money = max((self.due(bill) - used) * share // 100, 1)
        fits = self.fits(bill, credit, used, money)
        uses = {"vendorCredits": [{"id": credit, "amount": used / 100}]}
        if offline:
            body = {
                "vendorId": self.vendor_of[bill], "processDate": "2026-02-02", "toPrintCheck": False,
                "payments": [{"billId": bill, "amount": money / 100, **uses}],
            }  # fmt: skip
            answer = self.payer.api.post("/v3/bills/record-payment", json=body)
        else:
            answer = self.payer.order({"id": bill}, money / 100, **uses)
        assert answer.status_code == ((200 if offline else 201) if fits else 422), answer.text
        if not fits:
            return None
        state = "paid" if offline else "scheduled"
        return self.keep(answer.json, {bill: money}, state, not offline, {(credit, bill): used})

    @rule(chosen=st.lists(bills, min_size=1, max_size=4), spoil=st.booleans())
    def pay_many(self, chosen, spoil):
        parts = {bill: self.due(bill) + spoil for bill in chosen if self.due(bill) + spoil}
        body = {
            "payments": [{"billId": bill, "amount": amount / 100} for bill, amount in parts.items()],
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.payer.bank},
        }
        answer = self.payer.api.post("/v3/payments/bulk", json=body)
        assert answer.status_code == (422 if spoil else 201 if parts else 400), answer.text
        for made in answer.json["payments"] if answer.status_code == 201 else ():
            self.keep(made, {part["billId"]: parts[part["billId"]] for part in made["billPayments"]}, "scheduled")

    @rule(target=payments, bill=bills, share=st.integers(1, 110))
    def record(self, bill, share):
        amount = self.due(bill) * share // 100 if share <= 100 else self.due(bill) + 1
        body = {
            "vendorId": self.vendor_of[bill], "processDate": "2026-02-02", "toPrintCheck": False,
            "payments": [{"billId": bill, "amount": amount / 100}],
        }  # fmt: skip
        answer = self.payer.api.post("/v3/bills/record-payment", json=body)
        assert answer.status_code == (200 if 0 < amount <= self.due(bill) else 422 if amount else 400), answer.text
        return self.keep(answer.json, {bill: amount}, "paid", online=False) if answer.status_code == 200 else None

    @rule(paid=payments)
    def cancel(self, paid):
        if paid is not None:
            fits = paid.state == "scheduled"
            answer = self.payer.api.post(f"/v3/payments/{paid.id}/cancel")
            assert answer.status_code == (200 if fits else 422)
            paid.state = "none" if fits else paid.state

    @rule(paid=payments, kind=st.sampled_from(["VOID_AND_CREDIT", "VOID_ONLY", "VOID_AND_REISSUE"]))
    def void(self, paid, kind):
        if paid is None:
            return
        now = self.payer.now({"id": paid.id})["singleStatus"]
        again = kind == "VOID_AND_REISSUE"
        if not paid.online:
            fits = paid.state == "paid" and not again
        elif again:
            fits = now in ("SENT", "DELIVERED", "DISBURSEMENT_FAILED_ACTION_NEEDED")
        else:
            fits = "FAILED_ACTION" in now or now in (*FORWARD[1:6], "DISBURSEMENT_ON_HOLD")
        answer = self.payer.api.post(f"/v3/payments/{paid.id}/void", json={"type": kind} | VOID)
        assert answer.status_code == (200 if fits else 422), answer.text
        if fits:
            paid.state = "in_process" if again else "none"

    @rule(paid=payments, action=st.sampled_from(["process", "clear", "hold"]))
    def steer(self, paid, action):
        if paid is None:
            return
        answer = self.payer.steer({"id": paid.id}, action)
        assert answer.status_code in (200, 400), answer.text
        if answer.status_code == 200:
            paid.state = "paid" if action == "clear" else "in_process"

    @rule(paid=payments, how=st.sampled_from(["fail", "return"]))
    def go_wrong(self, paid, how):
        """A failure alone moves no amount; but the bill is in process by then, unless it was paid already."""
        if paid is not None and self.payer.steer({"id": paid.id}, how).status_code == 200:
            paid.state = "paid" if paid.state == "paid" else "in_process"

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 4, 24 * 15]))
    def wait(self, hours):
        self.payer.later(hours=hours)
        for paid in self.made.values():
            now = self.payer.now({"id": paid.id})["singleStatus"]
            if now == "CLEARED":
                paid.state = "paid"
            elif paid.state == "scheduled" and now in FORWARD[1:]:
                paid.state = "in_process"

    # What must hold

    @invariant()
    def bills_agree(self):
        for bill, amount in getattr(self, "amounts", {}).items():
            row = self.payer.read("bills", {"id": bill})
            found = [round(row[name] * 100) for name in ("dueAmount", "scheduledAmount", "paidAmount")]
            assert sum(found) == amount
            assert found == [self.due(bill), self.total(bill, *OPEN), self.paid(bill)]
            assert round(row["creditAmount"] * 100) == self.credited(bill)
            assert row["paymentStatus"] == self.status(bill)

    @invariant()
    def credits_agree(self):
        for credit, amount in getattr(self, "credit_amounts", {}).items():
            row = self.payer.read("vendor-credits", {"id": credit})
            used = amount - self.left(credit)
            assert round(row["appliedAmount"] * 100) == round(sum(use["amount"] for use in row["usage"]) * 100) == used
            pending = any(
                paid.state in OPEN and any(of == credit for of, _ in paid.credits) for paid in self.made.values()
            )
            applied = "FULLY_APPLIED" if used == amount else "PARTIALLY_APPLIED" if used else "NOT_APPLIED"
            assert row["status"] == ("IN_PROCESS" if pending else applied)

    @invariant()
    def vendors_are_owed_what_is_due(self):
        for vendor in getattr(self, "vendors", ()):
            owed = sum(self.due(bill) for bill in self.amounts if self.vendor_of[bill] == vendor["id"])
            assert round(self.payer.balance(vendor) * 100) == owed

    @invariant()
    def every_status_was_told_once(self):
        for id, told in getattr(self, "heard", {}).items():
            assert told[-1] == self.payer.now({"id": id})["singleStatus"]
            assert all(one != other or one == "SENT" for one, other in zip(told, told[1:], strict=False)), told


Books.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None, report_multiple_bugs=False)
TestBooks = Books.TestCase
