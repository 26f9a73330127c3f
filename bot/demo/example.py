"""The example world: what has happened before the curtain rises, played by its own people through the chat."""

from bot.assistant import Assistant
from simulator.server import Simulator


async def play_example(telegram: Simulator, assistant: Assistant) -> None:
    """Let a few people report, accept, answer, so that the first look shows a living place."""
    await assistant.settle()
