"""The yardstick: bare Flask routes with orjson, on the same server with the same threads as mockbill."""

import sys
import threading

import orjson
from flask import Flask, Response, request

from mockbill.gateway.validation import check
from mockbill.resources.payables.bill_shapes import BillWrite
from mockbill.resources.payables.bills import bills
from mockbill.resources.payables.vendors import vendors
from mockbill.server import free_place, granian, spare_the_collector
from mockbill.world.choices import Choices
from mockbill.world.ids import Ids
from mockbill.world.store import Row, Store


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

    store, lock, ids, choices = Store([bills.table, vendors.table]), threading.Lock(), Ids("bare", ""), Choices()
    vendor = store.insert(vendors.name, Row({"id": one["vendorId"], "name": "Lake"}, org="o"))

    @flask.post("/written")
    def write() -> Response:
        """What no bill can do without: its shape is checked, and its row and its vendor's are written."""
        fields = check(BillWrite, orjson.loads(request.get_data()), choices)
        with lock:
            store.begin()
            row = store.insert(bills.name, Row({**one, **fields, "id": ids.new("00n")}, org="o"))
            store.update(vendors.name, vendor)
            store.commit()
        return answer(row, 201)

    return flask


if __name__ == "__main__":
    one, page = orjson.loads(sys.stdin.buffer.read())
    address, port = free_place("127.0.0.1", 0)
    print(f"http://{address}:{port}", flush=True)
    serve = granian(app(one, page), address, port)
    spare_the_collector()
    serve()
