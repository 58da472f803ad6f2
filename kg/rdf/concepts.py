"""Posts and metrics that go by many words, as SKOS concepts labelled in Chinese and English."""

from __future__ import annotations

import re
from functools import cache

from kg.rdf.graph import Statements
from kg.rdf.namespaces import RDF, SKOS, Term, resource
from kg.rdf.terms import text_literal
from kg.text.normalise import name_key

# one row a post: English label, Chinese label, other words for it
_POSTS = """
Chairman | 董事长 | 董事会主席 | 主席 | Chairman
Vice Chairman | 副董事长 | 董事会副主席 | 副主席
Honorary Chairman | 名誉董事长 | 荣誉董事长
Director | 董事 | 董事会成员
Executive Director | 执行董事
Non-executive Director | 非执行董事
Independent Director | 独立董事 | 独立非执行董事
Chief Executive Officer | 首席执行官 | CEO | 首席执行长 | 行政总裁
Co-Chief Executive Officer | 联席首席执行官 | 联席CEO | co-CEO
President | 总裁
Co-President | 联席总裁
Executive President | 执行总裁
Vice President | 副总裁 | VP
Senior Vice President | 高级副总裁 | 资深副总裁 | SVP
Executive Vice President | 执行副总裁 | 常务副总裁 | EVP
Group Vice President | 集团副总裁
Chief Operating Officer | 首席运营官 | 首席营运官 | COO
Chief Financial Officer | 首席财务官 | 财务总监 | CFO
Chief Technology Officer | 首席技术官 | CTO
Chief Product Officer | 首席产品官 | CPO
Chief Marketing Officer | 首席营销官 | 首席市场官 | CMO
Chief Strategy Officer | 首席战略官 | CSO
Chief Information Officer | 首席信息官 | CIO
Chief Human Resources Officer | 首席人力资源官 | 首席人才官 | CHO | CHRO
Chief Scientist | 首席科学家
Chief Architect | 首席架构师
Chief Economist | 首席经济学家
Chief Analyst | 首席分析师
Chief Engineer | 总工程师
Chief Designer | 总设计师 | 首席设计师
General Manager | 总经理
Deputy General Manager | 副总经理
Executive Deputy General Manager | 常务副总经理
Founder | 创始人 | 创办人
Co-founder | 联合创始人 | 共同创始人 | 合伙创始人
Partner | 合伙人
Managing Partner | 管理合伙人 | 执行合伙人
Founding Partner | 创始合伙人
Managing Director | 董事总经理 | MD
Board Secretary | 董事会秘书 | 董秘
Supervisor | 监事
Chairman of the Supervisory Board | 监事会主席
Legal Representative | 法定代表人 | 法人代表
Controlling Shareholder | 控股股东
Actual Controller | 实际控制人 | 实控人
Head | 负责人
Manager | 经理
Director of Department | 总监
Product Manager | 产品经理
Editor-in-chief | 总编辑 | 主编
Spokesperson | 发言人 | 新闻发言人
Adviser | 顾问
Analyst | 分析师
Dean | 院长
Principal | 校长
Professor | 教授
Minister | 部长
Vice Minister | 副部长
Secretary-General | 秘书长
Governor | 行长
Vice Governor | 副行长
Mayor | 市长
"""


@cache
def _posts() -> dict[str, tuple[str, str]]:
    """Title → (Chinese label, English label)."""
    found: dict[str, tuple[str, str]] = {}
    for row in _POSTS.strip().splitlines():
        english, *chinese = (cell.strip() for cell in row.split("|"))
        found.update((name_key(title), (chinese[0], english)) for title in (english, *chinese))
    return found


def write_role(statements: Statements, base: str, title: str) -> Term | None:
    """The concept of a post, or None where its title is none of the common ones."""
    labels = _posts().get(name_key(title))
    if labels is None:
        return None
    return _write(statements, base, "role", _slug(labels[1]), *labels)


def write_metric(statements: Statements, base: str, key: str) -> Term:
    """The concept of a metric, by its key, which is its label where others than kg have named it."""
    chinese, english = _metric_labels().get(key, ("", key))
    return _write(statements, base, "metric", _slug(key), chinese, english)


@cache
def _metric_labels() -> dict[str, tuple[str, str]]:
    """Key → (Chinese label, English label)."""
    from kg.text.metrics import metric_concepts

    return {c.key: (c.zh, c.en) for c in metric_concepts()}


def _slug(label: str) -> str:
    """Letters and digits of a label, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-") or "other"


def _write(statements: Statements, base: str, kind: str, key: str, chinese: str, english: str) -> Term:
    concept = resource(base, f"{kind}/{key}")
    statements.add(concept, RDF.type, SKOS.Concept)
    for label, language in ((chinese, "zh"), (english, "en")):
        if label:
            statements.add(concept, SKOS.prefLabel, text_literal(label, language))
    return concept
