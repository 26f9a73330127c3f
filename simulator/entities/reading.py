"""Telegram's HTML read into plain text and entities, refused in Telegram's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.entities.measuring import SPACES, utf16_length
from simulator.errors import BrokenRule, broken_rule
from simulator.shapes import Json

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_SCHEMES = ("http", "https", "tg", "ton", "mailto", "tel")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_MARKUP = re.compile(r"[<&]")
_ATTRIBUTE_END = re.compile(r"[\s=>]")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


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
        if entity["type"] != "text_link":
            self.entities.append(entity)
        elif url := _web_address(entity["url"]):
            self.entities.append(entity | {"url": url})

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    @staticmethod
    def _refusal(words: str) -> BrokenRule:
        return broken_rule(f"can't parse entities: {words}")


def _web_address(told: str) -> str | None:
    """A link that Telegram follows, with its scheme; None for anything else, which stays plain text."""
    scheme, colon, _ = told.partition(":")
    if colon and scheme.lower() in _SCHEMES:
        return told
    host = re.match(r"[^/?#:]+\.[^/?#:.]{2,}(?=[/?#:]|$)", told)
    return f"http://{told}" if host else None


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
