"""The list of payments: filters and sorts."""

import pytest


@pytest.fixture
def three(payer):
    """A cancelled, a cleared and a scheduled payment of three vendors."""
    made = [
        payer.pays(payer.bill(None, amount), processDate=day, description=text, transactionNumber=f"N{amount}")
        for amount, day, text in ((10, "2026-03-05", "b"), (30, "2026-03-04", "c"), (20, "2026-03-06", "a"))
    ]
    payer.api.post(f"/v3/payments/{made[0]['id']}/cancel")
    payer.steer(made[1], "clear")
    return made


def listed(payer, three, **query):
    answer = payer.api.get("/v3/payments", query_string=query)
    assert answer.status_code == 200, answer.text
    order = [row["id"] for row in three]
    return [order.index(row["id"]) for row in answer.json["results"]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("status:eq:SCHEDULED", [2]), ("status:eq:CANCELLED", [0]), ("status:ne:CANCELLED", [1, 2]),
        ('status:in:"PAID,SCHEDULED"', [1, 2]), ("processDate:gte:2026-03-05", [0, 2]),
        ("processDate:gt:2026-03-05", [2]), ("transactionNumber:eq:N30", [1]),
        ("processDate:gte:2026-03-04,processDate:lt:2026-03-05", [1]), ('createdTime:gt:"2030-01-01T00:00:00Z"', []),
    ],
)  # fmt: skip
def test_filters(payer, three, filters, found):
    assert listed(payer, three, filters=filters) == found


def test_filters_by_id_and_vendor(payer, three):
    assert listed(payer, three, filters=f"id:eq:{three[1]['id']}") == [1]
    assert listed(payer, three, filters=f"vendorId:eq:{three[2]['vendorId']}") == [2]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("amount:desc", [1, 2, 0]),
        ("processDate:asc", [1, 0, 2]),
        ("description:asc", [2, 0, 1]),
        ("createdTime:desc", [2, 1, 0]),
    ],
)
def test_sorts(payer, three, sort, order):
    assert listed(payer, three, sort=sort) == order


@pytest.mark.parametrize("name", ["singleStatus", "billId"])
def test_undocumented_filters_are_a_choice(payer, three, world, name):
    wanted = f"{name}:eq:{three[1]['billId'] if name == 'billId' else 'CLEARED'}"
    payer.api.refused(payer.api.get("/v3/payments", query_string={"filters": wanted}), 400, code="BDC_1130")
    world.choices.update({"payment.filter_strict": False})
    assert listed(payer, three, filters=wanted) == [1]
    assert listed(payer, three, filters=wanted.replace(":eq:", ":ne:")) == [0, 2]
    payer.api.refused(payer.api.get("/v3/payments", query_string={"filters": wanted.replace(":eq:", ":gt:")}), 400)


def test_a_status_unheard_of_is_refused(payer):
    answer = payer.api.get("/v3/payments", query_string={"filters": "status:eq:CLEARED"})
    payer.api.refused(answer, 400, code="BDC_1129")


def test_a_renamed_vendor_is_renamed_on_its_payments(payer, three):
    payer.api.patch(f"/v3/vendors/{three[0]['vendorId']}", json={"name": "New name"})
    assert payer.now(three[0])["vendorName"] == "New name"
