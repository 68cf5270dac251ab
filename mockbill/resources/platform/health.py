"""The health of BILL's API: name, version and place, for whoever asks (D reference/gethealthcheck)."""

from ... import __version__
from ...gateway.call import Call
from ...gateway.operations import Answer, declared_operation
from ...gateway.wire import Wire


class Health(Wire):
    appId: str
    appEnv: str
    appVersion: str
    bdcRegion: str


def health(call: Call) -> Answer:
    """That the API is there; needs no credential (values I)."""
    return {"appId": "mockbill", "appEnv": "mock", "appVersion": __version__, "bdcRegion": "local"}


OPERATIONS = (declared_operation("gethealthcheck", "GET", "/connect/v3/health", health, auth="none", answer=Health),)
