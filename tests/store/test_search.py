"""Full-text search: what is found, in which order, and that the index says what the graph says."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from searched_news import NEWS, News, kept

from kg.errors import ConfigError, LimitError, QueryError, StoreError
from kg.store import PublishingStore, RdflibStore, open_current, query
from kg.store.publishing import publish_anew, publish_missing
from kg.store.search import KINDS, Found, SearchIndexError, index, search
from kg.store.search.keys import key
from kg.store.search.sparql import with_hits
from kg.store.snapshots import current

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("searched"), NEWS)


def find(store: Path, words: str, *kinds: str, limit: int = 1000) -> Found:
    with open_current(store) as opened:
        return search(opened, words, kinds, limit=limit)


def told(found: Found) -> list[tuple[str, str]]:
    return [(hit.kind, hit.name.text) for hit in found.hits]


def files(found: Found) -> set[str]:
    return {hit.file for hit in found.hits}


# what is found


@pytest.mark.parametrize(
    "words",
    [
        "星桥科技",
        "星橋科技",
        "星桥 科技",
        "ＳＴＡＲＢＲＩＤＧＥ",
        "starbridge",
        "xingqiaokeji",
        "xingqiao",
        "xqkj",
        "xing qiao",
        "“星桥科技”",
    ],
)
def test_a_company_is_found_by_any_spelling_of_its_names_and_by_their_sound(store, words):
    first = find(store, words).hits[0]
    assert (first.kind, first.name.text, first.articles) == ("company", "星桥科技", 2)


def test_a_person_is_found_by_the_sound_that_a_surname_has(store):
    assert told(find(store, "shanyutong"))[:1] == [("person", "单雨桐")]
    assert told(find(store, "syt"))[:1] == [("person", "单雨桐")]


def test_the_middle_of_a_name_is_found_by_its_sound_if_that_is_long_enough(store):
    assert ("company", "北京青岩生物") in told(find(store, "qingyan", "company"))
    assert not find(store, "yan", "company").hits
    assert not find(store, "jqy", "company").hits


def test_one_and_two_characters_are_found_wherever_they_stand(store):
    assert files(find(store, "光", "text")) == {"bridge.md"}
    assert files(find(store, "。", "text")) == set()
    assert files(find(store, "晓舟", "text")) == {"bridge.md"}
    assert files(find(store, "钟", "text")) == {"forest.md"}
    assert told(find(store, "舟", "person")) == [("person", "林晓舟")]


def test_latin_and_chinese_letters_are_found_together_and_within_words(store):
    assert files(find(store, "AI芯片")) >= {"sail.md"}
    assert files(find(store, "enLea", "text")) == {"forest.md"}
    assert files(find(store, "3亿元B轮", "text")) == {"bridge.md"}


def test_spaces_in_a_text_keep_nobody_from_finding_it(store):
    assert "sail.md" in files(find(store, "拜访了星桥科技", "text"))
    assert "forest.md" in files(find(store, "的OpenLeaf平台", "text"))


def test_several_words_must_all_be_found_in_one_place(store):
    assert files(find(store, "芯片 机器人", "text", "claim")) == {"sail.md"}
    assert not find(store, "芯片 敲钟").hits


def test_what_ends_a_run_of_letters_ends_what_is_found(store):
    assert not find(store, "融资星桥").hits  # the headline and the sentence after it
    assert files(find(store, "12.5", "text")) == {"bridge.md"}
    assert not find(store, "125", "text").hits


def test_quotes_are_found_by_their_words_and_by_who_said_them(store):
    [hit] = find(store, "光合", "claim").hits
    assert (hit.name.text, hit.snippet.text, hit.snippet.marks) == ("林晓舟", "光合芯片已经量产。", ((0, 2),))
    assert (hit.headline, hit.day, hit.file) == ("星桥科技完成融资", "2026-03-11", "bridge.md")
    assert told(find(store, "林晓舟 量产", "claim")) == [("claim", "林晓舟")]


def test_figures_are_found_by_what_is_measured_and_whose_it_is(store):
    [hit] = find(store, "毛利率", "figure").hits
    assert (hit.name.text, hit.snippet.text) == ("星桥科技", "毛利率 12.5%")
    assert find(store, "星桥 毛利", "figure").total == 1


def test_an_article_is_found_by_its_headline_and_else_as_a_text(store):
    found = find(store, "融资")
    assert found.totals == {"article": 1}
    assert [h.iri for h in find(store, "融资", "text").hits] == [h.iri for h in found.hits]
    assert find(store, "量产").totals == {"claim": 1, "text": 1}
    assert find(store, "量产", "article").totals == {}


# in which order


def test_names_come_before_events_headlines_quotes_and_texts(store):
    kinds = [hit.kind for hit in find(store, "星桥").hits]
    assert kinds == ["company", "event", "article", "figure", "text"]


def test_exact_names_come_before_longer_ones_and_the_well_known_before_the_others(tmp_path):
    texts = [("光年", "光年资本"), ("光年资本", "光年在线"), ("光年在线", "新光年"), ("新光年", "光年在线")]
    news = [
        News(f"{i}.md", f"新闻{i}\n{'与'.join(names)}合作", companies=tuple((name,) for name in names))
        for i, names in enumerate(texts)
    ]
    store = kept(tmp_path, news)
    assert [name for _, name in told(find(store, "光年", "company"))] == ["光年", "光年在线", "光年资本", "新光年"]
    assert [name for _, name in told(find(store, "guangnian", "company"))][:3] == ["光年", "光年在线", "光年资本"]


def test_what_articles_say_comes_newest_first(tmp_path):
    days = ("2025-12-31", "2026-02-01", "2026-01-15")
    store = kept(tmp_path, [News(f"{day}.md", f"旧闻\n云海发布{i}号", day=day) for i, day in enumerate(days)])
    assert [hit.day for hit in find(store, "云海").hits] == sorted(days, reverse=True)


def test_pages_of_hits_are_the_hits_in_order(store):
    everything = find(store, "星").hits
    with open_current(store) as opened:
        pages = [search(opened, "星", limit=2, offset=first).hits for first in range(0, len(everything), 2)]
        assert search(opened, "星", limit=0).total == len(everything)
    assert tuple(hit for page in pages for hit in page) == everything


def test_marks_are_where_the_words_stand_as_they_are_written(store):
    [hit] = find(store, "远帆资本 机器人", "text").hits
    marked = [piece for piece, is_marked in hit.snippet.pieces() if is_marked]
    assert marked[0] in ("远帆资本", "遠帆資本")
    assert "".join(piece for piece, _ in hit.snippet.pieces()) == hit.snippet.text


# hostile words, hostile texts


SYNTAX = [
    "NEAR(光 芯)",
    "光 NOT 芯",
    "AND",
    "OR OR",
    "name : 光",
    "{name} : x",
    "^光",
    "-光",
    "光*",
    "')); DROP TABLE doc; --",
]
ODD = ["", " ", "\x00", '"', '""', "*", "+", "%", "_", "\\", "\ud800", "光\ud800合", "\x00光", "\u202e光", "🌉", "🇨🇳光"]
LONG = ["{" * 300, "（" * 300, "a " * 15, "光" * 300, "é" * 300, "ﷺ" * 300, "光（" * 150, "0" * 300]


@pytest.mark.parametrize("words", [*SYNTAX, *ODD, *LONG])
def test_no_word_is_an_instruction(store, words):
    found = find(store, words)
    assert found.total >= len(found.hits)
    everything = "NEARNOTANDORname" + "".join(one.text for one in NEWS)
    if not any(c.isalnum() for c in words):
        assert found == Found((), {})
    elif len(words) < 9 and " " not in words and key(words).strip() and key(words).strip() not in key(everything):
        assert not found.hits


@pytest.mark.parametrize("words", ["光" * 301, "x" * 100_000, "光 " * 50_000, " ".join(map(str, range(17)))])
def test_too_many_words_are_refused(store, words):
    with pytest.raises(QueryError, match=r"may have 300 characters|at most 16 words"):
        find(store, words)


def test_unknown_kinds_and_negative_numbers_are_refused(store):
    with open_current(store) as opened:
        with pytest.raises(ConfigError, match="no kind is called «firm»"):
            search(opened, "光", ("firm",))
        with pytest.raises(ConfigError, match="0 or more"):
            search(opened, "光", limit=-1)


def test_texts_of_any_characters_are_kept_and_found(tmp_path):
    text = "坏\x00字符\ud800与\u202e方向\n🌉桥\n\n" + "的" * 100_000 + "尽头"
    (tmp_path / "texts").mkdir()
    store = tmp_path / "store"
    with PublishingStore(store) as writer:
        one = News("odd.md", "奇文\n无")
        name = one.graph.name
        content = text.encode("utf-8", "surrogatepass")
        before = next(line for line in one.graph.statements if "sha256" in line).split('"')[1]
        digest = sha256(content).hexdigest()
        writer.commit({name: tuple(line.replace(before, digest) for line in one.graph.statements)})
        (tmp_path / "texts" / f"{digest}.txt").write_bytes(content)
        writer.forget_index()
    started = time.perf_counter()
    [hit] = find(store, "尽头").hits
    assert time.perf_counter() - started < 5
    assert len(hit.snippet.text) < 200
    assert find(store, "符与").total == 0
    assert find(store, "与方向").total == 1


@pytest.mark.threat("paths")
@pytest.mark.parametrize("is_link", [True, False])
def test_a_text_that_is_a_link_or_not_that_of_its_name_is_not_searched(tmp_path, is_link):
    """A folder that somebody sent may have no index yet, and links to files of the one who searches it."""
    store = kept(tmp_path, NEWS)
    (tmp_path / "secret").write_text("芝麻开门", "utf-8")
    for text in (tmp_path / "texts").iterdir():
        text.unlink()
        if is_link:
            text.symlink_to(tmp_path / "secret")
        else:
            text.write_text("芝麻开门", "utf-8")
    shutil.rmtree(current(store) / index.FOLDER)
    publish_missing(store)
    assert index.is_sound(current(store) / index.FOLDER)
    assert find(store, "芝麻开门").total == 0
    assert find(store, "星桥科技").total > 0


@pytest.mark.threat("paths", control=True)
def test_what_an_article_itself_says_is_searched_when_the_index_is_made_again(tmp_path):
    store = kept(tmp_path, [*NEWS, News("door.md", "门\n芝麻开门。")])
    shutil.rmtree(current(store) / index.FOLDER)
    publish_missing(store)
    assert find(store, "芝麻开门").total == 1


@pytest.mark.threat("paths")
@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
@pytest.mark.parametrize("name", [index.BASE, index.DELTA, ""])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_an_index_behind_a_link_or_a_pipe_is_none(tmp_path, name, kind):
    store = kept(tmp_path, NEWS)
    file = current(store) / index.FOLDER / name
    file.rename(tmp_path / "elsewhere")
    if kind == "link":
        file.symlink_to(tmp_path / "elsewhere")
    else:
        os.mkfifo(file)
    assert not index.is_sound(current(store) / index.FOLDER)
    with pytest.raises((SearchIndexError, StoreError)):
        find(store, "星桥科技")
    publish_missing(store)
    assert find(store, "星桥科技").total > 0


def test_a_megabyte_of_one_letter_is_searched_in_linear_time_and_shown_in_part(tmp_path):
    store = kept(
        tmp_path, [News("a.md", "光" * 200_000 + "\n" + "光" * 800_000), News("b.md", "暗\n" + "光，" * 400_000)]
    )
    for words in ("光", "光" * 300, "光，" * 150, " ".join("光" * i for i in range(1, 17)), "光 合"):
        began = time.process_time()
        found = find(store, words)
        assert time.process_time() - began < 30, "3 s on an idle machine"
        assert all(len(hit.name.text) < 500 and len(hit.snippet.text) < 500 for hit in found.hits)


# recall


def test_everything_that_stands_in_a_text_is_found_and_nothing_else(tmp_path):
    rng = random.Random(5)  # noqa: S311
    letters = "光合作用星桥科技機器機机AIai5G３.，“”\n 的-"
    news = [News(f"{i}.md", "\n" + "".join(rng.choices(letters, k=rng.randint(5, 120)))) for i in range(60)]
    store = kept(tmp_path, news)
    with open_current(store) as opened:
        for _ in range(400):
            text = rng.choice(news).text.partition("\n")[2]
            start = rng.randrange(len(text))
            words = text[start : start + rng.randint(1, 9)].strip()
            if len(words.split()) != 1 or not (wanted := " ".join(key(words).split())):
                continue
            truth = {one.file for one in news if wanted in " ".join(key(one.text.partition("\n")[2]).split())}
            assert {hit.file for hit in search(opened, words, ("text",), limit=100).hits} == truth, words


# in step with the store


def test_the_index_follows_whatever_is_put_in_changed_and_taken_out(tmp_path):
    store = tmp_path / "store"
    with PublishingStore(store) as writer:
        NEWS[0].put(writer)
        writer.publish()
        assert find(store, "光合", "claim").total == 1
        News("bridge.md", "星桥科技更正\n没有这回事。", companies=(("星桥科技", "星桥网"),)).put(writer)
        assert find(store, "光合", "claim").total == 1, "readers have what was published"
        writer.publish()
        assert find(store, "光合").total == 0
        assert told(find(store, "星桥网"))[0] == ("company", "星桥科技")
        assert not find(store, "林晓舟").hits
        for graph in writer.graphs():
            writer.remove_graph(graph)
    assert not any(find(store, word).total for word in ("星桥", "更正", "xqkj"))


def test_a_reader_has_the_index_of_the_graph_that_it_has_open(tmp_path):
    store = kept(tmp_path, NEWS[:1])
    with open_current(store) as reader:
        with PublishingStore(store) as writer:
            NEWS[1].put(writer)
            News("bridge.md", "另一篇\n全改了").put(writer)
        assert search(reader, "光合").totals == {"claim": 1, "text": 1}
        assert reader.ask('ASK { ?claim a schema:Claim ; schema:text "光合芯片已经量产。"@zh }')
    assert find(store, "光合").total == 0


def test_facts_found_anew_in_an_unchanged_text_are_found(tmp_path):
    store = kept(tmp_path, [NEWS[0]])
    with PublishingStore(store) as writer:
        News(NEWS[0].file, NEWS[0].text, companies=(("澄湖资本",),)).put(writer)
    assert told(find(store, "澄湖", "company")) == [("company", "澄湖资本")]
    assert not find(store, "远帆", "company").hits


@pytest.mark.parametrize("seed", range(5))
def test_whatever_was_built_before_the_same_graph_gives_the_same_answers(tmp_path, seed, monkeypatch):
    rng = random.Random(seed)  # noqa: S311
    monkeypatch.setattr(index, "SHARE", rng.choice((1, 4)))
    names = ["星桥科技", "星桥", "远帆资本", "青岩生物", "云海", "AI光年"]

    def one(file: int) -> News:
        some = tuple((n, *rng.sample(names, 1)) for n in rng.sample(names, 3))
        words = "".join(rng.choices("星桥远帆云海光年的AI", k=30))
        day = f"2026-01-{rng.randint(1, 28):02}"
        return News(f"{file}.md", f"{words[:6]}\n{words}", day, companies=some, claims=(("", words[9:20]),))

    there: dict[str, News] = {}
    with PublishingStore(tmp_path / "store") as writer:
        for _ in range(rng.randint(20, 60)):
            news = one(rng.randrange(25))
            if rng.random() < 0.2 and there:
                news = there.pop(rng.choice(sorted(there)))
                writer.remove_graph(news.graph.name)
            else:
                there[news.file] = news
                news.put(writer)
            if rng.random() < 0.3:
                writer.publish()
    fresh = kept(tmp_path / "fresh", (there[file] for file in sorted(there)))
    for words in ("星桥", "云", "ai", "xq", "yuanfan", "光年 星", "桥远"):
        assert find(tmp_path / "store", words) == find(fresh, words), words


def test_a_long_history_leaves_no_litter(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.store.search.part.LITTER", 20)
    with PublishingStore(tmp_path / "store") as writer:
        for i in range(40):
            News("a.md", f"第{i}版\n{'云海' * 50}{i}", companies=(("云海",),)).put(writer)
            writer.publish()
    folder = current(tmp_path / "store") / index.FOLDER
    assert sum(file.stat().st_size for file in folder.iterdir()) < 300_000
    assert find(tmp_path / "store", "云海").total == 2
    assert find(tmp_path / "store", "38").total == 0


def test_what_has_not_changed_is_shared_between_snapshots(tmp_path):
    news = [News(f"{i}.md", f"新闻{i}\n" + "云海" * 200, companies=((f"公司{i}",),)) for i in range(60)]
    store = kept(tmp_path, news)
    base = current(store) / index.FOLDER / index.BASE
    before = base.stat().st_ino
    with open_current(store), PublishingStore(store) as writer:
        News("new.md", "新来的\n光合").put(writer)
    assert (current(store) / index.FOLDER / index.BASE).stat().st_ino == before
    assert find(store, "光合").total == 1


KILLED = """
import os, sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from searched_news import NEWS
from kg.store import PublishingStore
from kg.store.search import index, part

