"""Parts of the mechanism that are not open yet say so, to those who are bound."""

import pytest

from tests.world import World


@pytest.mark.parametrize("command", ["targets", "projects", "inspections", "scores", "dashboard"])
async def test_an_unopened_part_says_so_and_what_there_is(world: World, command: str) -> None:
    clerk = world.person("测试戊16")
    await clerk.says(f"/{command}")
    await clerk.sees("还没有开通")


async def test_a_stranger_hears_only_how_to_bind(world: World) -> None:
    stranger = world.stranger("路人")
    await stranger.says("/dashboard")
    await stranger.sees("验证手机号")
    stranger.sees_not("开通。")
