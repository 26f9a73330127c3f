"""Use cases and rules: one module per feature; no Telegram, no scheduler, no words."""
