"""BILL's filter strings."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from billclient import where


@pytest.mark.parametrize(
    ("conditions", "written"),
    [
        ({"vendorId": "00901A"}, "vendorId:eq:00901A"),
        ({"archived": False}, "archived:eq:false"),
        ({"amount__gte": Decimal("100.00")}, "amount:gte:100.00"),
        (
            {"dueDate__gte": date(2026, 3, 1), "dueDate__lt": date(2026, 4, 1)},
            "dueDate:gte:2026-03-01,dueDate:lt:2026-04-01",
        ),
        ({"id__in": ["a", "b"]}, 'id:in:"a,b"'),
        ({"id__nin": ["a"]}, 'id:nin:"a"'),
        ({"name__sw": "Hap"}, 'name:sw:"Hap"'),
        ({"name": "Blue Heron, Inc"}, 'name:eq:"Blue Heron, Inc"'),
        ({"name": "a:b"}, 'name:eq:"a:b"'),
        ({"name": "Café"}, 'name:eq:"Café"'),
        ({"createdTime__gte": datetime(2026, 9, 1, tzinfo=UTC)}, 'createdTime:gte:"2026-09-01T00:00:00.000Z"'),
        ({"createdTime__gte": "2026-09-01T00:00:00.000Z"}, 'createdTime:gte:"2026-09-01T00:00:00.000Z"'),
        ({"classifications__departmentId": "d"}, "classifications.departmentId:eq:d"),
        ({"classifications__departmentId__ne": "d"}, "classifications.departmentId:ne:d"),
        ({"budgetIds": "QnVkZ2V0OjE="}, "budgetIds:eq:QnVkZ2V0OjE="),
        ({"in": "x"}, "in:eq:x"),
        ({"name": ""}, 'name:eq:""'),
        ({}, ""),
    ],
)
def test_written_as_bill_reads_it(conditions: dict[str, Any], written: str) -> None:
    assert where(**conditions) == written


@pytest.mark.parametrize("conditions", [{"a": None}, {"a": 'say "x"'}, {"a__in": ["x,y"]}, {"a__in": ['"']}])
def test_what_cannot_be_written_is_refused(conditions: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="^a: "):
        where(**conditions)
