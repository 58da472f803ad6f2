"""Lines that a site puts around every article: dropped, since nothing in them is said by the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.lines import Line

# Whole lines only, at the two ends of an article only: the words may mean something within a sentence.
_FOOT = re.compile(
    r"(?:(?:阅读|查看|閱讀)?(?:原文|全文)(?:链接|鏈接|連結)?|跳转微信打开|更多(?:阅读|内容|精彩)|查看评论|新浪微博|\S{1,10}\s?\||返回搜狐.*"
    r"|(?:觉得|覺得)?好看，?(?:请|請)?点[“「]?在看[”」]?|点击?[“「]?(?:阅读原文|在看|赞)[”」]?.{0,20}|文章原文|[·|\s]+"
    r"|(?:分享|点赞|收藏|在看|转发|点在看)(?:[\s、，]*(?:分享|点赞|收藏|在看|转发))*"
    r"|(?:长按|扫描|扫码|識別|识别)[^。]{0,20}二维码[^。]{0,20}|平台地址：\s*https?://\S+)"
)


def without_boilerplate(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the site's own words at the foot (阅读原文, 跳转微信打开, 查看评论)."""
    end = len(lines)
    while end > 1 and _FOOT.fullmatch(lines[end - 1].text):
        end -= 1
    return tuple(lines[:end])
