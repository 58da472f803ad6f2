"""Articles that nobody wrote, with as many facts of each kind as real ones have; the same ones each time.

What an article has on average (10 entities, 28 mentions, 3.3 claims, 3.9 figures …) and how entities come back (half
of all mentions of an entity in an article are its only ones; the best known one is in every fifth article) is as in
1,578 real articles of seven days. They are spread over seven years.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any

from kg.model import (
    Article,
    ArticleFacts,
    ArticleId,
    AssertionId,
    Attribution,
    Claim,
    Entity,
    EntityId,
    EntityMention,
    EntityType,
    Event,
    EventType,
    Evidence,
    Figure,
    Period,
    Post,
    Quantity,
    Relation,
    RelationType,
    Role,
    Span,
    content_id,
)

EXTRACTORS = ("names/1", "posts/1", "relations/1", "events/1", "quotes/1", "figures/1")
TOPICS = (
    *(
        "人工智能",
        "新能源汽车",
        "固态电池",
        "低空经济",
        "跨境电商",
        "量子计算",
        "人形机器人",
        "云计算",
        "直播电商",
        "储能",
    ),
    *(
        "半导体设备",
        "创新药",
        "自动驾驶",
        "卫星互联网",
        "预制菜",
        "冷链物流",
        "工业软件",
        "算力租赁",
        "光伏组件",
        "脑机接口",
    ),
)
"""What claims are about: the earlier in this list, the oftener."""

_TYPES = {
    EntityType.COMPANY: 28,
    EntityType.ORGANIZATION: 17,
    EntityType.PERSON: 21,
    EntityType.PRODUCT: 26,
    EntityType.PLACE: 8,
}
_CHARACTERS = "星桥木棉澄湖远帆青禾云山海石松竹明月白川南岸北辰东篱西楼金叶银杏红枫蓝田紫藤清泉长亭古渡新雨晴空流光微澜"
_SUFFIXES = {
    EntityType.COMPANY: ("科技", "集团", "资本", "汽车", "生物", "能源", "传媒", "银行"),
    EntityType.ORGANIZATION: ("协会", "研究院", "大学", "委员会", "联盟"),
    EntityType.PRODUCT: ("手环", "大模型", "平台", "一号", "Pro", "云"),
    EntityType.PLACE: ("市", "县", "区", "镇"),
}
_SURNAMES = "林周沈陆顾许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
_TITLES = ("CEO", "董事长", "首席财务官", "创始人", "副总裁", "产品负责人", "联合创始人", "总经理")
_VERBS = ("表示", "指出", "认为", "透露", "称", "回应")
_METRICS = (
    ("营收", "revenue", "元"),
    ("净利润", "net_profit", "元"),
    ("销量", "sales_volume", "台"),
    ("用户", "users", "人"),
)
_PHRASES = (
    *("未来三年将继续加大投入", "市场需求好于预期", "行业仍处在早期阶段", "供应链已经基本稳定", "海外订单明显增长"),
    *("成本下降的速度超过了所有人的想象", "我们不会参与价格战", "真正的竞争才刚刚开始", "渠道库存回到健康水平"),
)
_RELATIONS = ("produces",) * 13 + ("investorIn", "investorIn", "partnerOf", "founderOf", "subsidiaryOf", "acquired")
_ZONE = timezone(timedelta(hours=8))
_FIRST_DAY, _DAYS = datetime(2019, 1, 1, tzinfo=_ZONE), 2555


def invented_articles(seed: int = 1) -> Iterator[ArticleFacts]:
    """One article after the other, without end; each new one may name what those before have named."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    pool = _Pool(random)
    number = 0
    while True:
        yield _Telling(random, pool, number).facts()
        number += 1


