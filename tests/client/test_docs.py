"""The examples of docs/client.md run, one after the other, as a reader would paste them."""

import json
import re
from pathlib import Path

from werkzeug import Request, Response

PAGE = Path(__file__).parents[2] / "docs" / "client.md"
HERE = "http://127.0.0.1:8585"

ANSWERS = {
    "/connect/v3/login": {"sessionId": "s"},
    "/authx/token": {"access_token": "t", "expires_in": 60},
    "/connect/v3/login/session": {"mfaStatus": "CHALLENGE"},
    "/connect/v3/mfa/challenge": {"challengeId": "c"},
    "/connect/v3/mfa/challenge/validate": {"rememberMeId": "r"},
    "/connect/v3/documents/upload-status": [{"uploadId": "0du1", "documentId": "00h1", "status": "UPLOADED"}],
    "/connect-events/v3/subscriptions": {"id": "s", "securityKey": "k"},
}
ROW = {"id": "1", "name": "x", "amount": 1.5, "downloadLink": f"{HERE}/download"}


def answer(request: Request) -> Response:
    if request.path.endswith("UNKNOWN"):
        body, status = [{"code": "BDC_1205", "message": "none"}], 404
    elif request.data == b'{"broken':
        body, status = [{"code": "BDC_1122", "message": "Error Parsing Json Object."}], 400
    else:
        page = {"nextPage": "n"} if request.path.endswith("/bills") and "page" not in request.args else {}
        body, status = ANSWERS.get(request.path, {**ROW, "results": [ROW], **page}), 200
    return Response(
        json.dumps(body).replace(HERE, request.host_url.rstrip("/")), status, content_type="application/json"
    )


def test_every_example_runs(httpserver, capsys) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_handler(answer)
    examples = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert len(examples) > 10
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example.replace(HERE, httpserver.url_for("").rstrip("/")), str(PAGE), "exec"), names)
    told = capsys.readouterr().out
    assert "404 BDC_1205 ['none']" in told
    assert "r laptop" in told
    httpserver.check()
