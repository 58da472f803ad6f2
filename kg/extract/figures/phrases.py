"""What is measured, in the text's own words: the phrase around an amount without names, dates and reporting words.

A phrase is a tuple of offsets into the text, so that it can be matched on folded text and quoted from the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Span

_LEAD = re.compile(
    r"^(?:\d{1,2}、|[（(]?[一二三四五六七八九十\d]{1,2}[）)、]|其中|此外|同时|另外|与此同时|而|且|并且|并|但是?|不过|因此|所以|然而|目前|当前|现在|截至目前|截至|截止|据统计|据悉|据了解|数据显示|预计|预期|预估(?=.{4})"
    r"|(?:该|本|这家)?公司(?!债|股票|合作)的?|该?集团的?|该?平台上?的?|该?品牌的?|其(?!中|他|余|实(?!现)|间|次)|我们|上述|报告期内?|期内|年内|全年|当年|当日|当天|当期|去年|今年|本次|此次|这|该|每年|"
    r"共有|共|已经|已|将|将会|的|在|自|于|对|是|有望|有|和|为(?=[亏盈净])|与|及|以及|、|，|,|：|“|”|「|」|由|从|使|让|把|约|也|均|都|还有?|又|再|则|就|仅(?!次)|只|更是?|甚至|尤其是?|包括|来看|方面"
    r"|(?:这|该|此|那)[项笔份批]|）|\)|》|可|能|要|需|此前|随后|最终|一度|曾经?|首次|实际|整体上|总体|期间|以来|同期|末|底|初|时|至|到|月份|月(?![活均度薪产销复供租费卡票])|度|分别|不仅|不但|只要|如果|若|虽然?|尽管|即便|直接|成功|正(?!式|常|规)|正在|实现|录得|取得|导致|达成|迎来|保障|第|前者|后者|当|该"
    r"|拟|计划|\s|一次|一场|一个)++"
)
_TRAIL = re.compile(
    r"(?:也|已经?|均|都|共计?|合计|约|为|是|达到?|高达|多达|至|到|(?<![持拥占享])有|仅|只|就|将|分别|预计|进一步|大幅|逐步|逐渐|长期|一直|始终|稳定|维持|保持|提升至|提升到|提高至|提高到|增至|增加至|增长至|增长到"
    r"|增加到|降至|降到|下降至|升至|升到|上升至|攀升至|飙升至|骤降至|推至|推升至|涨至|跌至|调整至|上调至|下调至|突破|实现|录得|录|报|收报|等|目前|在|了|于|从|由|以|需|要|可|甚至|可能|能够|更是?|只有|仅有"
    r"|占据|了约|超|突破了|一度|曾|首次|的|预期|，|,|：|:|“|「|（|\(|\s|着|再|和|及|与|、|总共|整体|略|几乎|最多|最高|接近|超过|不到|不足|逾|近|触及|来到|落在|锁定|介于|处于|区间)++$"
)
_CHANGE_WORD = (
    r"(?:增长|增加|上升|上涨|提升|提高|扩大|下降|下滑|下跌|减少|降低|回落|收窄|缩小|缩减|下调|上调|激增|骤增|猛增|骤降|大增|大降|大涨|大跌|预增|预降|预减|劲增|飙升|攀升"
    r"|暴涨|暴跌|收涨|收跌|累涨|累跌|微增|微降|净增|增幅|增速|涨幅|跌幅|降幅|多增|少增|涨|跌|增|降|翻(?=$))"
)
_CHANGE_ONLY = re.compile(
    r"(?:同比|环比|按年|按季|按(?:固定|不变|恒定)汇率(?:计算|口径)?|按可比(?:口径|价格)(?:计算)?|分别|大幅度?|累计|进一步|平均|均|年均|复合|日内|小幅|略|又|再|显著|明显|较[^，较比相与]{0,10}"
    r"|比[^，较比相与]{0,10}|相[比较][^，较比相与]{0,8}|与[^，较比相与]{1,10}相比|[（(][^（(）)]*[）)]){0,5}"
    rf"{_CHANGE_WORD}(?:了|幅度?|率|达|约|为|至){{0,4}}(?:分别)?"
)
_ENDS_IN_CHANGE = re.compile(
    r"(?:与[^，与]{1,10}相比|(?:同比|环比|按年|按季|较|比)[^，较比]{0,10}?|大幅|累计|预计|将|约){0,3}"
    + _CHANGE_WORD
    + r"(?:了|幅度?|率)?$"
)
_AFTER_CHANGE = re.compile(r"(?:达到?|为|约|近|超|了|分别)++$")
_REPORTS = re.compile(
    r"(?:[^，“”、]{0,10}(?:企业|公司|厂商|品牌|平台))?(?:正式|对外|今日|还)?(?:宣布|披露|透露|公告称?|表示|声称)"
)
_CLOSING = {"“": "”", "「": "」", "《": "》"}
_DEPENDENT = re.compile(
    r"(?:占|占比|同比|环比|增幅|增速|涨幅|跌幅|降幅|预估|预期|较|比|均价(?=$)|中位数|其占|约占|年复合|复合年|人均(?=$)|约合|折合|相当于)"
)
_MOVED = re.compile(
    r"(?:大幅度?|逐步|逐渐|进一步|迅速|快速|急剧|再|又|则|已|并)?"
    r"(?:提升|提高|增加|增长|增|升|降|下降|上升|上探|上调|下调|飙升|攀升|骤降|骤增|跌|涨|缩减|减少|收窄|扩大|激增|猛增|跃升|下滑|回落|回升|降低|调整|扩张|扩充|跃|飙)?(?:至|到|为|成)了?的?"
)
_TAKES_UP = re.compile(
    r"(?:并|且|又|再|则|约|大幅度?|进一步|迅速|快速|随后|到)*+(?:同比|环比|较|比|占|增幅|增速|涨幅|跌幅|降幅|预估|预期"
    f"|{_CHANGE_WORD}|[跃下上飙攀回].?[升降滑调落涨跌]?[至到])"
)
_JOINS = re.compile(r"[、和及与或]|以及")
_CUT_RIGHT = re.compile(
    r"在|已|将|都|均|可|能|获得|通过|用于|用来|于|是|为|被|并|而|后|至|到|对|向|从|与|的时|左右|以上|以下|起|内|里|时|（|\(|来自|占|(?<!合)同|就|也|还|中(?!国|央|心|间|小)|上(?!市|海)|支持|收购|投资(?=[A-Za-z])|获|进行|拿下|买|实现|达|成为|参加|参与|出席"
)
_RIGHT = re.compile(r"\s?的?(?P<words>[^，。；！？：、\n\t“”「」【】,;!?:]{1,16})")
_JOINER_AT_END = re.compile(r"(?:以及|和|及|与)$")
_ASIDE = re.compile(r"\s?[（(][^（）()\n]{1,40}[）)]")
_NOMINAL = re.compile(
    r"(?:[额率量价值薪比度幅数]|利润|收入|资产|负债|用户|规模|营收|成本|费用|支出|开支|投入|人次|毛利|溢利|亏损|净亏|净利|占比|均价|单价|市盈率|PE|PB|产值|资金|现金|存货|增速|涨幅|收益|票房|粉丝|订单"
    r"|库存|债务|余额|总量|用时|人数|占地|面积|寿命|续航|功率|扭矩|容量|速度|屏幕|电池|时长|股息|人员|员工|案件|线索|企业|公司|门店|产能|损失|金|款|费)$"
)
_LONGEST = 26


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text, by their offsets."""

    at: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.at)

    def __add__(self, other: Phrase) -> Phrase:
        own = set(self.at)
        return Phrase(self.at + tuple(i for i in other.at if i not in own))

    def of(self, text: str) -> str:
        """The words themselves."""
        return "".join(text[i] for i in self.at).strip()


