"""What all seven kinds of labels have in common: ten operations, parents, bulk."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused

PREFIX = {
    "accounting_classes": "cls", "chart_of_accounts": "0ca", "departments": "0de", "employees": "emp", "items": "0ii",
    "jobs": "job", "locations": "loc",
}  # fmt: skip
NOTE = {"chart_of_accounts": "description"}
"""The member that a test changes, where it is not the short name."""
Label = Callable[..., dict[str, Any]]


@pytest.fixture(params=PREFIX)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def labels(bill: Client, kind: str) -> Any:
    return getattr(bill, kind)


@pytest.fixture
def label(make: Make, kind: str) -> Label:
    """Makes a label of the kind."""
    return lambda **fields: make.label(kind, **fields)


@pytest.fixture
def note(kind: str) -> str:
    return NOTE.get(kind, "shortName")


@contract(
    "CL-LAB-001",
    "A label of each kind is made with its own prefix and reads back as it was answered.",
    "D",
    "docs/classification-of-bill-generated-ids",
)
def test_create(labels: Any, kind: str, label: Label, note: str) -> None:
    made = label(**{note: "DOCK"})
    assert made["id"].startswith(PREFIX[kind])
    assert (made["archived"], made[note]) == (False, "DOCK")
    assert labels.get(made["id"]) == made


@contract("CL-LAB-002", "A label may stand below another of its kind.", "S", "reference/createclassificationdepartment")
def test_parent(label: Label) -> None:
    parent = label()
    assert label(parentId=parent["id"])["parentId"] == parent["id"]


@contract(
    "CL-LAB-003",
    "A parent that is unknown, of another kind or the label itself is refused.",
    "I",
    "reference/updateclassificationdepartment",
)
def test_bad_parent(labels: Any, kind: str, make: Make, label: Label) -> None:
    made, stranger = label(), make.label("jobs" if kind != "jobs" else "locations")
    for parent in (f"{PREFIX[kind]}01NOSUCHLABEL000", stranger["id"], made["id"]):
        with refused(CLIENT_ERROR):
            labels.update(made["id"], {"parentId": parent})
    assert labels.get(made["id"]) == made


@contract(
    "CL-LAB-004", "PATCH changes what is sent and keeps the rest.", "D", "reference/updateclassificationdepartment"
)
def test_patch(labels: Any, label: Label, note: str) -> None:
    made = label(**{note: "A"})
    changed = labels.update(made["id"], {note: "B"})
    assert changed == made | {note: "B", "updatedTime": changed["updatedTime"]}
    assert labels.get(made["id"]) == changed


@contract("CL-LAB-005", "Archive and restore are idempotent.", "D", "reference/archiveclassificationdepartment")
def test_archive(labels: Any, label: Label) -> None:
    id = label()["id"]
    assert [labels.archive(id)["archived"] for _ in range(2)] == [True, True]
    assert [labels.restore(id)["archived"] for _ in range(2)] == [False, False]


@contract(
    "CL-LAB-006",
    "Bulk create, update, archive and restore answer the labels under the plural name, in order.",
    "D",
    "reference/bulkcreateclassificationdepartment",
)
def test_bulk(labels: Any, kind: str, make: Make, note: str) -> None:
    bodies = [make.label_body(kind, **{note: str(number)}) for number in range(3)]
    made = [make.keep(labels, row) for row in labels.bulk_create(bodies)]
    assert [row[note] for row in made] == ["0", "1", "2"]
    ids = [row["id"] for row in made]
    changed = labels.bulk_update([{"id": id, note: "new"} for id in ids])
    assert [(row["id"], row[note]) for row in changed] == [(id, "new") for id in ids]
    assert [row["archived"] for row in labels.bulk_archive(ids)] == [True] * 3
    assert [row["archived"] for row in labels.bulk_restore(ids)] == [False] * 3


@contract(
    "CL-LAB-007", "More than 50 in one bulk call are refused.", "D", "reference/bulkcreateclassificationdepartment"
)
def test_bulk_limit(labels: Any, kind: str, make: Make) -> None:
    with refused(400):
        labels.bulk_create([make.label_body(kind)] * 51)


@contract("CL-LAB-008", "One bad row of a bulk call keeps all from being done.", "I", "docs/ap-bills")
def test_bulk_is_atomic(labels: Any, kind: str, label: Label, note: str) -> None:
    made = label()
    unknown = f"{PREFIX[kind]}01NOSUCHLABEL000"
    with refused(422, "BDC_1246"):
        labels.bulk_archive([made["id"], unknown])
    with refused(422, "BDC_1246"):
        labels.bulk_update([{"id": made["id"], note: "new"}, {"id": unknown, note: "new"}])
    assert labels.get(made["id"]) == made


@contract("CL-LAB-009", "An element of a bulk PATCH names the label.", "S", "reference/bulkupdateclassificationjob")
def test_bulk_patch_needs_ids(bill: Client, labels: Any, note: str) -> None:
    judge(bill.raw("PATCH", f"{labels.resource.path}/bulk", json=[{note: "new"}]), 400)


@contract(
    "CL-LAB-010", "A bulk archive or restore without ids is refused.", "S", "reference/bulkarchiveclassificationjob"
)
def test_bulk_archive_needs_ids(bill: Client, labels: Any) -> None:
    for turn in ("archive", "restore"):
        judge(bill.raw("POST", f"{labels.resource.path}/bulk/{turn}"), 400)


@contract(
    "CL-LAB-011",
    "BILL's own sample query (max, sort, filter on id) finds the label.",
    "D",
    "reference/listclassificationdepartments",
)
def test_list(labels: Any, label: Label) -> None:
    made = label()
    found = labels.list(max=10, sort="createdTime:desc", filters=f"id:eq:{made['id']}")
    assert found.results == [made]


@contract("CL-LAB-012", "An unknown label is 404 BDC_1205.", "I", "reference/getclassificationdepartment")
def test_unknown(labels: Any, kind: str) -> None:
    with refused(404, "BDC_1205"):
        labels.get(f"{PREFIX[kind]}01NOSUCHLABEL000")


@contract("CL-LAB-013", "The pages of labels partition them.", "O", "observed")
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages(labels: Any, label: Label, size: int) -> None:
    parent = label()["id"]
    made = [label(parentId=parent)["id"] for _ in range(5)]
    found = labels.iterate(max=size, filters=f"parentId:eq:{parent}", sort="createdTime:asc")
    assert [row["id"] for row in found] == made


@contract("CL-LAB-014", "A department needs a name.", "S", "reference/createclassificationdepartment")
def test_department_name(bill: Client) -> None:
    entries = judge(bill.raw("POST", "/v3/classifications/departments", json={"description": "nameless"}), 400)
    assert entries[0]["message"].startswith("name")


@contract(
    "CL-LAB-015",
    "An accounting class, a job, a location and an employee may be made without a name.",
    "S",
    "reference/createclassificationjob",
)
@pytest.mark.parametrize("kind", ["accounting_classes", "jobs", "locations", "employees"], indirect=True)
def test_nameless(make: Make, labels: Any) -> None:
    assert make.keep(labels, labels.create({"shortName": "NN"}))["shortName"] == "NN"


@contract(
    "CL-LAB-016",
    "The line of a bill names a label of any kind; one that is unknown is refused.",
    "D",
    "reference/createbill",
)
@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("accounting_classes", "accountingClassId"), ("chart_of_accounts", "chartOfAccountId"),
        ("departments", "departmentId"), ("employees", "employeeId"), ("items", "itemId"), ("jobs", "jobId"),
        ("locations", "locationId"),
    ],
)  # fmt: skip
def test_on_a_bill(bill: Client, make: Make, kind: str, member: str) -> None:
    def lines(id: str) -> list[dict[str, Any]]:
        return [{"amount": 10.0, "classifications": {member: id}}]

    known, vendor = make.label(kind)["id"], make.lasting_vendor()
    made = make.invoice(vendor, billLineItems=lines(known))
    assert made["billLineItems"][0]["classifications"] == {member: known}
    with refused(CLIENT_ERROR):
        bill.bills.create(make.bill_body(vendor, billLineItems=lines(f"{PREFIX[kind]}01NOSUCHLABEL000")))