def die(*_, **__):
    os.kill(os.getpid(), 9)

store = PublishingStore(Path(sys.argv[1]))
NEWS[0].put(store)
store.publish()
step = sys.argv[2]
if step == "index":
    index.write = die
elif step == "half":
    index._set_entities_right = die
elif step == "sync":
    part.sync = die
elif step == "switch":
    PublishingStore._switch_to = die
NEWS[1].put(store)
for graph in store.graphs():
    if graph == NEWS[0].graph.name:
        store.remove_graph(graph)
if step == "committed":
    die()
store.publish()
die()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("step", ["committed", "index", "half", "sync", "switch", "published"])
def test_a_writer_killed_between_store_and_index_leaves_them_in_step(tmp_path, step):
    store = tmp_path / "store"
    command = [sys.executable, "-c", KILLED, str(store), step, str(ROOT), str(ROOT / "tests")]
    assert subprocess.run(command).returncode == -signal.SIGKILL
    with open_current(store) as reader:
        for words, claim in (("光合", "光合芯片已经量产。"), ("机器人", "AI芯片與機器人是未來")):
            said = reader.ask(f'ASK {{ ?c a schema:Claim ; schema:text "{claim}"@zh }}')
            assert (search(reader, words, ("claim",)).total > 0) == said
    PublishingStore(store).close()
    assert find(store, "光合").total == 0
    assert find(store, "机器人", "claim").total == 1
    assert told(find(store, "xqkj")) == [("company", "星桥科技")]


