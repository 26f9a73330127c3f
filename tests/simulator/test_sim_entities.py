"""Formatted text: what Telegram reads, what it refuses and in which words, and how it counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.entities import detect, parse_html, render_html, trim, unknown_characters, utf16_length
from simulator.errors import BotApiError


def kinds(source: str) -> list[tuple[str, int, int]]:
    return [(each["type"], each["offset"], each["length"]) for each in parse_html(source)[1]]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>问</b>题", "问题", [("bold", 0, 1)]),
        ("<b>甲<i>乙</i></b>", "甲乙", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<u>好</u>", "😀好", [("underline", 2, 1)]),
        ("a &lt; b &amp; c &quot;d&quot; &#20013;&#x6587;", 'a < b & c "d" 中文', []),
        ("1 & 2 &nbsp; &x", "1 & 2 &nbsp; &x", []),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<blockquote expandable>长</blockquote>", "长", [("expandable_blockquote", 0, 1)]),
        ("<span class='tg-spoiler'>密</span>", "密", [("spoiler", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ("<b></b>空", "空", []),
        ("<B>大</B>", "大", [("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_markup_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    assert parse_html(source)[0] == text
    assert kinds(source) == entities


def test_links_and_mentions_carry_their_target() -> None:
    _, (link, mention) = parse_html(
        '<a href="https://a.b/?x=1&amp;y=2">甲</a><a href="tg://user?id=7">乙</a>'
    )
    assert link["url"] == "https://a.b/?x=1&y=2"
    assert (mention["type"], mention["user"]["id"]) == ("text_mention", 7)


def test_links_that_telegram_does_not_follow_stay_plain_text() -> None:
    for address in ("javascript:alert(1)", "", "nowhere", "data:text/html,x"):
        assert parse_html(f'<a href="{address}">x</a>') == ("x", [])
    assert parse_html('<a href="example.cn/a">x</a>')[1][0]["url"] == "http://example.cn/a"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("问<b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("问<div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("1 < 2", "Unsupported start tag \"\" at byte offset 2"),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href='x>y", "Unclosed start tag at byte offset 0"),
        ("<span class='x'>y</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ],
)  # fmt: skip
def test_bad_markup_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_characters_telegram_does_not_know_are_found() -> None:
    assert unknown_characters("a&nbsp;b &lt; &copy; AT&T;") == ["nbsp", "copy", "T"]


def test_white_space_at_the_ends_is_cut_and_entities_move_along() -> None:
    text, entities = trim(*parse_html("\n  <b> 好 </b>\n"))
    assert text == "好"
    assert [(each["offset"], each["length"]) for each in entities] == [(0, 1)]


def test_commands_mentions_and_links_are_found_but_not_inside_code() -> None:
    found = detect("/report@zhuanban_bot 见 https://a.cn/x，问 @li_si #木业 a@b.cn", [])
    assert [each["type"] for each in found] == ["bot_command", "url", "mention", "hashtag", "email"]
    text, entities = parse_html("<code>/start</code>")
    assert [each["type"] for each in detect(text, entities)] == ["code"]
    assert detect("办理 1/2 和 a/b", []) == []


@given(st.text(alphabet="ab<>&\"'问😀\n/", max_size=40))
def test_escaped_text_survives_the_way_there_and_back(text: str) -> None:
    assert parse_html(render_html(text, []))[0] == text


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "问", "😀", "a ", "&lt;"]),
        max_size=14,
    )
)
def test_whatever_is_accepted_is_shown_again_as_the_same_text(pieces: list[str]) -> None:
    try:
        text, entities = parse_html("".join(pieces))
    except BotApiError:
        return
    again, entities_again = parse_html(render_html(text, entities))
    assert again == text
    assert {(e["type"], e["offset"], e["length"]) for e in entities_again} == {
        (e["type"], e["offset"], e["length"]) for e in entities
    }
    assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)
