"""Drivers for groups and their topics, as tests use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.accounts import Account
from simulator.acts import membership
from simulator.chats import Chat, Topic
from simulator.messages import Message
from simulator.world import World

if TYPE_CHECKING:
    from simulator.people import Person


class Group:
    """A group; after an upgrade the same driver stands for the supergroup."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id, which an upgrade changes."""
        return self.chat.id

    @property
    def title(self) -> str:
        """The group's name."""
        return self.chat.title or ""

    @property
    def thread_id(self) -> int | None:
        """No topic: the group itself."""
        return None

    def founder(self) -> Account:
        """The owner, or whoever has been in the group the longest."""
        people = [self.world.users[number] for number in self.chat.present() if number != self.world.bot.id]
        return next(
            (user for user in people if self.chat.members[user.id] == "creator"),
            people[0] if people else self.world.bot,
        )

    def add(self, *people: Person, by: Person | None = None) -> None:
        """Bring people in; `by` defaults to the founder."""
        account = by.account if by else self.founder()
        for person in people:
            membership.add_member(self.world, self.chat, person.account, account)

    def remove(self, person: Person, by: Person | None = None) -> None:
        """Take somebody out; without `by` the person leaves."""
        membership.remove_member(self.world, self.chat, person.account, (by or person).account)

    def make_admin(self, *people: Person) -> None:
        """Make people administrators."""
        for person in people:
            founder = self.founder()
            membership.change_member(self.world, self.chat, person.account, "administrator", founder)

    def promote_bot(self) -> None:
        """Make the bot an administrator, who sees every message."""
        founder = self.founder()
        membership.change_member(self.world, self.chat, self.world.bot, "administrator", founder)

    def remove_bot(self, by: Person | None = None) -> None:
        """Throw the bot out."""
        account = by.account if by else self.founder()
        membership.remove_member(self.world, self.chat, self.world.bot, account)

    def add_bot(self, by: Person | None = None) -> None:
        """Bring the bot (back) in."""
        account = by.account if by else self.founder()
        membership.add_member(self.world, self.chat, self.world.bot, account)

    def upgrade(self, by: Person | None = None) -> int:
        """Turn the group into a supergroup; its new chat id is returned."""
        account = by.account if by else self.founder()
        self.chat = membership.upgrade(self.world, self.chat, account)
        return self.chat.id

    def topic(self, name: str, by: Person | None = None) -> GroupTopic:
        """Find or open a topic of a forum."""
        topic = next((each for each in self.chat.topics.values() if each.name == name), None)
        if topic is None:
            account = by.account if by else self.founder()
            topic = membership.open_topic(self.world, self.chat, name, account)
        return GroupTopic(self, topic)

    def messages(self) -> list[Message]:
        """Everything in the group that is not deleted, oldest first."""
        return self.chat.visible()

    def members(self) -> Iterable[int]:
        """Ids of the people (and the bot) who are in the group."""
        return self.chat.present()


class GroupTopic:
    """One topic of a forum."""

    def __init__(self, group: Group, topic: Topic) -> None:
        self.group = group
        self.topic = topic

    @property
    def chat(self) -> Chat:
        """The forum the topic is in."""
        return self.group.chat

    @property
    def id(self) -> int:
        """The forum's chat id."""
        return self.group.id

    @property
    def thread_id(self) -> int:
        """The topic's id, `message_thread_id` of its messages."""
        return self.topic.id

    @property
    def name(self) -> str:
        """The topic's name."""
        return self.topic.name

    def close(self, by: Person | None = None) -> None:
        """Close the topic for all but administrators."""
        account = by.account if by else self.group.founder()
        membership.close_topic(self.group.world, self.chat, self.topic, account)

    def delete(self) -> None:
        """Delete the topic with everything in it."""
        membership.delete_topic(self.group.world, self.chat, self.topic)

    def messages(self) -> list[Message]:
        """The topic's messages, oldest first."""
        return [message for message in self.chat.visible() if message.thread_id == self.topic.id]


Place = Group | GroupTopic
