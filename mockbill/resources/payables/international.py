"""What a country asks for in an international payment: purposes and regulatory fields.

BILL publishes the shape and the example of Brazil (D docs/creating-an-international-vendor); the rows here are a
small table of our own (I).
"""

from typing import Any, Literal

from ...gateway.wire import Wire

GOODS = [{"name": "Payment for goods", "value": "GDS"}, {"name": "Payment for services", "value": "SRV"}]


class Purpose(Wire):
    name: str
    value: str


class PaymentPurposeRule(Wire):
    required: bool
    type: Literal["CODE", "TEXT"] | None = None
    codes: list[Purpose] | None = None


class FieldRule(Wire):
    name: str
    description: str
    regularExpression: str
    required: bool


class Validations(Wire):
    fields: list[FieldRule]


class InternationalPayments(Wire):
    paymentPurpose: PaymentPurposeRule
    validations: Validations


class Configuration(Wire):
    internationalPayments: InternationalPayments


def _field(name: str, description: str, pattern: str) -> dict[str, Any]:
    return {"name": name, "description": description, "regularExpression": pattern, "required": True}


def _iban(country: str, pattern: str) -> dict[str, Any]:
    return _field("accountNumber", "IBAN", f"^{country}{pattern}$")


COUNTRIES: dict[str, list[dict[str, Any]]] = {
    "BR": [_iban("BR", "[0-9]{23}[A-Z]{1}[A-Z0-9]{1}"), _field("taxRegistration", "CNPJ", "^[0-9]{14}$")],
    "CA": [_field("accountNumber", "Account number", "^[0-9]{5,12}$"), _field("transitNumber", "Institution and transit number", "^[0-9]{9}$")],
    "DE": [_iban("DE", "[0-9]{20}"), _field("swiftCode", "SWIFT/BIC", "^[A-Z0-9]{8}([A-Z0-9]{3})?$")],
    "GB": [_field("accountNumber", "Account number", "^[0-9]{8}$"), _field("sortCode", "Sort code", "^[0-9]{6}$")],
    "IN": [_field("accountNumber", "Account number", "^[0-9]{9,18}$"), _field("ifscCode", "IFSC", "^[A-Z]{4}0[A-Z0-9]{6}$")],
    "MX": [_field("accountNumber", "CLABE", "^[0-9]{18}$")],
}  # fmt: skip
OTHERS = [_field("accountNumber", "Account number", "^[A-Za-z0-9]{4,34}$")]
NEEDS_PURPOSE = {"BR", "IN"}


def configuration(country: str, account_type: str) -> dict[str, Any]:
    """The rules of a country; a purpose code is asked for where the central bank wants one."""
    if country in NEEDS_PURPOSE:
        purpose: dict[str, Any] = {"required": True, "type": "CODE", "codes": GOODS}
    else:
        purpose = {"required": False, "type": "TEXT"}
    return {"paymentPurpose": purpose, "validations": {"fields": COUNTRIES.get(country, OTHERS)}}
