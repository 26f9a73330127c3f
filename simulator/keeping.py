"""Keeping the simulated world on disk, so that the demo's chats survive a restart, however it came about.

The file is the demo's own, written whole and put in place at once. What was numbered since the last save is
lost with it; numbers therefore jump ahead at each start, so that nothing is numbered twice.
"""

from __future__ import annotations

import asyncio
import itertools
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.world import World

KEPT = ("bot", "settings", "users", "chats", "files", "inline_messages", "message_count")
COUNTERS = ("_user_ids", "_group_ids", "_message_ids", "_query_ids")
JUMP = 1_000
SAVE_SECONDS = 0.05


def save_world(world: World, path: Path) -> None:
    """Write the world to `path`, replacing what was there only when it is complete."""
    state = {name: getattr(world, name) for name in KEPT}
    counters = {name: next(getattr(world, name)) for name in COUNTERS}
    content = pickle.dumps((state, counters, world.updates.snapshot(), world.clock.now()))
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def load_world(world: World, path: Path) -> None:
    """Put a saved world into `world`; its clock goes on where it stood."""
    state, counters, updates, moment = pickle.loads(path.read_bytes())
    for name, value in state.items():
        setattr(world, name, value)
    for name, value in counters.items():
        setattr(world, name, itertools.count(value + JUMP))
    world.updates.restore(updates, JUMP)
    world.clock.move_to(moment)


async def keep_saving(world: World, path: Path) -> None:
    """Save at once after changes, though not more than twenty times a second, until cancelled."""
    while True:
        await world.changes.next()
        await asyncio.sleep(SAVE_SECONDS)
        save_world(world, path)
