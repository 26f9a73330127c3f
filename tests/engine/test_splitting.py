"""Long messages are cut at line ends, and their HTML never."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as some

from handlers.splitting import plain_units, split_lines

WORDS = some.text(alphabet="ab 木🚧&<>\"'", min_size=0, max_size=30)
LINE = some.builds(
    lambda words, tag: f"<{tag}>{escaped(words)}</{tag}>" if tag else escaped(words),
    WORDS,
    some.sampled_from(["", "b", "i", "code"]),
)


def escaped(words: str) -> str:
    """As the templates escape."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Balance(HTMLParser):
    """Notes a tag that is closed wrongly or never."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.wrong = self.wrong or not self.open or self.open.pop() != tag


def is_balanced(part: str) -> bool:
    """Whether every tag is closed in its place."""
    balance = Balance()
    balance.feed(part)
    return not balance.open and not balance.wrong


def plain(text: str) -> str:
    """The words alone."""
    return unescape(re.sub(r"<[^>]+>", "", text))


@given(lines=some.lists(LINE, min_size=1, max_size=12), limit=some.integers(4, 60), quoted=some.booleans())
def test_parts_fit_are_whole_and_lose_nothing(lines: list[str], limit: int, quoted: bool) -> None:
    body = "\n".join(lines)
    text = f"<blockquote>{body}</blockquote>" if quoted else body
    parts = split_lines(text, limit)
    assert all(plain_units(part) <= limit for part in parts)
    assert all(is_balanced(part) for part in parts)
    assert "".join(map(plain, parts)).replace("\n", "") == plain(text).replace("\n", "")


def test_what_fits_stays_as_it_is() -> None:
    text = "<b>" + "木" * 4096 + "</b>"
    assert split_lines(text, 4096) == [text]


def test_a_link_goes_on_in_the_next_part() -> None:
    text = '<a href="https://x/?a=1&amp;b=2">' + "\n".join(["一二三四"] * 4) + "</a>"
    parts = split_lines(text, 10)
    assert parts[0] == '<a href="https://x/?a=1&amp;b=2">一二三四\n一二三四</a>'
    assert len(parts) == 2


def test_one_endless_line_is_cut_where_it_must_be() -> None:
    parts = split_lines("🚧" * 5_000, 4096)
    assert [plain_units(part) for part in parts] == [4096, 4096, 1808]
