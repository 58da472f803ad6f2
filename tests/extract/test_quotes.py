"""Direct and indirect speech and its speaker. All names and sentences are invented."""

from __future__ import annotations

import time

import pytest
from marked import annotated

from kg.extract.quotes import QuoteExtractor
from kg.model import Attribution, ClaimMention, Modality

KIND = {Attribution.DIRECT: "direct", Attribution.INDIRECT: "indirect", Attribution.UNATTRIBUTED: "nobody's"}


def claims(marked: str) -> list[tuple[str | None, str, str]]:
    """(speaker, kind, words) of each claim, in the order of the text."""
    article, names = annotated(marked)
    found = QuoteExtractor()(article, names).claims
    return [
        (
            names.chain_of(c.speaker).name if c.speaker else None,
            KIND[c.attribution],
            "".join(p.of(article.text) for p in c.parts),
        )
        for c in found
    ]


def only(marked: str) -> ClaimMention:
    article, names = annotated(marked)
    [claim] = QuoteExtractor()(article, names).claims
    return claim


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[林晓舟:P]认为：“算法不该决定一切。”", "算法不该决定一切。"),
        ("“算法不该决定一切。”[林晓舟:P]表示。", "算法不该决定一切。"),
        ("“算法不该决定一切”，[林晓舟:P]说。", "算法不该决定一切"),
        ("“算法不该决定一切”。[林晓舟:P]表示。", "算法不该决定一切"),
        (
            "“可以推动‘信任’的创新。”[星桥科技:C]副总裁[林晓舟:P]在昨天一场主题为“恒心”的演讲中表示。",
            "可以推动‘信任’的创新。",
        ),
        ("[林晓舟:P]曾说过：「每个部门都会变。」。", "每个部门都会变。"),
        ("[林晓舟:P]（Lin Xiaozhou）在《对话》节目采访中说道：“这需要魄力。”", "这需要魄力。"),
        ("在下线仪式上，[林晓舟:P]说，“这只是第一步。”", "这只是第一步。"),
        ("[林晓舟:P]回顾那段岁月时说道：“这需要一点魄力。”", "这需要一点魄力。"),
        ("[林晓舟:P]敦促投资者“进一步增强风险意识，理性投资”。", "进一步增强风险意识，理性投资"),
        ("[林晓舟:P]举了一个例子：“三百页的书让人失去好奇心。”", "三百页的书让人失去好奇心。"),
        ("“三百页的书让人失去好奇心。”[林晓舟:P]举了一个例子。", "三百页的书让人失去好奇心。"),
    ],
)
def test_words_within_marks_are_direct_speech(marked: str, expected: str) -> None:
    assert claims(marked) == [("林晓舟", "direct", expected)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[林晓舟:P]表示，公司会继续投入。", "公司会继续投入"),
        ("[林晓舟:P]亦指出，成本下降有助于盈利。", "成本下降有助于盈利"),
        ("[林晓舟:P]对[海港新闻:O]表示，公司会继续投入。", "公司会继续投入"),
        ("[林晓舟:P]告诉记者，公司会继续投入。", "公司会继续投入"),
        ("[林晓舟:P]接受电视采访时警告称，价格可能跑得太快。", "价格可能跑得太快"),
        ("[林晓舟:P]星期三（1月28日）宣布，将于下月访问海港。", "将于下月访问海港"),
        ("[林晓舟:P]称会与各方合作。", "会与各方合作"),
        ("据[林晓舟:P]介绍，公司在生态上下了功夫。", "公司在生态上下了功夫"),
        ("正如[林晓舟:P]所说，这是必答题而不是选择题。", "这是必答题而不是选择题"),
        ("在[林晓舟:P]看来，这是必答题而不是选择题。", "这是必答题而不是选择题"),
        ("[星桥科技:C]高级研究员[林晓舟:P]解读称，市场需求仍显不足。", "市场需求仍显不足"),
        ("[林晓舟:P]表示，这是“普惠”的一部分。", "这是“普惠”的一部分"),
        ("[林晓舟:P]宣布完成新一轮融资。", "完成新一轮融资"),
        ("[林晓舟:P]与[何望:P]会谈时表示，双方会继续投入。", "双方会继续投入"),
    ],
)
def test_a_reported_clause_is_indirect_speech(marked: str, expected: str) -> None:
    assert claims(marked) == [("林晓舟", "indirect", expected)]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[星桥科技:C]表示，公司会继续投入。", "星桥科技"),
        ("[星桥科技:C]方面回应称，公司会继续投入。", "星桥科技"),
        ("[星桥科技:C]在一份声明中称，公司会继续投入。", "星桥科技"),
        ("[星桥科技:C]相关负责人对记者表示，公司会继续投入。", "星桥科技"),
        ("[星桥科技:C]发布公告，表示公司会继续投入。", "星桥科技"),
        ("36氪获悉，[星桥科技:C]公告，公司会继续投入。", "星桥科技"),
        ("[白鹭证券:C]研报认为，价格会继续上涨。", "白鹭证券"),
        ("[白鹭证券:C]策略师团队在报告中指出，价格会继续上涨。", "白鹭证券"),
        ("“[星桥科技:C]”宣布，公司会继续投入。", "星桥科技"),
    ],
)
def test_a_firm_speaks_through_its_people_and_papers(marked: str, speaker: str) -> None:
    [(who, kind, _)] = claims(marked)
    assert (who, kind) == (speaker, "indirect")


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[林晓舟:P]并不担心。他周二表示，价格会有波动。", "林晓舟"),
        ("[林晓舟:P]说，先做好产品。他还强调：“质量第一最重要。”", "林晓舟"),
        ("[林晓舟:P]已经完成融资，并表示接下来会扩大团队。", "林晓舟"),
        ("[星桥科技:C]周三表示，已提升三千个职位。该公司还表示，时薪会更高。", "星桥科技"),
        ("[星桥科技:C]完成了改制。公司表示，上市已在筹备。", "星桥科技"),
        ("[林晓舟:P]说，[何望:P]做得很好。他还强调，质量第一最重要。", "林晓舟"),
    ],
)
def test_pronouns_and_clauses_without_subject_find_their_speaker(marked: str, speaker: str) -> None:
    assert claims(marked)[-1][0] == speaker


