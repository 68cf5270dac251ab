"""Choices about webhooks."""

from ..choice import Choice

WEBHOOKS = (
    Choice(
        "webhook.catalogue",
        "object",
        "An integrator reads {events: [{type, version}]}; BILL's collection shows an array of {type, versions}.",
        ("object", "array"),
    ),
    Choice("webhook.http_loopback", True, "BILL takes https only; a local receiver has none."),
    Choice("webhook.success", "200", "BILL's text says HTTP 200; whether other 2xx count is unknown.", ("200", "2xx")),
    Choice("webhook.double_encoded", False, "One page calls the payload an escaped string; receivers see an object."),
    Choice(
        "webhook.numeric_account_number", True, "BILL's vendor samples have an all-digit accountNumber as a number."
    ),
    Choice("webhook.numeric_invoice_version", True, "BILL's invoice samples have version as a number."),
    Choice("webhook.mass_payment_listed", False, "mass-payment.updated is not on the index page of payloads."),
    Choice(
        "webhook.spend_events",
        True,
        "Production sends S&E events as they occur (documented); BILL's sandbox only by the test operation.",
    ),
    Choice("webhook.limit", 10, "Documented since 2026-04-30."),
    Choice("webhook.missing_id_status", 404, "Nothing is said of an unknown subscription id.", (404, 400)),
)
