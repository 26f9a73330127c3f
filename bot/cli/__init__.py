"""The command line. Every failure is one clear line on stderr; --verbose shows the rest.

What a command needs is imported when it runs: `zhuanban --help` loads neither Telegram nor a database.
"""

from bot.cli.commands import app
from bot.cli.entry import main

__all__ = ["app", "main"]
