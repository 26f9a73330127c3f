"""What is seen on the command line while the first start prepares the example world."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.cli.words import say, stderr


@contextmanager
def shown_progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar of `total` steps, gone when it is full; gives the function that moves it on by one.

    Where nobody watches (a file, a pipe) there is a line instead.
    """
    columns = (TextColumn("[dim]{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = stderr()
    if not console.is_terminal:
        console.print(say("demo_world"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(say("demo_world"), total=total)
        yield lambda: progress.advance(task)
