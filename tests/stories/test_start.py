"""The door: who is bound is welcomed, who is not learns how to bind."""

from tests.world import World


async def test_a_bound_person_is_welcomed(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/start")
    await clerk.sees("您好，测试戊16")


async def test_a_stranger_learns_how_to_bind(world: World) -> None:
    stranger = world.stranger("路人")
    await stranger.says("/start")
    await stranger.sees("验证手机号")
