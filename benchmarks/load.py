"""A load of fixed size from keep-alive connections to a loopback address, on raw sockets so that the client is cheap."""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

CONNECTIONS = 8


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def read_answer(connection: socket.socket) -> int:
    """The status of the next answer, whose body is read to its end."""
    head, data = b"", b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            raise ConnectionError("the server hung up")
        data += chunk
    head, _, rest = data.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    left = length - len(rest)
    while left > 0:
        left -= len(connection.recv(min(left, 1 << 20)))
    return int(head[9:12])


def per_second(url: str, raws: Sequence[bytes], count: int, expect: int) -> float:
    """Answers per second to `count` requests, these in turn; each must have the status that is expected."""
    place = urlsplit(url)
    assert place.hostname == "127.0.0.1", "a load goes to this machine only"
    wrong: list[int] = []

    def run(share: int) -> None:
        with socket.create_connection(("127.0.0.1", place.port or 80)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(share):
                connection.sendall(raws[number % len(raws)])
                status = read_answer(connection)
                if status != expect:
                    wrong.append(status)
                    return

    threads = [threading.Thread(target=run, args=(count // CONNECTIONS,)) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{raws[0][:80]!r} answered {wrong[0]}, not {expect}")
    return count / (time.perf_counter() - started)
