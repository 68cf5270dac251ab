"""What is asked of transactions: they are read, charged to another budget, and coded. None is made here (D)."""

from dataclasses import replace
from typing import Annotated, Any, Literal

import orjson

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Encoded
from ...gateway.verbs import find, look_up
from ...gateway.wire import Filled, Min, Wire
from ...world.store import Condition, Row
from .booking import move
from .budgets import budgets
from .charges import PARENT, REVIEWED, SYNC, Transaction, save, transactions
from .coding import Code, CodeWrite, Selected, coded, coding_filters, serves
from .common import active_reference, refused
from .tags import custom_fields, field_values

ONE = f"{transactions.path}/{{transactionId}}"
SYNC_STATES = ("PENDING", "SYNCED", "ERROR", "MANUAL_SYNCED", "NOT_SYNCED")


CODED = ("customFieldIds", "customFieldValueIds")
CODES = replace(custom_fields, filters={}, operations=[])
"""The custom fields of a transaction, which know one filter alone."""


class ShowQuery(Wire):
    showCustomFieldIds: str | None = None


class ListQuery(ShowQuery):
    includeReceipts: Literal["true", "false"] | None = None


class TransactionWrite(Wire):
    budgetId: Filled


class CodesQuery(Wire):
    filters: str | None = None


class Codes(Wire):
    customFields: Annotated[list[CodeWrite], Min(1)]


class CodesAnswer(Wire):
    results: list[Code]


class CodeStatus(Wire):
    status: Literal["SUCCESS"]


def by_sync(call: Call, operator: str, value: str) -> Condition:
    """`syncStatus` is a filter of its own; what a transaction shows is written otherwise (O)."""
    many = operator in ("in", "nin")
    if operator not in ("eq", "ne", "in", "nin"):
        raise refuse("BDC_1131", operator)
    wanted = tuple(part.strip() for part in value.split(",")) if many else (value,)
    if not set(wanted) <= set(SYNC_STATES):
        raise refuse("BDC_1129", "syncStatus", value[:80])
    return Condition(SYNC, operator, wanted if many else value)


def by_review(call: Call, operator: str, value: str) -> Condition:
    if operator != "eq":
        raise refuse("BDC_1131", operator)
    if value not in ("true", "false"):
        raise refuse("BDC_1129", "isReviewed", value[:80])
    return Condition(REVIEWED, "eq", int(value == "true"))


def shown(row: dict[str, Any], only: str | None, receipts: bool = True) -> dict[str, Any]:
    """A transaction with some of its custom fields, by either of their ids, and with or without its receipts."""
    if only is not None and "customFields" in row:
        wanted = {key.strip() for key in only.split(",")}
        row["customFields"] = [entry for entry in row["customFields"] if {entry["id"], entry["uuid"]} & wanted]
    return row if receipts else {name: value for name, value in row.items() if name != "receipts"}


@transactions.operation("listtransactions", "GET", transactions.path, listing=True, query=ListQuery, answer=Transaction)
def list_transactions(call: Call) -> Answer:
    """A page of transactions, newest first unless told (O); receipts only with `includeReceipts`, no children (D)."""
    special = {"syncStatus": by_sync, "isReviewed": by_review, **coding_filters(transactions, *CODED)}
    page = listing.page(call, transactions, Condition(PARENT, "eq", ""), special=special, sort="occurredTime:desc")
    only, receipts = call.query.get("showCustomFieldIds"), call.query.get("includeReceipts") == "true"
    if only is None and (receipts or b'"receipts":' not in page.body):
        return page
    answer = orjson.loads(page.body)
    answer["results"] = [shown(row, only, receipts) for row in answer["results"]]
    return Encoded(orjson.dumps(answer))


@transactions.operation("gettransaction", "GET", ONE, query=ShowQuery, answer=Transaction)
def get(call: Call) -> Answer:
    """One transaction."""
    row = find(call, transactions, call.params["transactionId"])
    return shown(row, call.query.get("showCustomFieldIds"))


def unlocked(call: Call) -> Row:
    """The transaction that the path names; a locked one takes no changes (D for custom fields, else I): 400."""
    row = find(call, transactions, call.params["transactionId"])
    if row["isLocked"]:
        raise refused(call, "transactionId: the transaction is locked")
    return row


@transactions.operation("updatetransaction", "PUT", ONE, body=TransactionWrite, answer=Transaction)
def update(call: Call) -> Answer:
    """Charge a transaction to another budget."""
    row = unlocked(call)
    budget = active_reference(call, budgets, call.body["budgetId"])
    return row if budget["uuid"] == row["budgetUuid"] else move(call, row, budget)


def by_field(call: Call, operator: str, value: str) -> Condition:
    if operator not in ("eq", "in"):
        raise refuse("BDC_1131", operator)
    keys = value.split(",") if operator == "in" else [value]
    rows = [look_up(call, custom_fields, key.strip()) for key in keys]
    return Condition(custom_fields.table.by_path["uuid"], "in", tuple(row["uuid"] for row in rows if row is not None))


@transactions.operation(
    "listtransactioncustomfields", "GET", f"{ONE}/custom-fields", query=CodesQuery, answer=CodesAnswer
)
def list_codes(call: Call) -> Answer:
    """The custom fields of a transaction, as one list that has no pages (D)."""
    row = find(call, transactions, call.params["transactionId"])
    wanted = listing.parse_filters(call, CODES, call.query.get("filters", ""), {"customFieldIds": by_field})
    return {"results": [code for code in coded(call, row) if all(code["uuid"] in term.value for term in wanted)]}


@transactions.operation("updatetransactioncustomfields", "PUT", f"{ONE}/custom-fields", body=Codes, answer=CodeStatus)
def update_codes(call: Call) -> Answer:
    """Choose values of custom fields; SUCCESS also where nothing was taken of it (O), so read it back."""
    save(call, unlocked(call), call.body["customFields"])
    return {"status": "SUCCESS"}


@transactions.operation(
    "listtransactioncustomfieldvalues", "GET", f"{ONE}/custom-fields/{{customFieldId}}/values",
    listing=True, answer=Selected,
)  # fmt: skip
def list_code_values(call: Call) -> Answer:
    """The values that a transaction may choose from for a field; 404 for one not offered to it (I)."""
    row = find(call, transactions, call.params["transactionId"])
    field = look_up(call, custom_fields, call.params["customFieldId"])
    if field is None or field["retired"] or not serves(field, row):
        raise refuse("BDC_1205")
    call.query = {name: value for name, value in call.query.items() if name not in ("filters", "sort")}
    column = field_values.table.by_path["hidden.field"]
    page = listing.page(call, field_values, Condition(column, "eq", field["uuid"]))
    answer = orjson.loads(page.body)
    answer["results"] = [{name: value[name] for name in Selected.model_fields} for value in answer["results"]]
    return answer  # type: ignore[no-any-return]  # a page is an object


RESOURCE = transactions
