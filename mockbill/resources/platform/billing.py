"""Billing statements: what BILL asks of an organization for a month, as list, detail, CSV and PDF.

D reference/listbillingstatements, reference/getbillingstatementdetail; what is on a statement follows from the price
plan and the payments of the month (I).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.operations import Answer, Resource
from ...gateway.verbs import find, put
from ...gateway.wire import Date, Money, Wire, cents, dollars
from ...world.store import Column, Condition, Row
from ...world.world import World
from .. import files
from ..csv_files import csv_of
from ..payments.calendar import start_of, today
from ..payments.timelines import course_of
from ..pdf import Rule, Word, document, to_the_left
from .organizations import PATH, organizations
from .price_plans import plan_of

ALL = f"{PATH}/{{organizationId}}/billing-statements"
MONTH_OVER = "billing.month_over"
DETAILS = ("quantity", "description", "type", "amount")


class Period(Wire):
    startDate: Date
    endDate: Date


class Statement(Wire):
    id: str
    amount: Money
    billingPeriod: Period
    description: str
    invoiceDate: Date
    invoiceNumber: str
    paymentStatus: Literal["PAID", "UNPAID"]
    paymentDate: Date | None = None


class Links(Wire):
    csv: str
    pdf: str


class Detail(Wire):
    quantity: int
    description: str
    type: str
    amount: Money


class StatementDetail(Statement):
    downloadLink: Links
    statementDetails: list[Detail]


class StatementQuery(Wire):
    invoiceDateFrom: Date | None = None
    invoiceDateTo: Date | None = None


statements = Resource(
    "billing_statement",
    ALL,
    "bst",
    Statement,
    Statement,
    item="billingStatementId",
    keep=(Column("invoiceDate", index=True),),
)


@statements.operation(
    "listbillingstatements", "GET", ALL, listing=True, query=StatementQuery, answer=Statement, evidence="I"
)
def list_statements(call: Call) -> Answer:
    """The statements of the organization: a page, or all that are dated in a span of days."""
    find(call, organizations, call.params["organizationId"])
    days = {name: call.query[name] for name in StatementQuery.model_fields if name in call.query}
    paged = {name: call.query[name] for name in ("max", "page") if name in call.query}
    if not days:
        call.query = paged
        return listing.page(call, statements)
    if paged:
        raise invalid(*(f"{name}: must not be set together with {' and '.join(days)}" for name in paged))
    column, operators = statements.table.by_path["invoiceDate"], {"invoiceDateFrom": "gte", "invoiceDateTo": "lte"}
    conditions = [Condition(column, operators[name], day) for name, day in days.items()]
    rows = call.world.store.select(statements.name, call.org, conditions, (), limit=-1)
    return listing.envelope(b",".join(row[1] for row in rows), None, None)


@statements.operation(
    "getbillingstatementdetail", "GET", f"{ALL}/{{billingStatementId}}", answer=StatementDetail, evidence="I"
)
def get_statement(call: Call) -> Answer:
    """One statement with its lines, and links to it as CSV and PDF."""
    find(call, organizations, call.params["organizationId"])
    row = find(call, statements, call.params["billingStatementId"])
    links = {kind: files.link(call.base_url, file_id(row, kind)) for kind in Links.model_fields}
    return {**row, "downloadLink": links, "statementDetails": row.hidden["details"]}


def file_id(statement: Row, kind: str) -> str:
    return f"{statement['id']}-{kind}"


# How a statement comes about


def issue(call: Call, month: date) -> Row:
    """Make the statement of a month, dated the day after its end. Raises ValueError when there is one, or nothing of the month yet."""
    first, last = month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])
    number = f"BILL-{first:%Y%m}"
    if first > today(call.now()):
        raise ValueError(f"{first:%B %Y} has not begun")
    if statement_of(call, first):
        raise ValueError(f"there is a statement of {first:%B %Y}")
    details = list(lines(call, first.isoformat(), last.isoformat()))
    fields = {
        "amount": dollars(sum(cents(line["amount"]) for line in details)),
        "billingPeriod": {"startDate": first.isoformat(), "endDate": last.isoformat()},
        "description": f"BILL services, {first:%B %Y}",
        "invoiceDate": first_after(last).isoformat(),
        "invoiceNumber": number,
        "paymentStatus": "UNPAID",
    }
    row = put(call, statements, fields, {"details": details})
    organization = call.world.store.get(organizations.name, call.org) or Row({})
    for kind, data in (("csv", csv_of(DETAILS, details)), ("pdf", paper(row, details, organization.get("name", "")))):
        call.world.store.put_blob(file_id(row, kind), data)
        files.publish(call, file_id(row, kind), f"{number}.{kind}", file_id(row, kind), "")
    return row


def first_after(day: date) -> date:
    """The first of the month after a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def await_month(world: World, org: str, count: int = 1) -> None:
    """Have the statement of this month made when it is over, the organization's `count`th that comes by itself."""
    due = start_of(first_after(today(world.clock.now())))
    world.schedule(due, MONTH_OVER, subject=f"statements {org}", org=org, count=count)


