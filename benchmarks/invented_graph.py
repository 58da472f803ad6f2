"""Invented graphs as large as one likes, shaped as graphs of real news are: for the page's measurements.

Measured on the graph of 1,578 articles: 34% of the nodes are claims, 11% events; 27% stand alone and 5% in pairs; the
best connected node has 2.6% of the nodes beside it; links fall off with a heavy tail; firms of one trade go together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kg.publish.rows import (
    Amount,
    ClaimRow,
    Corpus,
    EntityRow,
    EventRow,
    FigureRow,
    PostRow,
    Quote,
    RelationRow,
    Source,
)

BASE = "https://w3id.org/newskg/id/"
_FIRST = "星远云海山河天江林松石泉晨曦明华瑞安宏达新科启智博雅兰青蓝翠金银铜铁光辉鼎盛恒泰中东南北长清永和嘉禾凌霄"
_SECOND = "桥帆舟洋峰川宇航图景岳溪木岩原野风雷云雨雪霜月星辰阳光波浪涛湾港城关门庭园圃苑坊阁楼台亭廊"
_TRADES = (
    *("机器人", "芯片", "汽车", "生物", "能源", "传媒", "零售", "物流", "金融", "游戏", "教育", "云计算", "航天"),
    *("食品", "医疗", "通信", "文旅", "服装", "农业", "电池", "材料", "软件", "地产", "咖啡", "家居", "安防"),
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_TITLES = ("首席执行官", "董事长", "副总裁", "创始人", "首席财务官", "总经理", "首席科学家")
_METRICS = (("营收", "revenue", "元", "CNY"), ("净利润", "net-profit", "元", "CNY"), ("销量", "", "台", ""))
_WORDS = (
    "我们会继续加大投入把产品做好用户的信任是最重要的事情今年的目标没有改变市场还有很大空间技术正在成熟成本下降比预期快"
)


@dataclass
class _Invention:
    random: Random
    corpus_entities: dict[str, EntityRow] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    posts: list[PostRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)
    figures: list[FigureRow] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    articles: list[tuple[Source, list[str]]] = field(default_factory=list)
    made: int = 0

    def iri(self, kind: str) -> str:
        self.made += 1
        return f"{BASE}{kind}/{self.random.getrandbits(64):016x}"

    def name(self, pattern: str) -> str:
        r = self.random
        while True:
            name = pattern.format(r.choice(_FIRST) + r.choice(_SECOND))
            if name in self.taken:
                name = pattern.format(r.choice(_FIRST) + r.choice(_SECOND) + r.choice(_FIRST))
            if name not in self.taken:
                self.taken.add(name)
                return name

    def entity(self, type_: str, trade: str) -> str:
        r = self.random
        patterns = {
            "Company": "{}" + trade,
            "Organization": "{}" + trade + "协会",
            "Product": "{}" + str(r.randrange(1, 99)),
            "Place": "{}市",
            "Person": r.choice(_SURNAMES) + "{}",
        }
        iri, name = self.iri(type_.lower()), self.name(patterns[type_])
        aliases = (name[:2],) if type_ == "Company" and r.random() < 0.4 else ()
        self.corpus_entities[iri] = EntityRow(iri, type_, name, aliases, articles=1 + int(r.paretovariate(1.3)))
        return iri

    def named(self, iri: str) -> str:
        return self.corpus_entities[iri].name

    def close(self) -> None:
        """Lets the article that is being written go on to the usual length: 1,054 letters on average."""
        if self.articles:
            parts = self.articles[-1][1]
            while sum(map(len, parts)) < 1_050:
                start = self.random.randrange(len(_WORDS) - 20)
                name = self.random.choice(_FIRST) + self.random.choice(_SECOND)
                parts.append(f"{name}{_WORDS[start : start + self.random.randrange(4, 20)]}。")

    def common(self, kind: str, words: str) -> dict[str, object]:
        """What every fact has: its words stand in the article that is being written."""
        if not self.articles or len(self.articles[-1][1]) > 11:
            self.close()
            n = len(self.articles)
            day = f"20{20 + n % 6}-{1 + n % 12:02d}-{1 + n % 28:02d}T08:00:00+08:00"
            source = Source(
                f"{BASE}article/{self.random.getrandbits(64):016x}",
                words[:24],
                f"https://news.example/{n}",
                day,
                ("晨报", "商业周刊", "科技日报", "财经网")[n % 4],
                f"{n}.md",
                str(n),
            )
            self.articles.append((source, [words[:24] + "\n"]))
        source, parts = self.articles[-1]
        start = sum(map(len, parts))
        parts.append(words + "。")
        quote = Quote(words, source, start=start, end=start + len(words))
        return {"iri": self.iri(kind), "evidence": (quote,), "confidence": round(0.4 + 0.6 * self.random.random(), 2)}


def invented_graph(nodes: int, seed: int = 1) -> tuple[Corpus, dict[str, str]]:
    """The rows of an invented graph of about so many nodes, and the texts of its articles by their digests."""
    made = _Invention(Random(seed))  # noqa: S311 - nothing here is secret
    entities, groups = round(nodes * 0.54), max(4, round((nodes * 0.54) ** 0.55))
    members = _members(made, entities, groups)
    _facts(made, members, events=round(nodes * 0.115), claims=round(nodes * 0.345))
    return _corpus(made)


def _members(made: _Invention, count: int, groups: int) -> list[list[str]]:
    """Entities by the group that they belong to; the groups' sizes fall off."""
    r = made.random
    sizes = [1 / (rank + 3) for rank in range(groups)]
    scale = count * 0.73 / sum(sizes)
    types = ("Company", "Product", "Person", "Organization", "Place")
    result = []
    for n, size in enumerate(sizes):
        trade = _TRADES[n % len(_TRADES)]
        of = max(2, round(size * scale))
        result.append([made.entity(r.choices(types, (28, 27, 21, 17, 7))[0], trade) for _ in range(of)])
    while sum(map(len, result)) < count:  # what is named and said nothing of
        result.append([made.entity(r.choices(types, (24, 27, 13, 17, 14))[0], r.choice(_TRADES))])
    return result