def test_a_quotation_that_the_reporting_clause_interrupts_is_one_claim() -> None:
    claim = only("“历史在变，”[林晓舟:P]感慨说，“生活会更好。”")
    assert len(claim.parts) == 2


def test_a_quotation_of_several_paragraphs_is_one_claim() -> None:
    assert claims("[林晓舟:P]说：“先有产品。\n“后有公司。”\n散会。") == [("林晓舟", "direct", "先有产品。后有公司。")]


def test_each_quotation_after_an_introduction_is_a_claim() -> None:
    assert claims("被问及此事时，[林晓舟:P]表示：\n“不，我认为很好。”\n“我希望它能稳定。”\n散会了。") == [
        ("林晓舟", "direct", "不，我认为很好。"),
        ("林晓舟", "direct", "我希望它能稳定。"),
    ]


def test_a_clause_and_the_marked_words_that_end_it_are_two_claims() -> None:
    assert claims("[林晓舟:P]表示，这是成功的第一步，“也关系到今后的发展路线”。") == [
        ("林晓舟", "indirect", "这是成功的第一步"),
        ("林晓舟", "direct", "也关系到今后的发展路线"),
    ]


def test_a_subordinate_clause_before_marked_words_says_nothing_by_itself() -> None:
    assert claims("[林晓舟:P]表示，无论各方是否进行协调，“交易员自己会作出判断”。") == [
        ("林晓舟", "direct", "交易员自己会作出判断")
    ]


def test_words_before_and_a_clause_after_the_cue_are_two_claims() -> None:
    assert [c[1] for c in claims("“当时几乎什么都没有。”[林晓舟:P]告诉我们，公司花了两年对接海关。")] == [
        "direct",
        "indirect",
    ]


def test_marked_words_right_after_a_speakers_own_are_the_speakers() -> None:
    assert claims("“市场很大。”[林晓舟:P]说。“我们才刚刚开始做这件事。”")[1][0] == "林晓舟"


def test_everyone_in_a_list_has_said_it() -> None:
    assert [c[0] for c in claims("[星桥科技:C]和[白鹭电子:C]透露，价格几乎翻了一番。")] == ["星桥科技", "白鹭电子"]


def test_a_second_verb_in_the_sentence_takes_over() -> None:
    assert claims("[林晓舟:P]写道，“我们看到风险溢价再次积累”，并指出这会影响美元走势。") == [
        ("林晓舟", "direct", "我们看到风险溢价再次积累"),
        ("林晓舟", "indirect", "这会影响美元走势"),
    ]
    assert claims("[林晓舟:P]表示，成本正在下降；[何望:P]则认为，价格还会上涨。") == [
        ("林晓舟", "indirect", "成本正在下降"),
        ("何望", "indirect", "价格还会上涨"),
    ]


