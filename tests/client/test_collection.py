"""The plain verbs, the actions, and that nothing is there which BILL has not."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from billclient import BillError, Page, SessionInvalid

ROW = {"id": "1"}


def sent(fake) -> tuple[str, str, bytes]:
    return fake.last.method, fake.last.url.raw_path.decode().removeprefix("/connect/v3"), fake.last.content


@pytest.mark.parametrize(
    ("verb", "given", "wire"),
    [
        ("get", ("a",), ("GET", "/credit-memos/a", b"")),
        ("create", ({"n": 1},), ("POST", "/credit-memos", b'{"n":1}')),
        ("create", ({},), ("POST", "/credit-memos", b"{}")),
        ("update", ("a", {"n": 1}), ("PATCH", "/credit-memos/a", b'{"n":1}')),
        ("replace", ("a", {"n": 1}), ("PUT", "/credit-memos/a", b'{"n":1}')),
        ("archive", ("a",), ("POST", "/credit-memos/a/archive", b"")),
        ("restore", ("a",), ("POST", "/credit-memos/a/restore", b"")),
        ("bulk_create", ([{"n": 1}],), ("POST", "/credit-memos/bulk", b'[{"n":1}]')),
        ("bulk_update", ([{"id": "a"}],), ("PATCH", "/credit-memos/bulk", b'[{"id":"a"}]')),
        ("bulk_replace", ([{"id": "a"}],), ("PUT", "/credit-memos/bulk", b'[{"id":"a"}]')),
        ("bulk_archive", (["a", "b"],), ("POST", "/credit-memos/bulk/archive?ids=a%2Cb", b"")),
        ("bulk_restore", (["a"],), ("POST", "/credit-memos/bulk/restore?ids=a", b"")),
    ],
)
def test_a_verb_is_one_request(bill, fake, verb, given, wire) -> None:
    fake.rest = {"creditMemos": [ROW]} if verb.startswith("bulk") else ROW
    assert getattr(bill.credit_memos, verb)(*given) == ([ROW] if verb.startswith("bulk") else ROW)
    assert sent(fake) == wire


def test_delete(bill, fake) -> None:
    fake.rest = None
    assert bill.spend.cards.delete("crd_1") is None
    assert sent(fake) == ("DELETE", "/spend/cards/crd_1", b"")
    bill.spend.cards.delete("crd_1", reason="LOST")
    assert sent(fake) == ("DELETE", "/spend/cards/crd_1?reason=LOST", b"")


@pytest.mark.parametrize("answer", [[ROW], {"vendors": [ROW]}, {"results": [ROW], "x": []}])
def test_bulk_answers_are_rows_however_bill_wraps_them(bill, fake, answer) -> None:
    fake.rest = answer
    assert bill.vendors.bulk_create([{}]) == [ROW]


def test_an_answer_without_rows_is_an_error(bill, fake) -> None:
    fake.rest = {"a": [], "b": []}
    with pytest.raises(BillError, match="no list"):
        bill.vendors.bulk_create([{}])


def test_what_bill_has_not_is_not_there(bill) -> None:
    assert not hasattr(bill.invoices, "delete")
    assert not hasattr(bill.payments, "update")
    assert not hasattr(bill.approvals, "iterate")
    assert hasattr(bill.invoices, "archive")
    names = dir(bill.payments)
    assert "void" in names
    assert "iterate" in names
    assert "update" not in names
    with pytest.raises(AttributeError, match="BILL has no 'update' for /v3/payments, but .*cancel, .*void"):
        bill.payments.update("1", {})


def test_ids_are_quoted(bill, fake) -> None:
    bill.spend.budgets.get("QnVkZ2V0/OjE=")
    assert sent(fake)[1] == "/spend/budgets/QnVkZ2V0%2FOjE%3D"


@pytest.mark.parametrize("key", ["", None, 5])
def test_an_id_that_is_none_is_refused_before_it_is_sent(bill, fake, key) -> None:
    with pytest.raises(TypeError, match="an id is a text"):
        bill.vendors.get(key)
    assert fake.requests == []


def test_actions_take_ids_then_a_body_and_query_values(bill, fake) -> None:
    bill.payments.void("stp1", {"reason": "x"})
    assert sent(fake) == ("POST", "/payments/stp1/void", b'{"reason":"x"}')
    bill.payments.cancel("stp1")
    assert sent(fake) == ("POST", "/payments/stp1/cancel", b"")
    bill.payments.options(vendorId="009", amount=1.5)
    assert sent(fake) == ("GET", "/payments/options?vendorId=009&amount=1.5", b"")
    bill.vendors.delete_bank_account("009")
    assert sent(fake) == ("DELETE", "/vendors/009/bank-account", b"")
    bill.spend.transactions.update("txr_1", {"a": 1})
    assert sent(fake) == ("PUT", "/spend/transactions/txr_1", b'{"a":1}')
    bill.spend.reimbursements.delete_receipt("r", "c")
    assert sent(fake) == ("DELETE", "/spend/reimbursements/r/receipts/c", b"")
    bill.spend.custom_field_values("tty_1").delete_values({"customFieldValueIds": ["tvl_1"]})
    assert sent(fake) == ("DELETE", "/spend/custom-fields/tty_1/values", b'{"customFieldValueIds":["tvl_1"]}')


@pytest.mark.parametrize("given", [(), ("a", {}, {})])
def test_an_action_with_the_wrong_number_of_things_is_refused(bill, given) -> None:
    with pytest.raises(TypeError, match="1 id"):
        bill.payments.void(*given)
    with pytest.raises(TypeError, match="0 id"):
        bill.payments.options({"vendorId": "x"})


def test_a_nested_collection_is_called_with_its_parent(bill, fake) -> None:
    bill.spend.budget_members("bgt_1").upsert("usr_1", {"role": "OWNER"})
    assert sent(fake) == ("PUT", "/spend/budgets/bgt_1/members/usr_1", b'{"role":"OWNER"}')
    bill.customer_contacts("0cu1").archive("con1")
    assert sent(fake)[1] == "/customers/0cu1/contacts/con1/archive"
    with pytest.raises(TypeError, match="takes 1 id"):
        bill.customer_contacts.create({})


def test_a_partners_users_carry_the_organization_in_a_header(bill, fake) -> None:
    fake.rest = {"results": []}
    bill.partner.users("008X").list()
    bill.partner.risk("008X").add_phone("006", {"phoneNumber": "1"})
    assert [r.headers["organizationId"] for r in fake.requests] == ["008X", "008X"]
    assert sent(fake)[1] == "/partner/risk-verifications/006/phone"


def test_a_page(bill, fake) -> None:
    fake.rest = {"results": [ROW], "nextPage": "n", "prevPage": "p"}
    page = bill.vendors.list(max=5, page="c", sort="name:asc", filters="archived:eq:false")
    assert page == Page([ROW], "n", "p")
    assert dict(fake.last.url.params) == {"max": "5", "page": "c", "sort": "name:asc", "filters": "archived:eq:false"}
    assert (page.result, page.next_cursor, list(page), len(page)) == ([ROW], "n", [ROW], 1)


@pytest.mark.parametrize(
    "answer", [[ROW], {"results": [ROW]}, {"results": [ROW], "nextPage": None}, {"subscriptions": [ROW]}]
)
def test_every_form_of_list_is_a_page(bill, fake, answer) -> None:
    fake.rest = answer
    assert bill.vendors.list() == Page([ROW])


def test_the_way_back(bill, fake) -> None:
    fake.rest = {"results": []}
    bill.vendors.list(prev_page="p")
    assert dict(fake.last.url.params) == {"page": "p"}
    bill.spend.cards.list(prev_page="p")
    assert dict(fake.last.url.params) == {"prevPage": "p"}


def three_pages(fake) -> None:
    """Three pages: the second is empty, which is not the end."""
    fake.answers = [
        {"results": [{"id": "1"}], "nextPage": "b"},
        {"results": [], "nextPage": "c"},
        {"results": [{"id": "2"}], "prevPage": "b"},
    ]


@pytest.mark.parametrize(("part", "cursor", "max"), [("vendors", "page", "100"), ("transactions", "nextPage", "50")])
def test_a_walk_sends_its_conditions_with_each_cursor(bill, fake, part, cursor, max) -> None:
    three_pages(fake)
    collection = bill.vendors if part == "vendors" else bill.spend.transactions
    rows = collection.iterate(sort="createdTime:asc", filters="archived:eq:false")
    assert isinstance(rows, Iterator)
    assert fake.requests == []
    assert list(rows) == [{"id": "1"}, {"id": "2"}]
    asked = {"max": max, "sort": "createdTime:asc", "filters": "archived:eq:false"}
    assert [dict(r.url.params) for r in fake.requests] == [asked, {**asked, cursor: "b"}, {**asked, cursor: "c"}]


def test_a_walk_under_asyncio(fake) -> None:
    three_pages(fake)

    async def main() -> list[Any]:
        async with fake.async_client() as client:
            return [row async for row in client.vendors.iterate(max=1)]

    assert asyncio.run(main()) == [{"id": "1"}, {"id": "2"}]
    assert [r.url.params.get("page") for r in fake.requests] == [None, "b", "c"]


def test_a_walk_fetches_no_page_before_it_is_needed(bill, fake) -> None:
    fake.rest = {"results": [{"id": "1"}], "nextPage": "b"}
    next(bill.vendors.iterate())
    assert len(fake.requests) == 1


def test_a_list_that_gives_the_same_page_again_is_not_walked_for_ever(bill, fake) -> None:
    fake.rest = {"results": [ROW], "nextPage": "b"}
    with pytest.raises(BillError, match="same page again"):
        list(bill.vendors.iterate())
    assert len(fake.requests) == 2


def test_a_walk_survives_a_session_that_dies_on_the_way(bill, fake) -> None:
    three_pages(fake)
    rows = bill.vendors.iterate()
    next(rows)
    fake.live.clear()
    assert next(rows) == {"id": "2"}
    assert len(fake.logins) == 2


def test_a_list_that_takes_no_max_is_sent_none(bill, fake) -> None:
    fake.rest = []
    list(bill.ap_cards.iterate())
    assert dict(fake.last.url.params) == {}


def test_an_error_in_a_walk_is_told(bill, fake, refused) -> None:
    fake.rest = lambda request: refused(401, "BDC_1109")
    with pytest.raises(SessionInvalid):
        list(bill.vendors.iterate())


def test_other_query_values_go_along(bill, fake) -> None:
    fake.rest = {"results": []}
    bill.bank_users.list(currentUser=True)
    assert fake.last.url.params["currentUser"] == "true"
    fake.rest = httpx.Response(200, json={})
    bill.bills.get("00n1", billApprovals=True)
    assert fake.last.url.params["billApprovals"] == "true"
