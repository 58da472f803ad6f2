"""Annotations → facts: who is who, and which tellings tell the same."""

from kg.resolve.within import entity_id, resolve

__all__ = ["entity_id", "resolve"]