def test_reported_speech_goes_on_where_the_next_sentence_says_so() -> None:
    found = claims("[林晓舟:P]表示，短期价格仍将波动。从长期来看，需求依然存在。当天收盘价上涨。")
    assert [c[2] for c in found] == ["短期价格仍将波动", "从长期来看，需求依然存在"]


def test_words_after_a_colon_go_on_to_the_end_of_the_paragraph() -> None:
    marked = (
        "畅销书的作家[林晓舟:P]（Lin），曾在一场关于职场的演讲中，发表过如此观点："
        "信任不是一夕形成的。它需要时间。\n天气很好。"
    )
    assert claims(marked) == [("林晓舟", "indirect", "信任不是一夕形成的。它需要时间")]


def test_a_short_paragraph_that_begins_with_its_speaker_is_all_speech() -> None:
    marked = "[林晓舟:P]说，已有数十家公司注册。我们会确保项目迅速启动。\n收盘价上涨。"
    assert [c[2] for c in claims(marked)] == ["已有数十家公司注册", "我们会确保项目迅速启动"]
    assert len(claims("会后，[林晓舟:P]说，已有数十家公司注册。项目迅速启动。")) == 1
    assert len(claims("[林晓舟:P]说，已有数十家公司注册。项目迅速启动。" + "这里很安静，天气很好。" * 20)) == 1


def test_the_answers_of_an_interview_are_indirect_speech() -> None:
    found = claims(
        "36氪：你们怎么定义产品？\n[林晓舟:P]：从用户需求出发。\n我们试了很多次。\n36氪：贵吗？\n[林晓舟:P]：不贵，“很划算”。"
    )
    assert found == [
        ("林晓舟", "indirect", "从用户需求出发。我们试了很多次。"),
        ("林晓舟", "indirect", "不贵，“很划算”。"),
    ]


def test_a_guest_who_answers_once_in_an_interview_speaks_for_herself() -> None:
    found = claims(
        "主持人：谁先来？\n[林晓舟:P]：从用户需求出发。\n主持人：还有吗？\n[林晓舟:P]：没有了。\n[何望:P]：我来补充一句。"
    )
    assert found[-1] == ("何望", "indirect", "我来补充一句。")
    assert len(found) == 3


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("[林晓舟:P]周二在例行记者会上表示，双方会继续投入。", "双方会继续投入"),
        ("[林晓舟:P]周三对[海港新闻:O]等媒体表示，双方会继续投入。", "双方会继续投入"),
        ("[林晓舟:P]周三接受媒体采访时表示，双方会继续投入。", "双方会继续投入"),
        ("[林晓舟:P]在允许媒体拍摄的开场白中说：“双方会继续投入。”", "双方会继续投入。"),
        ("[林晓舟:P]同日宣布，将放宽对游客的规定。", "将放宽对游客的规定"),
        ("[林晓舟:P]援引知情人士的话称，双方会继续投入。", "双方会继续投入"),
        ("[林晓舟:P]未谈参数，仅透露将设计新的硬件。", "将设计新的硬件"),
        ("[林晓舟:P]强调这笔投资是顺应股东的意愿。", "这笔投资是顺应股东的意愿"),
        ("[林晓舟:P]觉得不应该禁止用户发声。", "不应该禁止用户发声"),
        ("[星桥证券:C]研究发展部高级副总监[林晓舟:P]对[海港新闻:O]表示，形势更加乐观。", "形势更加乐观"),
        ("看完演示，[林晓舟:P]总结：\n我们正在确定它在生产中的用处。\n工厂在海港。", "我们正在确定它在生产中的用处。"),
        (
            "[林晓舟:P]在海港拍了近二十年照片。\n“发展速度太快了，今年尤其多。”\n店越开越多。",
            "发展速度太快了，今年尤其多。",
        ),
    ],
)
def test_whom_one_speaks_to_and_where_is_no_other_speaker(marked: str, words: str) -> None:
    assert [(c[0], c[2]) for c in claims(marked)] == [("林晓舟", words)]


