"""Mass payments: accepted at once, worked by the clock, each bill for itself."""

import pytest

MASS = "/v3/payments/mass"


@pytest.fixture
def batch(payer):
    """Sends bills with amounts (all that is due, unless told) as a mass payment."""

    def send(*bills, **changes):
        parts = [one if "billId" in one else {"billId": one["id"], "amount": one["dueAmount"]} for one in bills]
        account = {"type": "BANK_ACCOUNT", "id": payer.bank}
        return payer.api.post(MASS, json={"payments": parts, "fundingAccount": account} | changes)

    return send


@pytest.fixture
def told(events):
    return lambda: [(row["batchStatus"], row["count"]) for event, row, _ in events if event == "mass-payment.updated"]


def now(payer, batch):
    answer = payer.api.get(f"{MASS}/{batch['paymentBatchId']}")
    assert answer.status_code == 200, answer.text
    return answer.json


def count(scheduled, failed, completed):
    return {
        "scheduled": scheduled,
        "failed": failed,
        "completed": completed,
        "total": scheduled + failed + completed,
    }


def test_it_is_accepted_and_nothing_is_paid_yet(payer, batch, told):
    bills = [payer.bill(), payer.bill(None, 25)]
    answer = batch(*bills)
    assert answer.status_code == 202, answer.text
    made = answer.json
    assert made["paymentBatchId"].startswith("bbq") and len(made["paymentBatchId"]) == 20
    assert (made["batchStatus"], made["count"]) == ("SCHEDULED", count(2, 0, 0))
    assert made["payments"] == [
        {"billId": bill["id"], "amount": bill["dueAmount"], "status": "SCHEDULED"} for bill in bills
    ]
    assert now(payer, made) == made
    assert payer.api.get("/v3/payments").json["results"] == []
    assert told() == [("SCHEDULED", count(2, 0, 0))]


def test_each_bill_is_paid_or_refused_for_itself(payer, batch, told, events):
    good, small = payer.bill(), payer.bill(None, 25)
    made = batch(good, {"billId": small["id"], "amount": 26}, {"billId": "00n01NOSUCHBILLAB000", "amount": 1}).json
    payer.later(minutes=1)
    found = now(payer, made)
    assert (found["batchStatus"], found["count"]) == ("COMPLETED", count(0, 2, 1))
    paid, over, unknown = found["payments"]
    payment = payer.now({"id": paid["paymentId"]})
    assert (payment["billId"], payment["amount"], payment["singleStatus"]) == (good["id"], 100.0, "SCHEDULED")
    assert (paid["status"], over["status"], unknown["status"]) == ("COMPLETED", "FAILED", "FAILED")
    assert over["errors"] == [{"code": "BDC_1159", "message": "Cannot overpay a bill"}]
    assert unknown["errors"][0]["code"] == "BDC_1205" and "paymentId" not in unknown
    assert told() == [("SCHEDULED", count(3, 0, 0)), ("COMPLETED", count(0, 2, 1))]
    names = [event for event, *_ in events if event.startswith(("payment", "mass"))]
    assert names == ["mass-payment.updated", "payment.updated", "mass-payment.updated"]
    assert payer.read("bills", small)["scheduledAmount"] == 0
    assert found["updatedTime"] > found["createdTime"]


def test_it_is_done_for_who_asked_with_what_was_asked(payer, batch):
    bill = payer.bill()
    made = batch(bill, processDate="2026-03-20", description="March", transactionNumber="M1").json
    payer.later(minutes=1)
    payment = payer.now({"id": now(payer, made)["payments"][0]["paymentId"]})
    assert (payment["processDate"], payment["description"], payment["transactionNumber"]) == (
        "2026-03-20",
        "March",
        "M1",
    )
    assert (
        payment["createdBy"]
        == made["createdBy"]
        == payer.api.world.store.find("user", email="ada@mockbill.test")[0]["id"]
    )
    assert payment["fundingAccount"]["id"] == payer.bank


