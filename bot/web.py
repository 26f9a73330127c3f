"""The web endpoints on LISTEN: health, metrics, and the webhook when one is used."""

import contextlib
import hmac
import json
from collections.abc import Awaitable, Callable, Iterator

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
LARGEST_UPDATE = 4 * 1024 * 1024

Health = Callable[[], Awaitable[type_json]]
Store = Callable[[list[type_json]], Awaitable[None]]


def build_web(health: Health, store: Store, *, webhook_secret: str | None) -> Starlette:
    """The endpoints. Without a `webhook_secret` there is no webhook."""

    async def healthz(_request: Request) -> Response:
        report = await health()
        return JSONResponse(report, status_code=200 if report["ok"] else 503)

    async def metrics(_request: Request) -> Response:
        await health()  # brings the gauges up to date
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def webhook(request: Request) -> Response:
        return await _receive(request, store, webhook_secret or "")

    routes = [Route("/healthz", healthz), Route("/metrics", metrics)]
    if webhook_secret:
        routes.append(Route(WEBHOOK_PATH, webhook, methods=["POST"]))
    return Starlette(routes=routes)


async def _receive(request: Request, store: Store, secret: str) -> Response:
    """Take one update: 403 for a wrong secret, 400 for nonsense, 200 only after it is stored."""
    given = request.headers.get(PROOF_HEADER, "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        return Response(status_code=403)
    body = await request.body()
    if len(body) > LARGEST_UPDATE:
        return Response(status_code=413)
    try:
        update = json.loads(body)
    except ValueError:
        return Response(status_code=400)
    if not isinstance(update, dict):
        return Response(status_code=400)
    try:
        await store([update])
    except SQLAlchemyError:
        return Response(status_code=503)  # Telegram will bring it again
    return Response(status_code=200)


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
