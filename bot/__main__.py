"""`python -m bot` is `zhuanban`."""

from bot.cli import main

main()
