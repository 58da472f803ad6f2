"""How many small queries a second a pool of workers answers, beside a process for each query.

python -m benchmarks.pool output/store
"""

from __future__ import annotations

import argparse
import asyncio
import time

from kg.store import query
from kg.store.pool import Query, WorkerPool

SPARQL = "SELECT ?c ?name { ?c a kg:Company ; schema:name ?name } LIMIT 20"


def main() -> None:
    """Print the rates, and how long an answer takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--size", type=int, default=2, help="workers")
    parser.add_argument("--readers", type=int, default=32, help="who ask at the same time")
    parser.add_argument("--requests", type=int, default=4000)
    options = parser.parse_args()
    asyncio.run(_pool(options.store, options.size, options.readers, options.requests))
    start = time.monotonic()
    for _ in range(20):
        query(options.store, SPARQL)
    each = (time.monotonic() - start) / 20
    print(f"a process for each query: {1 / each:.1f} a second, {1000 * each:.0f} ms an answer")


async def _pool(store: str, size: int, readers: int, requests: int) -> None:
    times: list[float] = []

    async def reader(pool: WorkerPool) -> None:
        for _ in range(requests // readers):
            start = time.monotonic()
            await pool.run(Query(SPARQL))
            times.append(time.monotonic() - start)

    start = time.monotonic()
    async with WorkerPool(store, size) as pool:
        began = time.monotonic()
        await asyncio.gather(*(reader(pool) for _ in range(readers)))
        rate = len(times) / (time.monotonic() - began)
    times.sort()
    middle, late = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
    print(f"pool of {size}, {readers} readers: {rate:.0f} a second, median {middle:.1f} ms, p95 {late:.1f} ms")
    print(f"the pool was ready after {began - start:.2f} s")


if __name__ == "__main__":
    main()
