"""How hard the properties look: few examples, each over real HTTP; the same ones every time in CI."""

import os

from hypothesis import HealthCheck, settings

properties = settings(
    max_examples=15,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
"""Settings of every property: `@properties` below `@given`."""
