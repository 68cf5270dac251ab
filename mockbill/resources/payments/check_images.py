"""The two sides of a cashed check, as the vendor's bank photographed them (D reference/getcheckimagedata)."""

from typing import Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Encoded
from ...gateway.validation import Wire
from ...gateway.verbs import find
from ...world.store import Row
from .payments import ONE, payments

SIDES = ("front", "back")


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
    return Encoded(pdf(front if side == "front" else ["For deposit only", payment["vendorName"]]), "application/pdf")


def pdf(lines: list[str]) -> bytes:
    """One page of a check's size with some lines of text."""
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    text = "\n".join(f"({line}) Tj T*" for line in shown).encode("cp1252", "replace")
    content = b"BT /F1 12 Tf 24 TL 36 160 Td\n%b\nET" % text
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 432 198] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table) + end
