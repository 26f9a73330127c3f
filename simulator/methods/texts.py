"""Text and captions on their way in: markup read, limits checked after parsing."""

from __future__ import annotations

from simulator.entities import detect, parse_html, trim, unknown_characters, utf16_length
from simulator.errors import broken_rule
from simulator.request import Request
from simulator.shapes import Json

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024


def formatted(
    request: Request, source: str, mode: str | None, given: list[Json] | None
) -> tuple[str, list[Json]]:
    """Plain text and entities of a source in a parse mode or with given entities, trimmed, links found."""
    entities = [dict(entity) for entity in given or []]
    if mode:
        if mode.lower() != "html":
            raise broken_rule(_mode_words(mode))
        for name in unknown_characters(source):
            problem = f'"&{name};" is no character Telegram knows; it is shown as typed'
            request.world.calls.violated(request.method, problem, request.params)
        source, entities = parse_html(source)
    text, entities = trim(source, entities)
    return text, detect(text, _with_users(request, entities))


def _mode_words(mode: str) -> str:
    if mode.lower() in ("markdown", "markdownv2"):
        return "can't parse entities: this stand-in reads HTML only"
    return "unsupported parse_mode"


def _with_users(request: Request, entities: list[Json]) -> list[Json]:
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = request.world.users.get(entity["user"]["id"])
            if user is None:
                continue
            entity["user"] = user.to_json()
        kept.append(entity)
    return kept


def message_text(request: Request, holder: Json, name: str = "text") -> Json:
    """The content of a text message; refused when empty or longer than 4096 UTF-16 units."""
    source = str(holder.get(name) or "")
    text, entities = formatted(request, source, holder.get("parse_mode"), holder.get("entities"))
    if not text:
        raise broken_rule("text must be non-empty" if source else "message text is empty")
    if utf16_length(text) > TEXT_LENGTH:
        raise broken_rule("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if holder.get("link_preview_options"):
        content["link_preview_options"] = holder["link_preview_options"]
    return content


def caption_of(request: Request, holder: Json) -> Json:
    """The caption fields of a media message; refused when longer than 1024 UTF-16 units."""
    source = str(holder.get("caption") or "")
    text, entities = formatted(request, source, holder.get("parse_mode"), holder.get("caption_entities"))
    if utf16_length(text) > CAPTION_LENGTH:
        raise broken_rule("message caption is too long")
    content: Json = {}
    if text:
        content["caption"] = text
    if entities:
        content["caption_entities"] = entities
    for name, shown in (("show_caption_above_media", None), ("has_spoiler", "has_media_spoiler")):
        if holder.get(name):
            content[shown or name] = True
    return content
