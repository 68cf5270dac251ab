"""What BILL has. An area that is not in this list is not served; what an area has, its `area.py` lists."""

from ..gateway.credentials import TABLES as CREDENTIAL_TABLES
from . import classifications
from .areas import Area
from .payables.area import PAYABLES
from .payments.area import PAYMENTS
from .platform.area import PLATFORM
from .receivables.area import RECEIVABLES
from .spend.area import SPEND

AREAS: tuple[Area, ...] = (PLATFORM, PAYABLES, PAYMENTS, RECEIVABLES, classifications.CLASSIFICATIONS, SPEND)

RESOURCES = [resource for area in AREAS for resource in area.resources]
TABLES = [*CREDENTIAL_TABLES, *(table for area in AREAS for table in area.tables)]
OPERATIONS = [operation for area in AREAS for operation in area.operations]
JOBS = {name: job for area in AREAS for name, job in area.jobs.items()}
