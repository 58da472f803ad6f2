"""How a running `kg serve` bears many readers: idle, and while a build writes into the same graph.

python -m benchmarks.serve output [articles-to-build]

The load comes from wrk (https://github.com/wg/wrk; Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk),
the graph is copied first. Beside it stands a yardstick from the same run: the same load on one small answer that an
ASGI application of three lines gives under the same server, uvicorn.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.parse import quote

from kg.store import query

ENTITIES = """SELECT DISTINCT ?e { VALUES ?type { kg:Company kg:Person kg:Product kg:Organization } ?e a ?type }
ORDER BY ?e"""
QUERIES = (
    "SELECT ?c ?name { ?c a kg:Company ; schema:name ?name } LIMIT 20",
    "SELECT (COUNT(*) AS ?n) { ?c a kg:Company }",
    "SELECT ?type (COUNT(*) AS ?n) { ?e a ?type } GROUP BY ?type ORDER BY DESC(?n)",
    "SELECT ?p ?o { <%s> ?p ?o } LIMIT 100",
)
QUERY_EVERY = 20
"""One request of so many is a query."""
_LUA = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local thread = 0
function setup(t) t:set("number", thread); thread = thread + 1 end
function init() math.randomseed(number + 1) end
function request() return wrk.format("GET", paths[math.random(#paths)], {["Accept-Language"] = "zh"}) end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p50": %%f, "p95": %%f, "p99": %%f, "max": %%f, ' ..
    '"refused": %%d, "timeouts": %%d, "broken": %%d}\\n', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    e.status, e.timeout, e.connect + e.read + e.write))
end
"""
_YARDSTICK = """
import uvicorn
async def app(scope, receive, send):
    headers = [(b"content-length", b"20000"), (b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": bytes(20000)})
uvicorn.run(app, port=%d, log_level="error", access_log=False, lifespan="off")
"""


def main() -> None:
    """Print a line for each load."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="the folder of a graph")
    parser.add_argument("articles", type=Path, nargs="?", help="articles to build into it meanwhile")
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=15, help="of the loads on the server at rest")
    parser.add_argument("--building", type=int, default=30, help="seconds of load while the build goes on")
    parser.add_argument("--entities", type=int, default=500)
    parser.add_argument("--port", type=int, default=8459)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("the load comes from wrk, which is not here: apt-get install wrk (macOS: brew install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        _measure(options, Path(folder))


def _measure(options: argparse.Namespace, folder: Path) -> None:
    output = folder / "output"
    shutil.copytree(options.output, output)
    script = _script(folder, output, options.entities)

    def load(name: str, port: int, seconds: int) -> None:
        print(_line(name, _wrk(script, port, options.connections, seconds)), flush=True)

    print(f"{options.connections} connections, {options.entities} entities, 1 of {QUERY_EVERY} requests a query")
    port = options.port
    with _running([sys.executable, "-c", _YARDSTICK % (port + 1)]):
        load("yardstick: 20 KB from uvicorn", port + 1, options.seconds)
    command = [sys.executable, "-m", "kg.cli.main", "serve", "-o", str(output), "--no-open", "--port", str(port)]
    with _running(command):
        load("first visits", port, options.seconds)
        load("at rest", port, options.seconds)
        if options.articles:
            began = time.monotonic()
            build = [sys.executable, "-m", "kg.cli.main", "build", str(options.articles), "-o", str(output), "-q"]
            with subprocess.Popen(build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as building:
                load("a build goes on", port, options.building)
                went_on = building.poll() is None
                status = building.wait()
            print(f"the build took {time.monotonic() - began:.0f} s, status {status}; under load to its end: {went_on}")
        load("after it", port, options.seconds)


def _script(folder: Path, output: Path, entities: int) -> Path:
    """What wrk runs: random entities, and some queries among them."""
    found = [row["e"].value for row in query(output / "store", ENTITIES)]  # type: ignore[union-attr, index]
    chosen = Random(1).sample(found, min(entities, len(found)))  # noqa: S311 - no secret
    paths = [f"/id/{iri.partition('/id/')[2]}" for iri in chosen] * (QUERY_EVERY - 1)
    for n, iri in enumerate(chosen):
        sparql = QUERIES[n % len(QUERIES)]
        paths.append(f"/sparql?query={quote(sparql % iri if '%s' in sparql else sparql)}")
    (folder / "paths").write_text("\n".join(paths), "utf-8")
    script = folder / "load.lua"
    script.write_text(_LUA % (folder / "paths"), "utf-8")
    return script


def _wrk(script: Path, port: int, connections: int, seconds: int) -> dict[str, float]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
    done = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    found = re.search(r"^\{.*\}$", done.stdout, re.MULTILINE)
    if not found:
        sys.exit(f"wrk said nothing that could be read: {done.stdout}")
    measured: dict[str, float] = json.loads(found[0])
    return measured


def _line(name: str, m: dict[str, float]) -> str:
    times = ", ".join(f"{key} {m[key]:.0f}" for key in ("p50", "p95", "p99", "max"))
    rate = m["requests"] / m["seconds"]
    wrong = f"{m['refused']:.0f} other than 2xx, {m['timeouts']:.0f} timeouts, {m['broken']:.0f} broken"
    return f"{name}: {rate:.0f} requests a second; {times} ms; {wrong}"


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    import socket

    port = int(re.findall(r"\d{4,5}", " ".join(command))[-1])
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                time.sleep(0.1)
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0 or process.poll() is not None:
                        break
            yield
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
