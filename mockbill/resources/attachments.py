"""Attachments (`att`): files on vendors and customers, there at once, and gone for good when deleted
(D docs/documents-attachments). Who may have some says so by `offer`.
"""

from typing import Literal

from ..gateway import listing
from ..gateway.call import Call
from ..gateway.operations import Answer, Resource
from ..gateway.validation import Time, Wire
from ..gateway.verbs import find, plain, put
from ..world.tables import Column, Condition
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


def offer(parent: Resource, *, list: str, create: str) -> None:
    """Let the rows of a resource have attachments, by two operations with these ids."""
    path = f"{ATTACHMENTS}/{parent.path.rpartition('/')[2]}/{{{parent.item}}}"

    @attachments.operation(list, "GET", path, listing=True, answer=Attachment)
    def list_attachments(call: Call) -> Answer:
        """A page of an object's attachments; knows only `max` and `page`."""
        row = find(call, parent, call.params[parent.item])
        call.query = {name: value for name, value in call.query.items() if name in ("max", "page")}
        return listing.page(call, attachments, Condition(attachments.table.by_path["hidden.parentId"], "eq", row["id"]))

    @attachments.operation(
        create, "POST", path, upload=True, query=files.UploadQuery, answer=Attachment, status=200
    )  # fmt: skip
    def attach(call: Call) -> Answer:
        """Attach a file, as raw bytes of up to 6 MB; its id is final."""
        parent_row = find(call, parent, call.params[parent.item])
        row = put(call, attachments, {"name": call.query["name"]}, {"parentId": parent_row["id"]})
        files.receive(call, row["id"])
        row["downloadLink"] = files.publish(call, row["id"], row["name"], row["id"], call.base_url)
        return call.world.store.update(attachments.name, row)


@attachments.operation("deleteattachment", "DELETE", f"{ATTACHMENTS}/{{attachmentId}}", answer=Deleted)
def delete(call: Call) -> Answer:
    """Delete an attachment and its bytes: its id and its link lead nowhere from now on."""
    row = find(call, attachments, call.params["attachmentId"])
    files.withdraw(call, row["id"])
    call.world.store.delete(attachments.name, row)
    return {"status": "SUCCESS"}
