"""Billing statements: what stands on one, how they are listed, and their files."""

import csv
from io import StringIO

import pytest

from tests.resources.payments.conftest import Payer, payer
from tests.resources.platform.test_price_plans import put_on

__all__ = ["Payer", "payer"]


def path(api):
    return f"/v3/organizations/{api.credentials['organizationId']}/billing-statements"


def issue(api, month=None):
    answer = api.post("/_mock/billing-statements", json={"month": month} if month else {})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_statement_of_last_month(api):
    made = issue(api)
    assert made == {
        "id": made["id"], "amount": 45, "billingPeriod": {"startDate": "2026-02-01", "endDate": "2026-02-28"},
        "description": "BILL services, February 2026", "invoiceDate": "2026-03-01", "invoiceNumber": "BILL-202602",
        "paymentStatus": "UNPAID",
    }  # fmt: skip
    assert api.get(path(api)).json == {"results": [made]}
    detail = api.get(f"{path(api)}/{made['id']}").json
    links = detail.pop("downloadLink")
    assert links.keys() == {"csv", "pdf"}
    assert detail == made | {
        "statementDetails": [
            {"quantity": 1, "description": "Essentials subscription", "type": "SUBSCRIPTION", "amount": 45}
        ]
    }


def test_a_statement_comes_by_itself_when_a_month_is_over(api):
    issue(api, "2026-03")  # made by hand: not made twice
    api.advance(days=95)  # June 5
    api.login()
    rows = api.get(path(api)).json["results"]
    assert [row["invoiceDate"] for row in rows] == ["2026-04-01", "2026-05-01", "2026-06-01"]
    made = api.get(f"/v3/organizations/{api.credentials['organizationId']}").json["createdTime"]
    assert made < "2026-03-03" and {row["paymentStatus"] for row in rows} == {"UNPAID"}


def test_the_organizations_of_a_partner_get_theirs(api, world):
    partner = api.partner()
    body = {"name": "Kite & Co", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}
    made = [partner.post("/v3/partner/organizations", json=body).json["id"] for _ in range(2)]
    with world.transaction():
        gone = world.store.get("organization", made[1])
        gone["archived"] = True
        world.store.update("organization", gone)
    api.advance(days=40)
    assert [len(world.store.find("billing_statement", id)) for id in made] == [1, 0]


@pytest.mark.parametrize(("months", "count"), [(2, 2), (0, 0)])
def test_how_many_come_by_themselves_is_a_choice(api, world, months, count):
    world.choices.update({"billing.statement_months": months})
    api.advance(days=200)
    assert len(world.store.find("billing_statement")) == count


def test_payments_beyond_those_included_and_faster_ones_cost(payer, world):
    put_on(world, "PricePlan1")
    for number in range(7):
        options = {"requestPayFaster": number == 0}
        payer.pays(payer.bill(payer.ach(), 100), processingOptions=options)
    payer.later(days=35)
    (made,) = payer.api.get(path(payer.api)).json["results"]
    details = payer.api.get(f"{path(payer.api)}/{made['id']}").json["statementDetails"]
    assert [(line["quantity"], line["type"], line["amount"]) for line in details] == [
        (1, "SUBSCRIPTION", 0), (7, "TRANSACTION", 1.98), (1, "TRANSACTION", 9.99),
    ]  # fmt: skip
    assert made["amount"] == 11.97
    assert issue(payer.api, "2026-04")["amount"] == 0


def test_a_discount_is_taken_off(api, world):
    put_on(world, "PricePlan4")
    made = issue(api)
    assert made["amount"] == 71.1
    [_, discount] = api.get(f"{path(api)}/{made['id']}").json["statementDetails"]
    assert discount == {"quantity": 1, "description": "Discount", "type": "DISCOUNT", "amount": -7.9}


def test_its_files_are_for_the_session_alone(api):
    made = issue(api)
    links = api.get(f"{path(api)}/{made['id']}").json["downloadLink"]
    heads = {"sessionId": api.headers["sessionId"]}
    table, paper = (api.http.get(links[kind], headers=heads) for kind in ("csv", "pdf"))
    assert list(csv.reader(StringIO(table.text))) == [
        ["quantity", "description", "type", "amount"], ["1", "Essentials subscription", "SUBSCRIPTION", "45.0"],
    ]  # fmt: skip
    assert (table.mimetype, paper.mimetype) == ("text/csv", "application/pdf")
    assert paper.data.startswith(b"%PDF-") and b"Essentials subscription".hex().encode() in paper.data
    api.refused(api.http.get(links["pdf"]), 401, code="BDC_1109")


def test_a_statement_is_paid_once(api):
    made = issue(api)
    paid = api.post(f"/_mock/billing-statements/{made['id']}/pay").json
    assert paid == made | {"paymentStatus": "PAID", "paymentDate": "2026-03-02"}
    assert api.get(path(api)).json["results"] == [paid]
    assert api.post(f"/_mock/billing-statements/{made['id']}/pay").status_code == 400
    assert api.post("/_mock/billing-statements/x/pay").status_code == 404


@pytest.mark.parametrize("month", ["2026-02", "2026-13", "2026-04", "soon"])
def test_only_a_month_that_has_begun_and_has_none_gets_a_statement(api, month):
    issue(api)
    assert api.post("/_mock/billing-statements", json={"month": month}).status_code == 400


def test_pages_or_a_span_of_days(api):
    made = [issue(api, f"2025-{month:02d}") for month in range(1, 6)]
    first = api.get(path(api), query_string={"max": 2}).json
    rest = api.get(path(api), query_string={"max": 3, "page": first["nextPage"]}).json
    assert first["results"] + rest["results"] == made
    between = {"invoiceDateFrom": "2025-03-01", "invoiceDateTo": "2025-05-01"}
    assert api.get(path(api), query_string=between).json == {"results": made[1:4]}
    assert api.get(path(api), query_string={"invoiceDateFrom": "2025-05-02"}).json == {"results": made[4:]}
    assert api.get(path(api), query_string={"filters": "id:eq:x", "sort": "name"}).json == {"results": made}
    for more in ({"max": 2}, {"page": first["nextPage"]}):
        api.refused(api.get(path(api), query_string=between | more), 400)
    api.refused(api.get(path(api), query_string={"invoiceDateFrom": "May"}), 400)
    api.refused(api.get(path(api), query_string={"max": 101}), 400)


def test_of_ones_own_organization_alone(api):
    made = issue(api)
    other = path(api).replace(api.credentials["organizationId"], "00801NOSUCHORGAN0000")
    api.refused(api.get(other), 404, code="BDC_1205")
    api.refused(api.get(f"{other}/{made['id']}"), 404, code="BDC_1205")
    api.refused(api.get(f"{path(api)}/nope"), 404, code="BDC_1205")
