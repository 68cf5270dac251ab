"""Images for receipts: presigned URLs that take bytes without a token for a while, and links that give them back.

The same steps serve transactions and reimbursements (D docs/transaction-management, docs/reimbursements): ask for a
URL, PUT the bytes there, name the URL where the receipt belongs. How long a URL lives and what a receipt's own link
looks like is not published (I).
"""

from urllib.parse import urlsplit

from ...gateway.call import Call
from ...gateway.errors import Refusal, complaint, refuse
from ...gateway.operations import Answer, Encoded, declared_operation
from ...gateway.wire import Filled, Wire
from ...world.clock import MINUTE
from ...world.store import Row, Table
from ...world.tables import Column
from ...world.world import World
from ..files import media_type
from .common import refused

UPLOADS = "/spend-uploads"
RECEIPTS = "/spend-receipts"
TABLES = (
    Table("spend_upload"),
    Table("spend_receipt", (Column("upload", index=True),), "uuid"),
)


class UploadUrl(Wire):
    url: str


class ReceiptWrite(Wire):
    url: Filled


class Receipt(Wire):
    filename: str
    url: str
    uuid: str


def presign(call: Call) -> dict[str, str]:
    """A URL that takes an image until `spend.upload_minutes` from now (I)."""
    key = call.world.ids.uuid()
    due = call.now() + call.choose("spend.upload_minutes") * MINUTE
    call.world.store.insert("spend_upload", Row({"id": key, "expires": due, "media": ""}, org=call.org))
    return {"url": f"{call.base_url}{UPLOADS}/{key}?world={call.world.key}"}


def take(call: Call) -> Answer:
    """The bytes of an image, by whoever has its URL (D); again, unless `spend.upload_single_use` (I)."""
    upload = call.world.store.get("spend_upload", call.params["uploadId"])
    if upload is None:
        raise refuse("BDC_1205")
    spent = upload["media"] and call.choose("spend.upload_single_use")
    if spent or call.now() >= upload["expires"]:
        raise Refusal(403, [complaint("BDC_1145")])
    upload["media"] = call.headers.get("content-type", "") or "application/octet-stream"
    call.world.store.put_blob(f"upload {upload['id']}", call.raw)
    call.world.store.update("spend_upload", upload)
    return None


def receive(call: Call, url: str, filename: str = "", field: str = "url") -> dict[str, str]:
    """A receipt `{filename, url, uuid}` of what was put to a presigned URL, with a link of its own to read it by.

    Without a name it has the last part of the URL's path (I). Raises Refusal (400, I) naming `field` for a URL that was
    not issued, or that nothing was put to.
    """
    key = urlsplit(url).path.rpartition("/")[2]
    upload = call.world.store.get("spend_upload", key, call.org)
    if upload is None:
        raise refused(call, f"{field}: is not an upload URL")
    if not upload["media"]:
        raise refused(call, f"{field}: nothing was uploaded")
    name = filename or key
    _, uuid = call.world.ids.spend("rct", "Receipt")
    kept = {"uuid": uuid, "filename": name, "upload": key, "media": upload["media"]}
    call.world.store.insert("spend_receipt", Row(kept, org=call.org))
    return {"filename": name, "url": f"{call.base_url}{RECEIPTS}/{uuid}?world={call.world.key}", "uuid": uuid}


def discard(call: Call, uuid: str) -> None:
    """Forget a receipt; its link leads nowhere from now on, and the bytes go with the last of them."""
    store = call.world.store
    receipt = store.get("spend_receipt", uuid, call.org)
    if receipt is None:
        raise AssertionError(f"{uuid} was never received")
    store.delete("spend_receipt", receipt)
    upload = store.get("spend_upload", receipt["upload"], call.org)
    expired = upload is not None and call.now() >= upload["expires"]
    if expired and not store.find("spend_receipt", call.org, upload=receipt["upload"]):
        store.drop_blob(f"upload {receipt['upload']}")


def show(call: Call) -> Answer:
    """The image of a receipt, by whoever has its link (I)."""
    receipt = call.world.store.get("spend_receipt", call.params["receiptId"])
    data = call.world.store.blob(f"upload {receipt['upload']}") if receipt else None
    if receipt is None or data is None:
        raise refuse("BDC_1205")
    safe = receipt["media"] if receipt["media"].startswith("image/") else media_type(receipt["filename"])
    return Encoded(data, safe, {"X-Content-Type-Options": "nosniff"})


def relink(world: World) -> None:
    """Have the links of all receipts lead to this world, a copy, and not to the one that it is a copy of."""
    with world.transaction():
        for kind in ("reimbursement", "spend_transaction"):
            for row in world.store.find(kind):
                for receipt in row.get("receipts", ()):
                    receipt["url"] = f"{receipt['url'].partition('?')[0]}?world={world.key}"
                world.store.update(kind, row)


OPERATIONS = (
    declared_operation(
        "uploadreceipt", "PUT", f"{UPLOADS}/{{uploadId}}", take,
        auth="file", upload=True, standing="auxiliary", evidence="I",
    ),
    declared_operation(
        "showreceipt", "GET", f"{RECEIPTS}/{{receiptId}}", show, auth="file", standing="auxiliary", evidence="I"
    ),
)  # fmt: skip
