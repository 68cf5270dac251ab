"""A world as the `BILL_*` settings of an application."""

from collections.abc import Mapping

NAMES = {
    "BILL_USERNAME": "username",
    "BILL_PASSWORD": "password",
    "BILL_ORGANIZATION_ID": "organizationId",
    "BILL_DEV_KEY": "devKey",
    "BILL_CLIENT_ID": "clientId",
    "BILL_CLIENT_SECRET": "clientSecret",
    "BILL_API_TOKEN": "apiToken",
    "BILL_APP_KEY": "appKey",
    "BILL_PARTNER_USERNAME": "partnerUsername",
    "BILL_PARTNER_PASSWORD": "partnerPassword",
}


def environment(base_url: str, credentials: Mapping[str, str]) -> dict[str, str]:
    """What `billclient.from_env` and alike read, by name."""
    known = {name: credentials[key] for name, key in NAMES.items() if credentials.get(key)}
    return {"BILL_GATEWAY": base_url, **known}
