"""Exports: tables of an organization's objects, which a user starts in BILL's web app and fetches here.

D reference/listexports, reference/getdownloadlink: only `exportId` and `downloadLink` are published, the other members
are ours (I). The link needs no credential (D).
"""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Encoded, Resource, declared_operation
from ...gateway.wire import Time, Wire
from ...world.clock import MINUTE
from ...world.store import Column, Row
from ..csv_files import csv_of, flat

PATH = "/connect/v3/exports"
BYTES = "/export-downloads/{secret}"
Kind = Literal["vendors", "bills", "payments", "customers", "invoices"]
KINDS: Mapping[Kind, str] = {
    "vendors": "vendor",
    "bills": "bill",
    "payments": "payment",
    "customers": "customer",
    "invoices": "invoice",
}


class Export(Wire):
    exportId: str
    name: str
    status: Literal["IN_PROGRESS", "COMPLETED"]
    createdTime: Time


class DownloadLink(Wire):
    downloadLink: str


exports = Resource("export", PATH, "exp", Export, Export, item="exportId", keep=(Column("hidden.secret", index=True),))


def start(call: Call, kind: Kind, minutes: int = 0) -> Row:
    """Begin an export of all objects of a kind; it holds what there is when it is done.

    Parameters:
        minutes: how long it takes.
    """
    id = call.world.ids.new(exports.prefix)
    fields = {
        "exportId": id,
        "name": f"{kind}-{call.iso()[:10]}.csv",
        "status": "IN_PROGRESS",
        "createdTime": call.iso(),
    }
    row = Row(fields, org=call.org, hidden={"key": id, "kind": kind, "secret": call.world.ids.uuid()})
    call.world.store.insert(exports.name, row)
    if minutes:
        call.world.schedule(call.now() + minutes * MINUTE, "export.finished", org=call.org, export=id)
        return row
    return finish(call, id)


def finish(call: Call, export: str) -> Row:
    """Write an export's file."""
    row = call.world.store.get(exports.name, export, call.org)
    if row is None:
        raise AssertionError(f"{export} is gone")
    rows = [flat(found) for found in call.world.store.find(KINDS[row.hidden["kind"]], call.org)]
    columns = list(dict.fromkeys(name for found in rows for name in found)) or ["id"]
    call.world.store.put_blob(f"export {export}", csv_of(columns, rows))
    row["status"] = "COMPLETED"
    return call.world.store.update(exports.name, row)


def finished(call: Call, export: str) -> None:
    """The time that an export takes is over."""
    finish(call, export)


@exports.operation("listexports", "GET", PATH, listing=True, answer=Export, evidence="I")
def list_exports(call: Call) -> Answer:
    """A page of the exports; knows only `max` and `page`."""
    call.query = {name: value for name, value in call.query.items() if name in ("max", "page")}
    return listing.page(call, exports)


@exports.operation("getdownloadlink", "GET", f"{PATH}/{{exportId}}/download-link", answer=DownloadLink)
def download_link(call: Call) -> Answer:
    """A link to an export's file; whoever has it needs no credential."""
    row = call.world.store.get(exports.name, call.params["exportId"], call.org)
    if row is None:
        raise refuse("BDC_1205")
    if row["status"] != "COMPLETED":
        raise call.business("exportId", "The export is in progress.")
    path = BYTES.format(secret=row.hidden["secret"])
    return {"downloadLink": f"{call.base_url}{path}?world={call.world.key}"}


def download(call: Call) -> Answer:
    """The file of an export."""
    found = call.world.store.find(exports.name, None, hidden__secret=call.params["secret"])
    data = call.world.store.blob(f"export {found[0]['exportId']}") if found else None
    if data is None:
        raise refuse("BDC_1205")
    name = quote(found[0]["name"], safe="")
    return Encoded(data, "text/csv", {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


JOBS = {"export.finished": finished}
OPERATIONS = (
    declared_operation("downloadexport", "GET", BYTES, download, auth="file", standing="auxiliary", evidence="I"),
)