def test_this_commissioner_is_the_person_named_before() -> None:
    found = claims("[林晓舟:P]称启动很重要，服务会扩大。这位空间专员补充说，服务将增加更多带宽。")
    assert found[-1] == ("林晓舟", "indirect", "服务将增加更多带宽")
    assert claims("[林晓舟:P]到场。这位网友说，服务将增加更多带宽。") == []


@pytest.mark.parametrize(
    "after",
    [
        "图为[林晓舟:P]上月在海港发表讲话。",
        "（来源：海港新闻之家）",
        "此举意在腾出工厂的产能给新产品。",
        "此外，他还关注另外两个问题。",
    ],
)
def test_captions_sources_and_what_is_told_of_the_speaker_are_not_his_words(after: str) -> None:
    assert [c[2] for c in claims(f"[林晓舟:P]说，已有数十家公司注册。{after}")] == ["已有数十家公司注册"]


@pytest.mark.parametrize(
    "marked",
    [
        # a paragraph of marked words between two people, or behind somebody without a name
        "[林晓舟:P]在海港拍照片。\n“发展速度太快了，今年尤其多。”\n[何望:P]在海港开店。",
        "[林晓舟:P]把照片给用户看。\n“发展速度太快了，今年尤其多。”",
        "[星桥科技:C]的电话会议透露出激进的战略转型信号。",
        # marks that name, mock or quote a term
        "[星桥科技:C]的“普惠”刻在基因里。[林晓舟:P]到场。",
        "[星桥科技:C]“2021光合创作者大会”在海港举行。",
        # the verb belongs to someone without a name
        "[星桥科技:C]用户表示，软件很好用。",
        "业内人士在[海港:L]表示，价格会上涨。",
        "[星桥科技:C]裁员。知情人士称，此举是为了节约成本。",
        "一位[星桥科技:C]人士透露，公司会继续投入。",
        "“公司会继续投入。”一位[星桥科技:C]产品经理说。",
        # no reporting verbs
        "[星桥科技:C]（以下简称星桥）的名称、号称与简称都不同。",
        "[林晓舟:P]表示感谢。",
        "[林晓舟:P]强调合作的重要性。",
        "[星桥科技:C]宣布合作，方向是机器人。",
        "自[星桥科技:C]宣布将收购白鹭股份后，股价持续走高。",
        "[星桥科技:C]被称为行业第一，也被认为是最好的公司。",
        "[林晓舟:P]带来好消息，据说明年会更好。",
        "需要指出的是，[星桥科技:C]仍在亏损之中。",
        # the verb stands within marks
        "[星桥科技:C]年报被出具“无法表示意见”的审计报告，目前仍在亏损。",
        # the name is the one addressed
        "对[林晓舟:P]表示，公司会继续投入。",
    ],
)
def test_near_misses_give_nobody_words(marked: str) -> None:
    assert [c for c in claims(marked) if c[0]] == []


def test_he_is_not_the_person_named_before_someone_without_a_name_spoke() -> None:
    found = claims("[林晓舟:P]到场。一位基金经理认为，价格会上涨。他说，天气很好也很热。")
    assert found == []


@pytest.mark.parametrize(
    "marked",
    [
        # the reporter's own subject is no speaker: a product, or someone whom no mention names
        "[林晓舟:P]到场。\n周教授表示，医疗会变。他指出，效率会更高一些。",
        "[林晓舟:P]给出八十分；[游戏玩家报:X]则给出六十分，认为节奏偏慢。",
        # 据… names a source, not the subject of what follows
        "据[海港新闻:O]报道，近日周教授发表最新观点，强调人工智能不会替代医生。",
        # another story
        "[星桥科技:C]上市，[白鹭汽车:C]、[飞鸟零售:C]退市。\n## 餐饮\n近期某公司完成融资。公司表示，将继续扩大规模。",
    ],
)
def test_words_of_someone_unknown_are_given_to_nobody_else(marked: str) -> None:
    assert [c for c in claims(marked) if c[0]] == []


def test_a_person_named_after_a_firm_and_a_colleague_is_the_one_who_speaks() -> None:
    assert [c[0] for c in claims("[星桥科技:C]与[白鹭汽车:C] CEO [林晓舟:P]在论坛上表示，人类必须更快。")] == ["林晓舟"]


def test_speech_that_the_text_gives_to_nobody_is_kept_without_a_speaker() -> None:
    claim = only("[星桥科技:C]在海港。“无论环境怎么变，他们都有自己的小天地。”")
    assert claim.speaker is None
    assert claim.attribution is Attribution.UNATTRIBUTED


