"""How the tests read updates through python-telegram-bot."""

from telegram import Bot, Update


class Reader:
    """Fetches updates as a polling bot does, confirming what it has read."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.offset = 0

    async def all(self, allowed: list[str] | None = None) -> list[Update]:
        """Everything that waits."""
        updates = await self.bot.get_updates(offset=self.offset, timeout=0, allowed_updates=allowed)
        if updates:
            self.offset = updates[-1].update_id + 1
        return list(updates)

    async def one(self) -> Update:
        """The only update that waits."""
        updates = await self.all()
        assert len(updates) == 1, updates
        return updates[0]
