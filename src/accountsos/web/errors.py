"""One table from refusal to HTTP status, and the error object every refusal is answered with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accountsos.errors import Refused
from accountsos.wire.encode import encode_json

STATUS_OF: Mapping[str, int] = {
    "bad_request": 400,
    "unauthorized": 401,
    "invalid_api_key": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "precondition_failed": 412,
    "payload_too_large": 413,
    "unsupported_media_type": 415,
    "idempotency_mismatch": 422,
    "rate_limited": 429,
    "server_error": 500,
    "unavailable": 503,
}

MEANING: Mapping[str, str] = {
    "bad_request": "A parameter, header or the body is not acceptable; `message` and `param` say which and why.",
    "unauthorized": "No `Authorization: Bearer` header was sent.",
    "invalid_api_key": "The API key is unknown, malformed, revoked or expired.",
    "forbidden": "The key's scope does not allow it.",
    "not_found": "There is no such thing in this company.",
    "method_not_allowed": "The path exists, but not with this method; `Allow` names those it has.",
    "conflict": "The books are in a state that does not allow it.",
    "precondition_failed": "`If-Match` names a version that is no longer current.",
    "payload_too_large": "The request is larger than 10,485,760 bytes.",
    "unsupported_media_type": "The body is of a kind that this operation does not read.",
    "idempotency_mismatch": "The `Idempotency-Key` was already used for another request.",
    "rate_limited": "Too many requests; `Retry-After` says how many seconds to wait.",
    "server_error": "A fault of ours; `request_id` leads to it in the log.",
    "unavailable": "The books cannot be reached at the moment; `Retry-After` says when to try again.",
}


HOW: Mapping[str, str] = {
    "add_contact": "POST /api/contacts",
    "change_bank_account": "PATCH /api/bank-accounts/{bank_account_id}",
    "change_transaction": "PATCH /api/transactions/{transaction_id}",
    "change_invoice": "PATCH /api/invoices/{document_id}",
    "correct_document": "PATCH /api/documents/{document_id}",
    "list_categories": "GET /api/categories",
    "list_checks": "GET /api/checks",
    "list_simplified_expenses": "GET /api/simplified-expenses",
    "list_trips": "GET /api/mileage",
    "list_vat_schemes": "GET /api/vat-schemes",
    "post_depreciation": "POST /api/assets/depreciation",
    "reopen_years": "POST /api/years/reopen",
    "show_invoice": "GET /api/invoices/{document_id}",
    "state_exchange_rates": "POST /api/exchange-rates",
    "state_opening_balances": "PUT /api/opening-balances",
    "state_cis": "PUT /api/contacts/{contact_id}/cis",
    "undo_depreciation": "DELETE /api/assets/depreciation",
    "undo_disposal": "DELETE /api/assets/{asset_id}/disposal",
    "undo_import": "DELETE /api/imports/{import_id}",
    "undo_settlement": "DELETE /api/settlements/{settlement_id}",
    "unfile_vat_return": "POST /api/vat-returns/unfile",
    "void_invoice": "DELETE /api/invoices/{document_id}",
    "withdraw_opening_balances": "DELETE /api/opening-balances",
}
"""Where a refusal says which operation helps: how it is asked here."""


class MethodNotAllowed(Refused):
    """The path has other methods than the one asked for."""

    code = "method_not_allowed"

    def __init__(self, message: str, *, allow: str) -> None:
        super().__init__(message)
        self.allow = allow


def status_of(refusal: Refused) -> int:
    """The HTTP status of the refusal."""
    return STATUS_OF[refusal.code]


def error_body(refusal: Refused, request_id: str) -> bytes:
    """The refusal as the error object of the contract."""
    return _body(refusal.code, message_of(refusal), request_id, refusal.param, refusal.details)


def message_of(refusal: Refused) -> str:
    """What is said of it to a person, with the operation that helps."""
    return refusal.message if refusal.see is None else f"{refusal.message}; see {HOW[refusal.see]}"


def server_error_body(request_id: str) -> bytes:
    """What is said of a fault of ours: nothing but where it can be found."""
    return _body("server_error", f"Something went wrong on our side; the log has it under {request_id}.", request_id)


def _body(
    code: str,
    message: str,
    request_id: str,
    param: str | None = None,
    details: Sequence[Mapping[str, object]] | None = None,
) -> bytes:
    error: dict[str, object] = {"code": code, "message": message, "status": STATUS_OF[code]}
    if param is not None:
        error["param"] = param
    if details is not None:
        error["details"] = details
    error["request_id"] = request_id
    return encode_json({"error": error})
