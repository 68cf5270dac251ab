"""Credit memos drawn on by invoices: in which order, given back, never more than there is."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.conftest import Api

from .conftest import Receivables, invoice_body, memo_body

PATH = "/v3/credit-memos"


@pytest.fixture
def customer(receivables):
    return receivables.customer()


def states(receivables, *memos):
    read = [receivables.read("credit-memos", memo) for memo in memos]
    return [(memo["appliedAmount"], memo["status"]) for memo in read]


def test_an_invoice_draws_on_a_memo(receivables, customer):
    memo = receivables.memo(customer, 60)
    invoice = receivables.invoice(customer, creditAmount=25.5)
    assert (invoice["creditAmount"], invoice["dueAmount"], invoice["status"]) == (25.5, 224.75, "PARTIAL_PAYMENT")
    assert receivables.owed(customer) == 224.75
    read = receivables.read("credit-memos", memo)
    assert read["usage"] == [{"invoiceId": invoice["id"], "amount": 25.5}]
    assert (read["appliedAmount"], read["status"]) == (25.5, "PARTIALLY_APPLIED")
    assert read["updatedTime"] > memo["updatedTime"]


def test_credit_alone_pays_an_invoice(api, receivables, customer):
    memo = receivables.memo(customer, 250.25)
    invoice = receivables.invoice(customer)
    paid = api.patch(f"/v3/invoices/{invoice['id']}", json={"creditAmount": 250.25}).json
    assert (paid["status"], paid["dueAmount"], receivables.owed(customer)) == ("PAID_IN_FULL", 0, 0)
    assert states(receivables, memo) == [(250.25, "FULLY_APPLIED")]


@pytest.mark.parametrize("first", ["oldest", "newest"])
def test_the_oldest_memo_is_drawn_first_and_given_back_last(api, world, receivables, customer, first):
    world.choices.update({"credit_memo.drawn_first": first})
    late = receivables.memo(customer, 10, creditDate="2026-02-01")
    early = receivables.memo(customer, 10, creditDate="2026-01-01")
    order = (early, late) if first == "oldest" else (late, early)
    invoice = receivables.invoice(customer, creditAmount=12)
    assert states(receivables, *order) == [(10, "FULLY_APPLIED"), (2, "PARTIALLY_APPLIED")]
    api.patch(f"/v3/invoices/{invoice['id']}", json={"creditAmount": 7})
    assert states(receivables, *order) == [(7, "PARTIALLY_APPLIED"), (0, "NOT_APPLIED")]
    assert receivables.read("credit-memos", order[1])["usage"] == []
    assert receivables.owed(customer) == 243.25


def test_no_more_is_drawn_than_there_is_or_than_is_due(api, world, receivables, customer):
    receivables.memo(customer, 300)
    archived = receivables.memo(customer, 50)
    api.post(f"{PATH}/{archived['id']}/archive")
    receivables.memo(receivables.customer(), 500)
    invoice = receivables.invoice(customer, creditAmount=100)
    before = world.fingerprint()
    for amount in (250.26, 350):
        api.refused(api.post("/v3/invoices", json=invoice_body(customer, creditAmount=amount)), 422)
        api.refused(api.patch(f"/v3/invoices/{invoice['id']}", json={"creditAmount": amount}), 422)
    api.refused(api.post("/v3/invoices", json=invoice_body(customer, creditAmount=200.01)), 422)
    assert world.fingerprint() == before


def test_what_is_applied_holds_the_memo(api, world, receivables, customer):
    memo = receivables.memo(customer, 60)
    invoice = receivables.invoice(customer, creditAmount=25)
    line = {"id": memo["creditMemoLineItems"][0]["id"], "quantity": 1}
    before = world.fingerprint()
    other = receivables.customer()["id"]
    before = world.fingerprint()
    for change in ({"creditMemoLineItems": [{**line, "price": 24.99}]}, {"customerId": other}):
        api.refused(api.patch(f"{PATH}/{memo['id']}", json=change), 422)
        api.refused(api.put(f"{PATH}/{memo['id']}", json=memo_body(customer, 60) | change), 422)
    api.refused(api.post(f"{PATH}/{memo['id']}/archive"), 422)
    api.refused(api.post(f"{PATH}/bulk/archive?ids={memo['id']}"), 422)
    assert world.fingerprint() == before
    changed = api.patch(f"{PATH}/{memo['id']}", json={"creditMemoLineItems": [{**line, "price": 25}]}).json
    assert (changed["status"], changed["amount"]) == ("FULLY_APPLIED", 25)
    api.patch(f"/v3/invoices/{invoice['id']}", json={"creditAmount": 0})
    assert api.post(f"{PATH}/{memo['id']}/archive").json["archived"] is True


class Drawing(RuleBasedStateMachine):
    """Memos and invoices of one customer, made and changed at random; the sums always agree."""

    simulation = None
    cents = st.integers(0, 6000)

    def __init__(self):
        super().__init__()
        self.world = self.simulation.worlds.create()
        self.receivables = Receivables(Api(self.simulation, self.world).login())
        self.api = self.receivables.api
        self.customer = self.receivables.customer()
        self.invoices = []

    def teardown(self):
        name = next(name for name, found in self.simulation.worlds.all() if found is self.world)
        self.simulation.worlds.remove(name)

    @rule(price=st.integers(1, 5000), day=st.integers(1, 28))
    def credit(self, price, day):
        self.receivables.memo(self.customer, price / 100, creditDate=f"2026-01-{day:02}")

    @rule(total=st.integers(1, 6000), drawn=cents)
    def invoice(self, total, drawn):
        left = self.left()
        answer = self.api.post("/v3/invoices", json=invoice_body(self.customer, total / 100, creditAmount=drawn / 100))
        if drawn > total or drawn > left:
            self.api.refused(answer, 422)
        else:
            self.invoices.append(answer.json["id"])

    @precondition(lambda self: self.invoices)
    @rule(data=st.data(), drawn=cents)
    def redraw(self, data, drawn):
        id = data.draw(st.sampled_from(self.invoices))
        invoice = self.receivables.read("invoices", {"id": id})
        more, left = drawn - round(invoice["creditAmount"] * 100), self.left()
        answer = self.api.patch(f"/v3/invoices/{id}", json={"creditAmount": drawn / 100})
        impossible = invoice["archived"] or drawn > round(invoice["totalAmount"] * 100) or more > left
        assert answer.status_code == (422 if impossible else 200), answer.text

    @precondition(lambda self: self.invoices)
    @rule(data=st.data(), turn=st.sampled_from(["archive", "restore"]))
    def shelve(self, data, turn):
        self.api.post(f"/v3/invoices/{data.draw(st.sampled_from(self.invoices))}/{turn}")

    def memos(self):
        return self.api.get(f"{PATH}?max=100").json["results"]

    def left(self):
        return sum(round(memo["amount"] * 100) - round(memo["appliedAmount"] * 100) for memo in self.memos())

    @invariant()
    def sums_agree(self):
        drawn = {}
        for memo in self.memos():
            uses = [round(use["amount"] * 100) for use in memo["usage"]]
            assert all(use > 0 for use in uses)
            assert 0 <= sum(uses) == round(memo["appliedAmount"] * 100) <= round(memo["amount"] * 100)
            for use in memo["usage"]:
                drawn[use["invoiceId"]] = drawn.get(use["invoiceId"], 0) + round(use["amount"] * 100)
        owed = 0
        for id in self.invoices:
            invoice = self.receivables.read("invoices", {"id": id})
            assert round(invoice["creditAmount"] * 100) == drawn.pop(id, 0) <= round(invoice["totalAmount"] * 100)
            owed += 0 if invoice["archived"] else round(invoice["dueAmount"] * 100)
        assert not drawn and round(self.receivables.owed(self.customer) * 100) == owed


def test_memos_and_invoices_always_agree(simulation):
    Drawing.simulation = simulation
    quick = settings(
        phases=(Phase.explicit, Phase.generate),  # shrinking walks whole worlds, and takes minutes
        max_examples=15,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Drawing, settings=quick)
