"""What users of S&E set in BILL's web app: their own settings, roles and shares beyond the API's, budgets that come back."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.verbs import rewrite
from ..gateway.wire import Text, Wire, merge
from ..resources.spend.budgets import await_end, begin_period, budgets
from ..resources.spend.memberships import budget_members, enroll
from ..resources.spend.people import spend_users
from ..resources.spend.periods import period, start_of
from ..world.store import Row
from .declare import Control
from .spend import anywhere


class UserSettings(Wire):
    model_config = ConfigDict(extra="forbid")
    receiptEmail: Text | None = None
    useCompanyMailingAddress: bool | None = None
    smsOptIn: bool | None = None
    role: Literal["ADMIN", "AUDITOR", "BOOKKEEPER", "MEMBER", "FINANCE_ADMIN", "APPROVER", "NO_ACCESS"] | None = None


class Sharing(Wire):
    model_config = ConfigDict(extra="forbid")
    shareFunds: Literal[
        "DO_NOT_SHARE", "SHARE_MANUALLY", "SHARE_WITH_ALL_MEMBERS", "SHARE_ALL_OWNERS_BUT_MEMBERS_MANUALLY"
    ]


def last_chance(budget: Row) -> int | None:
    """Until when a retired budget may come back: one further interval of a recurring one (D reference/deletebudget)."""
    end = budget["currentPeriod"].get("endDate")
    if end is None:
        return None
    _, last = period(budget["recurringInterval"], budget.hidden["recurMonth"], date.fromisoformat(end))
    return start_of(last or date.max, budget["timezone"])


def bring_back(call: Call, budget: Row) -> Row:
    """A retired budget lives on, with its owners; the time it missed passes at once."""
    budget["retired"] = False
    rewrite(call, budgets, budget)
    for member in call.world.store.find(budget_members.name, call.org, hidden__budget=budget["uuid"], retired=True):
        user = call.world.store.get(spend_users.name, member["userUuid"], call.org)
        if member["budgetRole"] == "OWNER" and user is not None and not user["retired"]:
            enroll(call, budget, user, {"limit": 0.0})
    end = budget["currentPeriod"].get("endDate")
    if end and start_of(date.fromisoformat(end), budget["timezone"]) <= call.now():
        begin_period(call, budget["uuid"])
    else:
        await_end(call, budget)
    return call.world.store.get(budgets.name, budget["uuid"]) or budget


def declare(control: Control) -> None:
    @control("PATCH", "/spend/users/{id}", body=UserSettings)
    def set_user(call: Call) -> Answer:
        """Settings of an S&E user that the API only shows, and roles that it does not give."""
        with call.world.transaction():
            by, user = anywhere(call, spend_users.name, call.params["id"])
            return rewrite(by, spend_users, Row(merge(user, call.body), org=user.org, hidden=user.hidden, seq=user.seq))

    @control("PATCH", "/spend/budgets/{id}", body=Sharing)
    def share(call: Call) -> Answer:
        """How a budget shares its funds, in all the ways there are."""
        with call.world.transaction():
            by, budget = anywhere(call, budgets.name, call.params["id"])
            return rewrite(
                by, budgets, Row({**budget, **call.body}, org=budget.org, hidden=budget.hidden, seq=budget.seq)
            )

    @control("POST", "/spend/budgets/{id}/restore")
    def restore(call: Call) -> Answer:
        """A retired budget comes back with its owners: any time, a recurring one within one further interval."""
        with call.world.transaction():
            by, budget = anywhere(call, budgets.name, call.params["id"])
            if not budget["retired"]:
                raise ControlRefusal("the budget is not retired")
            last = last_chance(budget)
            if last is not None and call.now() >= last:
                raise ControlRefusal("the budget was retired too long ago")
            return bring_back(by, budget)
