"""Lines that a site puts around every article: dropped, since nothing in them is said by the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import BlockKind
from kg.read.bylines import is_wechat_head
from kg.read.lines import Line, words

# Whole lines only, at the foot of an article only: the words may mean something within a sentence.
_BUTTONS = words(
    "阅读原文 查看原文 点击原文 閱讀原文 原文 原文链接 原文連結 文章原文 阅读全文 查看全文 更多 更多阅读 更多内容 "
    "更多精彩 跳转微信打开 查看评论 评论 点击参与 收藏 分享 分享到 分享至 点赞 在看 转发 打赏 举报 返回首页 "
    "返回顶部 新浪微博 微博 微信 邮箱"
)
_BETWEEN_BUTTONS = re.compile(r"[\s|·、,，。*⭐🌟↓▼]+")
_CALL = re.compile(
    r"[\W_]{0,6}(?:欢迎|歡迎|请|請|更多[^，。]{0,20}[，,])?\s*"
    r"(?:长按|扫描|扫码|识别|識別|关注|關注|下载|下載|点击|點擊|订阅|訂閱|星标|点赞|添加|推荐进入|加入)"
    r"[^。！？]{0,60}?(?:公众号|公眾號|视频号|小程序|数据库|客户端|二维码|APP|App|app|微信|星标|在看|原文|频道|社群"
    r"|资讯|不错过|见闻|群聊|好友)[^。！？]{0,60}[。！!]?"
)
_OWN_PAGE = re.compile(
    r"\S{1,12}\s?\|\s*+(?:(?:原文链接|查看评论|新浪微博|微信)\s*+(?:[·|]\s*+)?)*+|平台地址：\s*https?://\S+"
)
_DISCLAIMER = re.compile(
    r"[*（(]?(?:免责声明[:：])?(?:本文|以上|文章|上述|文中|该文)[^。]{0,30}"
    r"(?:不构成|不代表|仅代表作者|仅供参考|版权归|原创文章|未经授权|转载请)[^。]{0,80}[。）)]?"
    r"|(?:市场|投资)有风险[^。]{0,40}。?|未经授权[^。]{0,30}转载[^。]{0,20}。?"
    r"|(?:觉得|覺得)?好看[，,]?(?:请|請)?点[“「]?在看[”」]?"
)
_APPLAUSE = re.compile(
    r"[\W_]{0,4}(?:点赞|点亮星标|一键三连|观看更多|点击在看)[^。]{0,30}(?:在看|三连|推送|视频|视频号)[\W_]{0,4}"
)
_MORE = re.compile(
    r"(?:推荐|相关|延伸|往期|更多|热门|精彩)(?:阅读|閱讀|推荐|文章|新闻|回顾|内容|精选)[:：]?"
    r"|End|END|end|The End|—\s*END\s*—|热点视频"
)
_MORE_LINES = 12
_MORE_LENGTH = 60
_CALL_LENGTH = 120
_EMPTY_HEADING = 6


def without_boilerplate(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the site's own words at the two ends: 阅读原文, 关注公众号, 推荐阅读 and what follows."""
    start, end = 0, _before_recommendations(lines)
    while end > 1 and _is_foot(lines[end - 1]):
        end -= 1
    while start < end - 1 and start < 2 and is_wechat_head(lines[start].text):
        start += 1
    return tuple(lines[start:end])


def _is_foot(line: Line) -> bool:
    text = line.text
    if line.kind is BlockKind.HEADING and len(text) <= _EMPTY_HEADING:
        return True  # heads nothing: the list that stood below it is empty (事件追踪)
    if len(text) > _CALL_LENGTH or line.kind is BlockKind.ROW:
        return False
    return _is_buttons(text) or any(pattern.fullmatch(text) for pattern in (_CALL, _APPLAUSE, _OWN_PAGE, _DISCLAIMER))


def _is_buttons(text: str) -> bool:
    """Whether a line is made of labels of buttons and their counts (邮箱 新浪微博 2)."""
    pieces = [p for p in _BETWEEN_BUTTONS.split(text) if p]
    return all(p in _BUTTONS or (p.isdigit() and len(p) <= 4) for p in pieces)


def _before_recommendations(lines: Sequence[Line]) -> int:
    """Where a last section of other articles' titles begins: few lines, short, no sentence among them."""
    for number in range(len(lines) - 1, max(0, len(lines) - 1 - _MORE_LINES), -1):
        if _MORE.fullmatch(lines[number].text):
            return number
        if len(lines[number].text) > _MORE_LENGTH or lines[number].text.endswith("。"):
            break
    return len(lines)