def test_whoever_is_killed_at_any_moment_leaves_an_index_that_says_what_the_graph_says(tmp_path):
    rng = random.Random(11)  # noqa: S311
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path; from searched_news import News\n"
        "import kg.store.publishing as p; p.PAUSE_S, p.SHARE = 0.0, 0.9\n"
        "from kg.store import PublishingStore; import random; rng = random.Random()\n"
        "store = PublishingStore(Path(sys.argv[1]), wait_s=5)\n"
        "print('open', flush=True)\n"
        "while True:\n"
        "    i = rng.randrange(12); mark = rng.choice('甲乙丙丁') * 3\n"
        "    says = (('', f'说{mark}'),)\n"
        "    News(f'{i}.md', f'第{i}篇\\n{mark}', companies=((mark + str(i),),), claims=says).put(store)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "store"), str(ROOT), str(ROOT / "tests")]
    for _ in range(8):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0.02, 0.4))
            process.kill()
        _demand_step(tmp_path / "store")
    PublishingStore(tmp_path / "store", wait_s=5).close()
    _demand_step(tmp_path / "store")


def _demand_step(store: Path) -> None:
    with open_current(store) as reader:
        for mark in "甲乙丙丁":
            said = {
                str(r["c"]) for r in reader.select(f'SELECT ?c {{ ?c a schema:Claim ; schema:text "说{mark * 3}"@zh }}')
            }
            assert {hit.iri for hit in search(reader, f"说{mark * 3}", ("claim",)).hits} == said
            named = {str(r["c"]) for r in reader.select("SELECT ?c { ?c a kg:Company ; schema:name ?n }")}
            assert {hit.iri for hit in search(reader, mark * 3, ("company",)).hits} <= named


