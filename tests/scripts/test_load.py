import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scripts.bench.load import Answer, Measurement, measure, request_bytes

PAUSE = 0.01


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = Counter()
    connections = set()
    lock = threading.Lock()

    def do_GET(self):
        with self.lock:
            self.seen[self.path] += 1
            self.connections.add(self.client_address)
        time.sleep(PAUSE)
        self.send_response(404 if self.path == "/none" else 200)
        if self.path == "/chunked":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            # Data that looks like the end of the answer, in two writes.
            self.wfile.write(b"5\r\n0\r\n\r\n\r\n")
            self.wfile.flush()
            time.sleep(PAUSE)
            self.wfile.write(b"0\r\n\r\n")
            return
        body = b"x" * 70_000
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/closing":
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.lock:
            self.seen[body] += 1
        self.send_response(302)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def port():
    Handler.seen, Handler.connections = Counter(), set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def get(path):
    return request_bytes("GET", path, {"Host": "localhost"})


def test_every_answer_is_counted_once(port):
    result = measure("127.0.0.1", port, [get("/page")] * 40, connections=4)

    assert result.statuses == {200: 40}
    assert len(result.latencies) == 40 == Handler.seen["/page"]
    assert len(Handler.connections) == 4


def test_rate_and_latency_are_the_servers(port):
    result = measure("127.0.0.1", port, get("/page"), connections=2, seconds=0.5)

    # Two connections, each waiting at least PAUSE for an answer, cannot do more than this.
    assert 0 < result.rate <= 2 / PAUSE
    assert min(result.latencies) >= PAUSE
    assert result.percentile(0.95) >= result.percentile(0.5) >= PAUSE


def test_each_request_of_a_series_is_sent_once(port):
    bodies = [f"ballot={number}".encode() for number in range(30)]

    result = measure("127.0.0.1", port, [request_bytes("POST", "/cast", {"Host": "x"}, body) for body in bodies])

    assert result.statuses == {302: 30}
    assert Handler.seen == Counter(bodies)


@pytest.mark.parametrize("path", ["/chunked", "/closing"])
def test_any_way_of_ending_an_answer_is_understood(port, path):
    result = measure("127.0.0.1", port, [get(path)] * 6, connections=2)

    assert result.statuses == {200: 6}
    assert result.broken == 0


def test_a_page_of_errors_is_not_a_fast_page(port):
    result = measure("127.0.0.1", port, [get("/page"), get("/none")], connections=1)

    with pytest.raises(RuntimeError, match="404"):
        result.expect(200, "page")


def test_a_server_that_is_not_there_is_an_error():
    with pytest.raises(OSError):
        measure("127.0.0.1", 1, [get("/")])


def test_answer_split_anywhere_is_read_whole():
    whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    for cut in range(1, len(whole)):
        answer = Answer()
        assert answer.feed(whole[:cut]) is False
        assert answer.feed(whole[cut:]) is True
        assert answer.status == 200


@pytest.mark.parametrize(("share", "seconds"), [(0.5, 2), (0.75, 3), (0.95, 4), (1, 4)])
def test_percentile_is_the_nearest_rank(share, seconds):
    assert Measurement(latencies=[4, 1, 3, 2]).percentile(share) == seconds
