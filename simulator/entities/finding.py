"""What Telegram finds in a text by itself: commands, mentions, hashtags, links, mail addresses."""

from __future__ import annotations

import re

from simulator.entities.measuring import utf16_length
from simulator.shapes import Json

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\u3000-\u303f\uff00-\uffef]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w|/))"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)


def detect(text: str, entities: list[Json]) -> list[Json]:
    """Add what Telegram finds by itself: commands, mentions, hashtags, links, mail addresses."""
    if not ("/" in text or "@" in text or "#" in text):
        return entities
    found = []
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        entity: Json = {"offset": offset, "length": utf16_length(match[0]), "type": str(match.lastgroup)}
        if not any(_blocks(other, entity) for other in entities):
            found.append(entity)
    return sorted(entities + found, key=lambda entity: (entity["offset"], -entity["length"]))


def _blocks(entity: Json, other: Json) -> bool:
    solid = entity["type"] in ("code", "pre", "text_link", "text_mention")
    end, other_end = entity["offset"] + entity["length"], other["offset"] + other["length"]
    return solid and entity["offset"] < other_end and other["offset"] < end
