"""Refusals: one shape for all, and what the gateway says to what it cannot take."""

import json

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
WRITES = [
    ("POST", "/v3/vendors"), ("POST", "/v3/vendors/bulk"), ("POST", "/v3/bills"), ("POST", "/v3/bills/bulk"),
    ("POST", "/v3/bills/record-payment"), ("POST", "/v3/classifications/chart-of-accounts"), ("POST", "/v3/payments"),
    ("POST", "/v3/classifications/chart-of-accounts/bulk"), ("PATCH", "/v3/classifications/chart-of-accounts/bulk"),
    ("POST", "/v3/payments/bulk"), ("POST", "/v3/funding-accounts/banks"),
]  # fmt: skip


@contract(
    "PL-ERR-001", "A path that BILL does not have is 404 BDC_1121, spelling and capitals included.", "D", "docs/faq"
)
@pytest.mark.parametrize("path", ["/v3/vendor", "/v3/Vendors", "/v3/no-such-thing", "/v3/spend/members"])
def test_unknown_path(bill: Client, path: str) -> None:
    judge(bill.raw("GET", path), 404, "BDC_1121")


@contract("PL-ERR-002", "A method that a path does not take is refused.", "I", "docs/faq")
@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v3/vendors"), ("PUT", "/v3/vendors/00901ABCDEFGHIJKl1m2")])
def test_wrong_method(bill: Client, method: str, path: str) -> None:
    judge(bill.raw(method, path), CLIENT_ERROR)


@contract("PL-ERR-003", "A body of another media type is refused.", "I", "docs/common-api-error-codes")
def test_media_type(bill: Client) -> None:
    judge(bill.raw("POST", "/v3/vendors", content="name=x", headers={"Content-Type": "text/plain"}), CLIENT_ERROR)


@contract("PL-ERR-004", "A body that is not JSON is 400.", "I", "docs/common-api-error-codes")
@pytest.mark.parametrize("body", ['{"broken', "", "nonsense", '{"name": }'])
def test_broken_json(bill: Client, body: str) -> None:
    judge(bill.raw("POST", "/v3/vendors", content=body, headers={"Content-Type": "application/json"}), 400)


@contract(
    "PL-ERR-005", "Every missing field is told at once, each as an entry `field: rule` with 400.", "O", "observed"
)
def test_all_missing_fields(bill: Client) -> None:
    entries = judge(bill.raw("POST", "/v3/bills", json={}), 400)
    told = {entry["message"].partition(":")[0] for entry in entries}
    assert told >= {"vendorId", "dueDate", "billLineItems", "invoice"}


@contract("PL-ERR-006", "A vendor without an address is told `address: must not be null`.", "O", "observed")
def test_missing_object(bill: Client) -> None:
    entries = judge(bill.raw("POST", "/v3/vendors", json={"name": "No Where"}), 400)
    assert "address: must not be null" in [entry["message"] for entry in entries]


@contract("PL-ERR-007", "A text where an object belongs is 400.", "O", "observed")
def test_text_for_object(bill: Client) -> None:
    judge(bill.raw("POST", "/v3/vendors", json={"name": "Odd", "address": "12 Dock Street"}), 400)


@contract("PL-ERR-008", "A value outside an enumeration is 400.", "I", "docs/common-api-error-codes")
def test_bad_enum(bill: Client, make: Make) -> None:
    judge(bill.raw("POST", "/v3/vendors", json=make.vendor_body(accountType="CHARITY")), 400)


@contract("PL-ERR-009", "Booleans and numbers may come as texts.", "D", "docs/ap-vendor-credits")
def test_coercion(bill: Client, make: Make) -> None:
    made = make.keep(bill.vendors, bill.vendors.create(make.vendor_body(additionalInfo={"track1099": "true"})))
    assert made["additionalInfo"]["track1099"] is True


@contract("PL-ERR-010", "A member that BILL does not know is ignored.", "O", "observed")
def test_unknown_member(bill: Client, make: Make) -> None:
    made = make.keep(bill.vendors, bill.vendors.create(make.vendor_body(favouriteColour="teal")))
    assert "favouriteColour" not in made


@contract(
    "PL-ERR-011", "An id that does not exist, of another kind or of no shape at all, is 404 BDC_1205.", "O", "observed"
)
@pytest.mark.parametrize("id", ["00901NOSUCHVENDO0000", "00n01NOSUCHBILLA0000", "x", "non-existent-id"])
def test_unknown_id(bill: Client, id: str) -> None:
    judge(bill.raw("GET", f"/v3/vendors/{id}"), 404, "BDC_1205")


@contract(
    "PL-ERR-012",
    "Any JSON body to any write gets a success or a refusal in BILL's shape, and a refused write makes no row.",
    "I",
    "docs/common-api-error-codes",
)
@properties
@given(place=st.sampled_from(WRITES), body=JSON)
def test_any_json(bill: Client, place: tuple[str, str], body: object) -> None:
    def sizes() -> list[int]:
        lists = (bill.vendors, bill.bills, bill.chart_of_accounts, bill.payments, bill.banks)
        return [len(list(rows.iterate())) for rows in lists]

    before = sizes()
    answer = bill.raw(*place, content=json.dumps(body), headers={"Content-Type": "application/json"})
    if answer.status_code >= 400:
        judge(answer, CLIENT_ERROR)
        assert sizes() == before
