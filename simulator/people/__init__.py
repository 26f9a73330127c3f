"""Drivers for people: what a person does and sees in a Telegram client."""

from simulator.acts.inline import InlineResult
from simulator.acts.tapping import Answer, Unanswered
from simulator.acts.writing import ActRefused
from simulator.people.person import Person

__all__ = ["ActRefused", "Answer", "InlineResult", "Person", "Unanswered"]