NOTHING = Phrase(())


def words_before(text: str, within: Span, without: Iterable[Span]) -> Phrase:
    """The phrase of a stretch that ends at an amount, without the spans that name subject and time."""
    gone: set[int] = set()
    for span in without:
        gone.update(range(span.start, span.end))
    for aside in re.finditer(r"[（(][^（）()\n]*[）)]", text[within.start : within.end]):
        gone.update(range(within.start + aside.start(), within.start + aside.end()))
    dash = text.rfind("——", within.start, within.end)
    start = within.start if dash < 0 else dash + len("——")
    opened = max(text.rfind(mark, start, within.end) for mark in "（(")
    if opened >= 0 and opened not in gone and _ENDS_IN_CHANGE.search(text[opened : within.end].rstrip("约近超")):
        start = opened + 1
    kept = [i for i in range(start, within.end) if i not in gone]
    return _trimmed(text, _without_empty_marks(text, kept))


def _without_empty_marks(text: str, kept: list[int]) -> list[int]:
    """Takes away the marks around a name that was taken away (“星桥科技”完成融资)."""
    full: list[int] = []
    for i in kept:
        if full and _CLOSING.get(text[full[-1]]) == text[i]:
            full.pop()
        else:
            full.append(i)
    return full


def _trimmed(text: str, kept: list[int]) -> Phrase:
    words = "".join(text[i] for i in kept)
    trail = _TRAIL.search(words)
    if trail is not None and _CHANGE_ONLY.fullmatch(words):
        trail = _AFTER_CHANGE.search(words)
    end = trail.start() if trail else len(words)
    lead = None if _CHANGE_ONLY.fullmatch(words, 0, end) else _LEAD.match(words, 0, end)
    start = lead.end() if lead else 0
    reported = _REPORTS.match(words, start, end)
    if reported is not None and end - reported.end() >= 2:
        lead = _LEAD.match(words[reported.end() : end])
        start = reported.end() + (lead.end() if lead else 0)
    if end - start > _LONGEST:
        cut = max(words.rfind(mark, start, end - 4) for mark in "将把使让，“”：、 ")
        start = max(cut + 1, end - _LONGEST)
    if start and words[start - 1] in "“「《" and _CLOSING[words[start - 1]] in words[start:end]:
        start -= 1
    return Phrase(tuple(kept[start:end]))