class _Pool:
    """All entities so far; an entity is named again the oftener, the oftener it has been."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.named: list[Entity] = []
        self.count = 0

    def pick(self) -> Entity:
        is_known = bool(self.named) and self.random.random() < 0.55
        found = self.random.choice(self.named) if is_known else self._new()
        self.named.append(found)
        return found

    def _new(self) -> Entity:
        self.count += 1
        [type_] = self.random.choices(list(_TYPES), list(_TYPES.values()))
        number, letters = self.count, ""
        while number or len(letters) < 2:
            number, at = divmod(number, len(_CHARACTERS))
            letters += _CHARACTERS[at]
        if type_ is EntityType.PERSON:
            name = self.random.choice(_SURNAMES) + letters
        else:
            name = letters + self.random.choice(_SUFFIXES[type_])
        aliases = (letters,) if self.random.random() < 0.2 else ()
        return Entity(EntityId(content_id(type_.value.lower(), name)), type_, name, aliases)


class _Telling:
    """An article while its text grows; places in it become evidence when it is whole."""

    def __init__(self, random: Random, pool: _Pool, number: int) -> None:
        self.random = random
        self.number = number
        self.size = min(random.lognormvariate(-0.4, 0.9), 12.0)
        wanted = max(2, round(10.3 * self.size**0.8))
        self.entities = list({e.id: e for e in (pool.pick() for _ in range(wanted))}.values())
        self.firms = [e for e in self.entities if e.type in (EntityType.COMPANY, EntityType.ORGANIZATION)]
        self.people = [e for e in self.entities if e.type is EntityType.PERSON]
        self.parts: list[str] = []
        self.length = 0
        self.mentions: list[tuple[EntityId, Span]] = []
        self.facts_told = 0

    def say(self, *pieces: str | Entity) -> Span:
        """Write on; gives the place of what was written."""
        start = self.length
        for piece in pieces:
            words = piece if isinstance(piece, str) else piece.name
            if isinstance(piece, Entity):
                self.mentions.append((piece.id, Span(self.length, self.length + len(words))))
            self.parts.append(words)
            self.length += len(words)
        return Span(start, self.length)

    def some(self, mean: float) -> range:
        """How many of a kind of fact there are."""
        whole, part = divmod(mean * self.size, 1)
        return range(int(whole) + (self.random.random() < part))

    def one(self, of: list[Entity] | None = None) -> Entity:
        return self.random.choice(of or self.entities)

    def id(self, kind: str) -> AssertionId:
        self.facts_told += 1
        return AssertionId(content_id(kind, str(self.number), str(self.facts_told)))

    def facts(self) -> ArticleFacts:
        random = self.random
        headline = self.say(self.one(), random.choice(_PHRASES), "\n")
        posts = [self._post() for _ in self.some(1.15) if self.people and self.firms]
        relations = [self._relation() for _ in self.some(1.4)]
        events = [self._event() for _ in self.some(1.1)]
        claims = [self._claim() for _ in self.some(3.3)]
        figures = [self._figure() for _ in self.some(2.9)]
        while len(self.mentions) < 28 * self.size:
            self.say(self.one(), "也出现在名单上，", random.choice(_PHRASES), "。")
        text = "".join(self.parts)
        published = _FIRST_DAY + timedelta(days=random.randrange(_DAYS), minutes=random.randrange(1440))
        article = Article(
            id=ArticleId(content_id("article", str(self.number))),
            source_file=f"{self.number}.md",
            text=text,
            blocks=(),
            headline=headline.of(text).strip(),
            url=f"https://news.example/{self.number}",
            publisher=random.choice(("晨报", "商业日报", "桥下新闻", "湖畔财经")),
            published=published,
        )
        proof = _Proof(text)
        inside = [figure for _, _, own in claims for figure in own]
        return ArticleFacts(
            article=article,
            entities=tuple(self.entities),
            mentions=tuple(EntityMention(e, *proof(span), 0.9) for e, span in dict.fromkeys(self.mentions)),
            posts=tuple(Post(*slots, proof(span), 0.9, former=former) for slots, former, span in posts),
            relations=tuple(Relation(*slots, proof(span), 0.8) for slots, span in relations),
            events=tuple(Event(*slots, proof(span), 0.8, date=date) for slots, date, span in events),
            claims=tuple(
                Claim(*slots[:3], spoken.of(text), proof(whole), 0.9, *slots[3:], tuple(f[0][0] for f in own))
                for slots, (spoken, whole), own in claims
            ),
            figures=tuple(
                Figure(*slots, proof(span), 0.85, concept=concept, time=time)
                for slots, concept, time, span in (*figures, *inside)
            ),
            extractors=EXTRACTORS,
        )

    def _post(self) -> Any:
        person, firm, title = self.one(self.people), self.one(self.firms), self.random.choice(_TITLES)
        former = self.random.random() < 0.1
        span = self.say("前" if former else "", firm, title, person, "出席了活动。")
        return (self.id("post"), person.id, firm.id, title), former, span

    def _relation(self) -> Any:
        subject, object_ = self.one(self.firms), self.one()
        type_ = RelationType(self.random.choice(_RELATIONS))
        span = self.say(subject, "与", object_, "的往来由来已久。")
        return (self.id("relation"), type_, subject.id, object_.id), span

    def _event(self) -> Any:
        firm, other = self.one(self.firms), self.one()
        type_ = self.random.choice(list(EventType))
        day = _FIRST_DAY + timedelta(days=self.random.randrange(_DAYS))
        span = self.say(firm, "与", other, "完成了新一轮交易。")
        roles = ((Role.COMPANY, firm.id), (Role.PARTNER, other.id))
        return (self.id("event"), type_, (f"{firm.name}交易",), roles), Period(day.date().isoformat()), span

    def _claim(self) -> Any:
        random = self.random
        speaker, verb = self.one(self.people or self.firms), random.choice(_VERBS)
        topic = TOPICS[min(int(random.paretovariate(0.9)) - 1, len(TOPICS) - 1)]
        own = []
        start = self.length
        self.say(speaker, verb, "，“")
        opening = self.length
        self.say(topic, random.choice(_PHRASES), "，", random.choice(_PHRASES))
        if random.random() < 0.3:
            self.say("，")
            own.append(self._figure())
        spoken = Span(opening, self.length)
        self.say("”。")
        about = (self.one().id,) if random.random() < 0.5 else ()
        slots = (self.id("claim"), speaker.id, random.choice((Attribution.DIRECT, Attribution.INDIRECT)), verb, about)
        return slots, (spoken, Span(start, self.length)), own

    def _figure(self) -> Any:
        random = self.random
        subject, (metric, concept, unit) = self.one(), random.choice(_METRICS)
        value = random.randrange(1, 9999)
        start = self.length
        self.say(subject, metric, "为")
        self.say(f"{value}万{unit}")
        quantity = Quantity(
            Decimal(value) * 10_000, unit, currency="CNY" if unit == "元" else None, written=f"{value}万{unit}"
        )
        time = Period(f"{random.randrange(2018, 2026)}-Q{random.randrange(1, 5)}")
        return (self.id("figure"), subject.id, metric, quantity), concept, time, Span(start, self.length)


class _Proof:
    """Places in a text as evidence."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, span: Span) -> tuple[Evidence, ...]:
        text = self.text
        around = text[max(0, span.start - 32) : span.start], text[span.end : span.end + 32]
        return (Evidence(span, span.of(text), *around),)
