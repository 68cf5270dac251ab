"""Postal addresses, countries and currencies, shared by whoever has one."""

from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ..gateway.wire import Filled, Max, Text, Wire


@cache
def country_names() -> dict[str, str]:
    """ISO 3166 alpha-2 code → name."""
    import pycountry  # asked for when an address is: it takes 20 ms

    return {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}


@cache
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes."""
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def _member(text: str, members: Any, kind: str) -> str:
    if text not in members:
        message = 'Cannot deserialize value from String "{text}": not one of the values accepted for Enum class: {kind}'
        raise PydanticCustomError("custom", message, {"text": text[:40], "kind": kind})
    return text


Country = Annotated[str, AfterValidator(lambda text: _member(text, country_names(), "ISO 3166 alpha-2"))]
Currency = Annotated[str, AfterValidator(lambda text: _member(text, currency_codes(), "ISO 4217"))]


class AddressWrite(Wire):
    """An address as it is sent; the maxima are those of BILL's own longest samples (I)."""

    line1: Annotated[Filled, Max(1000)]
    line2: Annotated[Text, Max(100)] | None = None
    city: Annotated[Filled, Max(100)]
    stateOrProvince: Annotated[Text, Max(100)] | None = None
    zipOrPostalCode: Annotated[Filled, Max(25)]
    country: Country


class Address(Wire):
    """An address as it is answered."""

    line1: str
    line2: str | None = None
    city: str
    stateOrProvince: str | None = None
    zipOrPostalCode: str
    country: str
    countryName: str | None = None


def named(address: dict[str, Any]) -> dict[str, Any]:
    """An address with the name of its country, as BILL fills it in."""
    address["countryName"] = country_names()[address["country"]]
    return address
