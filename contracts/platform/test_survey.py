"""Whatever there is in an organization: it reads as documented and alike by every operation, and its lists do as they are asked."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.furnish import furnish
from billcontracts.refusals import judge
from billcontracts.shapes import Operation, operation_at, operations
from billcontracts.survey import Survey, is_list, reads
from billcontracts.targets import NEEDS_SESSION, Target

LISTS = [one for one in operations().values() if is_list(one) and one.id != "listallorganizations"]  # that takes no max
PLAIN = {
    "listdocuments", "listcustomerattachments", "listvendorattachments", "listinvoiceattachments", "listexports",
    "listbillingstatements", "listallorganizations", "listtransactioncustomfieldvalues", "getallsubscriptions",
    "geteventsforsubscription", "listcardaccountusers",
}  # fmt: skip
"""Lists that take neither filters nor sort, and one whose rows have no id."""
BY_ID = {
    "listbudgets": ("budgetIds", "uuid"), "listcards": ("cardIds", "uuid"), "listcustomfields": ("name", "name"),
    "listtransactions": ("transactionIds", "uuid"), "listreimbursements": ("reimbursementIds", "uuid"),
    "listcustomfieldvalues": ("name", "value"), "listusers": ("retired", "retired"),
    "listbudgetmembers": ("retired", "retired"),
}  # fmt: skip
"""A filter that tells rows of a list apart, and the member it is about; of /connect itself the id is both."""
ORDERED = {
    "listbudgets": "name", "listbudgetmembers": "name", "listcards": "name", "listtransactions": "amount",
    "listcustomfields": "name", "listreimbursements": "amount", "listrecurringbills": "archived",
    "listbankaccountusers": "archived", "listcardaccountusers": "archived",
}  # fmt: skip
"""What a list is sorted by; of /connect itself it is the time that a row was made."""
MOST = 50
"""Rows in a page that any list gives."""
FILTERED = [one for one in LISTS if one.id not in PLAIN]
SORTED = [
    one
    for one in LISTS
    if one in FILTERED and one.id not in ("listusers", "listcustomfieldvalues") or one.id == "listcardaccountusers"
]


@pytest.fixture(scope="session")
def survey(target: Target) -> Survey:
    """A company with a past; nothing in it is changed."""
    world = target.lived_in()
    core, spend = world.clients()
    if core is None:
        pytest.skip(NEEDS_SESSION)
    partner = world.client(world.partner) if world.partner else None
    tenant = ""
    if world.control and spend and partner:
        core.mfa.trust("123456")
        tenant = furnish(core, spend, partner, world.control)
    return Survey(core, spend, partner, tenant)


@contract("PL-SURV-001", "What there is reads as documented, alike in its list and by its id.", "S", "openapi")
@pytest.mark.parametrize("operation", reads(), ids=lambda one: one.id)
def test_reads(survey: Survey, operation: Operation) -> None:
    single = survey.single(operation)
    for path in survey.paths(operation):
        survey.ask(operation, path)
    for path in survey.paths(single) if single else ():
        survey.ask(single, path)


@contract("PL-SURV-002", "A walk in small pages meets the rows of one large page, in order.", "D", "docs/pagination")
@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.id)
def test_walk(survey: Survey, operation: Operation) -> None:
    for place, rows in several(survey, operation):
        size = min(3, len(rows) - 1)
        pages = list(islice(survey.walk(operation, place, max=size), 3))
        told = [page["results"] for page in pages]
        assert [len(page) for page in told[:-1]] == [size] * (len(told) - 1) and len(told) > 1
        assert sum(told, []) == rows[: size * 3]
        if not str(operation.answer).startswith("forward"):
            assert [bool(page.get("prevPage")) for page in pages] == [index > 0 for index in range(len(pages))]


@contract("PL-SURV-003", "A filter by id finds that row and no other.", "D", "docs/filterable-fields")
@pytest.mark.parametrize("operation", FILTERED, ids=lambda one: one.id)
def test_filter(survey: Survey, operation: Operation) -> None:
    name, member = BY_ID.get(operation.id, ("id", "id"))
    for place, rows in several(survey, operation):
        wanted = rows[-1][member]
        found = survey.ask(operation, place, filters=f"{name}:eq:{json.dumps(wanted)}").json()["results"]
        assert found == [row for row in rows if row[member] == wanted]


@contract("PL-SURV-004", "A list is sorted both ways.", "D", "docs/sorting-lists")
@pytest.mark.parametrize("operation", SORTED, ids=lambda one: one.id)
def test_sort(survey: Survey, operation: Operation) -> None:
    name = ORDERED.get(operation.id, "createdTime")
    for place, rows in several(survey, operation):
        if len({row[name] for row in rows}) > 1:
            up, down = (survey.all(operation, place, sort=f"{name}:{way}", max=MOST) for way in ("asc", "desc"))
            assert [row[name] for row in up] == [row[name] for row in reversed(down)]
            assert up[0][name] != up[-1][name]


def several(survey: Survey, operation: Operation) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Where a list has more than one row, and its rows; a list that never has is not run."""
    found = False
    for place in survey.paths(operation):
        rows = survey.all(operation, place, max=MOST)
        if len(rows) > 1:
            found = True
            yield place, rows
    if not found:
        assert not survey.tenant, "a furnished company has two of everything"
        pytest.skip("there are not two rows in this list")


