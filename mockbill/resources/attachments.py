"""Attachments (`att`): files on vendors, customers and invoices, there at once, and gone for good when deleted
(D docs/documents-attachments). Who may have some says so by `offer`.
"""

from collections.abc import Callable
from typing import Literal

from ..gateway import listing
from ..gateway.call import Call
from ..gateway.operations import Answer, Resource
from ..gateway.plain import plain
from ..gateway.verbs import find, put
from ..gateway.wire import Time, Wire
from ..world.tables import Column, Condition, Row
from . import files

ATTACHMENTS = "/connect/v3/attachments"


class Attachment(Wire):
    id: str
    name: str
    createdTime: Time
    downloadLink: str


class Deleted(Wire):
    status: Literal["SUCCESS"]


attachments = Resource(
    "attachment", ATTACHMENTS, "att", Attachment, Attachment, item="attachmentId",
    keep=(Column("hidden.parentId", index=True),),
)  # fmt: skip
plain(attachments, get="getattachment")
Then = Callable[[Call, Row, Row], None]
"""What an object does about an attachment of its own."""
AFTER_DELETION: dict[str, tuple[Resource, Then]] = {}
"""By the resource that an attachment is of; what `offer` was told."""


def offer(
    parent: Resource,
    *,
    list: str,
    create: str,
    query: type[files.UploadQuery] = files.UploadQuery,
    added: Then | None = None,
    deleted: Then | None = None,
) -> None:
    """Let the rows of a resource have attachments.

    Parameters:
        list, create: ids of the two operations.
        query: what a create is asked by.
        added, deleted: what else happens to the object when it gets an attachment or loses it.
    """
    if deleted:
        AFTER_DELETION[parent.name] = parent, deleted
    path = f"{ATTACHMENTS}/{parent.path.rpartition('/')[2]}/{{{parent.item}}}"

    @attachments.operation(list, "GET", path, listing=True, answer=Attachment)
    def list_attachments(call: Call) -> Answer:
        """A page of an object's attachments; knows only `max` and `page`."""
        row = find(call, parent, call.params[parent.item])
        call.query = {name: value for name, value in call.query.items() if name in ("max", "page")}
        return listing.page(call, attachments, Condition(attachments.table.by_path["hidden.parentId"], "eq", row["id"]))

    @attachments.operation(
        create, "POST", path, upload=True, query=query, answer=Attachment, status=200
    )  # fmt: skip
    def attach(call: Call) -> Answer:
        """Attach a file, as raw bytes of up to 6 MB; its id is final."""
        parent_row = find(call, parent, call.params[parent.item])
        row = put(call, attachments, {"name": call.query["name"]}, {"parentId": parent_row["id"], "of": parent.name})
        files.receive(call, row["id"])
        row["downloadLink"] = files.publish(call, row["id"], row["name"], row["id"], call.base_url)
        row = call.world.store.update(attachments.name, row)
        if added:
            added(call, parent_row, row)
        return row


@attachments.operation("deleteattachment", "DELETE", f"{ATTACHMENTS}/{{attachmentId}}", answer=Deleted)
def delete(call: Call) -> Answer:
    """Delete an attachment and its bytes: its id and its link lead nowhere from now on."""
    row = find(call, attachments, call.params["attachmentId"])
    files.withdraw(call, row["id"])
    call.world.store.delete(attachments.name, row)
    if row.hidden["of"] in AFTER_DELETION:
        parent, deleted = AFTER_DELETION[row.hidden["of"]]
        deleted(call, find(call, parent, row.hidden["parentId"]), row)
    return {"status": "SUCCESS"}
