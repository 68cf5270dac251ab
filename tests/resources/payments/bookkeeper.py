"""A world and a plain model of its books side by side: how things are done in both, and what must hold between them."""

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from mockbill.gateway.wire import cents
from mockbill.resources.payments.calendar import add_business_days, today
from tests.conftest import Api

from .books import Model, Paid
from .conftest import Payer

FORWARD = ["SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "DELIVERED", "CLEARED"]
LIMIT = 100_000
"""Cents of the AP Card."""


class Bookkeeper(RuleBasedStateMachine):
    """Keeps the model beside a world, and compares the two."""

    simulation = None

    @initialize()
    def begin(self):
        self.world = self.simulation.worlds.create(choices={"payment.magic_amounts": False})
        self.payer = Payer(Api(self.simulation, self.world).login())
        self.api = self.payer.api
        self.world.publish = self.hear
        self.vendors = [self.payer.vendor(), self.payer.ach(), self.payer.vendor()]
        self.api.post(f"/_mock/vendors/{self.vendors[0]['id']}/virtual-card", json={})
        self.card = self.api.post("/_mock/ap-cards", json={"limit": LIMIT / 100}).json["id"]
        self.model = Model()
        self.frozen: dict[str, dict] = {}
        self.heard: dict[str, list[str]] = {}

    def teardown(self):
        if hasattr(self, "world"):
            name = next(name for name, found in self.simulation.worlds.all() if found is self.world)
            self.simulation.worlds.remove(name)

    def hear(self, world, org, event, row, extra):
        if event == "payment.updated":
            self.heard.setdefault(row["id"], []).append(row["singleStatus"])

    def post(self, path, body, right, fits):
        """The answer, which must be the right success just if it fits."""
        answer = self.api.post(path, json=body)
        assert answer.status_code == right if fits else answer.status_code in (400, 422), (path, body, answer.text)
        return answer.json

    def keep(self, id, parts, state, online=True, credits=None, card=False):
        paid = self.model.made[id] = Paid(id, parts, state, online, card, credits or {})
        return paid

    def share_of(self, bill, share):
        """A share of what is due in percent; above 100 more than that."""
        due = self.model.due(bill)
        return due * share // 100 if share <= 100 else due + share

    def payable(self, bill, amount):
        return bill not in self.model.archived and 0 < amount <= self.model.due(bill)

    def credit_for(self, bill, pick, amount):
        """A credit of the bill's vendor, new where there is none yet; at the end of the scale one of any vendor."""
        model = self.model
        known = [one for one in model.credit_amounts if pick == 9 or model.vendor_of[one] == model.vendor_of[bill]]
        if known and pick:
            return known[pick % len(known)]
        body = {
            "vendorId": model.vendor_of[bill], "referenceNumber": "R", "creditDate": "2026-02-02",
            "vendorCreditLineItems": [{"amount": amount / 100}],
        }  # fmt: skip
        credit = self.api.post("/v3/vendor-credits", json=body).json["id"]
        model.credit_amounts[credit], model.vendor_of[credit] = amount, model.vendor_of[bill]
        return credit

    def funding(self, card=False):
        account = {"type": "AP_CARD", "id": self.card} if card else {"type": "BANK_ACCOUNT", "id": self.payer.bank}
        return {"fundingAccount": account} | ({"processDate": self.coming()} if card else {})

    def coming(self):
        return add_business_days(today(self.world.clock.now()), 1).isoformat()

    def record_of(self, bill, part):
        return {
            "vendorId": self.model.vendor_of[bill],
            "processDate": "2026-02-02",
            "toPrintCheck": False,
            "payments": [part],
        }

    def move_on(self, **by):
        if "hours" in by:
            self.payer.later(**by)
        else:
            self.api.advance(**by)
        for paid in self.model.made.values():
            now = self.world.store.get("payment", paid.id)["singleStatus"]
            if now == "CLEARED":
                paid.state = "paid"
            elif now == "VOIDED":
                paid.state = "none"
            elif paid.state == "scheduled" and now in FORWARD[1:]:
                paid.state = "in_process"

    # What must hold

    @invariant()
    def bills_agree(self):
        for row in self.world.store.find("bill") if hasattr(self, "model") else ():
            due, scheduled, paid = (cents(row[name]) for name in ("dueAmount", "scheduledAmount", "paidAmount"))
            assert due + scheduled + paid == self.model.amounts[row["id"]] == cents(row["amount"]) and due >= 0
            found = due, scheduled, paid, cents(row["creditAmount"]), row["paymentStatus"]
            assert found == self.model.of_bill(row["id"])
            assert row["archived"] == (row["id"] in self.model.archived)
            if row["archived"]:
                assert row == self.frozen[row["id"]]

    @invariant()
    def credits_agree(self):
        for row in self.world.store.find("vendor_credit") if hasattr(self, "model") else ():
            used = sum(cents(use["amount"]) for use in row["usage"])
            assert (cents(row["appliedAmount"]), row["status"]) == self.model.of_credit(row["id"])
            assert used == cents(row["appliedAmount"]) <= cents(row["amount"])

    @invariant()
    def payments_are_the_sum_of_their_parts(self):
        for row in self.world.store.find("payment") if hasattr(self, "model") else ():
            paid = self.model.made[row["id"]]
            of: dict[str, int] = {}
            for part in row["billPayments"]:
                of[part["billId"]] = of.get(part["billId"], 0) + cents(part["amount"])
            assert of == paid.parts and cents(row["amount"]) == paid.money > 0
            assert row.get("billId", row["billPayments"][0]["billId"]) in of
            undone = row["status"] in ("CANCELLED", "VOID")
            assert undone == (paid.state == "none")

    @invariant()
    def vendors_are_owed_what_is_due_and_the_card_what_it_paid(self):
        if hasattr(self, "model"):
            for row in self.world.store.find("vendor"):
                assert cents(row["balance"]["amount"]) == self.model.owed(row["id"])
            assert cents(self.world.store.get("ap_card", self.card)["balance"]) == self.model.charged() <= LIMIT

    @invariant()
    def every_status_was_told_once(self):
        for id, told in getattr(self, "heard", {}).items():
            assert told[-1] == self.world.store.get("payment", id)["singleStatus"]
            assert all(one != other or one == "SENT" for one, other in zip(told, told[1:], strict=False)), told
