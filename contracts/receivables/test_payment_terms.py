"""Payment terms: in how many days an invoice falls due. Made and changed, never taken away."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused


@pytest.fixture(scope="module")
def terms(world: Any, bill: Client) -> Any:
    return bill.payment_terms(world.session.organizationId)


@pytest.fixture(scope="module")
def term(terms: Any) -> dict[str, Any]:
    """One with days that no term has yet: BILL has no way to take one away."""
    taken = {row["daysDue"] for row in terms.iterate()}
    days = next(days for days in range(999, -1, -1) if days not in taken)
    return terms.create({"name": unique("Net"), "daysDue": days})


@contract("AR-TERM-001", "A payment term is made of a name and its days, and read back.", "D", "docs/payment-terms")
def test_create(terms: Any, term: dict[str, Any]) -> None:
    assert terms.get(term["id"]) == term
    assert term["id"] in [row["id"] for row in terms.iterate()]


@contract("AR-TERM-002", "A term is changed in part.", "D", "docs/payment-terms")
def test_update(terms: Any, term: dict[str, Any]) -> None:
    changed = terms.update(term["id"], {"name": "Half a year"})
    assert (changed["name"], changed["daysDue"]) == ("Half a year", term["daysDue"])
    assert terms.get(term["id"]) == changed
    term.update(changed)  # the other contracts share it, in any order


@contract("AR-TERM-003", "Two terms cannot have the same days.", "D", "docs/payment-terms")
def test_same_days(terms: Any, term: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        terms.create({"name": unique("Net"), "daysDue": term["daysDue"]})


@contract("AR-TERM-004", "A term has 0 to 999 days and a name.", "D", "docs/payment-terms")
@pytest.mark.parametrize("wrong", [{"daysDue": -1}, {"daysDue": 1000}, {"daysDue": None}, {"name": ""}])
def test_limits(world: Any, bill: Client, wrong: dict[str, Any]) -> None:
    path = f"/v3/organizations/{world.session.organizationId}/payment-terms"
    judge(bill.raw("POST", path, json={"name": "Net", "daysDue": 998, **wrong}), 400)


@contract("AR-TERM-005", "A term can be neither deleted nor archived.", "D", "docs/payment-terms")
def test_no_end(world: Any, bill: Client, terms: Any, term: dict[str, Any]) -> None:
    path = f"/v3/organizations/{world.session.organizationId}/payment-terms/{term['id']}"
    for method, rest in (("DELETE", ""), ("POST", "/archive")):
        judge(bill.raw(method, path + rest), (404, 405), "BDC_1121")
    assert terms.get(term["id"])["id"] == term["id"]


@contract(
    "AR-TERM-006", "Another organization's terms, and an unknown term, are 404 BDC_1205.", "I", "docs/payment-terms"
)
def test_unknown(bill: Client, terms: Any) -> None:
    with refused(404, "BDC_1205"):
        bill.payment_terms("00801NOSUCHORGAN0000").list()
    for ask in (terms.get, lambda id: terms.update(id, {"name": "Net"})):
        with refused(404, "BDC_1205"):
            ask("00p01NOSUCHTERM00000")


@contract("AR-TERM-007", "A customer may have a term of its own.", "D", "docs/payment-terms")
def test_of_a_customer(make: Make, term: dict[str, Any]) -> None:
    assert make.customer(paymentTermId=term["id"])["paymentTermId"] == term["id"]