# made anew


@pytest.mark.parametrize("damage", ["missing", "empty", "other", "format", "bytes", "half"])
def test_an_index_that_cannot_be_used_is_told_and_made_anew(tmp_path, damage):
    store = kept(tmp_path, NEWS)
    folder = current(store) / index.FOLDER
    base = folder / index.BASE
    content = bytearray(base.read_bytes())
    if damage == "missing":
        shutil.rmtree(folder)
    elif damage == "empty":
        base.write_bytes(b"")
    elif damage == "other":
        base.write_text("no database at all" * 500)
    elif damage == "format":
        with sqlite3.connect(base) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    elif damage == "bytes":
        content[5000:] = b"\xa5" * (len(content) - 5000)
        base.write_bytes(content)
    else:
        base.write_bytes(content[: len(content) // 2])
    with pytest.raises(SearchIndexError, match="`kg build` makes it anew"):
        find(store, "光合")
    publish_anew(store)
    assert find(store, "光合").total == 2
    with PublishingStore(store) as writer:
        News("more.md", "再来\n光合").put(writer)
    assert find(store, "光合").total == 3


def test_a_build_makes_an_index_that_is_missing_although_nothing_else_changes(tmp_path):
    store = kept(tmp_path, NEWS)
    shutil.rmtree(current(store) / index.FOLDER)
    publish_missing(store)
    assert find(store, "光合").total == 2
    before = current(store)
    publish_missing(store)
    PublishingStore(store).close()
    assert current(store) == before, "nothing has changed, nothing is published"


def test_a_damaged_index_does_not_hinder_a_build(tmp_path):
    store = kept(tmp_path, NEWS[:2])
    (current(store) / index.FOLDER / index.DELTA).write_bytes(b"\x00" * 10_000)
    with PublishingStore(store) as writer:
        NEWS[2].put(writer)
    assert find(store, "敲钟").total == 1
    assert find(store, "光合").total == 2


def test_a_lost_store_that_is_made_again_leaves_nothing_of_the_old_one_in_the_index(tmp_path):
    store = kept(tmp_path, NEWS)
    shutil.rmtree(store)
    with PublishingStore(store) as writer:
        NEWS[2].put(writer)
        assert find(store, "光合").total == 2, "until then readers have what there was"
    assert find(store, "光合").total == 0
    assert find(store, "敲钟").total == 1


def test_more_changes_than_are_remembered_are_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.store.search.spool.IN_MEMORY", 2)
    news = [News(f"{i}.md", f"新闻{i}\n{'甲乙丙丁戊'[i] * 3}") for i in range(5)]
    store = kept(tmp_path, news)
    assert all(find(store, letter * 3).total == 1 for letter in "甲乙丙丁戊")


def test_a_python_without_full_text_search_builds_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "is_available", lambda: False)
    store = kept(tmp_path, NEWS)
    with pytest.raises(SearchIndexError, match="missing"):
        find(store, "光合")


def test_a_text_that_is_lost_is_not_found_but_the_rest_is(tmp_path):
    store = kept(tmp_path, NEWS)
    shutil.rmtree(tmp_path / "texts")
    publish_anew(store)
    assert find(store, "光合").totals == {"claim": 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that can be full")
def test_an_index_that_cannot_be_written_is_told_and_readers_keep_the_last(tmp_path, monkeypatch):
    store = kept(tmp_path, NEWS[:1])

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("kg.store.search.part.add", full)
        writer = PublishingStore(store)
        NEWS[1].put(writer)
        with pytest.raises(StoreError, match="search: cannot be written: no space left on the device"):
            writer.close()
    assert find(store, "光合", "claim").total == 1
    PublishingStore(store).close()
    assert find(store, "机器人", "claim").total == 1


# in SPARQL


def names(store: Path, pattern: str) -> list[str]:
    with open_current(store) as opened:
        return sorted(str(row["n"]) for row in opened.select(f"SELECT DISTINCT ?n {{ {pattern} }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        '?x kg:search "光合" ; schema:author/schema:name ?n',
        '?x a schema:Claim ; kg:search "光合" ; schema:author/schema:name ?n .',
        '?x a schema:Claim ; schema:author [ schema:name ?n ] ; kg:search "光合"',
        '?x schema:author ?p . ?p schema:name ?n . ?x kg:search "光合"',
        "?x <https://w3id.org/newskg/ns#search> '光合' . ?x schema:author/schema:name ?n",
        '{ ?x kg:search """光合""" } { ?x schema:author/schema:name ?n }',
        'FILTER EXISTS { ?x kg:search "光合" } ?x schema:author/schema:name ?n',
        'GRAPH ?g { ?x kg:search "\\u5149合" . ?x schema:author ?p } ?p schema:name ?n',
        '$x kg:search "光合" # kg:search "x"\n. ?x schema:author/schema:name ?n FILTER(?n != "kg:search")',
    ],
)
def test_a_search_is_a_triple_of_a_query(store, pattern):
    assert names(store, pattern) == ["林晓舟"]


def test_a_search_that_finds_nothing_gives_nothing(store):
    assert names(store, '?x kg:search "绝不会有" ; schema:name ?n') == []


def test_a_query_in_a_process_of_its_own_can_search(store):
    [row] = query(store, 'PREFIX z: <https://w3id.org/newskg/ns#> SELECT ?n { ?x z:search "xqkj" ; schema:name ?n }')
    assert str(row["n"]) == "星桥科技"


@pytest.mark.skipif(os.name != "posix", reason="pools are for POSIX")
def test_the_workers_of_a_server_can_search_and_see_what_is_new(tmp_path):
    import asyncio

    from kg.store.pool import Query, WorkerPool

    store = kept(tmp_path, NEWS[:1])
    asked = Query('SELECT ?n { ?x a schema:Claim ; kg:search "机器人" ; schema:author/schema:name ?n }', table="csv")

    async def ask() -> list[bytes]:
        async with WorkerPool(store, 1) as pool:
            before = await pool.run(asked)
            with PublishingStore(store) as writer:
                NEWS[1].put(writer)
            return [before.body, (await pool.run(asked)).body]

    assert [body.decode().split() for body in asyncio.run(ask())] == [["n"], ["n", "单雨桐"]]


NO_PLACES = (
    *('<x:s> kg:search "光"', "?x kg:search ?words", '?x kg:search "光", "合"', '?x kg:search/kg:p "光"', "kg:search"),
    *('?x kg:search "光"@zh', '?x ^kg:search "光"', '?x schema:about [ kg:search "光" ]', "?x !kg:search ?y"),
    *("?x kg:search", '?y kg:p ?x ?x kg:search "光"', '(?x) kg:search "光"', '?x kg:search "光" ; kg:search [] '),
)


@pytest.mark.parametrize("pattern", NO_PLACES)
def test_a_search_where_none_can_be_is_refused(store, pattern):
    with pytest.raises(QueryError, match="kg:search cannot stand here"):
        names(store, f"?x schema:name ?n . {pattern}")


def test_words_of_a_search_are_nothing_but_words(store):
    hostile = ['x" } ; DROP ALL ; {', "x> } SERVICE <http://127.0.0.1:1/> {", "\\\\", "\\u0022 } #", "光\\n合", "'''"]
    for words in hostile:
        text = words.replace('"', '\\"')
        assert names(store, f'?x kg:search "{text}" ; schema:name ?n') == []
    with open_current(store) as opened:
        assert len(opened) > 50


@pytest.mark.parametrize("piece", ["a.", "a-", ":a.", "<", "{ ", '"', '"""', "'", "\\", "?a.", "@a.", '\\"""\n'])
def test_a_query_is_cut_into_tokens_in_linear_time(piece):
    start = time.process_time()
    with suppress(QueryError):
        with_hits("search " + piece * (400_000 // len(piece)), {}, lambda _: ())
    assert time.process_time() - start < 10  # it takes 0.3 s; four minutes for "a." where names were tried twice


def test_a_search_behind_a_string_without_end_is_refused(store):
    with pytest.raises(QueryError, match="has no end"):  # Oxigraph reads "" and "a", and would find nothing
        names(store, 'VALUES ?y { """a" } ?x kg:search "光" ; schema:name ?n')


def test_a_search_beside_a_service_is_refused_as_the_service_is(store):
    with pytest.raises(QueryError, match="SERVICE asks another computer"):
        names(store, '?x kg:search "光" . SERVICE <http://127.0.0.1:1/> { ?x ?y ?n }')


def test_more_than_a_few_searches_in_a_query_are_refused(store):
    with pytest.raises(QueryError, match="16 times"):
        names(store, '{ ?x kg:search "光" } UNION ' * 16 + '{ ?x kg:search "光" } ?x schema:name ?n')


def test_a_search_that_finds_too_much_is_refused(store, monkeypatch):
    monkeypatch.setattr("kg.store.search.sparql.MOST", 3)
    with pytest.raises(LimitError, match="more than 3 places"):
        names(store, '?x kg:search "星" ; schema:name ?n')


def test_names_that_look_like_a_search_are_none(store):
    with open_current(store) as opened:
        assert not opened.ask('PREFIX kg: <x:> ASK { ?x kg:search "光" }')
        assert not opened.ask('ASK { ?x <x:a.b:kg:search> "kg:search" }')
        assert not opened.ask("ASK { ?search schema:name 'kg:searching' }")


def test_a_store_in_memory_says_that_it_cannot_search():
    with RdflibStore() as memory, pytest.raises(QueryError, match="no search index"):
        memory.ask('ASK { ?x kg:search "光" }')


# small things that others rely on


def test_the_kinds_of_the_command_are_those_of_the_index():
    from kg.cli.search import KINDS as OFFERED

    assert OFFERED == KINDS


@pytest.mark.skipif(os.name != "posix", reason="needs permissions")
def test_searching_needs_no_right_to_write(tmp_path):
    store = kept(tmp_path, NEWS)
    folder = current(store) / index.FOLDER
    for file in (*folder.iterdir(), folder):
        file.chmod(0o555 if file.is_dir() else 0o444)
    try:
        assert find(store, "光合").total == 2
        assert sorted(f.name for f in folder.iterdir()) == [index.BASE, index.DELTA]
    finally:
        folder.chmod(0o755)
