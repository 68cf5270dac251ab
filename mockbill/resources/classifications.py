"""Classifications: label catalogues of an organization, each with the same ten operations. Built: chart of accounts."""

from typing import Any, Literal

from ..gateway.call import Call
from ..gateway.operations import Bulk, Resource
from ..gateway.validation import Filled, Text, Time, Wire, merge
from ..gateway.verbs import plain, put, refer, rewrite
from ..world.store import Row
from .areas import Area

AccountType = Literal[
    "UNSPECIFIED", "ACCOUNTS_PAYABLE", "ACCOUNTS_RECEIVABLE", "BANK", "COST_OF_GOODS_SOLD", "CREDIT_CARD", "EQUITY",
    "EXPENSE", "FIXED_ASSET", "INCOME", "LONG_TERM_LIABILITY", "OTHER_ASSET", "OTHER_CURRENT_ASSET",
    "OTHER_CURRENT_LIABILITY", "OTHER_EXPENSE", "OTHER_INCOME", "NON_POSTING",
]  # fmt: skip


class Account(Wire):
    type: AccountType | None = None
    number: Text | None = None


class ChartOfAccountWrite(Wire):
    name: Filled
    description: Text | None = None
    parentId: Text | None = None
    account: Account | None = None


class ChartOfAccount(Wire):
    id: str
    archived: bool
    name: str
    description: str | None = None
    parentId: str | None = None
    account: Account | None = None
    createdTime: Time
    updatedTime: Time


def classification(
    path: str, prefix: str, stem: str, plural: str, key: str, model: type[Wire], write: type[Wire]
) -> Resource:
    """One kind of label with its ten operations (D hc/reference/createclassification…)."""

    def create(call: Call, fields: dict[str, Any]) -> Row:
        check_parent(call, kind, fields, "")
        return put(call, kind, fields)

    def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
        check_parent(call, kind, fields, row["id"])
        merge(row, fields)
        return rewrite(call, kind, row)

    kind = Resource(
        path, f"/connect/v3/classifications/{path}", prefix, model, write, bulk=Bulk(key, 50),
        filters={
            "id": "eq ne in nin", "archived": "eq ne", "name": "eq ne in nin sw", "parentId": "eq ne in nin",
            "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
        },
        sorts="name createdTime updatedTime", indexes="name", make=create, change=change,
    )  # fmt: skip
    plain(
        kind, list=f"listclassification{plural}", get=f"getclassification{stem}", create=f"createclassification{stem}",
        update=f"updateclassification{stem}", archive=f"archiveclassification{stem}", restore=f"restoreclassification{stem}",
        bulk_create=f"bulkcreateclassification{stem}", bulk_update=f"bulkupdateclassification{stem}",
        bulk_archive=f"bulkarchiveclassification{stem}", bulk_restore=f"bulkrestoreclassification{stem}",
    )  # fmt: skip
    return kind


def check_parent(call: Call, kind: Resource, fields: dict[str, Any], own: str) -> None:
    """A parent is a label of the same kind, and neither the label itself nor below it (422, I)."""
    key = fields.get("parentId")
    while key:
        parent = refer(call, kind, key)
        if parent["id"] == own:
            raise call.business("parentId", "A classification cannot be below itself.")
        key = parent.get("parentId")


chart_of_accounts = classification(
    "chart-of-accounts",
    "0ca",
    "chartofaccounts",
    "chartofaccounts",
    "chartOfAccounts",
    ChartOfAccount,
    ChartOfAccountWrite,
)
CLASSIFICATIONS = Area(resources=(chart_of_accounts,))
