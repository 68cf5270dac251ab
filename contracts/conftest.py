"""Brings the kit's fixtures and options to the contracts, whichever way pytest was started."""

from typing import Any


def pytest_addoption(parser: Any, pluginmanager: Any) -> None:
    pluginmanager.import_plugin("billcontracts.plugin")
