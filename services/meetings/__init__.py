"""Meetings: the five rhythms, calls and answers, reminders (M13, M14; scenarios 19 to 23)."""
