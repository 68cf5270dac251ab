"""What the seeds hold, and that they hold it again."""

from collections import Counter

import pytest

from mockbill.resources.classifications import KINDS
from mockbill.world.clock import FIXTURE_START

OWN = frozenset({"credential", "meta", "session", "reimbursement", "spend_transaction"})
"""What each world has of its own, however it was filled."""


@pytest.fixture(scope="module")
def lived_in(simulation):
    world = simulation.worlds.create("lived-in", seed="small-business")
    yield world
    simulation.worlds.remove("lived-in")


def count(world, kind, member):
    return Counter(row[member] for row in world.store.find(kind))


def test_a_small_business_has_objects_in_every_state(lived_in):
    assert lived_in.clock.iso() == FIXTURE_START
    vendors = lived_in.store.find("vendor")
    assert len(vendors) == 25
    assert count(lived_in, "vendor", "archived")[True] == 1
    assert [vendor["name"] for vendor in vendors if vendor["address"]["country"] != "US"] == ["Thames Fine Papers Ltd"]
    assert sum("bankAccount" in vendor["paymentInformation"] for vendor in vendors) > 5

    bills = lived_in.store.find("bill")
    assert len(bills) >= 60
    assert set(count(lived_in, "bill", "paymentStatus")) == {
        "UNPAID", "PARTIALLY_PAID", "SCHEDULED", "IN_PROCESS", "PAID",
    }  # fmt: skip
    assert count(lived_in, "bill", "archived")[True] == 1
    overdue = [bill for bill in bills if bill["paymentStatus"] == "UNPAID" and bill["dueDate"] < FIXTURE_START[:10]]
    assert overdue

    states = count(lived_in, "payment", "singleStatus")
    assert {
        "SCHEDULED",
        "CANCELED",
        "VOIDED",
        "CLEARED",
        "FUNDING_FAILED_ACTION_NEEDED",
        "DISBURSEMENT_ON_HOLD",
    } <= set(states)
    assert count(lived_in, "payment", "onlinePayment").keys() == {True, False}
    assert count(lived_in, "chart-of-accounts", "archived")[True] == 1
    assert len(lived_in.store.find("document")) >= 10
    assert len(lived_in.store.find("budget")) > 1 and len(lived_in.store.find("spend_user")) > 3


def test_a_small_business_sells(lived_in):
    assert count(lived_in, "customer", "archived") == {False: 8, True: 1}
    assert count(lived_in, "customer", "authorizedToCharge")[True] == 2
    assert len(lived_in.store.find("customer_contact")) == 2 and len(lived_in.store.find("payment_term")) == 4
    invoices = lived_in.store.find("invoice")
    assert {invoice["status"] for invoice in invoices} == {"OPEN", "SCHEDULED", "PARTIAL_PAYMENT", "PAID_IN_FULL"}
    assert count(lived_in, "invoice", "archived")[True] == 1
    assert any(invoice["dueAmount"] and invoice["dueDate"] < FIXTURE_START[:10] for invoice in invoices)
    assert any(invoice["salesTaxTotal"] for invoice in invoices)
    states = count(lived_in, "receivable_payment", "status")
    assert states.keys() == {"SCHEDULED", "PAID", "CANCELED", "VOID"}
    assert count(lived_in, "receivable_payment", "onlinePayment").keys() == {True, False}
    for customer in lived_in.store.find("customer"):
        live = lived_in.store.find("invoice", customerId=customer["id"], archived=False)
        owed = sum(invoice["dueAmount"] for invoice in live)
        assert round(owed, 2) == customer["balance"]["amount"], customer["name"]


def test_a_small_business_labels_what_it_buys_and_sells(lived_in):
    for member, kind in KINDS.items():
        used = {
            line.get("classifications", {}).get(member)
            for object, lines in (("bill", "billLineItems"), ("invoice", "invoiceLineItems"))
            for row in lived_in.store.find(object)
            for line in row[lines]
        } - {None}
        assert used and used <= {label["id"] for label in lived_in.store.find(kind.name)}, member