def without_change(text: str, phrase: Phrase) -> Phrase:
    """The measure of a phrase that ends in a change (办证人次|环比上升); nothing, where it is no more than a change."""
    words = "".join(text[i] for i in phrase.at)
    if is_change(words):
        return NOTHING
    change = _ENDS_IN_CHANGE.search(words)
    return Phrase(phrase.at[: change.start()]) if change is not None and change.start() >= 2 else phrase


def changed(text: str, phrase: Phrase) -> Phrase:
    """What a phrase says to have changed (信用减值损失|大幅增加); nothing, where it says of no change."""
    rest = without_change(text, phrase)
    return rest if rest != phrase else NOTHING


def reports(words: str) -> bool:
    """Whether words end in those that lead to what somebody says."""
    return _LEADS_TO_WORDS.search(words) is not None


_LEADS_TO_WORDS = re.compile(
    r"(?:表示|称|说|指出|显示|宣布|公告|透露|获悉|消息|报道|认为|介绍|表明|强调|了解到|坦言|直言)$"
)


def acts(words: str) -> bool:
    """Whether a clause begins with what somebody does, so that its subject is in the clauses before."""
    return _ACTS.match(words) is not None


_ACTS = re.compile(
    r"(?:[今本去][年月周日]|\d{1,4}年|\d{1,2}月|\d{1,2}日|以来|[上下]半年|[一二三四]季度|目前|已|共|累计)*+(?:对(?!比|于)|向|共?(?:查处|查验|查获|开展|采取|完成|新增|发放|收到|批准|投入|办理|受理|审核|核查|新建|建成|裁减|裁员|出售|收购|投资|提供|推出|生产|交付|招聘))"
)


def is_apposed(words: str) -> bool:
    """Whether words before a name say no more than who bears it (主营涂料的|星桥科技, 港股新股|星桥科技)."""
    return _APPOSED.search(words) is not None


