"""Annotations → facts: who is who, which tellings tell the same, and how likely it is that they are right."""

from kg.resolve.calibration import CALIBRATED, UNCALIBRATED, Calibration, shipped
from kg.resolve.within import entity_id, resolve

__all__ = ["CALIBRATED", "UNCALIBRATED", "Calibration", "entity_id", "resolve", "shipped"]
