"""What a budget looks like: as it is written, and as it is answered."""

from typing import Annotated, Literal

from annotated_types import Ge, Le

from ...gateway.wire import ClearableDate, Date, Filled, Int, Min, Money, Text, Wire
from .common import Amount
from .periods import Interval, Zone


class BudgetPatch(Wire):
    name: Filled | None = None
    description: Text | None = None
    recurringInterval: Interval | None = None
    recurMonth: Annotated[Int, Ge(1), Le(12)] | None = None
    timezone: Zone | None = None
    expirationDate: ClearableDate = ""
    limit: Amount | None = None
    recurringLimit: Amount | None = None
    limitlessOverspend: bool | None = None
    limitlessGoal: Amount | None = None
    overspendBuffer: Amount | None = None
    maxTxSize: Amount | None = None
    carryOver: bool | None = None
    receiptRequired: bool | None = None
    autoAddUsers: bool | None = None
    shareFunds: Literal["DO_NOT_SHARE", "SHARE_MANUALLY"] | None = None


class BudgetWrite(BudgetPatch):
    name: Filled
    recurringInterval: Interval
    owners: Annotated[list[Filled], Min(1)]
    members: list[Filled] | None = None
    observers: list[Filled] | None = None
    budgetGroup: bool | None = None
    parentBudgetId: Filled | None = None


class Spent(Wire):
    cleared: Money
    pending: Money
    total: Money


class Period(Wire):
    startDate: Date
    endDate: Date | None = None
    limit: Money
    overspendBuffer: Money | None = None
    assigned: Money
    spent: Spent


class Budget(Wire):
    id: str
    uuid: str
    name: str
    description: str | None = None
    retired: bool
    startDate: Date
    expirationDate: Date | None = None
    recurringInterval: Interval
    timezone: str
    autoAddUsers: bool
    receiptRequired: bool
    maxTxSize: Money | None = None
    carryOver: bool
    default: bool
    parentBudgetId: str | None = None
    parentBudgetUuid: str | None = None
    budgetGroup: bool
    shareFunds: Literal[
        "DO_NOT_SHARE", "SHARE_MANUALLY", "SHARE_WITH_ALL_MEMBERS", "SHARE_ALL_OWNERS_BUT_MEMBERS_MANUALLY"
    ]
    recurringLimit: Money
    limitlessOverspend: bool
    limitlessGoal: Money | None = None
    currentPeriod: Period
