"""However bills, credits, payments, records, failures and time follow each other: the books agree with a plain model."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, precondition, rule, run_state_machine_as_test

from mockbill.gateway.wire import cents

from .bookkeeper import FORWARD, LIMIT, Bookkeeper

CENTS = st.integers(1, 50_000)
SHARE = st.integers(1, 110)


class Books(Bookkeeper):
    """Everything that may happen, in any order."""

    bills = Bundle("bills")
    payments = Bundle("payments")
    FEW = st.lists(bills, min_size=1, max_size=4)
    SHARES = st.lists(st.integers(20, 101), min_size=4, max_size=4)

    # Bills and credits

    @rule(target=bills, which=st.integers(0, 2), amount=CENTS)
    def add_bill(self, which, amount):
        bill = self.payer.bill(self.vendors[which], amount / 100)["id"]
        self.model.amounts[bill], self.model.vendor_of[bill] = amount, self.vendors[which]["id"]
        return bill

    @rule(bill=bills, amount=CENTS)
    def edit(self, bill, amount):
        """Another amount, until a payment is scheduled or made; never less than its credits."""
        if bill in self.model.archived:
            return
        line = self.world.store.get("bill", bill)["billLineItems"][0]["id"]
        answer = self.api.patch(f"/v3/bills/{bill}", json={"billLineItems": [{"id": line, "amount": amount / 100}]})
        paid = [one for one in self.model.made.values() if one.state != "none" and bill in one.parts]
        same = amount == self.model.amounts[bill]
        fits = same or (not paid and amount >= self.model.credited(bill))
        assert answer.status_code == (200 if fits else 422), answer.text
        if fits:
            self.model.amounts[bill] = amount

    @rule(bill=bills, restore=st.booleans())
    def shelve(self, bill, restore):
        fits = restore or bill in self.model.archived or not self.model.touched(bill)
        self.post(f"/v3/bills/{bill}/{'restore' if restore else 'archive'}", None, 200, fits)
        if restore:
            self.model.archived.discard(bill)
            self.frozen.pop(bill, None)
        elif fits:
            self.model.archived.add(bill)
            self.frozen.setdefault(bill, dict(self.world.store.get("bill", bill)))

    @precondition(lambda self: self.model.archived)
    @rule(pick=st.integers(0, 9), how=st.sampled_from(["pay", "record", "bulk", "credit"]))
    def use_archived(self, pick, how):
        """Nothing is paid or credited on an archived bill."""
        bill = sorted(self.model.archived)[pick % len(self.model.archived)]
        part = {"billId": bill, "amount": self.model.due(bill) / 100}
        if how == "pay":
            self.post("/v3/payments", {**part, "processingOptions": {}, **self.funding()}, 201, False)
        elif how == "record":
            self.post("/v3/bills/record-payment", self.record_of(bill, part), 200, False)
        elif how == "bulk":
            self.post("/v3/payments/bulk", {"payments": [part], **self.funding()}, 201, False)
        else:
            uses = [{"id": self.credit_for(bill, pick, 100), "amount": 0.01}]
            assert self.api.patch(f"/v3/bills/{bill}", json={"vendorCredits": uses}).status_code == 422

    @rule(bill=bills, pick=st.integers(0, 9), used=CENTS, all_left=st.booleans())
    def apply(self, bill, pick, used, all_left):
        credit = self.credit_for(bill, pick, used)
        used = min(self.model.left(credit), self.model.due(bill)) or 1 if all_left else used
        fits = self.model.fits(bill, credit, used)
        answer = self.api.patch(f"/v3/bills/{bill}", json={"vendorCredits": [{"id": credit, "amount": used / 100}]})
        assert answer.status_code == (200 if fits else 422), answer.text
        if fits:
            self.model.applied[credit, bill] += used

    @rule(bill=bills)
    def unapply(self, bill):
        """By a PUT of the bill as it is; not once payments have paid the rest."""
        if bill in self.model.archived:
            return
        row = self.world.store.get("bill", bill)
        body = {name: row[name] for name in ("vendorId", "dueDate", "invoice", "billLineItems")}
        own = {key: used for key, used in self.model.applied.items() if key[1] == bill}
        settled = self.model.status(bill) == "PAID" and self.model.amounts[bill] != sum(own.values())
        answer = self.api.put(f"/v3/bills/{bill}", json=body)
        assert answer.status_code == (422 if own and settled else 200), answer.text
        for key in () if settled else own:
            del self.model.applied[key]

    # Payments

    @rule(target=payments, bill=bills, share=SHARE, card=st.booleans())
    def pay(self, bill, share, card):
        amount = self.share_of(bill, share)
        enrolled = self.model.vendor_of[bill] == self.vendors[0]["id"]
        room = not card or (enrolled and amount <= LIMIT - self.model.charged())
        fits = self.payable(bill, amount) and room
        body = {"billId": bill, "amount": amount / 100, "processingOptions": {}, **self.funding(card)}
        made = self.post("/v3/payments", body, 201, fits)
        return self.keep(made["id"], {bill: amount}, "scheduled", card=card) if fits else None

    @rule(target=payments, bill=bills, pick=st.integers(0, 9), share=st.integers(1, 130), offline=st.booleans())
    def pay_with_credit(self, bill, pick, share, offline):
        """Half that share of what is due by credit, that share of the rest in money: above 100 too much together."""
        credit = self.credit_for(bill, pick, 20_000)
        used = max(self.model.due(bill) * share // 200, 1)
        money = max((self.model.due(bill) - used) * share // 100, 1)
        fits = self.model.fits(bill, credit, used, money)
        part = {"billId": bill, "amount": money / 100, "vendorCredits": [{"id": credit, "amount": used / 100}]}
        if offline:
            made = self.post("/v3/bills/record-payment", self.record_of(bill, part), 200, fits)
        else:
            made = self.post("/v3/payments", {**part, "processingOptions": {}, **self.funding()}, 201, fits)
        if not fits:
            return None
        state = "paid" if offline else "scheduled"
        return self.keep(made["id"], {bill: money}, state, not offline, {(credit, bill): used})

    @rule(target=payments, bill=bills, share=SHARE)
    def record(self, bill, share):
        amount = self.share_of(bill, share)
        body = self.record_of(bill, {"billId": bill, "amount": amount / 100})
        fits = self.payable(bill, amount)
        made = self.post("/v3/bills/record-payment", body, 200, fits)
        return self.keep(made["id"], {bill: amount}, "paid", online=False) if fits else None

    def many(self, chosen, shares, pick):
        """Some shares of some bills, a bill perhaps more than once, the first with some credit if one is picked: the
        cents, the credit used, and the body that says so.
        """
        parts = [(bill, self.share_of(bill, share)) for bill, share in zip(chosen, shares, strict=False)]
        said = [{"billId": bill, "amount": amount / 100} for bill, amount in parts]
        credits = {}
        if pick:
            credit = self.credit_for(chosen[0], pick, 5_000)
            used = min(self.model.left(credit), self.model.due(chosen[0]) // 3) or 1
            credits[credit, chosen[0]] = used
            said[0]["vendorCredits"] = [{"id": credit, "amount": used / 100}]
        return parts, credits, {"payments": said, **self.funding()}

    @rule(target=payments, chosen=FEW, shares=SHARES, pick=st.integers(0, 9))
    def pay_many(self, chosen, shares, pick):
        """All or none; a vendor that combines gets one payment."""
        parts, credits, body = self.many(chosen, shares, pick)
        taken = Counter({bill: used for (_, bill), used in credits.items()})
        for bill, amount in parts:
            taken[bill] += amount
        fits = all(self.payable(bill, amount) for bill, amount in [*parts, *taken.items()])
        fits = fits and all(self.model.fits(bill, credit, used) for (credit, bill), used in credits.items())
        made, last = self.post("/v3/payments/bulk", body, 201, fits), None
        for payment in made["payments"] if fits else ():
            of: Counter[str] = Counter()
            for part in payment["billPayments"]:
                of[part["billId"]] += cents(part["amount"])
            own = credits if any("vendorCredits" in part for part in payment["billPayments"]) else {}
            last = self.keep(payment["id"], dict(of), "scheduled", credits=own)
        return last

    @rule(target=payments, chosen=FEW, shares=SHARES, pick=st.integers(0, 9))
    def pay_in_mass(self, chosen, shares, pick):
        """Each bill for itself, one after the other, a little later."""
        parts, credits, body = self.many(chosen, shares, pick)
        batch = self.post("/v3/payments/mass", body, 202, True)["paymentBatchId"]
        self.move_on(seconds=10)
        last = None
        for (bill, amount), item in zip(
            parts, self.api.get(f"/v3/payments/mass/{batch}").json["payments"], strict=True
        ):
            fits = self.payable(bill, amount)
            fits = fits and all(self.model.fits(of, credit, used, amount) for (credit, of), used in credits.items())
            assert item["status"] == ("COMPLETED" if fits else "FAILED"), (bill, amount, item)
            if fits:
                last = self.keep(item["paymentId"], {bill: amount}, "scheduled", credits=credits)
            credits = {}
        return last

    # What becomes of them

    @rule(paid=payments)
    def cancel(self, paid):
        if paid is not None:
            fits = paid.state == "scheduled"
            self.post(f"/v3/payments/{paid.id}/cancel", None, 200, fits)
            paid.state = "none" if fits else paid.state

    @rule(paid=payments, kind=st.sampled_from(["VOID_AND_CREDIT", "VOID_ONLY", "VOID_AND_REISSUE"]))
    def void(self, paid, kind):
        if paid is None:
            return
        payment = self.world.store.get("payment", paid.id)
        now, again = payment["singleStatus"], kind == "VOID_AND_REISSUE"
        if not paid.online:
            fits = paid.state == "paid" and not again
        elif again:
            sent = now in ("SENT", "DELIVERED", "EXPIRING", "DISBURSEMENT_FAILED_ACTION_NEEDED")
            fits = sent and payment["disbursementType"] != "VIRTUAL_CARD"
        else:
            fits = "FAILED_ACTION" in now or now in (*FORWARD[1:6], "EXPIRING", "DISBURSEMENT_ON_HOLD")
        self.post(f"/v3/payments/{paid.id}/void", {"type": kind, "reason": "model"}, 200, fits)
        if fits:
            paid.state = "in_process" if again else "none"

    @rule(paid=payments, action=st.sampled_from(["process", "clear", "hold", "expire", "escheat"]))
    def steer(self, paid, action):
        if paid is not None and self.payer.steer({"id": paid.id}, action).status_code == 200:
            paid.state = "paid" if action in ("clear", "escheat") else "in_process"

    @rule(paid=payments, how=st.sampled_from(["fail", "return"]))
    def go_wrong(self, paid, how):
        """A failure alone moves no amount; but the bill is in process by then, unless it was paid already."""
        if paid is not None and self.payer.steer({"id": paid.id}, how).status_code == 200:
            paid.state = "paid" if paid.state == "paid" else "in_process"

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 4, 24 * 15]))
    def wait(self, hours):
        self.move_on(hours=hours)


def test_books(simulation):
    """Some 2,500 steps."""
    Run = type("Run", (Books,), {"simulation": simulation})
    run_state_machine_as_test(
        Run, settings=settings(max_examples=50, stateful_step_count=60, deadline=None, report_multiple_bugs=False)
    )
