"""Formatted text as Telegram counts it: plain text plus entities, offsets in UTF-16 units."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.errors import broken_rule
from simulator.shapes import Json

SPACES = " \t\r\n"
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_MARKUP = re.compile(r"[<&]")
_ATTRIBUTE_END = re.compile(r"[\s=>]")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the measure of every limit and offset of Telegram."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int


class _HtmlReader:
    """Reads Telegram's HTML; what is wrong with it is said in Telegram's words."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            found = _MARKUP.search(self.source, self.at)
            stop = found.start() if found else len(self.source)
            self._append(self.source[self.at : stop])
            self.at = stop
            if stop == len(self.source):
                break
            if self.source[stop] == "&":
                self._character()
            elif self.source.startswith("</", stop):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise self._refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.plain), self.entities

    def _append(self, text: str) -> None:
        self.plain.append(text)
        self.length += utf16_length(text)

    def _character(self) -> None:
        found = _CHARACTER.match(self.source, self.at)
        text = _decoded(found) if found else None
        if found is None or text is None:
            self._append("&")
            self.at += 1
            return
        self._append(text)
        self.at = found.end()

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in SPACES:
            self.at += 1

    def _start_tag(self) -> None:
        begin = self.at
        found = re.compile(r"[\s>]").search(self.source, begin + 1)
        if found is None:
            raise self._refusal(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        self.at = found.start()
        name = self.source[begin + 1 : self.at].lower()
        if name not in _TAGS:
            raise self._refusal(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                break
            argument = self._attribute(name, begin) or argument
        self.at += 1
        if name == "span" and argument != "spoiler":
            raise self._refusal(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}'
            )
        self.open.append(_OpenTag(name, argument, self.length))

    def _attribute(self, tag: str, begin: int) -> str | None:
        found = _ATTRIBUTE_END.search(self.source, self.at)
        name = self.source[self.at : found.start() if found else len(self.source)]
        if found is None:
            raise self._refusal(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if not name:
            raise self._refusal(
                f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}'
            )
        self.at = found.start()
        self._skip_spaces()
        if self._peek() != "=":
            if (tag, name) == ("blockquote", "expandable"):
                return "expandable"
            raise self._refusal(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                f" at byte offset {self._bytes(begin)}"
            )
        self.at += 1
        self._skip_spaces()
        value = self._value(begin)
        return _argument(tag, name.lower(), value)

    def _value(self, begin: int) -> str:
        quote = self._peek()
        if quote and quote in "'\"":
            end = self.source.find(quote, self.at + 1)
            if end < 0:
                raise self._refusal(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            value = _CHARACTER.sub(lambda found: _decoded(found) or found[0], self.source[self.at + 1 : end])
            self.at = end + 1
            return value
        token = _TOKEN.match(self.source, self.at)
        start, self.at = self.at, token.end() if token else self.at
        if self._peek() not in (" ", "\n", "\t", "\r", ">"):
            raise self._refusal(f"Unexpected end of name token at byte offset {self._bytes(start)}")
        return self.source[start : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._refusal(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        found = re.compile(r"[\s>]").search(self.source, begin + 2)
        stop = found.start() if found else len(self.source)
        name = self.source[begin + 2 : stop].lower()
        self.at = stop
        self._skip_spaces()
        if self._peek() != ">":
            raise self._refusal(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        expected = self.open[-1].name
        if name and name != expected:
            raise self._refusal(
                f"Unmatched end tag at byte offset {self._bytes(begin)},"
                f' expected "</{expected}>", found "</{name}>"'
            )
        self._close(self.open.pop())

    def _close(self, tag: _OpenTag) -> None:
        length = self.length - tag.offset
        if not length:
            return
        entity = _entity(tag, length)
        last = self.entities[-1] if self.entities else None
        same_place = last is not None and (last["offset"], last["length"]) == (tag.offset, length)
        if tag.name == "pre" and last is not None and same_place and last["type"] == "code":
            self.entities.pop()
            if "language" in last:
                entity["language"] = last["language"]
        if entity["type"] != "text_link" or entity["url"]:
            self.entities.append(entity)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    @staticmethod
    def _refusal(words: str) -> Exception:
        return broken_rule(f"can't parse entities: {words}")


def _decoded(found: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _argument(tag: str, name: str, value: str) -> str | None:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return None


def _entity(tag: _OpenTag, length: int) -> Json:
    entity: Json = {"offset": tag.offset, "length": length, "type": _TAGS[tag.name]}
    if tag.name == "a":
        if tag.argument.startswith("tg://user?id=") and tag.argument[13:].isdigit():
            entity |= {"type": "text_mention", "user": {"id": int(tag.argument[13:])}}
        else:
            entity["url"] = tag.argument
    elif tag.name == "code" and tag.argument:
        entity["language"] = tag.argument
    elif tag.name == "tg-emoji":
        entity["custom_emoji_id"] = tag.argument
    elif tag.name == "blockquote" and tag.argument:
        entity["type"] = "expandable_blockquote"
    return entity


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Split Telegram HTML into plain text and entities; raises BotApiError on what Telegram refuses."""
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _HtmlReader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities


def unknown_characters(source: str) -> list[str]:
    """Named characters like `&nbsp;` that Telegram does not know and therefore shows as they are typed."""
    return [name for name in re.findall(r"&([A-Za-z]+);", source) if name not in _NAMED]


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    left = text.lstrip(SPACES)
    cut = len(text) - len(left)
    plain = left.rstrip(SPACES)
    if len(plain) == len(text):
        return text, entities
    length = utf16_length(plain)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(length, entity["offset"] + entity["length"] - cut)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return plain, kept


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


def slice_utf16(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "ignore")


_OPENING = {
    "bold": "<b>", "italic": "<i>", "underline": "<u>", "strikethrough": "<s>", "code": "<code>",
    "pre": "<pre>", "blockquote": "<blockquote>", "expandable_blockquote": "<blockquote expandable>",
    "spoiler": "<tg-spoiler>",
}  # fmt: skip


def _opening(entity: Json, covered: str) -> str | None:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">'
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">'
    if kind == "url":
        return f'<a href="{html.escape(covered)}">'
    return _OPENING.get(kind)


def render_html(text: str, entities: Sequence[Json]) -> str:
    """Write text and entities as safe HTML: everything is escaped but Telegram's own tags."""
    if not entities:
        return html.escape(text, quote=False)
    raw = text.encode("utf-16-le")
    pieces: list[str] = []
    open_until: list[tuple[int, str]] = []
    at = 0

    def write_until(position: int) -> None:
        nonlocal at
        while open_until and open_until[-1][0] <= position:
            end, closing = open_until.pop()
            pieces.append(_escaped(raw, at, end) + closing)
            at = max(at, end)
        pieces.append(_escaped(raw, at, position))
        at = max(at, position)

    for entity in sorted(entities, key=lambda each: (each["offset"], -each["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        opening = _opening(entity, slice_utf16(text, start, entity["length"]))
        if opening is None:
            continue
        write_until(start)
        limit = min([end, *(until for until, _ in open_until[-1:])])
        pieces.append(opening)
        open_until.append((limit, f"</{opening[1:-1].split()[0]}>"))
    write_until(len(raw) // 2)
    return "".join(pieces)


def _escaped(raw: bytes, start: int, end: int) -> str:
    return html.escape(raw[start * 2 : end * 2].decode("utf-16-le", "ignore"), quote=False)
