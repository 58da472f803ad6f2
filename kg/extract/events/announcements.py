"""Announcements with a colon: 星桥：拟收购云杉 tells what 星桥 does."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.skeleton import Skeleton, grammar

_COLON = grammar(
    r"(?:^|[，。；？！])<A>(?P<colon>：)(?=公司|拟|将|已|获|计划|预计|筹划|完成|签署|终止|收到|与<.8><N>|中标|发布|"
    r"启动|"
    r"出售|收购|首次|董事会|以|向|同意|聘任|选举|定增)"
)


# 上交所：本周对…采取了措施
_OFFICIAL = grammar(r"(?:^|[，。；？！])<O>(?P<colon>：)(?=本周|本月|今日|昨日|近日|依法|对)")


def as_told(skeleton: Skeleton) -> Skeleton:
    """The skeleton with the colon between a firm and what it does as a space, which parts no clauses."""
    at = [m.start("colon") for p in (_COLON, _OFFICIAL) for m in p.finditer(skeleton.text)]
    if not at:
        return skeleton
    text = list(skeleton.text)
    for position in at:
        text[position] = " "
    return replace(skeleton, text="".join(text))
