"""Serving an ASGI application on 127.0.0.1 inside the running event loop, without signal handlers."""

from __future__ import annotations

import asyncio
import socket
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

STOP_SECONDS = 2.0


class Connection(H11Protocol):
    """An HTTP connection that shows the application its transport, so that it can break the line."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport in the scope's state."""
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(cast(asyncio.Transport, transport))


class Listener:
    """One listening socket; the port is known as soon as the object is made."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._socket = socket.create_server(("127.0.0.1", port))
        # asyncio does this only for sockets that name their protocol; without it every answer to a
        # kept-alive connection waits some 40 ms for the client's delayed acknowledgement.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._config = uvicorn.Config(
            app, lifespan="off", log_config=None, access_log=False, ws="websockets-sansio",
            server_header=False, date_header=False, timeout_keep_alive=600, ws_ping_interval=None,
            proxy_headers=False,
        )  # fmt: skip

    async def start(self) -> None:
        """Begin to accept connections."""
        self._config.load()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, sock=self._socket, backlog=512)

    def _connection(self) -> Connection:
        return Connection(self._config, self._state, {})

    async def stop(self) -> None:
        """Close the socket, break every open line, and wait for the requests under way to end."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        tasks = list(self._state.tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
