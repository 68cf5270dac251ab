"""A payment goes on with the clock: its statuses and moments, its bill, its vendor, what it shows."""

import pytest

ACH = ["SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "CLEARED"]
CHECK = [*ACH[:-1], "DELIVERED", "CLEARED"]


def test_an_ach_payment_runs_its_course(payer, statuses):
    payment = payer.pays(payer.bill(payer.ach(), 100))
    payer.later(days=20)
    assert statuses == ACH
    after = payer.now(payment)
    assert (after["status"], after["disbursementStatus"]) == ("PAID", "DONE")
    assert after["disbursementInfo"] == {
        "isVoidable": False, "achDisbursement": {"sentDate": "2026-03-04", "arrivesByDate": "2026-03-06"}
    }  # fmt: skip


def test_a_check_is_delivered_before_it_clears(payer, statuses):
    payment = payer.pays(payer.bill(None, 100))
    payer.later(days=20)
    assert statuses == CHECK
    info = payer.now(payment)["disbursementInfo"]["checkDisbursement"]
    assert (info["sentDate"], info["arrivesByDate"]) == ("2026-03-04", "2026-03-10")
    assert isinstance(info["checkNumber"], int) and "trackingInformation" not in info


def test_its_steps_come_on_banking_days_in_pacific_time(payer, events):
    payer.pays(payer.bill(payer.ach(), 100), processDate="2026-03-06")
    payer.later(days=20)
    told = [row["updatedTime"][:16] for event, row, _ in events if event == "payment.updated"][1:]
    # a Friday, then Monday and Tuesday, when California has moved to summer time
    assert told == [
        "2026-03-06T10:00", "2026-03-06T12:00", "2026-03-06T14:00", "2026-03-09T15:00", "2026-03-10T17:00"
    ]  # fmt: skip


def test_a_holiday_is_no_banking_day(payer):
    payer.later(days=80)
    payment = payer.pays(payer.bill(payer.ach(), 100), processDate="2026-05-22")
    payer.later(hours=12)
    payer.later(days=10)
    assert payer.now(payment)["disbursementInfo"]["achDisbursement"]["sentDate"] == "2026-05-26"


@pytest.mark.parametrize(
    ("delivery", "arrives"), [("UPS_1DAY", "2026-03-05"), ("UPS_2DAY", "2026-03-06"), ("UPS_3DAY", "2026-03-09")]
)
def test_a_faster_check_goes_by_courier(payer, delivery, arrives):
    options = {"requestPayFaster": True, "requestCheckDeliveryType": delivery}
    payment = payer.pays(payer.bill(None, 100), processingOptions=options)
    payer.later(days=20)
    info = payer.now(payment)["disbursementInfo"]["checkDisbursement"]
    assert info["arrivesByDate"] == arrives and info["trackingInformation"].startswith("1Z")


def test_a_faster_ach_arrives_the_next_day(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100), processingOptions={"requestPayFaster": True})
    payer.later(days=20)
    info = payer.now(payment)["disbursementInfo"]["achDisbursement"]
    assert info == {"sentDate": "2026-03-03", "arrivesByDate": "2026-03-04"}


def test_only_national_vendors_are_paid_instantly(payer):
    options = {"requestPayFaster": True, "requestCheckDeliveryType": "RTP_DELIVERY"}
    assert payer.order(payer.bill(payer.ach(), 100), processingOptions=options).status_code == 422


def test_the_bill_follows(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100), 40)
    seen = [payer.bill_now(payment)]
    for hours in (17.5, 72):
        payer.later(hours=hours)
        seen.append(payer.bill_now(payment))
    assert seen == [(60, 40, 0, "SCHEDULED"), (60, 40, 0, "IN_PROCESS"), (60, 0, 40, "PARTIALLY_PAID")]
    payer.pays({"id": payment["billId"], "dueAmount": 60})
    payer.later(days=7)
    assert payer.bill_now(payment) == (0, 0, 100, "PAID")


def test_a_bill_is_in_process_while_any_of_its_payments_is(payer):
    bill = payer.bill(payer.ach(), 100)
    first = payer.pays(bill, 30)
    second = payer.pays(bill, 30, processDate="2026-03-20")
    payer.steer(first, "process")
    assert payer.bill_now(first) == (40, 60, 0, "IN_PROCESS")
    payer.steer(first, "clear")
    assert payer.bill_now(second) == (40, 30, 30, "SCHEDULED")


def test_the_vendor_notes_its_last_payment_and_is_owed_less(payer):
    vendor = payer.ach()
    payment = payer.pays(payer.bill(vendor, 100))
    assert "lastPaymentDate" not in payer.read("vendors", vendor)["paymentInformation"]
    payer.steer(payment, "process")
    assert payer.read("vendors", vendor)["paymentInformation"]["lastPaymentDate"] == "2026-03-03"
    assert payer.balance(vendor) == 0


@pytest.mark.parametrize("restores", [False, True])
def test_a_failure_alone_moves_the_bill_only_by_choice(payer, world, restores):
    world.choices.update({"payment.failure_restores_due": restores})
    payment = payer.pays(payer.bill(payer.ach(), 100))
    payer.steer(payment, "return")
    assert payer.bill_now(payment) == ((100, 0, 0, "UNPAID") if restores else (0, 100, 0, "IN_PROCESS"))
    assert payer.now(payment)["status"] == "PAID"


def test_a_payment_already_cleared_can_come_back(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100))
    payer.steer(payment, "clear")
    payer.steer(payment, "return", "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED")
    assert payer.bill_now(payment) == (0, 0, 100, "PAID")
    assert payer.now(payment)["disbursementInfo"]["isVoidable"] is True
    payer.api.post(f"/v3/payments/{payment['id']}/void", json={"type": "VOID_AND_CREDIT", "reason": "returned"})
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")


def test_slower_timers(payer, world, statuses):
    world.choices.update({"payment.submission_hours": 0, "payment.step_hours": 0})
    payer.pays(payer.bill(payer.ach(), 100))
    payer.later(hours=15.5)
    assert statuses == ACH[:4]


def test_the_future_lives_in_the_world(payer, world, statuses):
    payment = payer.pays(payer.bill(payer.ach(), 100))
    image = world.image()
    payer.later(days=10)
    world.restore(image)
    payer.api.login()
    assert payer.now(payment)["singleStatus"] == "SCHEDULED"
    payer.later(days=10)
    assert payer.now(payment)["singleStatus"] == "CLEARED"
    assert statuses == ["SCHEDULED", *ACH[1:], *ACH[1:]]


def test_timers_may_move_a_payment_in_seconds(payer, statuses, world):
    """As the sandbox's do, whatever the process date."""
    world.choices.update({"payment.timer_seconds": 30})
    payment = payer.pays(payer.bill(None, 100), processDate="2026-04-15")
    seen = []
    for _ in range(6):
        payer.api.advance(seconds=30)
        seen.append(payer.now(payment)["singleStatus"])
    assert seen == ["READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "DELIVERED", "CLEARED"]
    assert statuses == ["SCHEDULED", *seen] and payer.bill_now(payment)[3] == "PAID"