def test_a_headline_speaks_only_where_the_body_is_silent() -> None:
    assert [c[2] for c in claims("# [林晓舟:P]称会与各方合作\n[林晓舟:P]表示，会和大家一起合作。")] == [
        "会和大家一起合作"
    ]
    assert [c[2] for c in claims("# [林晓舟:P]称会与各方合作\n天气很好。")] == ["会与各方合作"]


def test_evidence_is_the_reporting_clause_and_the_words() -> None:
    article, names = annotated("昨天，[林晓舟:P]在会上表示，[星桥科技:C]会继续投入。")
    [claim] = QuoteExtractor()(article, names).claims
    assert [e.of(article.text) for e in claim.evidence] == ["林晓舟在会上表示", "星桥科技会继续投入"]
    assert claim.cue is not None
    assert claim.cue.of(article.text) == "表示"
    assert [names.chain_of(m).name for m in claim.about] == ["星桥科技"]


def test_a_denial_is_told_from_a_statement() -> None:
    assert only("[林晓舟:P]否认，公司正在出售股权。").modality is Modality.DENIED


def test_traditional_text_is_read_and_quoted_as_written() -> None:
    assert claims("[林曉舟:P]認為：「演算法不該決定一切。」") == [("林曉舟", "direct", "演算法不該決定一切。")]


@pytest.mark.parametrize("marks", ["{}", "“{}”", "“{}"])
@pytest.mark.parametrize("piece", ["[林晓舟:P]说，", "[林晓舟:P]等人表示，"])
def test_long_runs_of_speakers_are_read_in_linear_time(piece: str, marks: str) -> None:
    article, names = annotated("[白鹭资本:C]" + marks.format(piece * 16_000) + "。")
    start = time.process_time()
    QuoteExtractor()(article, names)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("piece", ["在上", "并且", "“他说，”", "表示，", "（他说）", "[林晓舟:P]说，"])
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    article, names = annotated("[林晓舟:P]" + piece * 5_000 + "表示，好极了这一天。")
    start = time.process_time()
    QuoteExtractor()(article, names)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "marked",
    [
        "[林晓舟:P]指，年轻客人占了四成左右。",
        "金条以外，[林晓舟:P]指年轻客人占了四成左右。",
        "[林晓舟:P]（Lin Xiaozhou）同样认为，年轻客人占了四成左右。",
        "[林晓舟:P]相信年轻客人占了四成左右。",
        "[林晓舟:P]担心，年轻客人占了四成左右。",
    ],
)
def test_verbs_of_hong_kong_and_of_opinion_report_speech(marked: str) -> None:
    assert claims(marked) == [("林晓舟", "indirect", "年轻客人占了四成左右")]


@pytest.mark.parametrize(
    "marked",
    [
        "[林晓舟:P]剑指年轻客人占了四成左右的市场。",
        "[林晓舟:P]看着上证指数一路涨到三千点以上。",
        "[星桥科技:C]预计年轻客人占了四成左右。",
        "[林晓舟:P]担心年轻客人占四成左右的市场。",
    ],
)
def test_what_only_looks_like_a_verb_of_speech_reports_none(marked: str) -> None:
    assert claims(marked) == []


def test_a_clause_that_begins_with_a_short_time_is_reported() -> None:
    assert claims("[林晓舟:P]称在今年年底，工厂会开始量产。") == [("林晓舟", "indirect", "在今年年底，工厂会开始量产")]
    assert claims("[林晓舟:P]宣布合作，工厂会开始量产。") == []


def test_marked_words_in_the_next_paragraph_are_those_of_who_spoke_last() -> None:
    start = "[林晓舟:P]表示，今年的热潮十五年未见。\n"
    rest = "客人从早上排到傍晚，“我们从九点开门到六点关门，没有停过。”"
    said = "我们从九点开门到六点关门，没有停过。"
    assert claims(start + rest)[-1] == ("林晓舟", "direct", said)
    assert claims(start + "一位店主忙到傍晚，“我们从九点开门到六点关门，没有停过。”")[-1] == (None, "nobody's", said)
    assert claims(start + "[何青松:P]来得不巧，“我们从九点开门到六点关门，没有停过。”")[-1][0] != "林晓舟"
    assert claims(start + "这是[星桥科技:C]的门店，“我们从九点开门到六点关门，没有停过。”")[-1][0] is None
