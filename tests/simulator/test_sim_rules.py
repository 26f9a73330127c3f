"""Every call is held against Telegram's own list; floods and faults hit as planned."""

import json

import httpx
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TimedOut

from simulator.catalog import load_catalog
from simulator.clock import SimClock
from simulator.derive import derive
from simulator.limits import FloodGate, Limits
from simulator.menus import commands_for
from simulator.methods import METHODS
from simulator.people import Person
from simulator.server import Simulator


async def call(telegram: Simulator, method: str, **parameters: object) -> httpx.Response:
    async with httpx.AsyncClient(base_url=telegram.url) as client:
        return await client.post(f"/bot{telegram.token}/{method}", json=parameters)


def with_button(**button: str) -> dict[str, object]:
    return {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}


def with_commands(*commands: tuple[str, str]) -> dict[str, object]:
    return {"commands": [{"command": name, "description": told} for name, told in commands]}


def with_result(**result: object) -> dict[str, object]:
    content = {"message_text": "x"}
    article = {"type": "article", "id": "1", "title": "t", "input_message_content": content}
    return {"inline_query_id": "1", "results": [article | result]}


WRONG = [
    ("sendMessage", {"chat_id": 1}, "message text is empty"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 1, "text": "x", "txt": "y"}, 'unknown parameter "txt"'),
    ("sendMessage", {"chat_id": 1, "text": 5}, 'Field "text" must be of type String'),
    (
        "sendMessage",
        {"chat_id": 1, "text": "x", "message_thread_id": "a"},
        'Field "message_thread_id" must be of type Integer',
    ),
    (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": "nonsense"},
        "can't parse inline keyboard markup JSON object",
    ),
    (
        "sendMessage",
        with_button(callback_data="x"),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        with_button(text="x", cb="x"),
        'can\'t parse inline keyboard button: unknown field "cb"',
    ),
    ("sendMessage", with_button(text="x", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    ("sendMessage", with_button(text="x", callback_data="长" * 22), "BUTTON_DATA_INVALID"),
    ("setMyCommands", with_commands(("Start", "x")), "BOT_COMMAND_INVALID"),
    ("setMyCommands", with_commands(("a", "")), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", with_commands(*[("a", "x")] * 101), "BOT_COMMANDS_TOO_MUCH"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("answerInlineQuery", with_result(id="x" * 65), "RESULT_ID_INVALID"),
    ("sendPoll", {"chat_id": 1, "question": "", "options": [{"text": "x"}]}, "QUESTION_INVALID"),
]


@pytest.mark.parametrize(("method", "parameters", "words"), WRONG)
async def test_what_is_not_on_telegrams_list_is_refused_and_recorded(
    telegram: Simulator, method: str, parameters: dict[str, object], words: str
) -> None:
    answer = await call(telegram, method, **parameters)
    assert (answer.status_code, answer.json()["description"]) == (400, f"Bad Request: {words}")
    assert [violation.method for violation in telegram.violations] == [method]
    assert telegram.calls[-1].outcome == "error"


async def test_an_unknown_method_is_not_found(telegram: Simulator) -> None:
    answer = await call(telegram, "sendTelepathy")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")
    assert telegram.violations[0].problem == "unknown method"


async def test_a_wrong_token_is_unauthorized(telegram: Simulator) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:WRONG", base_url=f"{telegram.url}/bot"):
            pass


async def test_parameters_come_in_any_form_and_method_names_in_any_case(
    telegram: Simulator, clerk: Person
) -> None:
    wish = {"chat_id": str(clerk.id), "text": "你好", "reply_markup": json.dumps({"force_reply": True})}
    base = f"/bot{telegram.token}/SENDmessage"
    async with httpx.AsyncClient(base_url=telegram.url) as client:
        for answer in (
            await client.get(base, params=wish),
            await client.post(base, data=wish),
            await client.post(
                base, json={**wish, "chat_id": clerk.id, "reply_markup": {"force_reply": True}}
            ),
            await client.post(base, data=wish, files={"unused": b"x"}),
        ):
            assert answer.json()["result"]["text"] == "你好"
    assert [call.method for call in telegram.calls_of("sendMessage")] == ["sendMessage"] * 4


def test_every_method_carried_out_is_one_of_telegrams() -> None:
    assert set(METHODS) <= set(load_catalog().methods)


def test_limits_are_read_from_descriptions() -> None:
    field = {
        "name": "name",
        "types": ["String"],
        "required": True,
        "description": "Topic name, 1-128 characters",
    }
    api = {"version": "x", "methods": {"m": {"fields": [field], "returns": ["Boolean"]}}, "types": {}}
    table = derive(api, {"limits": {}, "types": {}, "words": {}})
    assert table["methods"]["m"]["name"]["limit"] == {"min": 1, "max": 128, "unit": "characters"}


async def test_the_narrowest_command_menu_wins(telegram: Simulator, bot: Bot, clerk: Person) -> None:
    group = telegram.group("群", members=[clerk])
    world, private = telegram.world, telegram.world.private_chat(clerk.account)
    await bot.set_my_commands([BotCommand("help", "帮助")])
    await bot.set_my_commands([BotCommand("todo", "待办")], BotCommandScopeChat(clerk.id))
    await bot.set_my_commands([BotCommand("bind", "绑定")], BotCommandScopeAllGroupChats())
    assert [each["command"] for each in commands_for(world, clerk.account, private)] == ["todo"]
    assert [each["command"] for each in commands_for(world, clerk.account, group.chat)] == ["bind"]
    assert [each.command for each in await bot.get_my_commands()] == ["help"]
    await bot.delete_my_commands(BotCommandScopeChat(clerk.id))
    assert [each["command"] for each in commands_for(world, clerk.account, private)] == ["help"]


async def test_the_bot_describes_itself(bot: Bot) -> None:
    await bot.set_my_name("专班助手")
    await bot.set_my_description("报问题、查政策")
    assert (await bot.get_my_name()).name == "专班助手"
    assert (await bot.get_my_description()).description == "报问题、查政策"
    with pytest.raises(BadRequest):
        await bot.set_my_name("长" * 65)
    assert (await bot.get_me()).username == "zhuanban_bot"


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_the_thirty_first_message_in_a_second_is_a_flood() -> None:
    async with Simulator(limits=Limits.strict()) as telegram:
        moment = [1000.0]
        telegram.world.gate.clock = lambda: moment[0]
        people = [telegram.person(f"人{number}") for number in range(31)]
        for person in people:
            await person.starts()
        answers = [await call(telegram, "sendMessage", chat_id=person.id, text="通知") for person in people]
        assert [answer.status_code for answer in answers] == [200] * 30 + [429]
        assert answers[-1].json()["parameters"] == {"retry_after": 1}
        assert answers[-1].json()["description"] == "Too Many Requests: retry after 1"
        async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as bot:
            moment[0] += 0.9
            with pytest.raises(RetryAfter):
                await bot.send_message(people[0].id, "还不行")
            moment[0] += 0.1
            await bot.send_message(people[0].id, "行了")
        assert [each.scope for each in telegram.floods] == ["all", "all"]


def test_one_chat_has_a_burst_of_five_and_a_group_twenty_a_minute() -> None:
    moment = [1000.0]
    gate = FloodGate(Limits.strict())
    gate.clock = lambda: moment[0]
    assert [gate.pass_through(7, is_private=True) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    moment[0] += 1.0
    assert [gate.pass_through(7, is_private=True) for _ in range(2)] == [0, 1]
    assert [gate.pass_through(-7, is_private=False) for _ in range(21)] == [0] * 20 + [60]
    moment[0] += 59.0
    assert gate.pass_through(-7, is_private=False) == 1
    moment[0] += 1.0
    assert gate.pass_through(-7, is_private=False) == 0


async def test_planned_faults_hit_once(telegram: Simulator, clerk: Person) -> None:
    telegram.fail_next("sendMessage", status=500)
    telegram.fail_next("sendMessage", status=429, retry_after=3)
    telegram.fail_next("sendMessage", status="drop")
    telegram.fail_next("sendMessage", status="drop_after")
    async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as bot:
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(clerk.id, "一")
        refused = await call(telegram, "sendMessage", chat_id=clerk.id, text="二")
        assert (refused.status_code, refused.json()["parameters"]) == (429, {"retry_after": 3})
        with pytest.raises(NetworkError):
            await bot.send_message(clerk.id, "三")
        clerk.sees_not("三")
        with pytest.raises(NetworkError):
            await bot.send_message(clerk.id, "四")
        await clerk.sees("四")
        telegram.fail_next("sendMessage", status="hang")
        with pytest.raises(TimedOut):
            await bot.send_message(clerk.id, "五", read_timeout=0.05)
        await bot.send_message(clerk.id, "六")
    assert [each.outcome for each in telegram.calls_of("sendMessage")] == ["fault"] * 5 + ["ok"]


async def test_a_light_stand_in_only_counts() -> None:
    async with Simulator(light=True, clock=SimClock()) as telegram:
        clerk = telegram.person("甲")
        await clerk.starts()
        async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as bot:
            sent = await bot.send_message(clerk.id, "一")
            edited = await bot.edit_message_text("二", clerk.id, sent.message_id)
            assert edited.text == "二"
            with pytest.raises(BadRequest):
                await bot.send_message(clerk.id, "<b>x", parse_mode="HTML")
        assert (telegram.world.message_count, telegram.calls) == (2, [])
        assert telegram.world.calls.counts["sendMessage"] == 2
        assert telegram.undelivered == 1