def test_a_small_business_credits_and_is_credited(lived_in):
    drawn, whole = sorted(lived_in.store.find("credit_memo"), key=lambda memo: memo["referenceNumber"])
    assert (drawn["status"], whole["status"]) == ("PARTIALLY_APPLIED", "NOT_APPLIED")
    assert drawn["appliedAmount"] == lived_in.store.get("invoice", drawn["usage"][0]["invoiceId"])["creditAmount"] == 75
    [returned] = lived_in.store.find("vendor_credit")
    assert lived_in.store.get("bill", returned["usage"][0]["billId"])["creditAmount"] == returned["appliedAmount"] == 40


def test_what_comes_round_each_month_was_made_by_the_clock(lived_in):
    [template] = lived_in.store.find("recurring_invoice")
    made = [row for row in lived_in.store.find("invoice") if row["invoiceNumber"] == row["dueDate"]]
    assert [row["totalAmount"] for row in made] == [45, 45, 45]
    assert {row["customerId"] for row in made} == {template["customerId"]}
    assert {mail["about"] for mail in lived_in.store.find("email", kind="invoice")} == {row["id"] for row in made}
    assert template["schedule"]["nextDueDate"] > FIXTURE_START[:10]
    [bills] = lived_in.store.find("recurring_bill")
    own = [row for row in lived_in.store.find("bill") if row["invoice"]["invoiceNumber"] == row["dueDate"]]
    assert len(own) > 1 and {row["vendorId"] for row in own} == {bills["vendorId"]}


def test_a_small_business_pays_by_card(lived_in):
    assert count(lived_in, "card", "status") == {"ACTIVATED": 2, "FROZEN": 1}
    rows = lived_in.store.find("spend_transaction")
    kinds = Counter(row["transactionType"] for row in rows)
    assert kinds["DECLINE"] == 2 and kinds["CLEAR"] >= 6 and kinds["AUTHORIZATION"] >= 6
    assert [row["amount"] for row in rows if row["isCredit"]] == [-31.2]
    assert any(row["fees"] for row in rows)
    coded = {value["value"] for row in rows for field in row["customFields"] for value in field["selectedValues"]}
    assert {"Overhead", "County ballots", "No"} <= coded
    assert any(row["receiptStatus"] == "ATTACHED" for row in rows)


def test_a_small_business_is_in_the_network_and_billed_by_bill(lived_in):
    states = count(lived_in, "vendor", "networkStatus")
    assert {name: states[name] for name in ("CONNECTED", "CONNECTED_RPPS", "PENDING")} == {
        "CONNECTED": 1, "CONNECTED_RPPS": 1, "PENDING": 1,
    }  # fmt: skip
    [connected] = [row for row in lived_in.store.find("vendor") if row["networkStatus"] == "CONNECTED"]
    ways = {row["disbursementType"] for row in lived_in.store.find("payment", vendorId=connected["id"])}
    assert connected["paymentInformation"]["bankAccount"]["accountNumber"].startswith("*****") and "ACH" in ways
    statements = lived_in.store.find("billing_statement")
    stands = [(row["billingPeriod"]["startDate"], row["paymentStatus"]) for row in statements]
    assert stands == [("2025-12-01", "PAID"), ("2026-01-01", "PAID"), ("2026-02-01", "UNPAID")]
    assert statements[1]["amount"] > 0


def test_a_small_business_reimburses(lived_in):
    claims = lived_in.store.find("reimbursement")
    statuses = {claim["status"] for claim in claims}
    assert statuses == {"PAID", "DENIED", "DELETED", "AWAITING_APPROVAL", "READY_TO_PAY"}
    assert all(claim["receipts"] for claim in claims)
    together = [claim for claim in claims if claim.get("batchAmount") == 59.85]
    assert {claim["merchantName"] for claim in together} == {"Front Street Hardware"} and len(together) == 2
    values = {v["value"] for claim in claims for code in claim["customFields"] for v in code["selectedValues"]}
    assert {"Spring catalog", "County ballots", "Overhead", "Yes"} == values


def test_a_small_business_has_a_past(lived_in):
    bills = lived_in.store.find("bill")
    months = {bill["createdTime"][:7] for bill in bills}
    assert months == {"2025-12", "2026-01", "2026-02", "2026-03"}
    assert all(bill["createdTime"] <= bill["updatedTime"] <= FIXTURE_START for bill in bills)


