"""The inbox of a test, and the subscriptions that lead to it."""

import pytest

ADDRESS = {"line1": "1 Main", "city": "Toledo", "stateOrProvince": "OH", "zipOrPostalCode": "43604", "country": "US"}
VENDOR = {"name": "Maumee Paper", "address": ADDRESS}


def test_a_delivery_is_waited_for_and_its_signature_checked(mockbill):
    subscription = mockbill.webhooks.subscribe("vendor.created", "vendor.archived")
    vendor = mockbill.client.vendors.create(VENDOR)
    came = mockbill.webhooks.wait_for("vendor.created")
    assert came.object["id"] == vendor["id"]
    assert came.signed and came.subscription_id == subscription["id"]
    assert came.payload["metadata"]["eventType"] == "vendor.created"
    mockbill.webhooks.keys[subscription["id"]] = "another key"
    mockbill.client.vendors.archive(vendor["id"])
    assert not mockbill.webhooks.wait_for("vendor.archived").signed


def test_each_delivery_is_waited_for_once_in_any_order(mockbill):
    mockbill.webhooks.subscribe("vendor.created", "vendor.archived")
    one, other = (mockbill.client.vendors.create({**VENDOR, "name": name})["id"] for name in "ab")
    mockbill.client.vendors.archive(one)
    assert mockbill.webhooks.wait_for("vendor.archived").object["id"] == one
    found = mockbill.webhooks.wait_for("vendor.created", lambda event: event.object["name"] == "b")
    assert found.object["id"] == other
    assert mockbill.webhooks.wait_for("vendor.created").object["id"] == one
    with pytest.raises(AssertionError, match=r"no \(further\) vendor.created was delivered; received: \['vendor"):
        mockbill.webhooks.wait_for("vendor.created")
    mockbill.webhooks.clear()
    with pytest.raises(AssertionError, match="received: nothing"):
        mockbill.webhooks.wait_for("vendor.created")


def test_an_inbox_that_refuses_is_asked_again_as_the_clock_moves(mockbill):
    mockbill.webhooks.subscribe("vendor.created")
    mockbill.webhooks.status = 500
    mockbill.client.vendors.create(VENDOR)
    assert len(mockbill.webhooks.drain()) == 1
    mockbill.webhooks.status = 200
    mockbill.clock.advance(seconds=10)
    first, second = mockbill.webhooks.drain()
    assert first.id == second.id and first.body == second.body
    mockbill.clock.advance(minutes=5)
    assert len(mockbill.webhooks.drain()) == 2


@pytest.mark.mockbill(clock="real")
def test_in_real_time_a_delivery_is_waited_for(mockbill):
    mockbill.webhooks.subscribe("vendor.created")
    mockbill.client.vendors.create(VENDOR)
    assert mockbill.webhooks.wait_for("vendor.created").signed
    with pytest.raises(AssertionError):
        mockbill.webhooks.wait_for("vendor.created", timeout=0.01)


def test_payments_tell_of_each_step_of_their_life(mockbill):
    mockbill.trust()
    mockbill.webhooks.subscribe("payment.updated")
    client = mockbill.client
    vendor = client.vendors.create(VENDOR)
    bill = client.bills.create(
        {
            "vendorId": vendor["id"],
            "dueDate": "2026-03-20",
            "invoice": {"invoiceNumber": "1", "invoiceDate": "2026-03-02"},
            "billLineItems": [{"amount": 40}],
        }
    )
    bank = client.banks.list().results[0]["id"]
    payment = client.payments.create(
        {
            "billId": bill["id"],
            "amount": 40,
            "processDate": "2026-03-04",
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank},
            "processingOptions": {},
        }
    )
    assert mockbill.webhooks.wait_for("payment.updated").object["status"] == "SCHEDULED"
    mockbill.control("POST", f"/payments/{payment['id']}/clear")
    mockbill.webhooks.wait_for("payment.updated", lambda event: event.object["status"] == "CLEARED")
    assert client.bills.get(bill["id"])["paymentStatus"] == "PAID"


def test_deliveries_can_be_disturbed(mockbill):
    mockbill.webhooks.subscribe("vendor.created")
    mockbill.webhooks.disturb(duplicate=1, times=1)
    mockbill.webhooks.disturb(drop=True, skip=1)
    for name in ("a", "b"):
        mockbill.client.vendors.create({**VENDOR, "name": name})
    assert [one.object["name"] for one in mockbill.webhooks.drain()] == ["a", "a"]
    assert len({one.id for one in mockbill.webhooks.received}) == 1
