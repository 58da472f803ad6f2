"""Kept answers: the same as new ones, except under load, and then for a while only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kg.serve.cache import Answers
from kg.serve.page import Page
from kg.serve.reply import Reply


class Work:
    """Works answers out, and counts how often."""

    def __init__(self) -> None:
        self.done = 0
        self.is_busy = False

    def busy(self) -> bool:
        return self.is_busy

    def of(self, body: bytes, status: int = 200) -> Callable[[], Awaitable[Reply]]:
        async def work_out() -> Reply:
            await asyncio.sleep(0.01)
            self.done += 1
            return Reply.of(Page(body, status=status))

        return work_out


@pytest.fixture
def work() -> Work:
    return Work()


def test_an_answer_is_worked_out_once_for_all_who_ask_and_for_each_state(work):
    async def use() -> None:
        answers = Answers()
        got = await asyncio.gather(*(answers.get("1", "a", work.of(b"x"), work.busy) for _ in range(20)))
        assert {one.body for one in got} == {b"x"}
        assert work.done == 1
        assert answers.kept("1", "a") == (got[0], 0)
        assert answers.kept("1", "b") is None
        assert answers.kept("2", "a") is None
        assert (await answers.get("2", "a", work.of(b"y"), work.busy)).body == b"y"
        assert work.done == 2

    asyncio.run(use())


def test_who_goes_away_takes_the_answer_from_nobody_and_the_last_one_ends_the_work(work):
    async def use() -> None:
        answers = Answers()
        ended = []

        async def slow() -> Reply:
            try:
                return await work.of(b"x")()
            except asyncio.CancelledError:
                ended.append(True)
                raise

        first, second = (asyncio.ensure_future(answers.get("1", "a", slow, work.busy)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert (await second).body == b"x"
        assert (first.cancelled(), work.done, ended) == (True, 1, [])
        both = [asyncio.ensure_future(answers.get("1", "b", slow, work.busy)) for _ in range(2)]
        await asyncio.sleep(0)
        for one in both:
            one.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        late = answers.get("1", "b", work.of(b"y"), work.busy)  # not tied to what is being given up
        assert (await late).body == b"y"
        assert (work.done, ended) == (2, [True])

    asyncio.run(use())


def test_under_load_an_older_answer_is_given_for_a_while_to_who_takes_it(work):
    async def use() -> None:
        answers = Answers(most_behind_s=0.3)
        old = await answers.get("1", "a", work.of(b"x"), work.busy)
        work.is_busy = True
        assert answers.kept("2", "a") == (old, 1)
        assert answers.kept("2", "a", may_lag=False) is None
        await asyncio.sleep(0.35)
        assert answers.kept("2", "a") is None

    asyncio.run(use())


def test_few_wait_for_what_is_new_when_many_come_at_once(work):
    async def use() -> None:
        answers = Answers()
        for key in range(9):
            await answers.get("1", key, work.of(b"x"), work.busy)
        waiting = [key for key in range(9) for _ in range(3) if answers.kept("2", key) is None]
        assert waiting == [0, 1]
        answers.release(0)
        assert answers.kept("2", 5) is None

    asyncio.run(use())


def test_failures_are_not_kept_and_not_the_end(work):
    async def fail() -> Reply:
        raise ZeroDivisionError

    async def use() -> None:
        answers = Answers()
        with pytest.raises(ZeroDivisionError):
            await answers.get("1", "a", fail, work.busy)
        assert (await answers.get("1", "a", work.of(b"no", 404), work.busy)).status == 404
        assert answers.kept("1", "a") is None
        assert (await answers.get("1", "a", work.of(b"x"), work.busy)).body == b"x"

    asyncio.run(use())


def test_who_goes_away_does_not_take_the_answer_with_him(work):
    async def use() -> None:
        answers = Answers()
        first = asyncio.ensure_future(answers.get("1", "a", work.of(b"x"), work.busy))
        second = asyncio.ensure_future(answers.get("1", "a", work.of(b"x"), work.busy))
        await asyncio.sleep(0)
        first.cancel()
        assert (await second).body == b"x"
        assert work.done == 1

    asyncio.run(use())


def test_what_is_kept_has_an_end_keys_included(work):
    async def use() -> None:
        answers = Answers(most_bytes=100_000)
        for n in range(50):
            await answers.get("1", f"{n}" + "k" * 5_000, work.of(b"b" * 5_000), work.busy)
        kept = [n for n in range(50) if answers.kept("1", f"{n}" + "k" * 5_000)]
        assert kept == list(range(50 - len(kept), 50))
        assert 5 <= len(kept) <= 10
        await answers.get("1", "large", work.of(bytes(5 << 20)), work.busy)
        assert answers.kept("1", "large") is None

    asyncio.run(use())