def test_the_books_of_a_small_business_add_up(lived_in):
    for bill in lived_in.store.find("bill"):
        parts = bill["dueAmount"] + bill["scheduledAmount"] + bill["paidAmount"]
        assert round(parts, 2) == bill["amount"], bill["id"]
    for vendor in lived_in.store.find("vendor"):
        owed = sum(
            bill["dueAmount"] for bill in lived_in.store.find("bill", vendorId=vendor["id"]) if not bill["archived"]
        )
        assert round(owed, 2) == vendor["balance"]["amount"], vendor["name"]


def test_time_goes_on_in_a_small_business(simulation):
    world = simulation.worlds.create("goes-on", seed="small-business")
    scheduled = [row["id"] for row in world.store.find("payment", singleStatus="SCHEDULED")]
    world.advance_to(world.clock.now() + 30 * 86_400_000)
    assert scheduled
    assert {world.store.get("payment", id)["singleStatus"] for id in scheduled} == {"CLEARED"}
    simulation.worlds.remove("goes-on")


@pytest.mark.parametrize("seed", ["empty", "small-business", "random:7:5"])
def test_the_same_seed_gives_the_same_world(simulation, seed):
    prints = []
    for name in ("one", "other"):
        simulation.worlds._templates.clear()  # each is made, not copied
        prints.append(simulation.worlds.create(name, seed=seed).fingerprint(OWN))
        simulation.worlds.remove(name)
    assert prints[0] == prints[1]


def test_another_random_seed_gives_another_company_of_the_asked_size(simulation):
    one, other = (simulation.worlds.create(seed=seed) for seed in ("random:1:6", "random:2:6"))
    for world in (one, other):
        assert len(world.store.find("vendor")) == 6
        assert len(world.store.find("bill")) == 24
        assert len(world.store.find("customer")) == 3 and len(world.store.find("invoice")) == 12
        assert len(world.store.find("card")) == 2 and len(world.store.find("budget")) == 2
    for kind in ("vendor", "customer"):
        names = [[row["name"] for row in world.store.find(kind)] for world in (one, other)]
        assert names[0] != names[1]
    for world in (one, other):
        simulation.worlds.remove(f"world-{world.key}")


def test_a_random_company_sells_and_spends(simulation):
    world = simulation.worlds.create("random", seed="random:7:40")
    states = count(world, "invoice", "status")
    assert states.keys() >= {"OPEN", "PARTIAL_PAYMENT", "PAID_IN_FULL"}
    assert count(world, "receivable_payment", "receivablesType").keys() == {"CHECK", "ACH"}
    assert len({row["invoiceDate"][:7] for row in world.store.find("invoice")}) > 2
    assert all(row["dueDate"] > row["invoiceDate"] for row in world.store.find("invoice"))
    bought = count(world, "spend_transaction", "transactionType")
    assert bought["CLEAR"] > 10 and bought["AUTHORIZATION"] >= bought["CLEAR"]
    assert len({row["userUuid"] for row in world.store.find("card")}) == 8
    for customer in world.store.find("customer"):
        owed = sum(row["dueAmount"] for row in world.store.find("invoice", customerId=customer["id"]))
        assert round(owed, 2) == customer["balance"]["amount"]
    simulation.worlds.remove("random")


@pytest.mark.parametrize("seed", ["", "nonsense", "random:1", "random:x:5", "random:1:0", "random:1:100001"])
def test_an_unknown_seed_is_told(simulation, seed):
    with pytest.raises(ValueError, match="unknown seed|a random company has"):
        simulation.worlds.create(seed=seed)


def test_a_world_takes_over_an_applications_credentials(simulation):
    mine = {"username": "me@example.test", "organizationId": "00801MINEMINEMINE001", "devKey": "my-key"}
    world = simulation.worlds.create("mine", credentials=mine)
    credentials = world.store.meta("credentials")
    assert mine.items() <= credentials.items()
    assert world.store.get("organization", mine["organizationId"])["name"]
    assert {row.org for row in world.store.find("user")} == {mine["organizationId"]}
    simulation.worlds.remove("mine")


@pytest.mark.parametrize("wrong", [{"devkey": "x"}, {"devKey": ""}, {"devKey": 3}])
def test_credentials_that_there_are_not_are_told(simulation, wrong):
    with pytest.raises(ValueError, match="credential"):
        simulation.worlds.create(credentials=wrong)