def month_over(call: Call, count: int) -> None:
    """Make the statement of the month before, unless there is one, and await the next; not for ever, for a clock may
    leap centuries.
    """
    if count > call.world.choices["billing.statement_months"]:
        return
    before = today(call.now()).replace(day=1) - timedelta(days=1)
    organization = call.world.store.get(organizations.name, call.org)
    if organization is not None and not organization["archived"] and not statement_of(call, before):
        issue(call, before)
    await_month(call.world, call.org, count + 1)


def statement_of(call: Call, month: date) -> Row | None:
    """The statement of the month of a day."""
    dated = first_after(month).isoformat()
    return next(iter(call.world.store.find(statements.name, call.org, limit=1, invoiceDate=dated)), None)


def lines(call: Call, first: str, last: str) -> Iterator[dict[str, Any]]:
    """What a month costs: the subscription, payments beyond those that are free, faster delivery, less a discount."""
    plan = plan_of(call)
    store = call.world.store
    processed = [
        payment
        for payment in store.find("payment", call.org)
        if payment["onlinePayment"] and payment["status"] == "PAID" and first <= payment["processDate"] <= last
    ]
    beyond = max(0, len(processed) - plan.processed)
    faster = [payment for payment in processed if payment["processingOptions"]["requestPayFaster"]]
    found = [
        (1, f"{plan.name} subscription", "SUBSCRIPTION", cents(plan.monthly)),
        (len(processed), f"Payments, {plan.processed} included", "TRANSACTION", beyond * cents(plan.each)),
        (len(faster), "Faster delivery", "TRANSACTION", sum(cents(course_of(payment).fee) for payment in faster)),
    ]
    total = sum(amount for *_, amount in found)
    found.append((1, "Discount", "DISCOUNT", -round(total * plan.discount / 100)))
    for quantity, description, kind, amount in found:
        if amount or kind == "SUBSCRIPTION":
            yield {"quantity": quantity, "description": description, "type": kind, "amount": dollars(amount)}


def paper(statement: Row, details: list[dict[str, Any]], name: str) -> bytes:
    """The statement on a sheet of paper."""
    top: list[Word | Rule] = [
        Word(54, 720, "Statement", 18, "bold"),
        Word(54, 690, name),
        Word(54, 674, f"{statement['invoiceNumber']}, {statement['invoiceDate']}"),
        Word(54, 658, statement["description"]),
        Rule(54, 640, 504),
    ]
    body: list[Word | Rule] = []
    place = 620.0
    for line in details:
        body += [Word(54, place, f"{line['quantity']} x {line['description']}"), amount(place, line["amount"])]
        place -= 18
    bottom: list[Word | Rule] = [
        Rule(54, place + 8, 504),
        Word(54, place - 10, "Total USD", font="bold"),
        amount(place - 10, statement["amount"]),
    ]
    return document([[*top, *body, *bottom]], title=statement["invoiceNumber"])


def amount(place: float, dollars: float) -> Word:
    return to_the_left(558, place, f"{dollars:.2f}")


def settle(call: Call, statement: Row) -> Row:
    """The organization has paid a statement, today."""
    if statement["paymentStatus"] == "PAID":
        raise ValueError("the statement is paid")
    statement |= {"paymentStatus": "PAID", "paymentDate": today(call.now()).isoformat()}
    return call.world.store.update(statements.name, statement)


JOBS = {MONTH_OVER: month_over}
