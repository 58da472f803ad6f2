"""The measures that business news reports again and again, and how a text's own words map to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True)
class MetricConcept:
    """A normalised measure: its key, its labels, and the patterns of the words that mean it."""

    key: str
    zh: str
    en: str
    words: str


_TABLE: tuple[MetricConcept, ...] = tuple(
    MetricConcept(*row)
    for row in (
        ("revenue", "营业收入", "revenue", "营业?总?收入?|营业收入|总?收入|销售收入|主营业务收入|revenue"),
        (
            "net_profit",
            "净利润",
            "net profit",
            "(?:归母|扣非|调整后|归属.{0,16}的?)?净(?:利润?|溢利|收益)|(?:年内|期内)溢利",
        ),
        ("net_loss", "净亏损", "net loss", "(?:归母|扣非|调整后|归属.{0,16}的?)?净?亏损?"),
        ("gross_profit", "毛利", "gross profit", "毛利润?|毛利额"),
        ("operating_profit", "营业利润", "operating profit", "(?:营业|经营|营运)(?:利润|溢利)"),
        ("ebitda", "息税折旧摊销前利润", "EBITDA", "(?:经?调整后?的?)?EBITDA"),
        ("gross_margin", "毛利率", "gross margin", "(?:整体|综合|销售)?毛利率"),
        ("net_margin", "净利率", "net margin", "(?:销售)?净利率|净利润率"),
        ("operating_margin", "营业利润率", "operating margin", "(?:营业|经营|营运)利润率"),
        ("rnd_expense", "研发费用", "research and development expense", "研发(?:费用|投入|支出|开支|经费)"),
        ("capital_expenditure", "资本开支", "capital expenditure", "资本(?:开支|支出)|CAPEX|capex"),
        ("cash", "现金储备", "cash reserves", "现金(?:储备|及现金等价物|余额)"),
        ("inventory", "存货", "inventory", "存货|库存"),
        ("total_assets", "总资产", "total assets", "总资产|资产总[额计]"),
        ("debt", "负债", "liabilities", "总?负债|负债总额|有息负债"),
        ("gmv", "商品交易总额", "gross merchandise value", "GMV|商品交易总额|成交总额"),
        ("sales_value", "销售额", "sales", "(?:总|预估)?销售额"),
        ("sales_volume", "销量", "units sold", "总?销量|销售量|售出"),
        ("deliveries", "交付量", "deliveries", "(?:累计)?交付(?:新车|量|数量)?"),
        ("shipments", "出货量", "shipments", "出货量?"),
        ("output", "产量", "output", "(?:日|年|月|总)?产量|产能"),
        ("orders", "订单", "orders", "(?:在手|新增)?订单(?:量|总额|金额)?|大定|小订"),
        ("dau", "日活跃用户", "daily active users", "日活(?:用户|跃用户|跃用户数)?|DAU|APP年均DAU"),
        ("mau", "月活跃用户", "monthly active users", "月活(?:用户|跃用户|跃用户数)?|MAU"),
        ("users", "用户数", "users", "(?:累计|注册|总|付费|订阅)?用户(?:数|数量|规模|总数)?"),
        ("headcount", "员工数", "headcount", "(?:全球)?员工(?:数|人数|总数|规模)?"),
        ("layoffs", "裁员", "layoffs", "裁员(?:人数|规模)?|裁减.{0,6}(?:岗位|职位|员工)"),
        ("stores", "门店数", "stores", "门店(?:数|数量|总数)?"),
        ("market_cap", "市值", "market capitalisation", "总?市值"),
        ("valuation", "估值", "valuation", "(?:投前|投后)?估值"),
        ("stock_price", "股价", "share price", "股价|收盘价|每股价格"),
        ("issue_price", "发行价", "issue price", "发行价格?|招股价"),
        ("price", "价格", "price", "(?:官方?指导)?(?:售价|价格|起售价|定价|报价|单价|均价)"),
        ("market_share", "市场份额", "market share", "市场份额|市占率|市场占有率"),
        ("penetration", "渗透率", "penetration", "渗透率"),
        ("share", "占比", "share of total", "占比"),
        ("stake", "持股比例", "stake", "持股(?:比例)?|持有.{0,16}股[份权]|股权比例"),
        ("funding_amount", "融资金额", "funding amount", "融资(?:金额|额|总额|规模)?|募资(?:金额|净额|总额)?|募集资金"),
        ("investment", "投资额", "investment", "(?:总|计划)?投资(?:额|金额|总额)?"),
        ("transaction_value", "交易金额", "transaction value", "(?:交易|收购|出售|合同)的?(?:金额|对价|总价|价格)"),
        ("dividend", "分红", "dividend", "(?:现金)?(?:分红|股息|派息)(?:总额)?"),
        ("gdp", "地区生产总值", "gross domestic product", "(?:地区|国内)生产总值|GDP|经济总量"),
        ("exports", "出口额", "exports", "出口(?:额|总额|规模)?"),
        ("imports", "进口额", "imports", "进口(?:额|总额|规模)?"),
        ("turnover", "成交额", "turnover", "成交(?:额|金额)"),
        ("box_office", "票房", "box office", "(?:总|累计)?票房"),
        ("repurchase_rate", "复购率", "repurchase rate", "(?:月|年)?复购率"),
        ("pe_ratio", "市盈率", "price-earnings ratio", "市盈率|PE(?:平均水平)?"),
        ("parameters", "参数量", "parameters", "(?:总|激活)?参数(?:量|规模)?"),
    )
)

_CHANGE = re.compile(
    r"(?P<base>同比|环比|按年|按季|比上年同期|比上年|较上年同期|较上年|较去年同期|同比大幅)?.{0,4}"
    r"(?:增长率?|增加|增速|增幅|增|上升|上涨|提升|提高|扩大|涨幅?|下降|下滑|下跌|减少|降低|降幅?|跌幅?|收窄|下调|上调)$"
)
_CHANGES = {
    "yoy": MetricConcept("yoy_change", "同比变化", "year-on-year change", ""),
    "qoq": MetricConcept("qoq_change", "环比变化", "change on the previous period", ""),
    "change": MetricConcept("change", "变化", "change", ""),
}


@cache
def _patterns() -> tuple[tuple[MetricConcept, re.Pattern[str]], ...]:
    return tuple((c, re.compile(rf"(?:{c.words}|{re.escape(c.zh)})$", re.IGNORECASE)) for c in _TABLE)


def metric_concepts() -> tuple[MetricConcept, ...]:
    """Every normalised measure, each with its key and its labels in Chinese and English."""
    return (*_TABLE, *_CHANGES.values())


@lru_cache(maxsize=4096)
def concept_of(metric: str) -> str | None:
    """The key of the measure that a text's own words mean, or None.

    The words that end the phrase decide: 海外业务收入 is revenue, 收入增速 a change.

    >>> [concept_of(m) for m in ("日活用户", "归母净利润", "营收同比增长", "重点领域用户认证")]
    ['dau', 'net_profit', 'yoy_change', None]
    """
    change = _CHANGE.search(metric)
    if change is not None:
        if "环比" in metric:
            return _CHANGES["qoq"].key
        return _CHANGES["yoy" if change["base"] or "同比" in metric else "change"].key
    found = [(m.end() - m.start(), c.key) for c, p in _patterns() if (m := p.search(metric))]
    return max(found)[1] if found else None
