"""What is written and read of a recurring bill."""

from typing import Annotated

from ...gateway.wire import Filled, Max, Min, Money, Quantity, Reference, Text, Time, Wire, partial
from ..schedules import Schedule, ScheduleShown
from .lines import Description


class Labels(Wire):
    chartOfAccountId: Reference | None = None
    accountingClassId: Reference | None = None
    departmentId: Reference | None = None
    employeeId: Reference | None = None
    jobId: Reference | None = None
    locationId: Reference | None = None
    itemId: Reference | None = None


class LineWrite(Wire):
    """A line as it is sent; a quantity is taken and not shown (D: in no answer)."""

    id: Text | None = None
    amount: Money
    quantity: Quantity | None = None
    description: Description | None = None
    classifications: Labels | None = None


class PatchedLine(LineWrite):
    id: Filled


class RecurringLine(Wire):
    amount: Money
    id: str
    description: str | None = None
    classifications: Labels | None = None


class Options(Wire):
    autoPayment: bool | None = None


class PaidFrom(Wire):
    bankAccountId: Text | None = None


class RecurringFields(Wire):
    description: Description | None = None
    processingOptions: Options | None = None
    paymentInformation: PaidFrom | None = None


class RecurringWrite(RecurringFields):
    vendorId: Filled
    schedule: Schedule
    recurringBillLineItems: Annotated[list[LineWrite], Min(1), Max(1000)]


class RecurringPatch(RecurringFields):
    vendorId: Filled | None = None
    schedule: partial(Schedule) | None = None  # type: ignore[valid-type]  # made at run time
    recurringBillLineItems: Annotated[list[PatchedLine], Min(1)] | None = None


class RecurringBill(Wire):
    archived: bool
    id: str
    recurringBillLineItems: list[RecurringLine]
    schedule: ScheduleShown
    vendorId: str
    description: str | None = None
    processingOptions: Options
    paymentInformation: PaidFrom | None = None
    createdTime: Time
    updatedTime: Time