_APPOSED = re.compile(
    r"(?:^|[的|｜丨：:】）—\s、]|公司|集团|企业|巨头|厂商|品牌|平台|新股|一股|龙头|机构|券商|车企|药企|制造商|运营商|开发商|供应商|零售商|银行|独角兽|初创|旗下|其中|称|表示|透露|报道|指出|认为)"
    r"[“《「\s]?$"
)


def parts(text: str, phrase: Phrase) -> list[Phrase]:
    """What a phrase coordinates (营收和净利润)."""
    words = "".join(text[i] for i in phrase.at)
    found, start = [], 0
    for mark in re.finditer(r"、|和|与|及", words):
        found.append(Phrase(phrase.at[start : mark.start()]))
        start = mark.end()
    return [*found, Phrase(phrase.at[start:])]


def predicate_after(text: str, at: int, end: int) -> Phrase:
    """All that a clause says of an amount that stands at its head (33%|的优质创作者稳定发展)."""
    aside = _ASIDE.match(text, at, end)
    at = aside.end() if aside else at
    while at < end and text[at] in " 的\t":
        at += 1
    if at < end and text[at] in "）)、，":
        return NOTHING
    return Phrase(tuple(range(at, min(end, at + _LONGEST))))


def words_after(text: str, at: int, end: int) -> Phrase:
    """The noun phrase right after an amount (4.2万名|重点领域用户认证)."""
    aside = _ASIDE.match(text, at, end)
    match = _RIGHT.match(text, aside.end() if aside else at, end)
    if match is None:
        return NOTHING
    words = match["words"]
    cut = _CUT_RIGHT.search(words, 0 if not words.startswith("的") else 1)
    length = cut.start() if cut else len(_JOINER_AT_END.sub("", words))
    start = match.start("words")
    return Phrase(tuple(range(start, start + length))) if length >= 2 else NOTHING


def is_change(words: str) -> bool:
    """Whether words say no more than that something rose or fell (同比增长)."""
    return _CHANGE_ONLY.fullmatch(words) is not None


def ends_in_change(words: str) -> bool:
    """Whether words end in a change, so that what follows the amount is no part of them."""
    return _ENDS_IN_CHANGE.search(words) is not None


def depends(words: str) -> bool:
    """Whether words need the measure before them (占总营收, 增速, 预估)."""
    return _DEPENDENT.match(words) is not None


def moves_on(words: str) -> bool:
    """Whether words lead from one value of a measure to the next (提升至)."""
    return not words or _MOVED.fullmatch(words) is not None


def is_mere_change(words: str) -> bool:
    """Whether words say that something changed but not what (同比下降); a share's own move (涨) says enough."""
    return is_change(words) and _MOVES.fullmatch(words) is None


_MOVES = re.compile(r"(?:收|累计|盘中|日内|大|暴|狂|猛|急|一度暴?)?[涨跌]幅?(?:达|为)?|累[涨跌]|涨停|跌停")


def takes_up(text: str, start: int, end: int) -> bool:
    """Whether a clause goes on with the figure before it: 同比增长, 飙升至, 占总营收."""
    return _TAKES_UP.match(text, start, end) is not None


def joins(words: str) -> bool:
    """Whether words only join two amounts of a list."""
    return _JOINS.fullmatch(words.strip()) is not None


def is_nominal(words: str) -> bool:
    """Whether words end in the name of a measure, so that what follows the amount adds nothing."""
    return _NOMINAL.search(words) is not None


def is_reported(words: str) -> bool:
    """Whether words name what firms report for each period."""
    return _REPORTED.search(words) is not None


_REPORTED = re.compile(
    r"营收|收入|利润|净利|溢利|毛利|亏损|净亏|EBITDA|费用|开支|支出|现金流|每股收益|每股盈利|GMV|销售额|销量|交付|出货|订单量|不良贷?款?率|拨备覆盖率|净息差|资产总额|总资产|资产规模|毛利率|净利率"
)


def is_a_firms(words: str) -> bool:
    """Whether words name what only a firm has: no product has a profit or a workforce."""
    return _A_FIRMS.search(words) is not None


_A_FIRMS = re.compile(
    r"营收|净利|利润|亏损|毛利|现金流|估值|市值|融资|募资|股价|员工|裁员|研发投入|研发费用|资本开支|资本支出|持股|股权"
)


