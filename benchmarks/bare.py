"""The yardstick: bare Flask routes with orjson, on the same server with the same threads as mockbill."""

import sys

import orjson
from flask import Flask, Response, request

from mockbill.server import free_place, granian


def app(one: dict, page: dict) -> Flask:
    flask = Flask("bare")

    def answer(value: object, status: int = 200) -> Response:
        return Response(orjson.dumps(value), status, content_type="application/json")

    @flask.get("/one/<id>")
    def get(id: str) -> Response:
        return answer(one)

    @flask.get("/page")
    def list_() -> Response:
        return answer(page)

    @flask.post("/one")
    def post() -> Response:
        return answer({**one, **orjson.loads(request.get_data())}, 201)

    return flask


if __name__ == "__main__":
    one, page = orjson.loads(sys.stdin.buffer.read())
    address, port = free_place("127.0.0.1", 0)
    print(f"http://{address}:{port}", flush=True)
    granian(app(one, page), address, port)()
