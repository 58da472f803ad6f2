"""Store → files that people and programs read."""
