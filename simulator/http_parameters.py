"""Reading the parameters and files of a Bot API call from whatever form they come in."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request as HttpRequest
from starlette.types import Receive, Scope

from simulator.errors import bad_request
from simulator.request import Upload
from simulator.shapes import Json

PART_LIMIT = 8 * 1024 * 1024


async def read_parameters(scope: Scope, receive: Receive) -> tuple[Json, dict[str, Upload]]:
    """A call's parameters from query, form, multipart or JSON body, and the files that came with it."""
    raw: Json = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    if kind.startswith(b"multipart/form-data"):
        return await _multipart(raw, scope, receive)
    body = await _body(receive)
    if kind.startswith(b"application/json"):
        try:
            told = json.loads(body or b"{}")
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(told, dict):
            raise bad_request("object expected as parameters")
        raw |= told
    elif body:
        raw |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return raw, {}


async def _multipart(raw: Json, scope: Scope, receive: Receive) -> tuple[Json, dict[str, Upload]]:
    uploads: dict[str, Upload] = {}
    try:
        form = await HttpRequest(scope, receive).form(max_part_size=PART_LIMIT)
    except MultiPartException as problem:
        raise bad_request(f"can't parse multipart form: {problem.message}") from None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[name] = Upload(value.filename or "file", await value.read(), value.content_type)
        else:
            raw[name] = value
    await form.close()
    return raw, uploads


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body
