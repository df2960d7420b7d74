"""The node as an ASGI application: hops wait on one event loop, all else is Django in threads.

A hop waits for the disk with many others. On an event loop that costs nothing, where a thread for
each would spend more on taking turns than on its answer. The process that imports this does the
node's background work too.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from multiprocessing import util
from typing import Any, Final, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.db import close_old_connections

from kene.channels.contract import Channel, Response, sent
from kene.channels.hops import MOST, Asked, utc_now
from kene.intake import api as intake
from kene.site import background
from kene.site.routes import channel_at
from kene.tasks import api as tasks

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

THREADS: Final = 16
"""Pages under way at once."""


def _page(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request, in a thread."""
    channel = channel_at(environ.get("PATH_INFO", ""))
    if channel is None:
        return _django(environ, start)
    try:
        return channel(environ, start)
    finally:
        # Back to the pool, as Django does after its own requests: there are fewer connections
        # than threads.
        close_old_connections()


_pages = WSGIMiddleware(cast(Any, _page), workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    if scope["type"] == "http":
        channel = channel_at(scope["path"])
        if isinstance(channel, Channel):
            await _send(send, await channel.respond(await _asked(scope, receive)))
            return

    async def received() -> MutableMapping[str, Any]:
        """What came, as a coroutine: what the server gives is none, and the threads need one."""
        return await receive()

    await _pages(cast(Any, scope), cast(Any, received), cast(Any, send))


async def _asked(scope: Scope, receive: Receive) -> Asked:
    body, more = b"", True
    while more and len(body) < MOST:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope["query_string"].decode("latin-1")
    return Asked(scope["method"], scope["path"], query, _announced(scope, len(body)), body)


def _announced(scope: Scope, read: int) -> int:
    """The length that the request announced, in octets; where it did not, what was read."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else -1
    return read


async def _send(send: Send, response: Response) -> None:
    body, headers = sent(response)
    status = int(response.status[:3])
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (name.lower().encode(), value.encode("latin-1")) for name, value in headers
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


def _work() -> None:
    """Do the background work, unless another process of this node does, until this one ends."""
    background.declare(settings.KENE)
    worker = tasks.Worker(utc_now)
    # A server's process ends through multiprocessing, which does not run atexit's functions.
    util.Finalize(None, worker.stop, exitpriority=20)
    util.Finalize(None, intake.stop, exitpriority=10)
    background.begin_alone(settings.KENE.data / "worker.turn", worker.start)


_work()
# What was made so far stays: the collector need not look through it again and again.
gc.freeze()