CHANGED = ("name", "firstName", "nickname", "referenceNumber", "description", "note", "nameOnAccount", "invoiceNumber")
"""What may be written as it is; of an object, the first that it has."""
READ = {one.path: one for one in operations().values() if one.method == "GET"}
WRITTEN = [one for one in operations().values() if one.method == "PATCH" and one.path in READ]
PUT_AWAY = [
    place for place in READ if {f"{place}/archive", f"{place}/restore"} <= {one.path for one in operations().values()}
]


@contract("PL-SURV-005", "A change of one member answers the whole object, as it then reads.", "S", "openapi")
@pytest.mark.parametrize("operation", WRITTEN, ids=lambda one: one.id)
def test_change(survey: Survey, control: Control, operation: Operation) -> None:
    single, done = READ[operation.path], 0
    for path in survey.paths(single):
        before = survey.ask(single, path).json()
        name = next((name for name in CHANGED if before.get(name)), None)
        if name and survey.ask(operation, path, {name: before[name]}).is_success:
            done += 1
            assert survey.ask(single, path).json()[name] == before[name]
    assert done


@contract("PL-SURV-006", "Archiving and restoring answer the whole object, as it then reads.", "S", "openapi")
@pytest.mark.parametrize("place", PUT_AWAY)
def test_put_away(survey: Survey, control: Control, place: str) -> None:
    single = READ[place]
    ways = [
        (operation_at("POST", f"{place}/{word}"), word, away) for word, away in (("archive", True), ("restore", False))
    ]
    done = 0
    for path in survey.paths(single):
        stood = survey.ask(single, path).json()["archived"]
        for operation, word, away in reversed(ways) if stood else ways:  # left as it stood
            if survey.ask(operation, f"{path}/{word}").is_success:
                done += 1
                assert survey.ask(single, path).json()["archived"] is away
    assert done


FULL = ("updateorgpartnerpriceplan", "deletecustomfieldvalue")
"""Operations whose body is looked at before their path."""
NAMED = [
    one
    for one in operations().values()
    if "{" in one.path and (one.method in ("GET", "DELETE", "PATCH") or one.path.endswith(("/archive", "/restore")))
    if one.id not in FULL
]
"""Operations on one object, whose body may be empty where they have one."""


@contract("PL-SURV-007", "An id that is not there, in a path, is 404 BDC_1205.", "O", "observed")
@pytest.mark.parametrize("operation", NAMED, ids=lambda one: one.id)
def test_nobody(survey: Survey, operation: Operation) -> None:
    at = max(index for index, part in enumerate(operation.path.split("/")) if part.startswith("{"))
    for path in survey.paths(operation)[:1]:
        parts = path.split("/")
        id = parts[at]
        parts[at] = f"{id[:4]}{'0' * 26}" if id[3] == "_" else f"{id[:3]}01NOSUCHOBJECT000"
        body = {} if operation.method == "PATCH" else None
        judge(survey.ask(operation, "/".join(parts), body), 404, "BDC_1205")