def test_vendors_that_combine_get_a_payment_for_each_bill(payer, batch):
    vendor = payer.vendor()
    made = batch(payer.bill(vendor), payer.bill(vendor)).json
    payer.later(minutes=1)
    assert len({item["paymentId"] for item in now(payer, made)["payments"]}) == 2


def test_a_bill_that_is_named_twice_is_not_overpaid(payer, batch):
    bill = payer.bill()
    made = batch(bill, bill).json
    payer.later(minutes=1)
    assert now(payer, made)["count"] == count(0, 1, 1)
    assert payer.read("bills", bill)["scheduledAmount"] == 100


def test_what_is_paid_meanwhile_fails(payer, batch):
    bill = payer.bill()
    made = batch(bill).json
    payer.pays(bill)
    payer.later(minutes=1)
    assert now(payer, made)["payments"][0]["errors"][0]["code"] == "BDC_1159"


def test_credits_are_used_beside_the_money(payer, batch):
    vendor = payer.vendor()
    bill = payer.bill(vendor)
    body = {"vendorId": vendor["id"], "referenceNumber": "R", "creditDate": "2026-02-02",
            "vendorCreditLineItems": [{"amount": 30}]}  # fmt: skip
    credit = payer.api.post("/v3/vendor-credits", json=body).json["id"]
    made = batch({"billId": bill["id"], "amount": 70, "vendorCredits": [{"id": credit, "amount": 30}]}).json
    payer.later(minutes=1)
    assert now(payer, made)["count"] == count(0, 0, 1)
    assert payer.read("bills", bill)["dueAmount"] == 0


def test_two_thousand_bills_are_worked_hundred_by_hundred(payer, batch, told):
    bill = payer.bill(None, 1999)
    parts = [{"billId": bill["id"], "amount": 1}] * 2000
    made = batch(*parts).json
    counts = [made["count"]["completed"]]
    while now(payer, made)["batchStatus"] == "SCHEDULED":
        payer.api.advance(seconds=5)
        counts.append(now(payer, made)["count"]["completed"])
    assert counts == [*range(0, 2000, 100), 1999]
    assert now(payer, made)["count"] == count(0, 1, 1999)
    assert [status for status, _ in told()] == ["SCHEDULED", "COMPLETED"]
    assert payer.read("bills", bill)["scheduledAmount"] == 1999
    batched = payer.api.post(MASS, json={"payments": [*parts, parts[0]], "fundingAccount": {"type": "WALLET"}})
    assert batched.status_code == 400


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"payments": []}, 400),
        ({"payments": None}, 400),
        ({"fundingAccount": None}, 400),
        ({"fundingAccount": {"type": "WALLET"}}, 400),
        ({"processingOptions": {"createBill": True}}, 400),
        ({"payments": [{"amount": 1}]}, 400),
    ],
)
def test_a_body_in_the_wrong_shape_is_refused_whole(payer, batch, world, change, status):
    bill = payer.bill()
    before = world.fingerprint()
    assert batch(bill, **change).status_code == status
    assert world.fingerprint() == before


def test_it_needs_trust_and_a_payer(api, payer):
    body = {"payments": [{"billId": "x", "amount": 1}], "fundingAccount": {"type": "BANK_ACCOUNT", "id": "x"}}
    api.refused(api.as_user("ada@mockbill.test").post(MASS, json=body), 403, code="BDC_1361")
    clerk = api.as_user("eli@mockbill.test").trust()
    api.refused(clerk.post(MASS, json=body), 422, code="BDC_1150")


def test_an_unknown_batch(api):
    api.refused(api.get(f"{MASS}/bbq01NOSUCHBATCHA000"), 404, code="BDC_1205")


def test_a_number_used_before_is_refused_if_so_chosen(payer, batch, world):
    world.choices.update({"payment.repeat_transaction_number": "refuse"})
    bills = [payer.bill(), payer.bill()]
    made = batch(*bills, transactionNumber="N1").json
    payer.later(minutes=1)
    assert now(payer, made)["count"] == count(0, 0, 2)  # the same number on each (I)
    assert batch(payer.bill(), transactionNumber="N1").status_code == 422
