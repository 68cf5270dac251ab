"""Credit memos (`ccr`): what a customer has to its credit, drawn on by its invoices (credits.py). They have no events (D)."""

from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Bulk, Resource
from ...gateway.plain import plain
from ...gateway.verbs import put, rewrite
from ...gateway.wire import Date, Filled, Max, Min, Money, Quantity, Reference, Text, Time, Wire, dollars
from ...world.store import Column, Row
from ..crediting import Status, declare, hold, merged, one_account, reply, settle, show_usage
from ..labels import know_labels
from . import lines
from .customers import payer
from .lines import Labels, Line, LineFields, labels_of
from .totals import tally

LINES = lines.Kind("ccl", "creditMemoLineItems")
PAY_TO = ("payToChartOfAccountId", "payToBankAccountId")
Lines = Annotated[list[LineFields], Min(1)]
Number = Annotated[Filled, Max(100)]


class MemoLine(Line):
    amount: Money


class MemoFields(Wire):
    """What may be left out of a credit memo."""

    description: Annotated[Text, Max(4000)] | None = None
    salesTaxItemId: Reference | None = None
    payToChartOfAccountId: Reference | None = None
    payToBankAccountId: Reference | None = None
    classifications: Labels | None = None


class CreditMemoWrite(MemoFields):
    customerId: Filled
    referenceNumber: Number
    creditDate: Date
    creditMemoLineItems: Lines


class CreditMemoPatch(MemoFields):
    customerId: Filled | None = None
    referenceNumber: Number | None = None
    creditDate: Date | None = None
    creditMemoLineItems: Lines | None = None


class Use(Wire):
    """What one invoice drew of a credit memo."""

    invoiceId: str
    amount: Money


class CreditMemo(Wire):
    id: str
    customerId: str
    referenceNumber: str
    creditDate: Date
    description: str | None = None
    archived: bool
    salesTaxItemId: str | None = None
    payToChartOfAccountId: str | None = None
    payToBankAccountId: str | None = None
    amount: Money
    appliedAmount: Money
    salesTaxTotal: Money
    salesTaxPercentage: Quantity
    status: Status
    createdTime: Time
    updatedTime: Time
    creditMemoLineItems: list[MemoLine]
    classifications: Labels | None = None
    usage: list[Use] | None = None


# Rules


def make(call: Call, fields: dict[str, Any]) -> Row:
    payer(call, fields["customerId"], "customerId")
    known(call, fields)
    memo = Row({**fields, LINES.member: lines.fresh(call, LINES, fields[LINES.member])})
    show_usage(call, memo, [])
    reckon(call, memo)
    return reply(put(call, credit_memos, memo))


def change(call: Call, memo: Row, fields: dict[str, Any]) -> Row:
    """A PATCH: lines that are named change, the others stay, one without id is added (I, as for invoices)."""
    known(call, fields)
    before, sent = Row(memo), fields.pop(LINES.member, None)
    if sent is not None:
        memo[LINES.member] = lines.patched(call, LINES, lines.bare(memo[LINES.member]), sent)
    return save(call, merged(memo, fields, PAY_TO), before)


def replace(call: Call, memo: Row, fields: dict[str, Any]) -> Row:
    """A PUT: lines that are not named are gone, one without id is new."""
    known(call, fields)
    before, sent = Row(memo), fields.pop(LINES.member)
    if call.choose("invoice.put_omitted") == "cleared":
        for name in MemoFields.model_fields:
            memo.pop(name, None)
    memo[LINES.member] = lines.replaced(call, LINES, lines.bare(memo[LINES.member]), sent)
    return save(call, merged(memo, fields, PAY_TO), before)


def save(call: Call, memo: Row, before: Row) -> Row:
    """Store an edited memo; what is applied of it holds its customer, and that much of its amount."""
    if memo["customerId"] != before["customerId"]:
        payer(call, memo["customerId"], "customerId")
    reckon(call, memo)
    hold(call, memo, "customerId", before["customerId"])
    return reply(rewrite(call, credit_memos, memo))


def known(call: Call, fields: dict[str, Any]) -> None:
    """Refuse labels and accounts that are none, and a memo that is to be paid to two accounts (codes I)."""
    know_labels(call, fields, LINES.member, PAY_TO[0])
    one_account(call, fields, PAY_TO)


def reckon(call: Call, memo: Row) -> None:
    """Amount, tax and status follow from the lines and the uses; refuses a memo that credits nothing (I)."""
    found = tally(call, memo[LINES.member], memo.get("salesTaxItemId"))
    if found.total < 0 or found.total == 0 and call.choose("credit.total") == "positive":
        raise call.business("amount", "The amount of a credit memo must be positive.")
    lines.show_amounts(memo[LINES.member], found.amounts)
    memo |= {
        "amount": dollars(found.total),
        "salesTaxTotal": dollars(found.tax),
        "salesTaxPercentage": found.percentage,
    }
    memo["classifications"] = labels_of(memo.get("classifications"))
    number = {"referenceNumber": memo["referenceNumber"], "archived": False}
    others = call.world.store.find(credit_memos.name, call.org, limit=2, **number)
    if any(other["id"] != memo.get("id") for other in others) and call.choose("credit_memo.used_number") == "refuse":
        raise refuse("BDC_1171", memo["referenceNumber"])
    settle(memo)


# The operations

SPAN, ORDER = "gt gte lt lte", "eq ne gt gte lt lte"
credit_memos = Resource(
    "credit_memo", "/connect/v3/credit-memos", "ccr", CreditMemo, CreditMemoWrite, patch=CreditMemoPatch,
    item="creditMemoId",
    filters={
        "id": "eq ne in nin", "archived": "eq ne", "customerId": "eq ne in nin", "status": "eq ne in nin",
        "creditDate": ORDER, "amount": ORDER, "createdTime": SPAN, "updatedTime": SPAN,
    },
    sorts="creditDate amount createdTime updatedTime", indexes="customerId createdTime updatedTime",
    keep=(Column("referenceNumber", index=True),),
    make=make, change=change, bulk=Bulk("creditMemos", 50),
)  # fmt: skip
plain(
    credit_memos, list="listcreditmemos", get="getcreditmemo", create="createcreditmemo", update="updatecreditmemo",
    bulk_create="bulkcreatecreditmemo", bulk_update="bulkupdatecreditmemo",
)  # fmt: skip
declare(
    credit_memos, replace, replace="replacecreditmemo", bulk_replace="bulkreplacecreditmemo",
    archive="archivecreditmemo", bulk_archive="bulkarchivecreditmemo",
    restore="restorecreditmemo", bulk_restore="bulkrestorecreditmemo",
)  # fmt: skip
