"""A local stand-in for Telegram: the Bot API over HTTP, people who act, and a browser chat."""
