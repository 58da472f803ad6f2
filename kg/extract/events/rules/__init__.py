"""The grammar of events in business news, one table for each kind of happening."""

from __future__ import annotations

from kg.extract.events.frames import Rule
from kg.extract.events.rules.acquisitions import ACQUISITION, SALES
from kg.extract.events.rules.conduct import LAUNCH, LEGAL, REPORT
from kg.extract.events.rules.flotations import IPO
from kg.extract.events.rules.funding import (
    FUNDING,
    FUNDING_BY_INVESTOR,
    FUNDING_BY_SUM,
    FUNDING_OF_TOPIC,
    FUNDING_WITHOUT_SUBJECT,
    INVESTORS,
)
from kg.extract.events.rules.partnerships import PARTNERSHIP
from kg.extract.events.rules.people import FOUNDING, LAYOFF, PERSONNEL, PERSONNEL_ELECTED, PERSONNEL_UNNAMED

__all__ = ["INVESTORS", "RULES"]

RULES: tuple[Rule, ...] = (
    *REPORT,
    *FUNDING,
    *FUNDING_BY_INVESTOR,
    *FUNDING_BY_SUM,
    *FUNDING_OF_TOPIC,
    *FUNDING_WITHOUT_SUBJECT,
    *ACQUISITION,
    *SALES,
    *IPO,
    *PARTNERSHIP,
    *PERSONNEL,
    *PERSONNEL_ELECTED,
    *PERSONNEL_UNNAMED,
    *LAYOFF,
    *LEGAL,
    *FOUNDING,
    *LAUNCH,
)
