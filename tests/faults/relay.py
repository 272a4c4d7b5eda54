"""A relay between a client and the server that counts what the client sends.

An exchange is all that the client sends before it waits: a message of the simple protocol, or an
extended one up to its Sync. A trap goes off at one exchange of all that pass, at one moment of it.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from psycopg.conninfo import conninfo_to_dict, make_conninfo

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 1 << 16
_QUERY, _PARSE, _SYNC = b"Q", b"P", b"S"
_READY, _KEY_DATA = b"Z", b"K"


class Moment(Enum):
    """When in an exchange a trap goes off."""

    BEFORE = "before it is sent"
    DURING = "while the server works"
    AFTER = "before its answer comes"


@dataclass(kw_only=True)
class Trap:
    """What happens at the exchange of that number, ``delay`` seconds after it was sent if DURING.

    ``act`` gets the link. ``sprung`` is set when it happened, with the text of the exchange.
    """

    number: int
    moment: Moment
    act: Callable[[Link], None]
    delay: float = 0.0
    sprung: str | None = None


@dataclass(kw_only=True)
class Exchange:
    """What a client sent at once, and how long the answer took."""

    text: str
    seconds: float = 0.0


class Relay:
    """Listens on a port of this machine for as long as the block lasts."""

    def __init__(self, conninfo: str, trap: Trap | None = None) -> None:
        self._to = conninfo_to_dict(conninfo)
        self.trap = trap
        self.exchanges: list[Exchange] = []
        self._lock = threading.Lock()
        self._links: list[Link] = []

    def __enter__(self) -> Relay:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone does not wake a thread that waits in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for link in self._links:
            link.cut()
            link.thread.join(10)

    @property
    def conninfo(self) -> str:
        """The connection string by which a client comes through."""
        port = self._listener.getsockname()[1]
        here = {"host": "127.0.0.1", "port": port, "sslmode": "disable", "gssencmode": "disable"}
        return make_conninfo("", **{**self._to, **here})

    @property
    def url(self) -> str:
        """The same as a URL."""
        port = self._listener.getsockname()[1]
        user, name = self._to["user"], self._to["dbname"]
        return f"postgresql://{user}@127.0.0.1:{port}/{name}?sslmode=disable&gssencmode=disable"

    def begun(self, text: str) -> tuple[Exchange, Trap | None]:
        """Count an exchange; return it, and the trap if it is its turn."""
        with self._lock:
            exchange = Exchange(text=text)
            self.exchanges.append(exchange)
            trap = self.trap
            mine = trap is not None and trap.number == len(self.exchanges) - 1
            return exchange, trap if mine else None

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._links.append(Link(self, client, self._connect()))

    def _connect(self) -> socket.socket:
        host, port = str(self._to.get("host", "127.0.0.1")), int(self._to.get("port", 5432))
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server


@dataclass
class Link:
    """One connection through the relay; ``pid`` is the server's process behind it."""

    relay: Relay
    client: socket.socket
    server: socket.socket
    pid: int | None = None
    thread: threading.Thread = field(init=False)
    _left: bool = False
    _greeted: bool = False
    _partial: bytes = b""
    _answer: bytes = b""
    _texts: list[str] = field(default_factory=list)
    _now: tuple[Exchange, Trap | None, float] | None = None

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def cut(self) -> None:
        """End both halves."""
        _close(self.client)
        self.drop_server()

    def leave(self) -> None:
        """End the client's half; the server does not learn of it."""
        self._left = True
        _close(self.client)

    def drop_server(self) -> None:
        """End the server's half."""
        _close(self.server)

    def _run(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while all(self._pass_on(readable) for readable in self._ready()):
                pass
        if not self._left:
            self.cut()

    def _ready(self) -> list[socket.socket]:
        """Return who has something to say; a trap that waits for its time goes off meanwhile."""
        while True:
            timeout = None
            if self._now is not None and (trap := self._now[1]) and trap.moment is Moment.DURING:
                timeout = self._now[2] + trap.delay - time.monotonic()
                if timeout <= 0:
                    self._spring(trap, self._now[0])
                    timeout = None
            open_ones = [one for one in (self.client, self.server) if one.fileno() >= 0]
            found, _, _ = select.select(open_ones, [], [], timeout)
            if found:
                return found

    def _pass_on(self, source: socket.socket) -> bool:
        data = source.recv(_CHUNK)
        if not data:
            return False
        if source is self.client:
            self._from_client(data)
        else:
            self._from_server(data)
        return True

    def _from_client(self, data: bytes) -> None:
        self._partial += data
        while (taken := self._message(self._partial)) is not None:
            kind, whole = taken
            self._partial = self._partial[len(whole) :]
            if kind in (_QUERY, _PARSE):
                self._texts.append(_text(kind, whole))
            if kind in (_QUERY, _SYNC):
                self._begin()
            self.server.sendall(whole)

    def _begin(self) -> None:
        exchange, trap = self.relay.begun("; ".join(self._texts))
        self._texts = []
        if trap is not None and trap.moment is Moment.BEFORE:
            self._spring(trap, exchange)
            trap = None
        self._now = (exchange, trap, time.monotonic())

    def _message(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Return kind and bytes of the first message; the very first has no kind."""
        head = 1 if self._greeted else 0
        if len(data) < head + 4:
            return None
        length = struct.unpack("!i", data[head : head + 4])[0] + head
        if len(data) < length:
            return None
        self._greeted = True
        return data[:head], data[:length]

    def _from_server(self, data: bytes) -> None:
        self._answer += data
        ready = False
        while len(self._answer) >= 5:
            length = struct.unpack("!i", self._answer[1:5])[0] + 1
            if len(self._answer) < length:
                break
            if self._answer[:1] == _KEY_DATA:
                self.pid = struct.unpack("!i", self._answer[5:9])[0]
            ready = ready or self._answer[:1] == _READY
            self._answer = self._answer[length:]
        if ready and self._now is not None:
            exchange, trap, start = self._now
            exchange.seconds = time.monotonic() - start
            self._now = None
            if trap is not None and trap.sprung is None:
                self._spring(trap, exchange)
        self.client.sendall(data)

    def _spring(self, trap: Trap, exchange: Exchange) -> None:
        if trap.sprung is None:
            trap.sprung = exchange.text
            trap.act(self)


def _text(kind: bytes, whole: bytes) -> str:
    body = whole[5:]
    if kind == _PARSE:
        body = body.split(b"\0", 1)[1]
    return body.split(b"\0", 1)[0].decode()


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
