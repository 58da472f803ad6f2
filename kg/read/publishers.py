"""Who publishes an article, where the source does not say: by the host of its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.read.lines import words

# Chinese-language news sites by the domain that they own; general knowledge, not drawn from any feed.
_BY_DOMAIN = {
    "36kr.com": "36氪",
    "21jingji.com": "21世纪经济报道",
    "bbc.com": "BBC",
    "bjnews.com.cn": "新京报",
    "caijing.com.cn": "财经网",
    "caixin.com": "财新网",
    "cctv.com": "央视网",
    "chinanews.com.cn": "中国新闻网",
    "chinaventure.com.cn": "投中网",
    "cls.cn": "财联社",
    "cnbeta.com.tw": "cnBeta",
    "cnstock.com": "上海证券报",
    "cs.com.cn": "中国证券报",
    "dw.com": "德国之声",
    "eastmoney.com": "东方财富网",
    "eeo.com.cn": "经济观察网",
    "ftchinese.com": "FT中文网",
    "geekpark.net": "极客公园",
    "gelonghui.com": "格隆汇",
    "huanqiu.com": "环球网",
    "huxiu.com": "虎嗅",
    "iceo.com.cn": "中国企业家",
    "ifanr.com": "爱范儿",
    "ifeng.com": "凤凰网",
    "infzm.com": "南方周末",
    "ithome.com": "IT之家",
    "iyiou.com": "亿欧",
    "jiemian.com": "界面新闻",
    "jiqizhixin.com": "机器之心",
    "latepost.com": "晚点LatePost",
    "leiphone.com": "雷峰网",
    "ltn.com.tw": "自由時報",
    "nbd.com.cn": "每日经济新闻",
    "people.com.cn": "人民网",
    "pingwest.com": "品玩",
    "readhub.cn": "Readhub",
    "rfi.fr": "法国国际广播电台",
    "sspai.com": "少数派",
    "stcn.com": "证券时报",
    "stheadline.com": "星島頭條",
    "thepaper.cn": "澎湃新闻",
    "tmtpost.com": "钛媒体",
    "udn.com": "聯合新聞網",
    "wallstreetcn.com": "华尔街见闻",
    "xinhuanet.com": "新华网",
    "yicai.com": "第一财经",
    "zaobao.com": "联合早报",
    "zaobao.com.sg": "联合早报",
}
# hosts that carry everybody's articles: their name says nothing about who wrote
_CARRIERS = words(
    "mp.weixin.qq.com weixin.sogou.com weibo.com m.weibo.cn toutiao.com www.toutiao.com baijiahao.baidu.com "
    "feedburner.com feeds.feedburner.com www.jintiankansha.me rsshub.app localhost"
)


def known_publisher(url: str | None) -> str | None:
    """The name of the news site that owns the address's domain, where it is a known one."""
    host = _host(url)
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = _BY_DOMAIN.get(".".join(labels[start:]))
        if name:
            return name
    return None


def domain_of(url: str | None) -> str | None:
    """The host without ``www.``, as a last resort for a publisher; None for hosts that carry everybody's articles."""
    host = _host(url)
    return host.removeprefix("www.") or None if host not in _CARRIERS else None


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "") if url else ""
