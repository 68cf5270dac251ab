"""Documents of bills: uploaded at once, finished minutes later under another id (D docs/documents-attachments).

An upload (`0du`) is IN_PROGRESS, then read by BILL's capture (IVA_PROCESSING), then UPLOADED; only then is there a
document (`00h`), and only documents are listed (I). None is ever deleted.
"""

from typing import Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put
from ...gateway.wire import Filled, Time, Wire
from ...world.store import Column, Condition, Row, Table
from .. import files
from .bills import bills

TABLES = (Table("upload"),)
OF_BILL = "/connect/v3/documents/bills/{billId}"


class Document(Wire):
    id: str
    name: str
    createdTime: Time
    downloadLink: str


class FreshDocument(Wire):
    """What an upload answers: the temporary id; the rest is missing until it is finished (D)."""

    id: str
    name: str | None = None
    createdTime: Time | None = None
    downloadLink: str | None = None


class UploadStatus(Wire):
    documentId: str | None = None
    uploadId: str
    status: Literal["IN_PROGRESS", "IVA_PROCESSING", "UPLOADED"]


class StatusQuery(Wire):
    ids: Filled


documents = Resource(
    "document", "/connect/v3/documents", "00h", Document, Document, item="documentId",
    keep=(Column("hidden.billId", index=True),),
)  # fmt: skip
plain(documents, get="getdocument")


@documents.operation("listdocuments", "GET", OF_BILL, listing=True, answer=Document)
def list_documents(call: Call) -> Answer:
    """A page of a bill's finished documents; knows only `max` and `page`."""
    bill = find(call, bills, call.params["billId"])
    call.query = {name: value for name, value in call.query.items() if name in ("max", "page")}
    return listing.page(call, documents, Condition(documents.table.by_path["hidden.billId"], "eq", bill["id"]))


@documents.operation(
    "createbilldocument", "POST", OF_BILL, upload=True, query=files.UploadQuery, answer=FreshDocument, status=200
)
def upload(call: Call) -> Answer:
    """Take a file for a bill, as raw bytes of up to 6 MB."""
    bill = find(call, bills, call.params["billId"])
    id = call.world.ids.new("0du")
    files.receive(call, id)
    hidden = {"billId": bill["id"], "name": call.query["name"], "createdTime": call.iso(), "base": call.base_url}
    call.world.store.insert(
        "upload", Row({"uploadId": id, "id": id, "status": "IN_PROGRESS"}, org=call.org, hidden=hidden)
    )
    wait: int = call.world.choices["document.processing_seconds"] * 1000
    for job, due in (("document.read", wait // 2), ("document.finished", wait)):
        if wait:
            call.world.schedule(call.now() + due, job, subject=f"upload {id}", org=call.org, upload=id)
        else:
            JOBS[job](call, id)
    return {"id": id}


@documents.operation(
    "uploadstatus", "GET", "/connect/v3/documents/upload-status", query=StatusQuery, answer=list[UploadStatus]
)
def upload_status(call: Call) -> Answer:
    """How far uploads are: a comma list of ids in (I), a bare array out."""
    ids = [id for value in call.values("ids") for id in value.split(",") if id]
    if not ids:
        raise refuse("BDC_1108", "ids")
    found = [call.world.store.get("upload", id, call.org) for id in ids]
    if None in found and call.choose("document.unknown_upload") == "refuse":
        raise refuse("BDC_1205")
    return [{name: row[name] for name in UploadStatus.model_fields if name in row} for row in found if row is not None]


def being_read(call: Call, upload: str) -> None:
    """BILL's capture has begun with an upload (I)."""
    advance(call, upload, status="IVA_PROCESSING")


def finished(call: Call, upload: str) -> None:
    """An upload becomes a document of its bill, with an id of its own."""
    hidden = advance(call, upload, status="UPLOADED").hidden
    fields = {"name": hidden["name"], "createdTime": hidden["createdTime"]}
    document = put(call, documents, fields, {"billId": hidden["billId"], "uploadId": upload})
    document["downloadLink"] = files.publish(call, document["id"], document["name"], upload, hidden["base"])
    call.world.store.update(documents.name, document)
    advance(call, upload, documentId=document["id"])


def advance(call: Call, upload: str, **change: str) -> Row:
    (row,) = call.world.store.find("upload", call.org, id=upload)
    row.update(change)
    return call.world.store.update("upload", row)


JOBS = {"document.read": being_read, "document.finished": finished}
