"""A closed-loop HTTP load generator: on each of N kept connections the next request goes when the last is answered.

No third-party tool is needed, and every answer is read whole and its status checked, so that a page of errors is never
taken for a fast page.
"""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat


@dataclass
class Measurement:
    """What one run gave. Times in seconds, from sending a request to the last byte of its answer."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    broken: int = 0

    @property
    def rate(self) -> float:
        """Answered requests a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The least time within which this share of the answers came (nearest rank), in seconds."""
        if not self.latencies:
            return math.nan
        ranked = sorted(self.latencies)
        return ranked[max(0, math.ceil(share * len(ranked)) - 1)]

    def expect(self, status: int, what: str) -> "Measurement":
        """Self, if every answer had this status; RuntimeError otherwise: other answers measure something else."""
        if self.broken or set(self.statuses) != {status}:
            raise RuntimeError(f"{what}: wanted {status} only, got {dict(self.statuses)}, {self.broken} broken")
        return self


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """An HTTP/1.1 request as sent. Headers must include Host."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Answer:
    """Collects one HTTP answer; `feed` says True when it is whole."""

    def __init__(self):
        self.data = bytearray()
        self.head_end = -1
        self.length = 0
        self.chunked = False
        self.closes = False
        self.status = 0

    def feed(self, data: bytes) -> bool:
        self.data += data
        if self.head_end < 0:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.read_head(end)
        if self.chunked:
            return self.data.endswith(b"0\r\n\r\n") and self.last_chunk_is_here()
        return len(self.data) >= self.head_end + self.length

    def read_head(self, end: int) -> None:
        self.head_end = end + 4
        lines = bytes(self.data[:end]).split(b"\r\n")
        self.status = int(lines[0].split()[1])
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            match name.lower():
                case b"content-length":
                    self.length = int(value)
                case b"transfer-encoding":
                    self.chunked = b"chunked" in value.lower()
                case b"connection":
                    self.closes = value.strip().lower() == b"close"

    def last_chunk_is_here(self) -> bool:
        """Walk the chunks: their data may itself end like the last one."""
        position = self.head_end
        while True:
            line_end = self.data.find(b"\r\n", position)
            if line_end < 0:
                return False
            size = int(bytes(self.data[position:line_end]).split(b";")[0], 16)
            if size == 0:
                return True
            position = line_end + 2 + size + 2
            if position > len(self.data):
                return False


class Visitor(asyncio.Protocol):
    """One connection. Opens anew when the server closes it between answers."""

    def __init__(self, run: "Run"):
        self.run = run
        self.transport = None
        self.answer = None
        self.sent_at = 0.0

    def connection_made(self, transport) -> None:
        self.transport = transport
        self.send_next()

    def send_next(self) -> None:
        request = self.run.next_request()
        if request is None:
            self.answer = None
            self.transport.close()
            return
        self.answer = Answer()
        self.sent_at = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self.answer is None or not self.answer.feed(data):
            return
        self.run.note(self.answer.status, time.perf_counter() - self.sent_at)
        if self.answer.closes:
            self.answer = None
            self.transport.close()
        else:
            self.send_next()

    def connection_lost(self, error) -> None:
        if self.answer is not None:
            self.run.result.broken += 1
        self.run.visitor_left()


class Run:
    """One measurement: hands out requests until the time is over or there are none left."""

    def __init__(self, host: str, port: int, requests: Iterator[bytes], connections: int, seconds: float):
        self.host, self.port, self.requests = host, port, requests
        self.connections, self.limit = connections, seconds
        self.result = Measurement()
        self.live = 0
        self.ended = False

    def next_request(self) -> bytes | None:
        if time.perf_counter() >= self.deadline:
            self.ended = True
            return None
        request = next(self.requests, None)
        self.ended = self.ended or request is None
        return request

    def note(self, status: int, latency: float) -> None:
        self.result.statuses[status] += 1
        self.result.latencies.append(latency)

    def visitor_left(self) -> None:
        self.live -= 1
        if self.live == 0 or not self.ended:
            self.wake.set()

    async def measure(self) -> Measurement:
        loop = asyncio.get_running_loop()
        self.wake = asyncio.Event()
        started = time.perf_counter()
        self.deadline = started + self.limit
        while True:
            while not self.ended and self.live < self.connections:
                self.live += 1
                await loop.create_connection(lambda: Visitor(self), self.host, self.port)
            if self.live == 0:
                break
            await self.wake.wait()
            self.wake.clear()
        self.result.seconds = time.perf_counter() - started
        return self.result


def measure(
    host: str, port: int, requests: bytes | Iterable[bytes], *, connections: int = 8, seconds: float = math.inf
) -> Measurement:
    """Send requests (the same one for ever, or each of a series once) over so many connections for so many seconds.

    Raises OSError when the server does not listen, ValueError for an endless run.
    """
    endless = isinstance(requests, bytes)
    if endless and seconds == math.inf:
        raise ValueError("one request for ever needs a limit in seconds")
    return asyncio.run(
        Run(host, port, repeat(requests) if endless else iter(requests), connections, seconds).measure()
    )


def median_of(times: int, once: Callable[[], Measurement]) -> Measurement:
    """The run with the median rate: one disturbed by the machine's other work does not count."""
    runs = sorted((once() for _ in range(times)), key=lambda run: run.rate)
    return runs[len(runs) // 2]