def is_price(words: str) -> bool:
    """Whether words name the price at which goods are sold."""
    return _PRICE.search(words) is not None


_PRICE = re.compile(r"售价|定价|价格|起价|标价|到手价|优惠价|立减|直降|券后|零售价|指导价|预售价")


def speaks_of_the_market(words: str) -> bool:
    """Whether words measure a market or many firms, not the one that the text was about."""
    return _MARKET.match(words) is not None and _ALL_OVER.match(words) is None


def speaks_of_another(words: str) -> bool:
    """Whether words begin with a bearer of their own: an index, a share, a currency, goods with a market price."""
    return _BEARER.match(words) is not None


def is_share_of_the_unnamed(words: str) -> bool:
    """Whether words say of what something is a share, but not what (占总营收)."""
    return words.startswith("占") and not words.startswith(("占地", "占比", "占有"))


def names_its_own(words: str) -> bool:
    """Whether words begin with a name that nothing tagged and that does something (“星桥”已完成融资, XQ领投)."""
    return _QUOTED_DOES.match(words) is not None or _NAME_DOES.match(words) is not None


_BEARER = re.compile(
    r"[^，的]{0,6}?(?:沪指|深成指|创指|创业板指|科创50|恒指|恒科指?|国指|纳指|道指|标普|日经|沪深300|北证50|中概股|板块指)"
    r"|[^，的]{0,10}?(?:指数(?!基金|产品|增强|业务)|概念股|个股|期指|(?:期货|现货)(?!业务|公司|经纪|交易|销售))"
    r"|[^，]{0,8}?(?:黄金|白银|金银|伦金|伦银|伦铜|沪金|沪银|原油|比特币|以太坊|美股|港股|日股|美债|国债)"
    r"(?:(?!业务|产品|销售|收入|产量|销量|板块)[^，的]){0,6}[涨跌](?!价)"
    r"|(?!股价|股票|盘[中前后]|日内|收盘|累计|单日|开盘|尾盘|早盘|午后|最新|首日|上市)(?:[\u4e00-\u9fff]{2,6}|[A-Z]\w{1,12})(?:大|暴|飙|下)?[涨跌]$"
    r"|(?:美元|日元|欧元|英镑|韩元|人民币|港元|瑞郎|澳元|卢布)[^，的]{0,10}[涨跌贬]"
    r"|(?:国际|现货|布伦特|美国|纽约|伦敦)?(?:黄金|白银|原油|金|银|铜|铝|锌|镍|油|煤|钢|猪肉|大豆|天然气|碳酸锂|比特币)价"
)
_QUOTED_DOES = re.compile(
    r"(?:[^，“”]{0,10}(?:企业|公司|厂商|品牌))?[“「《][^”」》]{1,16}[”」》](?:已|也|将|又|再|正式){0,2}(?:完成|宣布|获得?|拥有|实现|拿下|推出|估值)"
)
_NAME_DOES = re.compile(
    r"(?:[A-Z][A-Za-z0-9.&-]{1,20}|[\u4e00-\u9fff]{2,8}(?:科技|股份|资本|创投|控股|证券|智能|汽车))\s?(?:也|将|已|则|均|再)?"
    r"(?:持股|领投|跟投|宣布|表示|收购|减持|增持|[涨跌](?!幅|价|停)|出资|获投)"
)
_ALL_OVER = re.compile(
    r"(?:全球|全国|国内|海外市场|中国|我国)(?:地?区|市场|范围内?)?的?(?:总|新增|付费|注册|活跃|累计|月活|日活|现有|直营|加盟)*"
    r"(?:员工|门店|营收|收入|用户|会员|业务|团队|工厂|专利|网点|客户|经销商|订单)"
)
_MARKET = re.compile(
    r"(?:全国|全球|国内|海外市场|行业|市场(?!份额|占有率)|中国|我国|沪深|两市|A股|整个|头部|[^，]{0,12}渗透率|多家|各家|全行业|部分|绝大多数|同行|同类|业内|业界|当地|一些|很多|许多|有的|大多数)"
)
