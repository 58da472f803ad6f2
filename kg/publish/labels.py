"""What readers call the terms of the vocabulary, in Chinese and English."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """A term in both languages."""

    zh: str
    en: str


NODE_TYPES: dict[str, Label] = {
    "Company": Label("公司", "Company"),
    "Person": Label("人物", "Person"),
    "Event": Label("事件", "Event"),
    "Product": Label("产品", "Product"),
    "Organization": Label("机构", "Organization"),
    "Place": Label("地点", "Place"),
    "Claim": Label("言论", "Claim"),
    "Other": Label("其他", "Other"),
}
"""The types of the graph's nodes, in the order of the legend."""

FACT_KINDS: dict[str, Label] = {
    "post": Label("任职", "Posts"),
    "relation": Label("关系", "Relations"),
    "event": Label("事件", "Events"),
    "claim": Label("言论", "Claims"),
    "figure": Label("数据", "Figures"),
}

RELATIONS: dict[str, Label] = {
    "founderOf": Label("创办", "founder of"),
    "investorIn": Label("投资", "investor in"),
    "acquired": Label("收购", "acquired"),
    "subsidiaryOf": Label("隶属", "subsidiary of"),
    "partnerOf": Label("合作", "partner of"),
    "competitorOf": Label("竞争", "competitor of"),
    "customerOf": Label("客户", "customer of"),
    "produces": Label("出品", "produces"),
    "headquarteredIn": Label("总部位于", "headquartered in"),
}

EVENT_TYPES: dict[str, Label] = {
    "Conference": Label("会议", "Conference"),
    "ProductLaunch": Label("产品发布", "Product launch"),
    "FundingRound": Label("融资", "Funding round"),
    "Acquisition": Label("收购", "Acquisition"),
    "IPO": Label("上市", "IPO"),
    "Partnership": Label("合作", "Partnership"),
    "PersonnelChange": Label("人事变动", "Personnel change"),
    "FinancialReport": Label("财报", "Financial report"),
    "Layoff": Label("裁员", "Layoff"),
    "LegalAction": Label("法律行动", "Legal action"),
    "Founding": Label("成立", "Founding"),
    "Event": Label("事件", "Event"),
}

ROLES: dict[str, Label] = {
    "organizer": Label("主办", "organizer"),
    "speaker": Label("演讲", "speaker"),
    "attendee": Label("出席", "attendee"),
    "company": Label("当事公司", "company"),
    "investor": Label("投资方", "investor"),
    "leadInvestor": Label("领投", "lead investor"),
    "acquirer": Label("收购方", "acquirer"),
    "target": Label("被收购方", "target"),
    "partner": Label("合作方", "partner"),
    "person": Label("当事人", "person"),
    "product": Label("产品", "product"),
    "plaintiff": Label("原告", "plaintiff"),
    "defendant": Label("被告", "defendant"),
    "regulator": Label("监管方", "regulator"),
    "location": Label("地点", "place"),
    "author": Label("发言", "says"),
    "about": Label("谈及", "about"),
}
"""Whatever an edge of an event or a claim may be called."""

ATTRIBUTIONS: dict[str, Label] = {
    "DirectQuote": Label("原话", "direct"),
    "IndirectQuote": Label("转述", "reported"),
    "Unattributed": Label("未署名", "unattributed"),
}

MODALITIES: dict[str, Label] = {
    "Happened": Label("已发生", "happened"),
    "Planned": Label("计划中", "planned"),
    "Rumoured": Label("传闻", "rumoured"),
    "Denied": Label("已否认", "denied"),
}

BOUNDS: dict[str, Label] = {
    "Exactly": Label("恰为", "exactly"),
    "MoreThan": Label("超过", "more than"),
    "AtLeast": Label("至少", "at least"),
    "LessThan": Label("不足", "less than"),
    "AtMost": Label("至多", "at most"),
    "About": Label("约", "about"),
}

BOUND_SIGNS: dict[str, str] = {
    "Exactly": "",
    "MoreThan": ">",
    "AtLeast": "≥",
    "LessThan": "<",
    "AtMost": "≤",
    "About": "≈",
}

TERMS: dict[str, dict[str, Label]] = {
    "types": NODE_TYPES,
    "kinds": FACT_KINDS,
    "relations": RELATIONS,
    "events": EVENT_TYPES,
    "roles": ROLES,
    "attributions": ATTRIBUTIONS,
    "modalities": MODALITIES,
    "bounds": BOUNDS,
}
"""Every family of terms by name, as the page carries them."""
