"""The vocabulary's terms with their labels: those of the ontology, and those borrowed from other vocabularies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.rdf.namespaces import KG, OWL, RDF, RDFS
from kg.rdf.schemas import schema_text


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A term as queries write it (``kg:Company``). ``kind`` is ``class``, ``property`` or ``individual``."""

    name: str
    kind: str
    zh: str
    en: str


_BORROWED = """
schema:NewsArticle | class | 新闻文章 | news article
schema:MediaObject | class | 留存的原文 | kept text
schema:Claim | class | 言论 | claim
schema:MonetaryAmount | class | 金额 | monetary amount
schema:QuantitativeValue | class | 数量 | quantity
org:Membership | class | 任职 | post
skos:Concept | class | 概念 | concept
oa:SpecificResource | class | 证据 | piece of evidence
oa:TextPositionSelector | class | 原文位置 | place in a text
oa:TextQuoteSelector | class | 原文字句 | words of a text
prov:Activity | class | 抽取活动 | extraction
prov:SoftwareAgent | class | 抽取器 | extractor
schema:name | property | 名称 | name
skos:altLabel | property | 别名 | other name
skos:prefLabel | property | 概念的名称 | label of a concept
schema:identifier | property | 编号 | identifier
schema:tickerSymbol | property | 股票代码 | stock code
schema:headline | property | 标题 | headline
schema:url | property | 网址 | address
schema:datePublished | property | 发布时间 | published
schema:publisher | property | 发布者 | publisher
schema:author | property | 作者或发言者 | author or speaker
schema:inLanguage | property | 语言 | language
schema:mentions | property | 提到 | names
schema:encoding | property | 留存的原文 | kept text
schema:sha256 | property | 原文的摘要值 | digest of a text
schema:text | property | 说的话 | words said
schema:about | property | 谈及 | about
schema:appearance | property | 出现在 | appears in
schema:dateCreated | property | 说于 | said at
schema:startDate | property | 开始日期 | start
schema:endDate | property | 结束日期 | end
schema:location | property | 地点 | place
schema:value | property | 数值 | value
schema:minValue | property | 最小值 | least value
schema:maxValue | property | 最大值 | greatest value
schema:currency | property | 币种 | currency
schema:temporalCoverage | property | 所指时间 | period
schema:worksFor | property | 任职于 | works for
org:member | property | 任职者 | who holds the post
org:organization | property | 任职机构 | where the post is
org:role | property | 职务概念 | kind of post
rdf:type | property | 类型 | type
rdf:subject | property | 关系的主体 | subject of a relation
rdf:predicate | property | 关系 | relation
rdf:object | property | 关系的对象 | object of a relation
oa:hasSource | property | 证据所在的原文 | text of the evidence
oa:hasSelector | property | 证据的位置与字句 | place and words of the evidence
oa:start | property | 起点 | start in the text
oa:end | property | 终点 | end in the text
oa:exact | property | 原文字句 | exact words
oa:prefix | property | 前文 | words before
oa:suffix | property | 后文 | words after
prov:wasGeneratedBy | property | 由何抽取 | found by
prov:wasAssociatedWith | property | 抽取器 | extractor
prov:wasDerivedFrom | property | 来自文章 | of the article
prov:specializationOf | property | 哪篇文章的版本 | version of the article
"""
_KINDS = {
    OWL.Class[1:-1]: "class",
    OWL.ObjectProperty[1:-1]: "property",
    OWL.DatatypeProperty[1:-1]: "property",
    RDF.Property[1:-1]: "property",
}


@cache
def vocabulary() -> tuple[VocabularyTerm, ...]:
    """Every term that a query of the graph may need; our own first, each kind in the order of their names."""
    borrowed = (VocabularyTerm(*(cell.strip() for cell in line.split("|"))) for line in _BORROWED.strip().splitlines())
    order = ("class", "property", "individual")
    own = sorted(_own(), key=lambda term: (order.index(term.kind), term.name))
    return (*own, *borrowed)


def _own() -> list[VocabularyTerm]:
    import pyoxigraph as ox

    types: dict[str, str] = {}
    labels: Mapping[str, dict[str, str]] = defaultdict(dict)
    for quad in ox.parse(schema_text("kg.ttl"), ox.RdfFormat.TURTLE):
        subject: Any = quad.subject
        if quad.predicate.value == RDF.type[1:-1]:
            types.setdefault(subject.value, quad.object.value)
        elif quad.predicate.value == RDFS.label[1:-1]:
            labels[subject.value][quad.object.language or ""] = quad.object.value
    return [
        VocabularyTerm(name, _KINDS.get(type_, "individual"), labels[iri].get("zh", name), labels[iri].get("en", name))
        for iri, type_ in types.items()
        if (name := f"kg:{iri.removeprefix(KG.iri)}") and iri.startswith(KG.iri)
    ]
