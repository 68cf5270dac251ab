"""The journal as an HTTP Archive (HAR 1.2), for the tools that read one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import orjson

from .. import __version__

NONE: dict[str, Any] = {"cookies": [], "headersSize": -1}


def archive(base: str, requests: list[dict[str, Any]]) -> dict[str, Any]:
    """The archive of requests as the journal shows them: times in UTC of the world, durations in milliseconds."""
    creator = {"name": "mockbill", "version": __version__}
    return {"log": {"version": "1.2", "creator": creator, "entries": [entry(base, one) for one in requests]}}


def entry(base: str, one: Mapping[str, Any]) -> dict[str, Any]:
    sent, got = text_of(one["body"]), text_of(one["answer"])
    query = urlencode(one["query"], safe="*")
    request: dict[str, Any] = {
        "method": one["method"], "url": f"{base}{one['path']}{f'?{query}' if query else ''}", "httpVersion": "HTTP/1.1",
        "headers": pairs(one["headers"]), "queryString": pairs(one["query"]), "bodySize": len(sent), **NONE,
    }  # fmt: skip
    if sent:
        request["postData"] = {"mimeType": one["headers"].get("content-type", ""), "text": sent}
    told = {
        "Content-Type": one["contentType"],
        "X-Mockbill-Operation": one["operation"],
        "X-Mockbill-Evidence": one["evidence"],
    }
    answered = {name: value for name, value in told.items() if value}
    return {
        "startedDateTime": one["time"],
        "time": one["milliseconds"],
        "request": request,
        "response": {
            "status": one["status"], "statusText": reason(one["status"]), "httpVersion": "HTTP/1.1",
            "headers": pairs(answered), "redirectURL": "", "bodySize": len(got), **NONE,
            "content": {"size": len(got), "mimeType": one["contentType"], "text": got},
        },
        "cache": {},
        "timings": {"send": 0, "wait": one["milliseconds"], "receive": 0},
        **({"comment": "; ".join(one["faults"])} if one["faults"] else {}),
    }  # fmt: skip


def text_of(value: Any) -> str:
    return "" if value is None else orjson.dumps(value).decode()


def pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": str(value)} for name, value in values.items()]


def reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
