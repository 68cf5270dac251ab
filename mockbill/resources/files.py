"""Files that BILL gives back by a link: the bytes of documents and attachments, to whoever has a session.

A link is fetched with the sessionId alone (D docs/documents-attachments); its form is that of BILL's attachment
links (D), for documents too (I).
"""

from urllib.parse import quote

from ..gateway.call import Call
from ..gateway.errors import Refusal, complaint, invalid, refuse
from ..gateway.operations import Answer, Encoded, declared_operation
from ..gateway.wire import Filled, Wire
from ..world.store import Row, Table

TABLES = (Table("file"),)
PATH = "/AttachDownload"
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    "bmp": "image/bmp", "csv": "text/csv", "doc": "application/msword", "docx": f"{OFFICE}.wordprocessingml.document",
    "eml": "message/rfc822", "gif": "image/gif", "heic": "image/heic", "htm": "text/html", "html": "text/html",
    "jpeg": "image/jpeg", "jpg": "image/jpeg", "pdf": "application/pdf", "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint", "pptx": f"{OFFICE}.presentationml.presentation", "rtf": "application/rtf",
    "tif": "image/tiff", "tiff": "image/tiff", "txt": "text/plain", "webp": "image/webp",
    "xls": "application/vnd.ms-excel", "xlsx": f"{OFFICE}.spreadsheetml.sheet", "xml": "application/xml",
}  # fmt: skip


class UploadQuery(Wire):
    name: Filled


class FileQuery(Wire):
    id: Filled


def receive(call: Call, key: str) -> None:
    """Keep the bytes of an upload under a key. Refuses none at all, and more than BILL takes (statuses and texts I)."""
    if not call.raw:
        call.evidence = "I"
        raise invalid("file: must not be empty")
    if len(call.raw) > call.world.choices["document.most_bytes"]:
        raise Refusal(400, [complaint("BDC_1143", "file", "Maximum size is 6 MB.")])
    call.world.store.put_blob(key, call.raw)


def publish(call: Call, id: str, name: str, key: str, base_url: str) -> str:
    """Make the bytes under a key downloadable as the file `id`; answers the link."""
    call.world.store.insert("file", Row({"id": id, "name": name, "blob": key}, org=call.org))
    return link(base_url, id)


def link(base_url: str, id: str) -> str:
    """Where the published file `id` is."""
    return f"{base_url}{PATH}?id={id}"


def withdraw(call: Call, id: str) -> None:
    """Forget a published file and its bytes; its link leads nowhere from now on."""
    row = call.world.store.get("file", id, call.org)
    if row is None:
        raise AssertionError(f"{id} was never published")
    call.world.store.drop_blob(row["blob"])
    call.world.store.delete("file", row)


def download(call: Call) -> Answer:
    """The bytes that a downloadLink leads to."""
    row = call.world.store.get("file", call.query["id"], call.org)
    data = call.world.store.blob(row["blob"]) if row else None
    if row is None or data is None:
        raise refuse("BDC_1205")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row['name'], safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Encoded(data, media_type(row["name"]), headers)


def media_type(name: str) -> str:
    """What a file is, by the ending of its name; the same on every machine and Python."""
    return MEDIA.get(name.rpartition(".")[2].lower(), "application/octet-stream")


OPERATIONS = (
    declared_operation(
        "downloadfile", "GET", PATH, download, auth="link", query=FileQuery, standing="auxiliary", evidence="I"
    ),
)
