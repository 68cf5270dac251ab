"""Mass payments (`bbq`): up to 2,000 bills accepted at once and worked a little later, each for itself (D docs/ap-mass-payments).
What the answer calls its members, and how fast BILL works, is not published (I).
"""

from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.errors import Refusal, refuse
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import look_up, put
from ...gateway.wire import Int, Max, Min, Money, Time, Wire
from ...world.clock import SECOND
from ..payables.bills import bills
from ..platform.users import on_behalf
from .booking import Promises, book, vetted
from .orders import BulkItem, Options, OrderFields, beside, of_many
from .payments import PAYMENTS
from .rules import not_repeated

MOST_BILLS = 2_000
MOST_AT_ONCE = 100
"""Bills that one step of the work takes (I)."""

State = Literal["SCHEDULED", "COMPLETED", "FAILED"]


class MassPaymentWrite(OrderFields):
    payments: Annotated[list[BulkItem], Min(1), Max(MOST_BILLS)]
    processingOptions: Options | None = None


class Count(Wire):
    scheduled: Int
    failed: Int
    completed: Int
    total: Int


class ItemError(Wire):
    code: str | None = None
    message: str


class Item(Wire):
    billId: str
    amount: Money
    status: State
    paymentId: str | None = None
    errors: list[ItemError] | None = None


class MassPayment(Wire):
    paymentBatchId: str
    batchStatus: Literal["SCHEDULED", "COMPLETED"]
    count: Count
    createdBy: str
    createdTime: Time
    updatedTime: Time
    payments: list[Item]


MASS = f"{PAYMENTS}/mass"
mass_payments = Resource(
    "mass_payment", MASS, "bbq", MassPayment, MassPaymentWrite, item="paymentBatchId", event="mass-payment",
)  # fmt: skip
plain(mass_payments, get="getmasspayment")


def counted(items: list[dict[str, Any]]) -> dict[str, int]:
    """How many bills wait, got a payment, or were refused; `completed` is not money delivered (D)."""
    states: tuple[State, ...] = ("SCHEDULED", "FAILED", "COMPLETED")
    found = {state.lower(): sum(item["status"] == state for item in items) for state in states}
    return found | {"total": len(items)}


@mass_payments.operation(
    "createmasspayment", "POST", MASS,
    body=MassPaymentWrite, answer=MassPayment, status=202, trust=True, role="pay", scope="full",
)  # fmt: skip
def create_mass_payment(call: Call) -> Answer:
    """Accept payments of up to 2,000 bills; what becomes of each shows in the batch."""
    order = of_many(call)
    not_repeated(call, order)
    parts = order.pop("payments")
    call.evidence = "I"
    items = [{"billId": part["billId"], "amount": part["amount"], "status": "SCHEDULED"} for part in parts]
    id = call.world.ids.new(mass_payments.prefix)
    fields = {
        "paymentBatchId": id,
        "batchStatus": "SCHEDULED",
        "count": counted(items),
        "createdBy": call.principal.user,
        "payments": items,
    }
    batch = put(call, mass_payments, fields, {"key": id, "order": order, "parts": parts})
    call.emit("mass-payment.updated", batch)
    await_work(call, id)
    return batch


def await_work(call: Call, id: str) -> None:
    due = call.now() + call.world.choices["mass_payment.seconds"] * SECOND
    call.world.schedule(due, "mass_payment.work", subject=id, org=call.org, batch=id)


def work(call: Call, batch: str) -> None:
    """The next bills of a batch; the last of them completes it, which is told (D)."""
    row = call.world.store.get(mass_payments.name, batch, call.org)
    if row is None:
        raise AssertionError(f"{batch} is gone")
    by = on_behalf(call, row["createdBy"])
    parts: list[dict[str, Any]] = row.hidden["parts"]
    done = len(row["payments"]) - len(parts)
    for place, part in enumerate(parts[:MOST_AT_ONCE], done):
        row["payments"][place] |= outcome(by, row.hidden["order"], part)
    row.hidden["parts"] = parts[MOST_AT_ONCE:]
    row["count"] = counted(row["payments"])
    if row.hidden["parts"]:
        call.world.store.update(mass_payments.name, row)
        await_work(call, batch)
        return
    row |= {"batchStatus": "COMPLETED", "updatedTime": call.iso()}
    call.emit("mass-payment.updated", call.world.store.update(mass_payments.name, row))


def outcome(by: Call, order: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Pay one bill of a batch, or say why not; the others are not touched."""
    try:
        bill = look_up(by, bills, part["billId"])
        if bill is None:
            raise refuse("BDC_1205")
        payment = book(by, vetted(by, order | beside(part), bill, part, Promises()))
    except Refusal as refusal:
        texts = by.world.choices["error.texts"]
        told = [{"code": c.code, "message": c.text(texts)} for c in refusal.complaints]
        return {"status": "FAILED", "errors": told}
    return {"status": "COMPLETED", "paymentId": payment["id"]}


JOBS = {"mass_payment.work": work}
