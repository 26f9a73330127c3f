"""Parts of the mechanism that are not open yet say so, to those who are bound."""

import pytest

from tests.world import World


@pytest.mark.parametrize("command", ["targets", "projects", "inspections", "scores"])
async def test_an_unopened_part_says_so_and_what_there_is(world: World, command: str) -> None:
    clerk = world.person("测试戊16")
    await clerk.says(f"/{command}")
    await clerk.sees("还没有开通")


async def test_what_is_not_open_is_offered_nowhere(world: World) -> None:
    leader = world.person("陈士贤")
    await leader.says("/start")
    welcome = await leader.sees("您好，陈士贤")
    assert not welcome.contains("/targets")
    await world.settle()
    offered = [call.parameters["commands"] for call in world.telegram.calls_of("setMyCommands")]
    assert offered
    assert not any("targets" in str(commands) for commands in offered)


async def test_a_stranger_hears_only_how_to_bind(world: World) -> None:
    stranger = world.stranger("路人")
    await stranger.says("/targets")
    await stranger.sees("验证手机号")
    stranger.sees_not("开通。")
