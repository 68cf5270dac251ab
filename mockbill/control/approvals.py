"""Approval groups, as a user makes them in BILL's web app: the API has no call for it (D docs/ap-bill-approvals)."""

from typing import Annotated

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Min, Wire
from ..world.store import Row
from .declare import Control


class GroupBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled
    userIds: Annotated[list[Filled], Min(1)]


def declare(control: Control) -> None:
    @control("POST", "/approval-groups", body=GroupBody)
    def make_group(call: Call) -> Answer:
        """A group of approvers, as a user makes it in the web app; any one of it approves."""
        with call.world.transaction():
            members = [call.world.store.get("user", id) for id in dict.fromkeys(call.body["userIds"])]
            known = [user for user in members if user is not None]
            if len(known) < len(members) or len({user.org for user in known}) > 1:
                raise ControlRefusal("userIds are ids of users of one organization")
            group = {"id": call.world.ids.new("agp"), "name": call.body["name"], "userIds": [u["id"] for u in known]}
            return call.world.store.insert("approval_group", Row(group, org=known[0].org))

    @control("GET", "/approval-groups")
    def groups(call: Call) -> Answer:
        """The groups of approvers."""
        return {"groups": [dict(row) for row in call.world.store.find("approval_group")]}
