"""Telegram, by a bot of the brand."""
