"""Choices about what every request passes."""

from ..choice import Choice

GATEWAY = (
    Choice(
        "validation.code",
        None,
        "Bean validation entries were seen with a null code; a fixture shows BDC_1000.",
        (None, "BDC_1000"),
    ),
    Choice(
        "validation.trust",
        "after_body",
        "One live refusal does not tell whether trust or the body is checked first.",
        ("after_body", "before_body"),
    ),
    Choice("rate_limit.status", 422, "One production client keys on 422; fixtures of others have 429.", (422, 429)),
    Choice("rate_limit.per_hour", 20_000, "Documented; lower it to meet the limit sooner."),
    Choice("rate_limit.logins_per_hour", 200, "Documented; lower it to meet the limit sooner."),
    Choice("rate_limit.concurrent", 3, "Documented; lower it to meet the limit sooner."),
    Choice("rate_limit.messages_per_minute", 5, "Documented; counted per user (scope is not stated)."),
    Choice("rate_limit.spend_per_minute", 60, "Documented per apiToken; a Bearer client counts by its client id."),
    Choice("rate_limit.spend_status", 429, "Two integrators branch on 429; no body was recorded.", (429, 422)),
    Choice("list.default_max", 20, "Reference pages say 20; one concept page reads as 100.", (20, 100)),
    Choice(
        "list.changed_query",
        "kept",
        "Whether a page keeps the filters and the sort of its list when others come with it is not documented.",
        ("kept", "refuse"),
    ),
    Choice(
        "business.code",
        "BDC_1143",
        "Code of a business refusal whose own code is not published.",
        ("BDC_1143", "BDC_1119", "BDC_1002"),
    ),
    Choice(
        "permission.code",
        "BDC_1145",
        "Code of a missing permission, seen in production; the status 403 is inferred.",
        ("BDC_1145", "BDC_1119", "BDC_1106"),
    ),
    Choice(
        "error.texts",
        {},
        "Texts of codes that BILL's own list (/v2/Errors.json) has otherwise than mockbill, or beyond it: code and text.",
    ),
    Choice(
        "error.list_form",
        "v2",
        "How /v2/Errors.json answers is not shown: in v2's envelope, as all of v2 does, or the bare codes and texts.",
        ("v2", "bare"),
    ),
    Choice("bulk.status", 422, "Status of a bulk call in which one row is refused by the core.", (422, 400)),
)
