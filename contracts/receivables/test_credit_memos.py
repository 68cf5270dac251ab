"""Credit memos, alone and in bulk, and drawn on by invoices."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, lacking, refused
from hypothesis import given
from hypothesis import strategies as st

PRICES = st.lists(st.integers(1, 1_000_000).map(lambda cents: cents / 100), min_size=1, max_size=4)
UNKNOWN = "ccr01NOSUCHMEMO0000a"


@pytest.fixture(scope="module")
def customer(make: Make) -> dict[str, Any]:
    return make.customer()


def applied(bill: Client, memo: dict[str, Any]) -> tuple[float, str]:
    read = bill.credit_memos.get(memo["id"])
    return read["appliedAmount"], read["status"]


@contract("AR-MEMO-001", "A new memo is not applied, its amount the sum of its lines.", "D", "docs/ar-credit-memos")
@properties
@given(prices=PRICES)
def test_new(make: Make, customer: dict[str, Any], prices: list[float]) -> None:
    made = make.memo(customer, *prices)
    assert round(made["amount"] * 100) == sum(round(price * 100) for price in prices)
    assert (made["appliedAmount"], made["status"], made["archived"]) == (0, "NOT_APPLIED", False)
    assert [line["amount"] for line in made["creditMemoLineItems"]] == prices


@contract(
    "AR-MEMO-002",
    "A line with ratePercent is that percentage of the lines above: -10 % of 79.98 is -8.00.",
    "D",
    "docs/ar-credit-memos",
)
def test_percentage(make: Make, customer: dict[str, Any]) -> None:
    lines = [{"quantity": 2, "price": 14.99}, {"quantity": 1, "price": 50}, {"ratePercent": -10}]
    made = make.memo(customer, creditMemoLineItems=lines)
    assert [line["amount"] for line in made["creditMemoLineItems"]] == [29.98, 50, -8]
    assert made["amount"] == 71.98


@contract("AR-MEMO-003", "A sales tax item adds tax on taxable lines.", "I", "changelog/2025-11-05")
def test_tax(make: Make, customer: dict[str, Any]) -> None:
    tax = make.label("items", type="SALES_TAX", percentage=8)
    lines = [{"quantity": 1, "price": 100, "taxable": True}, {"quantity": 1, "price": 10}]
    made = make.memo(customer, creditMemoLineItems=lines, salesTaxItemId=tax["id"])
    assert (made["salesTaxPercentage"], made["salesTaxTotal"], made["amount"]) == (8, 8, 118)


@contract("AR-MEMO-004", "usage is in reads, not in the answers to writes.", "D", "reference/getcreditmemo")
def test_usage_in_reads(bill: Client, make: Make) -> None:
    customer = make.customer()
    memo = make.memo(customer)
    sale = make.sale(customer, 100.0, creditAmount=20)
    used = [{"invoiceId": sale["id"], "amount": 20}]
    assert bill.credit_memos.get(memo["id"])["usage"] == used
    assert bill.credit_memos.list(filters=f"id:eq:{memo['id']}").results[0]["usage"] == used
    assert "usage" not in bill.credit_memos.update(memo["id"], {"description": "x"})


@contract("AR-MEMO-005", "Customer, number, date and lines must be told.", "D", "reference/createcreditmemo")
@pytest.mark.parametrize("missing", ["customerId", "referenceNumber", "creditDate", "creditMemoLineItems"])
def test_required(bill: Client, make: Make, customer: dict[str, Any], missing: str) -> None:
    sent = make.memo_body(customer)
    del sent[missing]
    lacking(bill.raw("POST", "/v3/credit-memos", json=sent), missing)


@contract("AR-MEMO-006", "A reference number has at most 100 characters.", "D", "hc/reference/createcreditmemo")
def test_number(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    with refused(400):
        bill.credit_memos.create(make.memo_body(customer, referenceNumber="x" * 101))


@contract(
    "AR-MEMO-007", "A memo is paid to a chart of account or to a bank account, not both.", "D", "docs/ar-credit-memos"
)
def test_one_account(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    both = {"payToChartOfAccountId": make.account()["id"], "payToBankAccountId": "bac01NOSUCHACCOU0000"}
    with refused(CLIENT_ERROR):
        bill.credit_memos.create(make.memo_body(customer, **both))


@contract("AR-MEMO-008", "An unknown customer, label, account or tax is refused.", "I", "reference/createcreditmemo")
@pytest.mark.parametrize(
    "unknown",
    [
        {"customerId": "0cu01NOSUCHCUSTO0000"}, {"classifications": {"departmentId": "0de01NOSUCHDEPAR0000"}},
        {"payToChartOfAccountId": "0ca01NOSUCHACCOU0000"}, {"payToBankAccountId": "bac01NOSUCHACCOU0000"},
        {"salesTaxItemId": "0ii01NOSUCHITEM00000"},
    ],
)  # fmt: skip
def test_references(bill: Client, make: Make, customer: dict[str, Any], unknown: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        bill.credit_memos.create(make.memo_body(customer, **unknown))


@contract("AR-MEMO-026", "An item that is no sales tax is refused as one.", "I", "reference/createcreditmemo")
def test_other_item(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        bill.credit_memos.create(make.memo_body(customer, salesTaxItemId=make.label("items")["id"]))


@contract(
    "AR-MEMO-027",
    "A line has a price or a percentage, and a price a quantity.",
    "I",
    "reference/createcreditmemo",
)
@pytest.mark.parametrize("line", [{"quantity": 1, "price": 5, "ratePercent": 5}, {"price": 5}])
def test_lines(bill: Client, make: Make, customer: dict[str, Any], line: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        bill.credit_memos.create(make.memo_body(customer, creditMemoLineItems=[line]))


@contract("AR-MEMO-009", "A memo for an archived customer is refused.", "I", "reference/createcreditmemo")
def test_archived_customer(bill: Client, make: Make) -> None:
    customer = make.customer()
    bill.customers.archive(customer["id"])
    with refused(CLIENT_ERROR):
        bill.credit_memos.create(make.memo_body(customer))


@contract("AR-MEMO-010", "A memo that comes to nothing or less is refused.", "I", "reference/createcreditmemo")
@pytest.mark.parametrize("price", [0, -5])
def test_not_positive(bill: Client, make: Make, customer: dict[str, Any], price: float) -> None:
    with refused(CLIENT_ERROR):
        bill.credit_memos.create(make.memo_body(customer, creditMemoLineItems=[{"quantity": 1, "price": price}]))


@contract("AR-MEMO-011", "A PATCH changes what it names, lines by their ids.", "D", "reference/updatecreditmemo")
def test_patch(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    memo = make.memo(customer, 10.0, 20.0)
    first, second = memo["creditMemoLineItems"]
    line = {"id": second["id"], "quantity": 1, "price": 25.0}
    changed = bill.credit_memos.update(memo["id"], {"creditMemoLineItems": [line], "description": "more"})
    assert [item["id"] for item in changed["creditMemoLineItems"]] == [first["id"], second["id"]]
    assert (changed["amount"], changed["description"]) == (35, "more")
    assert changed["referenceNumber"] == memo["referenceNumber"]


@contract(
    "AR-MEMO-012", "A PUT leaves the lines it names and adds those without id.", "D", "reference/replacecreditmemo"
)
def test_put(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    memo = make.memo(customer, 10.0, 20.0)
    kept = memo["creditMemoLineItems"][1]["id"]
    lines = [{"id": kept, "quantity": 1, "price": 21.0}, {"quantity": 1, "price": 4.0}]
    changed = bill.credit_memos.replace(memo["id"], make.memo_body(customer, creditMemoLineItems=lines))
    assert [line["amount"] for line in changed["creditMemoLineItems"]] == [21, 4]
    assert (changed["creditMemoLineItems"][0]["id"], changed["amount"]) == (kept, 25)


@contract("AR-MEMO-013", "A line that is none of the memo's is refused.", "I", "reference/updatecreditmemo")
def test_unknown_line(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    lines = [{"id": "ccl01NOSUCHLINE00000", "quantity": 1, "price": 1}]
    with refused(CLIENT_ERROR):
        bill.credit_memos.update(make.memo(customer)["id"], {"creditMemoLineItems": lines})


@contract("AR-MEMO-014", "Archive and restore are idempotent.", "D", "reference/archivecreditmemo")
def test_archive(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    id = make.memo(customer)["id"]
    assert [bill.credit_memos.archive(id)["archived"] for _ in "12"] == [True, True]
    assert [bill.credit_memos.restore(id)["archived"] for _ in "12"] == [False, False]


@contract("AR-MEMO-015", "Bulk answers stand under creditMemos.", "D", "reference/bulkcreatecreditmemo")
def test_bulk(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    memos = bill.credit_memos
    made = memos.bulk_create([make.memo_body(customer, 1.0), make.memo_body(customer, 2.0)])
    ids = [make.keep(memos, row)["id"] for row in made]
    patched = memos.bulk_update([{"id": id, "description": "p"} for id in ids])
    assert [row["description"] for row in patched] == ["p", "p"]
    replaced = memos.bulk_replace([{"id": id, **make.memo_body(customer, 9.0)} for id in ids])
    assert [row["amount"] for row in replaced] == [9, 9]
    assert [row["archived"] for row in memos.bulk_archive(ids)] == [True, True]
    assert [row["archived"] for row in memos.bulk_restore(ids)] == [False, False]


@contract("AR-MEMO-016", "A bulk create takes at most 50 memos.", "D", "reference/bulkcreatecreditmemo")
def test_bulk_limit(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    with refused(400):
        bill.credit_memos.bulk_create([make.memo_body(customer)] * 51)


@contract("AR-MEMO-017", "A bulk call does all or none.", "I", "docs/ap-bills")
def test_bulk_is_atomic(bill: Client, make: Make) -> None:
    customer = make.customer()
    memo = make.memo(customer)
    nobody = make.memo_body({"id": "0cu01NOSUCHCUSTO0000"})
    with refused(422, "BDC_1246"):
        bill.credit_memos.bulk_create([make.memo_body(customer), nobody])
    with refused(422, "BDC_1246"):
        bill.credit_memos.bulk_update([{"id": memo["id"], "description": "x"}, {"id": UNKNOWN, "description": "x"}])
    with refused(422, "BDC_1246"):
        bill.credit_memos.bulk_archive([memo["id"], UNKNOWN])
    (left,) = bill.credit_memos.list(filters=f"customerId:eq:{customer['id']}").results
    assert (left["archived"], "description" in left) == (False, False)


@contract("AR-MEMO-018", "An unknown memo is 404 BDC_1205.", "I", "reference/getcreditmemo")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.credit_memos.get(UNKNOWN)


@contract("AR-MEMO-019", "Memos are found by customer and by what is archived.", "O", "observed")
def test_filters(bill: Client, make: Make) -> None:
    customer = make.customer()
    kept, archived = make.memo(customer), make.memo(customer)
    bill.credit_memos.archive(archived["id"])
    found = bill.credit_memos.list(filters=f"customerId:eq:{customer['id']},archived:eq:false").results
    assert [row["id"] for row in found] == [kept["id"]]


@contract("AR-MEMO-020", "Memos are sorted by date, amount and times.", "I", "reference/listcreditmemos")
@pytest.mark.parametrize("field", ["creditDate", "amount", "createdTime", "updatedTime"])
def test_sort(bill: Client, make: Make, customer: dict[str, Any], field: str) -> None:
    for price in (2.0, 1.0):
        make.memo(customer, price)
    found = [row[field] for row in bill.credit_memos.list(sort=f"{field}:desc", max=5).results]
    assert found == sorted(found, reverse=True)


# Drawn on by invoices


@contract(
    "AR-MEMO-021",
    "An invoice's creditAmount is drawn of its customer's memos and counts as paid.",
    "D",
    "docs/ar-credit-memos",
)
def test_draw(bill: Client, make: Make) -> None:
    customer = make.customer()
    memo = make.memo(customer, 60.0)
    sale = make.sale(customer, 100.0, creditAmount=25)
    assert (sale["creditAmount"], sale["dueAmount"], sale["status"]) == (25, 75, "PARTIAL_PAYMENT")
    assert applied(bill, memo) == (25, "PARTIALLY_APPLIED")
    assert bill.invoices.update(sale["id"], {"creditAmount": 60})["dueAmount"] == 40
    assert applied(bill, memo) == (60, "FULLY_APPLIED")


@contract("AR-MEMO-022", "Credit alone can pay an invoice in full.", "D", "docs/ar-credit-memos")
def test_paid_by_credit(make: Make) -> None:
    customer = make.customer()
    make.memo(customer, 30.0)
    make.memo(customer, 30.0)
    sale = make.sale(customer, 50.0, creditAmount=50)
    assert (sale["status"], sale["dueAmount"]) == ("PAID_IN_FULL", 0)


@contract("AR-MEMO-023", "A lower creditAmount gives credit back.", "I", "docs/ar-credit-memos")
def test_give_back(bill: Client, make: Make) -> None:
    customer = make.customer()
    memo = make.memo(customer, 30.0)
    sale = make.sale(customer, 50.0, creditAmount=30)
    assert bill.invoices.update(sale["id"], {"creditAmount": 0})["dueAmount"] == 50
    assert applied(bill, memo) == (0, "NOT_APPLIED")


@contract("AR-MEMO-024", "No more is drawn than the memos hold or the invoice comes to.", "I", "docs/ar-credit-memos")
@properties
@given(prices=PRICES, total=st.integers(1, 2_000_000), wanted=st.integers(1, 3_000_000))
def test_never_more(bill: Client, make: Make, prices: list[float], total: int, wanted: int) -> None:
    customer = make.customer()
    memos = [make.memo(customer, price) for price in prices]
    held = sum(round(price * 100) for price in prices)
    sent = make.sale_body(customer, total / 100, creditAmount=wanted / 100)
    if wanted > min(held, total):
        with refused(CLIENT_ERROR):
            bill.invoices.create(sent)
        wanted = 0
    else:
        make.keep(bill.invoices, bill.invoices.create(sent))
    assert sum(round(applied(bill, memo)[0] * 100) for memo in memos) == wanted


@contract(
    "AR-MEMO-025",
    "What is applied of a memo holds it: no archive, no other customer, no smaller amount.",
    "I",
    "docs/ar-credit-memos",
)
def test_held(bill: Client, make: Make) -> None:
    customer = make.customer()
    memo = make.memo(customer, 30.0)
    make.sale(customer, 50.0, creditAmount=20)
    line = {"id": memo["creditMemoLineItems"][0]["id"], "quantity": 1, "price": 19.99}
    for change in ({"customerId": make.customer()["id"]}, {"creditMemoLineItems": [line]}):
        with refused(CLIENT_ERROR):
            bill.credit_memos.update(memo["id"], change)
    with refused(CLIENT_ERROR):
        bill.credit_memos.archive(memo["id"])
    assert applied(bill, memo) == (20, "PARTIALLY_APPLIED")
