"""Spend & Expense: budgets, cards, transactions, reimbursements, custom fields and their users."""

from functools import partial
from typing import Any

from .calls import Call, Steps, fill
from .collection import A, P, Part, R, Resource
from .files import File, presigned

_spend = partial(Resource, cursor="nextPage")


class Spend(Part[A, P, R]):
    """S&E. Every id may be an `id` or a `uuid` (D docs/virtual-cards); amounts are US dollars (O); 60 calls a
    minute for each token (D docs/spend-expense-api); a repeated POST makes a second object (O)."""

    budgets = _spend("/v3/spend/budgets", "list get create update delete")
    budget_members = _spend(
        "/v3/spend/budgets/{}/members", "list get delete", {"upsert": "PUT /{}", "bulk_upsert": "PUT /bulk"}
    )
    cards = _spend(
        "/v3/spend/cards",
        "list get create update delete",
        {"freeze": "POST /{}/freeze", "unfreeze": "POST /{}/unfreeze", "pan_jwt": "GET /{}/pan-jwt"},
    )
    custom_fields = _spend("/v3/spend/custom-fields", "list get create update delete")
    custom_field_values = _spend("/v3/spend/custom-fields/{}/values", "list get create", {"delete_values": "DELETE "})
    reimbursements = _spend(
        "/v3/spend/reimbursements",
        "list get create update delete",
        {
            "act": "POST /{}/action",
            "image_upload_url": "POST /image-upload-url",
            "add_receipt": "POST /{}/receipts",
            "delete_receipt": "DELETE /{}/receipts/{}",
        },
    )
    transactions = _spend(
        "/v3/spend/transactions",
        "list get",
        {
            "update": "PUT /{}",
            "custom_fields": "GET /{}/custom-fields",
            "set_custom_fields": "PUT /{}/custom-fields",
            "custom_field_values": "GET /{}/custom-fields/{}/values",
            "receipt_upload_url": "POST /receipt-upload-url",
            "add_receipt": "POST /{}/receipts",
            "delete_receipt": "DELETE /{}/receipts/{}",
            "answer_3ds": "POST /{}/3ds-challenge",
        },
        max=50,
    )
    users = _spend("/v3/spend/users", "list get create update delete", {"current": "GET /current"})

    def attach_receipt(self, transactionId: str, file: File, content_type: str = "image/jpeg") -> A:
        """Put a picture to a presigned URL and hang it on a transaction; answers `{filename, url, uuid}`.

        Parameters:
            content_type: `image/jpeg` or `image/png` (D docs/transaction-management).
        """
        return self._driver.answer(_attach(transactionId, file, content_type))

    def upload_image(self, file: File, content_type: str = "image/jpeg") -> A:
        """Put a picture for a reimbursement; answers `{"url": …}` for its `receipts` (D docs/reimbursements)."""
        return self._driver.answer(_put("/v3/spend/reimbursements/image-upload-url", file, content_type))


def _put(path: str, file: File, content_type: str) -> Steps:
    answer: dict[str, Any] = yield Call(method="POST", path=path)
    yield presigned(answer["url"], file, content_type)
    return answer


def _attach(transactionId: str, file: File, content_type: str) -> Steps:
    answer = yield from _put("/v3/spend/transactions/receipt-upload-url", file, content_type)
    path = fill("/v3/spend/transactions/{}/receipts", transactionId)
    return (yield Call(method="POST", path=path, body={"url": answer["url"]}))