def _facts(made: _Invention, groups: list[list[str]], events: int, claims: int) -> None:
    r = made.random
    peopled = [group for group in groups if len(group) > 1]
    for group in peopled:
        for n, member in enumerate(group[1:], start=1):
            # most of a group hang on its first members: links fall off with a heavy tail
            other = group[min(int(r.paretovariate(0.7)) - 1, n - 1)] if r.random() < 0.8 else r.choice(group[:n])
            _link(made, other, member)
        if r.random() < 0.55 and len(group) > 5:
            for _ in range(1 + len(group) // 12):
                _link(
                    made,
                    group[min(int(r.paretovariate(0.8)) - 1, len(group) - 1)],
                    r.choice(r.choice(peopled[: 1 + len(peopled) // 2])[:6]),
                )
    weights = [len(group) ** 1.1 for group in peopled]
    for group in r.choices(peopled, weights, k=events):
        _event(made, group)
    for group in r.choices(peopled, weights, k=claims):
        _claim(made, group)
    for group in r.choices(peopled, weights, k=claims):
        _figure(made, group[min(int(r.paretovariate(0.8)) - 1, len(group) - 1)])


def _link(made: _Invention, a: str, b: str) -> None:
    if a == b:
        return
    r, of = made.random, made.corpus_entities
    kinds = {of[a].type, of[b].type}
    if "Person" in kinds and kinds & {"Company", "Organization"}:
        person, firm = (a, b) if of[a].type == "Person" else (b, a)
        title = r.choice(_TITLES)
        words = f"{made.named(firm)}{title}{made.named(person)}"
        made.posts.append(PostRow(**made.common("post", words), person=person, organization=firm, title=title))  # type: ignore[arg-type]
    else:
        type_ = (
            "produces"
            if of[b].type == "Product"
            else r.choice(("partnerOf", "investorIn", "competitorOf", "customerOf", "subsidiaryOf"))
        )
        words = f"{made.named(a)}与{made.named(b)}合作"
        made.relations.append(RelationRow(**made.common("relation", words), type=type_, subject=a, object=b))  # type: ignore[arg-type]


def _event(made: _Invention, group: list[str]) -> None:
    r = made.random
    firm = group[min(int(r.paretovariate(0.6)) - 1, len(group) - 1)]
    others = sorted({r.choice(group) for _ in range(r.choice((0, 1, 1, 2, 3)))} - {firm})
    type_, role, what = r.choice(
        (
            ("ProductLaunch", "product", "发布新品"),
            ("FundingRound", "investor", "完成融资"),
            ("Partnership", "partner", "达成合作"),
            ("Conference", "speaker", "举行大会"),
        )
    )
    words = f"{made.named(firm)}{what}"
    amount = (
        Amount(r.randrange(1, 99) * 10_000_000, unit="元", currency="CNY", written="数亿元")
        if type_ == "FundingRound"
        else None
    )  # type: ignore[arg-type]
    made.events.append(
        EventRow(
            **made.common("event", words),
            type=type_,
            names=(words,),
            date=f"202{r.randrange(6)}-{r.randrange(1, 13):02d}",
            participants=tuple(sorted([("company", firm), *((role, o) for o in others)])),
            amount=amount,
            modality="Happened",
        )
    )  # type: ignore[arg-type]


def _claim(made: _Invention, group: list[str]) -> None:
    r = made.random
    start = r.randrange(len(_WORDS) - 30)
    words = f"{_WORDS[start : start + r.randrange(12, 30)]}，{made.named(r.choice(group))}"
    speaker = group[min(int(r.paretovariate(0.7)) - 1, len(group) - 1)] if r.random() < 0.92 else ""
    about = tuple(sorted({r.choice(group) for _ in range(r.choice((0, 0, 1, 1, 2)))} - {speaker}))
    made.claims.append(
        ClaimRow(
            **made.common("claim", words),
            speaker=speaker,
            text=words,
            attribution="DirectQuote",
            verb="表示",
            about=about,
            modality="Happened",
        )
    )  # type: ignore[arg-type]


def _figure(made: _Invention, subject: str) -> None:
    from decimal import Decimal

    r = made.random
    metric, concept, unit, currency = r.choice(_METRICS)
    value = r.randrange(1, 9999)
    words = f"{made.named(subject)}{metric}{value}万{unit}"
    amount = Amount(Decimal(value) * 10_000, unit=unit, currency=currency, written=f"{value}万{unit}")
    made.figures.append(
        FigureRow(
            **made.common("figure", words),
            subject=subject,
            metric=metric,
            amount=amount,
            time=f"202{r.randrange(6)}-Q{r.randrange(1, 5)}",
            concept=concept,
        )
    )  # type: ignore[arg-type]


def _corpus(made: _Invention) -> tuple[Corpus, dict[str, str]]:
    made.close()
    by_iri = {
        kind: tuple(sorted(getattr(made, kind), key=lambda row: row.iri))
        for kind in ("posts", "relations", "events", "claims", "figures")
    }
    texts = {source.sha256: "".join(parts) for source, parts in made.articles}
    sources = tuple(sorted((source for source, _ in made.articles), key=lambda s: s.iri))
    corpus = Corpus(entities=dict(sorted(made.corpus_entities.items())), sources=sources, **by_iri)
    return corpus, texts
