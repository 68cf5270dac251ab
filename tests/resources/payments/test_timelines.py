"""The tables of a payment's life fit together, and amounts that leave the course do what they say."""

from typing import get_args

import pytest

from mockbill.resources.payments.disbursement import SENT, WAYS
from mockbill.resources.payments.timelines import COURSES, MAGIC, STANDINGS, following
from mockbill.resources.statuses import SingleStatus

FAILED, RETURNED, REJECTED = (
    "FUNDING_FAILED_ACTION_NEEDED", "DISBURSEMENT_FAILED_ACTION_NEEDED", "DISBURSEMENT_FAILED_VENDOR_BANK_REJECTED"
)  # fmt: skip


def test_every_way_of_paying_has_a_course_and_shows_itself():
    assert set(WAYS.values()) == set(SENT) == {name.split()[0] for name in COURSES}


@pytest.mark.parametrize("name", COURSES)
def test_a_course_only_goes_forward(name):
    days = list(COURSES[name].steps().values())
    assert days == sorted(days)
    status, seen = "SCHEDULED", []
    while status:
        seen.append(status)
        status = following(status, COURSES[name])
    assert seen == ["SCHEDULED", *COURSES[name].steps()]


def test_every_status_of_the_tables_is_one_of_bills():
    known = set(get_args(SingleStatus))
    assert set(STANDINGS) <= known
    assert known - set(STANDINGS) == {"UNDEFINED"}
    assert {turn.to for turn in MAGIC.values()} - set(STANDINGS) == {"BDC_1151"}


@pytest.mark.parametrize(
    ("amount", "end"),
    [
        (13.91, ["READY_TO_FUND", "FUNDING_STARTED", FAILED]),
        (13.92, ["READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", RETURNED]),
        (13.93, ["READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", REJECTED]),
        (13.94, ["READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "DISBURSEMENT_ON_HOLD"]),
        (13.96, ["READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "CLEARED", RETURNED]),
        (13.97, ["READY_TO_FUND", "FUNDING_STARTED", "FUNDING_FAILED_VOIDED"]),
        (13.99, ["READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "CLEARED"]),
    ],
)
def test_an_amount_takes_its_turn(payer, statuses, amount, end):
    payer.pays(payer.bill(payer.ach(), 100), amount)
    payer.later(days=120)
    assert statuses == ["SCHEDULED", *end]


def test_an_amount_may_be_refused(payer):
    payer.api.refused(payer.order(payer.bill(), 13.95), 422, code="BDC_1151")


@pytest.mark.parametrize("amount", [13.90, 13.91, 13.94, 13.95, 13.98])
def test_the_turns_can_be_switched_off(payer, world, amount):
    world.choices.update({"payment.magic_amounts": False})
    payment = payer.pays(payer.bill(), amount)
    payer.later(days=20)
    assert payer.now(payment)["singleStatus"] == "CLEARED"


def test_a_check_that_nobody_cashes_is_voided_after_90_days(payer, statuses):
    payment = payer.pays(payer.bill(None, 100), 13.98)
    payer.later(days=77)
    assert payer.now(payment)["singleStatus"] == "DELIVERED"
    payer.later(days=1)
    assert payer.now(payment)["singleStatus"] == "EXPIRING"
    payer.later(days=13)
    assert payer.now(payment)["singleStatus"] == "EXPIRING"
    payer.later(days=1)
    assert payer.now(payment)["singleStatus"] == "VOIDED"
    assert payer.bill_now(payment) == (100, 0, 0, "UNPAID")
    assert statuses.list()[-3:] == ["DELIVERED", "EXPIRING", "VOIDED"]


def test_a_check_that_expires_may_still_be_cashed_or_sent_anew(payer):
    cashed, sent = (payer.pays(payer.bill(None, 100), 50) for _ in range(2))
    for payment in (cashed, sent):
        assert payer.steer(payment, "expire").json["singleStatus"] == "EXPIRING"
        assert payer.bill_now(payment) == (50, 50, 0, "IN_PROCESS")
    payer.steer(cashed, "clear")
    assert payer.bill_now(cashed) == (50, 0, 50, "PARTIALLY_PAID")
    void = {"type": "VOID_AND_REISSUE", "reason": "old"}
    assert payer.api.post(f"/v3/payments/{sent['id']}/void", json=void).json["singleStatus"] == "SENT"


def test_unclaimed_money_goes_to_the_state_and_stays_paid(payer):
    payment = payer.pays(payer.bill(None, 100), 50)
    after = payer.steer(payment, "escheat").json
    assert (after["singleStatus"], after["status"], after["disbursementInfo"]["isVoidable"]) == (
        "FUNDS_ESCHEATED",
        "PAID",
        False,
    )
    assert payer.bill_now(payment) == (50, 0, 50, "PARTIALLY_PAID")
    payer.later(days=200)
    assert payer.now(payment)["singleStatus"] == "FUNDS_ESCHEATED"
    assert (
        payer.api.post(f"/v3/payments/{payment['id']}/void", json={"type": "VOID_ONLY", "reason": "x"}).status_code
        == 422
    )
    other = payer.pays(payer.bill(payer.ach(), 100), 50)
    assert payer.steer(other, "escheat").status_code == 400


def enrolled(payer):
    """A vendor that takes virtual cards."""
    vendor = payer.vendor()
    world = payer.api.world
    with world.transaction():
        row = world.store.get("vendor", vendor["id"])
        row["paymentInformation"] |= {"payByType": "VIRTUAL_CARD", "virtualCard": {"status": "ENROLLED"}}
        world.store.update("vendor", row)
    return vendor


def test_a_card_that_nobody_runs_becomes_a_check(payer):
    payment = payer.pays(payer.bill(enrolled(payer), 100), 13.98)
    assert payment["disbursementType"] == "VIRTUAL_CARD"
    payer.later(days=10)
    assert list(payer.now(payment)["disbursementInfo"]) == ["isVoidable", "vcardDisbursement"]
    payer.later(days=30)
    after = payer.now(payment)
    assert (after["disbursementType"], after["singleStatus"]) == ("CHECK", "CLEARED")
    assert list(after["disbursementInfo"]) == ["isVoidable", "checkDisbursement"]


def test_a_card_may_be_run_for_less(payer):
    payment = payer.pays(payer.bill(enrolled(payer), 100), 13.90)
    payer.later(days=30)
    assert payer.now(payment)["singleStatus"] == "PARTIALLY_CLAIMED"
    assert payer.steer(payment, "clear").json["singleStatus"] == "CLEARED"
