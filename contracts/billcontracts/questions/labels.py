"""What is open about classifications."""

from ..asking import Asking
from ..factories import unique
from ..probe import Seen, outcome, probe, told, whole

DEPARTMENTS = "/v3/classifications/departments"


@probe(
    "P-CLS-1",
    "May two labels of a kind have one name?",
    "reference/createclassificationdepartment",
    "classification.duplicate_name",
)
def two_labels(asking: Asking) -> Seen:
    name = asking.make.label("departments")["name"]
    response = asking.bill.raw("POST", "/v3/classifications/departments", json={"name": name})
    if response.is_success:
        asking.make.keep(asking.bill.departments, response.json())
    return outcome(response, "allow", "refuse")


@probe("P-CLS-2", "Is a label made without a name?", "reference/createclassificationlocation", "classification.name")
def nameless(asking: Asking) -> Seen:
    response = asking.bill.raw("POST", "/v3/classifications/locations", json={"description": unique("Probe")})
    if response.is_success:
        asking.make.keep(asking.bill.locations, response.json())
    return outcome(response, "optional", "required")


@probe(
    "P-CLS-3",
    "May a bill point to an archived label?",
    "reference/createbill",
    "classification.archived_reference",
)
def archived_label(asking: Asking) -> Seen:
    label = asking.make.label("departments")["id"]
    asking.bill.departments.archive(label)
    line = {"amount": 5.0, "classifications": {"departmentId": label}}
    body = asking.make.bill_body(asking.make.lasting_vendor(), billLineItems=[line])
    response = asking.bill.raw("POST", "/v3/bills", json=body)
    if response.is_success:
        asking.make.keep(asking.bill.bills, response.json())
    return outcome(response, "allow", "refuse")


@probe("P-CLS-4", "Is a bulk of labels all or nothing?", "reference/bulkcreateclassificationdepartment")
def all_or_nothing(asking: Asking) -> Seen:
    name = unique("Probe")
    response = asking.bill.raw("POST", f"{DEPARTMENTS}/bulk", json=[{"name": name}, {"name": "x" * 2000}])
    found = asking.bill.raw("GET", DEPARTMENTS, params={"filters": f'name:eq:"{name}"'}).json()["results"]
    for row in found:
        asking.make.keep(asking.bill.departments, row)
    return Seen(f"{whole(response)}; of the good ones {len(found)} was made")


@probe("P-CLS-5", "How are several ids of a bulk archive parted?", "reference/bulkarchiveclassificationdepartment")
def several_ids(asking: Asking) -> Seen:
    ids = [asking.make.label("departments")["id"] for _ in range(4)]
    comma = asking.bill.raw("POST", f"{DEPARTMENTS}/bulk/archive", params={"ids": ",".join(ids[:2])})
    query = "&".join(f"ids={id}" for id in ids[2:])
    repeated = asking.bill.raw("POST", f"{DEPARTMENTS}/bulk/archive?{query}")
    return Seen(f"by a comma: {told(comma)}; repeated: {told(repeated)}")
