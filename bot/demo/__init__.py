"""The try-out: a local Telegram stand-in, the assistant, and an example world, in one process."""
