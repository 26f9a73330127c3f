"""How a message travels: intake → inbox → handlers in one transaction → outbox → delivery; ticks for time."""
