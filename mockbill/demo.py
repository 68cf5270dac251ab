"""`mockbill demo`: the main job of an AP integration, played over HTTP with the real client, step by step.

Every step says what BILL documents and compares; the first that differs ends the play with exit 1.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from billclient import APIError, BillError, BusinessRefusal, Client, Session, Untrusted, webhooks

from .data import fixture
from .remote import Refused, control

FRIDAY = "2026-03-06T17:00:00.000Z"
SATURDAY, TUESDAY = "2026-03-14", "2026-03-10"
AMOUNT = 1284.5
EVENTS = ("vendor.updated", "bill.created", "bill.updated", "payment.updated")
LIFE = ["SCHEDULED", "READY_TO_FUND", "FUNDING_STARTED", "PROCESSED", "SENT", "CLEARED"]
VENDOR = {
    "name": "Maumee Paper Supply",
    "email": "ar@maumeepaper.example",
    "accountType": "BUSINESS",
    "address": {
        "line1": "410 Water Street",
        "city": "Maumee",
        "stateOrProvince": "OH",
        "zipOrPostalCode": "43537",
        "country": "US",
    },
}
ACCOUNT = {
    "nameOnAccount": "Maumee Paper Supply",
    "accountNumber": "000123456789",
    "routingNumber": "123456780",
    "type": "CHECKING",
    "ownerType": "BUSINESS",
}

Tell = Callable[[str], Any]


class NotAsDocumented(Exception):
    """A step went otherwise than BILL documents."""


def play(tell: Tell) -> int:
    """Play everything; 0 when all was as documented."""
    try:
        with server() as url, receiver() as inbox:
            tell(f"a mockbill of its own listens on {url}, a webhook receiver on {inbox.url}\n")
            Play(tell, url, inbox).all()
    except (NotAsDocumented, BillError, Refused) as error:
        tell(f"\nnot as documented: {error}")
        return 1
    tell("\nAll as BILL documents it.")
    return 0


@contextmanager
def server() -> Iterator[str]:
    """`mockbill serve` on a free port, its clock standing on a Friday."""
    command = [sys.executable, "-m", "mockbill", "serve", "--port", "0", "--seed", "empty", "--clock", FRIDAY]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if "http://" not in line:
            raise NotAsDocumented("the server did not start")
        yield line.split()[-1]
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


class Inbox:
    """What was delivered, as it came."""

    def __init__(self) -> None:
        self.url = ""
        self.came: list[tuple[bytes, str | None]] = []


@contextmanager
def receiver() -> Iterator[Inbox]:
    """An application's webhook endpoint on the loopback."""
    inbox = Inbox()

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.came.append((body, self.headers[webhooks.SIGNATURE_HEADER]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """The play tells what came."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    inbox.url = f"http://127.0.0.1:{http.server_port}/bill"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        http.shutdown()
        http.server_close()


class Play:
    """The steps, in order; each keeps what later ones need."""

    def __init__(self, tell: Tell, url: str, inbox: Inbox) -> None:
        self.tell, self.url, self.inbox = tell, url, inbox
        keys = control(url, "GET", "/info")["credentials"]
        names = ("username", "password", "organizationId", "devKey")
        self.bill = Client(Session(**{name: keys[name] for name in names}), gateway=url)
        self.steps = 0

    def all(self) -> None:
        self.sign_in()
        self.subscribe()
        self.vendor()
        self.invoice()
        self.document()
        self.refusals()
        self.pay()
        self.time()
        self.deliveries()
        self.books()
        self.bill.close()

    def step(self, text: str) -> None:
        self.steps += 1
        self.tell(f"{self.steps:>2}. {text}")

    def expect(self, what: str, found: Any, wanted: Any) -> None:
        if found != wanted:
            raise NotAsDocumented(f"{what} is {found!r}, not {wanted!r}")
        self.tell(f"      {what}: {found}")

    def refused(self, kind: type[APIError], status: int, code: str, do: Callable[[], Any]) -> None:
        try:
            do()
        except kind as error:
            self.expect("refused", f"{error.status} {error.code}", f"{status} {code}")
        else:
            raise NotAsDocumented(f"a call that BILL refuses with {code} was answered with success")

    # The steps

    def sign_in(self) -> None:
        self.step("POST /v3/login: sign in with username, password, organization and developer key")
        answer = self.bill.session.login()
        self.expect("trusted", answer["trusted"], False)

    def subscribe(self) -> None:
        self.step("POST /connect-events/v3/subscriptions: be told of vendors, bills and payments")
        made = self.bill.webhooks.subscribe(
            {
                "name": "demo",
                "status": {"enabled": True},
                "events": [{"type": type, "version": "1"} for type in EVENTS],
                "notificationUrl": self.inbox.url,
            }
        )
        self.key = made["securityKey"]
        self.expect("enabled", made["status"]["enabled"], True)

    def vendor(self) -> None:
        self.step("POST /v3/vendors, POST /v3/vendors/{id}/bank-account: a vendor that is paid by ACH")
        self.vendor_id = self.bill.vendors.create(VENDOR)["id"]
        self.bill.vendors.create_bank_account(self.vendor_id, ACCOUNT)
        vendor = self.bill.vendors.get(self.vendor_id)
        self.expect("id begins with", self.vendor_id[:3], "009")
        self.expect("paid by", vendor["paymentInformation"]["payByType"], "ACH")

    def invoice(self) -> None:
        self.step("POST /v3/bills: what is owed, and where its approval stands")
        made = self.bill.bills.create(
            {
                "vendorId": self.vendor_id,
                "dueDate": "2026-03-20",
                "invoice": {"invoiceNumber": "MP-20931", "invoiceDate": "2026-03-04"},
                "billLineItems": [
                    {"amount": 1200.0, "description": "Coated stock, 80 lb"},
                    {"amount": 84.5, "description": "Freight"},
                ],
            }
        )
        self.bill_id = made["id"]
        self.expect("amount", made["amount"], AMOUNT)
        self.expect("paymentStatus", made["paymentStatus"], "UNPAID")
        self.expect("approvalStatus", made["approvalStatus"], "UNASSIGNED")

    def document(self) -> None:
        self.step("POST /v3/documents/bills/{id}: the scan; BILL reads it for a while")
        scan = fixture("documents", "invoice.pdf").read_bytes()
        upload = self.bill.documents.upload(self.bill_id, scan, "MP-20931.pdf")
        self.expect("status", self.bill.documents.status(upload["id"])[0]["status"], "IN_PROGRESS")
        self.advance(minutes=5)
        done = self.bill.documents.wait(upload, tries=1)
        document = self.bill.documents.get(done["documentId"])
        self.expect("same bytes back", self.bill.download(document["downloadLink"]) == scan, True)

    def refusals(self) -> None:
        self.step("POST /v3/payments without MFA")
        self.bank = next(bank for bank in self.bill.banks.iterate() if bank["status"] == "VERIFIED")["id"]
        self.refused(Untrusted, 403, "BDC_1361", lambda: self.order(TUESDAY))
        self.step("POST /v3/mfa/challenge, /validate: the session becomes trusted")
        self.bill.mfa.trust(control(self.url, "GET", "/info")["mfaToken"])
        self.expect("mfaStatus", self.bill.session.info()["mfaStatus"], "COMPLETE")
        self.step("POST /v3/payments for a Saturday")
        self.refused(BusinessRefusal, 422, "BDC_1152", lambda: self.order(SATURDAY))

    def pay(self) -> None:
        self.step("POST /v3/payments for a Tuesday")
        payment = self.order(TUESDAY)
        self.payment_id = payment["id"]
        self.expect("singleStatus", payment["singleStatus"], "SCHEDULED")
        self.expect("bill paymentStatus", self.bill.bills.get(self.bill_id)["paymentStatus"], "SCHEDULED")

    def time(self) -> None:
        self.step("the clock moves by ten days")
        self.advance(days=10)
        control(self.url, "POST", "/webhooks/drain")
        self.tell(f"      now: {control(self.url, 'GET', '/clock')['now']}")

    def deliveries(self) -> None:
        self.step("webhooks came, and are BILL's")
        body, signature = self.inbox.came[-1]
        signed = [webhooks.verify(content, mark, self.key) for content, mark in self.inbox.came]
        self.expect("signatures", (len(signed) > 5, all(signed)), (True, True))
        self.expect("a changed body passes", webhooks.verify(body + b" ", signature, self.key), False)
        events = [webhooks.parse(content) for content, _ in self.inbox.came]
        self.expect("each event once", len({event.id for event in events}), len(events))
        life = [event.object["status"] for event in events if event.type == "payment.updated"]
        self.expect("payment.updated", life, LIFE)

    def books(self) -> None:
        self.step("the money has arrived")
        payment = self.bill.payments.get(self.payment_id)
        bill = self.bill.bills.get(self.bill_id)
        self.expect("payment", (payment["status"], payment["singleStatus"]), ("PAID", "CLEARED"))
        self.expect("bill", bill["paymentStatus"], "PAID")
        self.expect("paid, due", (bill["paidAmount"], bill["dueAmount"]), (AMOUNT, 0.0))
        self.expect("owed to the vendor", self.bill.vendors.get(self.vendor_id)["balance"]["amount"], 0.0)

    # What they are made of

    def order(self, day: str) -> dict[str, Any]:
        made: dict[str, Any] = self.bill.payments.create(
            {
                "billId": self.bill_id,
                "amount": AMOUNT,
                "processDate": day,
                "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.bank},
                "processingOptions": {"requestPayFaster": False, "createBill": False},
            }
        )
        return made

    def advance(self, **by: float) -> None:
        control(self.url, "POST", "/clock", {"advance": by})
