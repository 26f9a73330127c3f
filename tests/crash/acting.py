"""What people do, and do again when the answer to a tap does not come: look first, then tap once more."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from simulator.messages import Message
from simulator.people import Person as Actor
from simulator.people import Unanswered

FIRMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
IMPATIENCE = 1.0
"""Seconds after which somebody looks whether a tap has worked."""
PATIENCE = 60.0
ATTEND, LEAVE = "attend", "leave"
REASONS = {"出差": "travel", "病假": "illness", "公务冲突": "duty", "其他": "other"}
TOLD = frozenset({"公务冲突", "其他"})
"""Reasons that have to be told."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to the call of the meeting."""

    reply: str
    reason: str | None = None
    note: str | None = None


@dataclass
class Deeds:
    """What somebody has done, in order; `again` counts taps that were repeated for want of an answer."""

    reports: dict[str, str] = field(default_factory=dict)
    """The number that was seen, by the text that was handed in."""
    answers: list[Answered] = field(default_factory=list)
    progress: list[tuple[str, str]] = field(default_factory=list)
    """(code of the commitment, what was said)."""
    again: int = 0


class Performer:
    """One of the ten."""

    def __init__(self, actor: Actor, codes: list[str], seed: int) -> None:
        self.actor, self.codes, self.deeds = actor, codes, Deeds()
        self._random = Random(seed)
        self._count = 0

    async def act_until(self, enough: asyncio.Event) -> None:
        """Do everything at least once, then go on until it is enough."""
        acts = [self.report, self.answer, self.tell_progress]
        self._random.shuffle(acts)
        for act in acts:
            await act()
        while not enough.is_set():
            await self._random.choice((self.report, self.report, self.answer, self.tell_progress))()

    async def report(self) -> None:
        """Report a problem, in one to three messages sent at once; hand it in; see its number."""
        mark = self._mark()
        # A firm of one's own: nobody else's report is like it.
        pieces = [
            f"{mark}{FIRMS[int(self.actor.name[-2:]) % len(FIRMS)]}木业有限公司板材车间停电",
            *(f"{mark}补充{n}" for n in range(self._random.randint(0, 2))),
        ]
        said = await self.actor.says(f"/report {pieces[0]}")
        for piece in pieces[1:]:
            await self.actor.says(piece)

        def draft() -> Message | None:
            return self._newest("问题提报草稿", *pieces, button="提交", after=said)

        def card() -> Message | None:
            return self._newest(mark, "WT-2026-", after=said)

        await self._tap("提交", draft, card)
        shown = await self._wait(card, "the number")
        text = shown.text
        self.deeds.reports["\n".join(pieces)] = text[text.index("WT-2026-") :].split()[0]

    async def answer(self) -> None:
        """Answer the call, or change the answer."""
        if self._random.random() < 0.5:
            await self._tap("参加", self._call, lambda: self._newest("您的答复：参加"))
            self.deeds.answers.append(Answered(ATTEND))
            return
        reason = self._random.choice(tuple(REASONS))
        await self._tap("请假", self._call, lambda: self._newest("请选择请假原因"))
        if reason in TOLD:
            await self._explain(reason)
            return
        shown = f"您的答复：请假（{reason}）"
        await self._tap(reason, lambda: self._newest("请选择请假原因", button=reason), self._sight(shown))
        self.deeds.answers.append(Answered(LEAVE, REASONS[reason]))

    async def _explain(self, reason: str) -> None:
        """A reason that wants words: a conversation of two steps."""

        def question() -> Message | None:
            return self._newest(f"原因：{reason}", "直接发送一句话")

        await self._tap(reason, lambda: self._newest("请选择请假原因", button=reason), question)
        note = f"{self._mark()}另有安排"
        said = await self.actor.says(note)
        shown = f"您的答复：请假（{reason}）"
        await self._wait(lambda: self._newest(shown, after=said), shown)
        self.deeds.answers.append(Answered(LEAVE, REASONS[reason], note))

    async def tell_progress(self) -> None:
        """Open one's commitment by its number and report how far it has come."""
        code = self._random.choice(self.codes)
        asked = await self.actor.says(code)

        def card() -> Message | None:
            return self._newest(code, button="报进展", after=asked)

        await self._tap("报进展", card, lambda: self._newest("请直接发送进展", after=asked))
        words = f"{self._mark()}已推进"
        said = await self.actor.says(words)
        await self._wait(lambda: self._newest(code, f"：{words}", after=said), words)
        self.deeds.progress.append((code, words))

    async def _tap(
        self, label: str, where: Callable[[], Message | None], effect: Callable[[], Message | None]
    ) -> None:
        """Tap until it is answered or has worked. What was answered must work without another tap."""
        while True:
            message = await self._wait(where, f"a button {label!r}")
            try:
                answer = await self.actor.taps(label, message=message, timeout=IMPATIENCE)
            except Unanswered:
                if effect() is not None:
                    return
                self.deeds.again += 1
            except AssertionError:
                continue  # the button has just gone: what was tapped before has worked
            else:
                assert not answer.alert, f"{self.actor.name} taps {label!r}: {answer.text}"
                await self._wait(effect, f"the effect of {label!r}")
                return

    async def _wait(self, look: Callable[[], Message | None], what: str) -> Message:
        found = await self.actor.world.changes.until(look, PATIENCE, self.actor.id)
        if found is None:
            messages = self.actor.messages()
            calls = [message for message in messages[:-12] if "会议" in message.text]
            chat = "\n".join(str(message) for message in [*calls, *messages[-12:]])
            raise AssertionError(f"{self.actor.name} does not see {what}:\n{chat}")
        return found

    def _sight(self, *words: str) -> Callable[[], Message | None]:
        return lambda: self._newest(*words)

    def _call(self) -> Message | None:
        return self._newest("会议通知", button="请假")

    def _newest(self, *words: str, button: str = "", after: Message | None = None) -> Message | None:
        """The newest message of the assistant that now contains all the words and has such a button."""
        for message in reversed(self.actor.messages()):
            if after is not None and message.id <= after.id:
                return None
            if message.from_bot and all(word in message.text for word in words):
                labels = [label for row in message.buttons for label in row]
                if not button or any(button in label for label in labels):
                    return message
        return None

    def _mark(self) -> str:
        """Words that nobody else says, nor the same person again."""
        self._count += 1
        return f"{self.actor.name}第{self._count}件"
