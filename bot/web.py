"""The web endpoints on LISTEN: health, metrics, and the webhook when one is used."""

import asyncio
import contextlib
import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from storage.base import type_json

PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK_PATH = "/telegram"
FEED_PATH = "/calendar/{secret:str}.ics"
LARGEST_UPDATE = 4 * 1024 * 1024
HEALTH_SECONDS = 5

Health = Callable[[], Awaitable[type_json]]
Feed = Callable[[str], Awaitable[str | None]]
"""What a calendar reads at a secret address; None where there is nothing."""
Store = Callable[[Sequence[object]], Awaitable[None]]


def build_web(
    health: Health, store: Store, *, webhook_secret: str | None, feed: Feed | None = None
) -> Starlette:
    """The endpoints. Without a `webhook_secret` there is no webhook, without `feed` no calendars."""

    async def healthz(_request: Request) -> Response:
        report = await _ask(health)
        return JSONResponse(report, status_code=200 if report["ok"] else 503)

    async def metrics(_request: Request) -> Response:
        await _ask(health)  # brings the gauges up to date
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def webhook(request: Request) -> Response:
        return await _receive(request, store, webhook_secret or "")

    routes = [Route("/healthz", healthz), Route("/metrics", metrics)]
    if feed is not None:
        routes.append(Route(FEED_PATH, _serve(feed)))
    if webhook_secret:
        routes.append(Route(WEBHOOK_PATH, webhook, methods=["POST"]))
    return Starlette(routes=routes)


def _serve(feed: Feed) -> Callable[[Request], Awaitable[Response]]:
    async def calendar(request: Request) -> Response:
        """404 for addresses that do not work (any more): nobody learns whether they ever did."""
        try:
            text = await feed(request.path_params["secret"])
        except SQLAlchemyError:
            return Response(status_code=503)
        if text is None:
            return Response(status_code=404)
        headers = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
        return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)

    return calendar


async def _ask(health: Health) -> type_json:
    """The report, or why there is none: a database that is away or stuck is a finding, not a failure."""
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            return await health()
    except (SQLAlchemyError, TimeoutError) as error:
        return {"ok": False, "error": type(error).__name__}


async def _receive(request: Request, store: Store, secret: str) -> Response:
    """Take one update: 403 for a wrong secret, 400 for nonsense, 200 only after it is stored."""
    given = request.headers.get(PROOF_HEADER, "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        return Response(status_code=403)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_UPDATE:
            return Response(status_code=413)
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return Response(status_code=400)
    if not isinstance(update, dict):
        return Response(status_code=400)
    try:
        await store([update])
    except SQLAlchemyError:
        return Response(status_code=503)  # Telegram will bring it again
    return Response(status_code=200)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError when the address is taken."""
    listening = socket.create_server((host.strip("[]"), port), family=_family(host))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
    return listening


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


class QuietServer(uvicorn.Server):
    """uvicorn without its own signal handlers: the assistant decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def build_server(app: Starlette, host: str, port: int) -> QuietServer:
    """A server for `app` that runs inside our event loop."""
    return QuietServer(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
    )
