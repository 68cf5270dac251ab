"""Payments to vendors in the network: how they go, what they need, and that they keep the connection."""

import pytest

from tests.resources.payments.test_network import AUTO, MANUAL, TELECOM, WALLET, Net


@pytest.fixture
def net(payer):
    return Net(payer)


@pytest.mark.parametrize(
    ("network_id", "way", "member", "cleared"),
    [
        (TELECOM, "RPPS", "rppsDisbursement", 4),
        (AUTO, "ACH", "achDisbursement", 4),
        (WALLET, "WALLET", "walletDisbursement", 4),
    ],
)
def test_a_connected_vendor_is_paid_without_a_bank_account(payer, net, network_id, way, member, cleared):
    vendor = net.connected(network_id)
    payment = payer.pays(payer.bill(vendor, 100))
    assert payment["disbursementType"] == way
    payer.later(days=cleared)
    now = payer.now(payment)
    assert now["singleStatus"] == "CLEARED" and member in now["disbursementInfo"]
    if way == "RPPS":
        assert {"traceNumber", "batchNumber"} <= now["disbursementInfo"][member].keys()


def faster(payer, vendor):
    options = {"requestPayFaster": True, "requestCheckDeliveryType": "RTP_DELIVERY"}
    return payer.order(payer.bill(vendor, 100), processingOptions=options)


def test_only_a_verified_national_vendor_is_paid_instantly(payer, net):
    payment = faster(payer, net.connected(TELECOM)).json
    payer.later(days=1, hours=12)
    now = payer.now(payment)
    assert now["singleStatus"] == "CLEARED"
    assert now["disbursementInfo"]["rppsDisbursement"]["arrivesByDate"] == now["processDate"]
    for vendor in (payer.vendor(), payer.ach(), net.connected(AUTO)):
        payer.api.refused(faster(payer, vendor), 422)


def test_a_connected_vendor_is_paid_faster_as_any_by_ach(payer, net):
    payment = payer.pays(payer.bill(net.connected(AUTO), 100), processingOptions={"requestPayFaster": True})
    payer.later(days=2)
    assert payer.now(payment)["disbursementInfo"]["achDisbursement"]["arrivesByDate"] == "2026-03-04"


def test_the_connection_stays_while_money_is_on_its_way(payer, net):
    vendor = net.connected(AUTO)
    payment = payer.pays(payer.bill(vendor, 100))
    payer.api.refused(net.leave(vendor), 422, code="BDC_1143")
    payer.steer(payment, "process")
    payer.api.refused(net.leave(vendor), 422, code="BDC_1143")
    payer.steer(payment, "clear")
    assert net.leave(vendor).status_code == 200
    assert net.now(vendor)["networkStatus"] == "NOT_CONNECTED"


def test_a_cancelled_payment_keeps_nobody(payer, net):
    vendor = net.connected(TELECOM)
    payment = payer.pays(payer.bill(vendor, 100))
    payer.api.post(f"/v3/payments/{payment['id']}/cancel")
    assert net.leave(vendor).status_code == 200
    assert "rppsId" not in net.now(vendor)


def test_an_invitation_is_not_withdrawn_while_a_check_is_under_way(payer, net):
    vendor = payer.vendor()
    payment = payer.pays(payer.bill(vendor, 100))
    net.invite(vendor, MANUAL)
    payer.api.refused(net.leave(vendor), 422)
    payer.steer(payment, "clear")
    assert net.leave(vendor).status_code == 200


def test_options_know_the_way(payer, net):
    vendor = net.connected(TELECOM)
    path = f"/v3/payments/options?vendorId={vendor['id']}&amount=10"
    [bank] = payer.api.get(path).json["fundingOptions"]["banks"]
    assert (bank["available"], bank["deliveryDate"]) == (True, "2026-03-05")


def test_a_card_that_nobody_runs_becomes_a_transfer_to_a_connected_vendor(payer, net):
    vendor = payer.vendor()
    assert payer.api.post(f"/_mock/vendors/{vendor['id']}/virtual-card").status_code == 200
    payment = payer.pays(payer.bill(vendor, 100), 13.98)
    assert payment["disbursementType"] == "VIRTUAL_CARD"
    assert net.invite(vendor, AUTO).status_code == 200
    payer.later(days=40)
    after = payer.now(payment)
    assert (after["disbursementType"], after["singleStatus"]) == ("ACH", "CLEARED")
    assert list(after["disbursementInfo"]) == ["isVoidable", "achDisbursement"]
