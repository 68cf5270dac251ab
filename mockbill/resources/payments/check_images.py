"""The two sides of a cashed check, as the vendor's bank photographed them (D reference/getcheckimagedata)."""

from typing import Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Encoded
from ...gateway.verbs import find
from ...gateway.wire import Wire
from ...world.store import Row
from .. import pdf
from .payments import ONE, payments

SIDES = ("front", "back")
CHECK = (432.0, 198.0)
"""The size of a check, in points."""


class CheckImage(Wire):
    downloadLink: str


class CheckImages(Wire):
    results: list[CheckImage]


def cashed(payment: Row) -> bool:
    return bool(payment["disbursementType"] == "CHECK" and payment["singleStatus"] == "CLEARED")


@payments.operation("getcheckimagedata", "GET", f"{ONE}/check-image", answer=CheckImages)
def check_image(call: Call) -> Answer:
    """Links to front and back of a check; none before it is cashed, 404 for what is no check (I)."""
    payment = find(call, payments, call.params["paymentId"])
    if payment["disbursementType"] != "CHECK":
        raise refuse("BDC_1205")
    base = f"{call.base_url}{ONE.format(paymentId=payment['id'])}/check-image"
    return {"results": [{"downloadLink": f"{base}/{side}"} for side in SIDES if cashed(payment)]}


@payments.operation(
    "downloadcheckimage", "GET", f"{ONE}/check-image/{{side}}", auth="link", standing="auxiliary", evidence="I"
)
def download(call: Call) -> Answer:
    """One side of a cashed check, as a PDF."""
    payment = find(call, payments, call.params["paymentId"])
    side = call.params["side"]
    if not cashed(payment) or side not in SIDES:
        raise refuse("BDC_1205")
    info: dict[str, Any] = payment["disbursementInfo"]["checkDisbursement"]
    front = [
        f"Check {info['checkNumber']}",
        f"Date {info['sentDate']}",
        f"Pay to the order of {payment['vendorName']}",
        f"USD {payment['amount']:.2f}",
    ]
    lines = front if side == "front" else ["For deposit only", payment["vendorName"]]
    page = [pdf.Word(36, 160 - 24 * place, text, 12) for place, text in enumerate(lines)]
    return Encoded(pdf.document([page], CHECK, f"Check {info['checkNumber']}"), "application/pdf")
