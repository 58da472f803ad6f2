"""``kg view`` and ``kg export --to pyvis``: the graph as files that a browser opens."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zlib
from base64 import b64decode


def bundle(html):
    (packed,) = re.findall(r'id="blob-graph">([^<]*)<', html)
    return json.loads(zlib.decompress(b64decode(packed), wbits=-15))


def test_view_writes_the_page_and_opens_it(kg, built, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(built, output)
    (output / "graph.html").unlink()
    opened = tmp_path / "opened"
    browser = tmp_path / "browser.py"
    browser.write_text(f"import sys; open({str(opened)!r}, 'w').write(sys.argv[1])")
    done = kg("view", "-o", output, env={"BROWSER": f"{sys.executable} {browser} %s"})
    assert done.stdout == ""
    assert f"wrote {output / 'graph.html'}" in done.stderr
    assert opened.read_text() == (output / "graph.html").resolve().as_uri()


def test_view_writes_elsewhere_under_a_heading_and_opens_nothing(kg, built, tmp_path):
    before = (built / "graph.html").read_bytes()
    kg("view", "-o", built, "--file", tmp_path / "二月.html", "--title", "二月 <b>", "--no-open")
    html = (tmp_path / "二月.html").read_text("utf-8")
    assert "<title>二月 &lt;b&gt;</title>" in html
    assert bundle(html)["title"] == "二月 <b>"
    assert 'id="blob-texts-0"' in html
    assert (built / "graph.html").read_bytes() == before


def test_view_of_nothing_and_view_to_nowhere_say_so(kg, built, tmp_path):
    assert "no graph was built here" in kg("view", "-o", tmp_path, "--no-open", code=2).stderr
    done = kg("view", "-o", built, "--file", tmp_path / "missing" / "a.html", "--no-open", code=5)
    assert "cannot be written" in done.stderr


def test_the_page_that_a_build_leaves_is_the_page_that_view_writes(kg, built, tmp_path):
    kg("view", "-o", built, "--file", tmp_path / "again.html", "--no-open")
    assert (tmp_path / "again.html").read_bytes() == (built / "graph.html").read_bytes()


def test_pyvis_goes_to_a_file_or_to_standard_output(kg, built, tmp_path):
    done = kg("export", "--to", "pyvis", tmp_path / "network.html", "-o", built)
    html = (tmp_path / "network.html").read_text("utf-8")
    assert "new vis.Network" in html
    assert "many" not in done.stderr
    assert kg("export", "pyvis", "-o", built).stdout == html
    kg("export", tmp_path / "other.html", "-o", built)
    assert (tmp_path / "other.html").read_text("utf-8") == html


def test_a_network_that_is_too_large_is_cut_and_that_is_said(kg, built, tmp_path):
    done = kg("export", "--to", "pyvis", tmp_path / "network.html", "--max-nodes", "5", "-o", built)
    assert re.search(r"the graph has \d+ nodes, too many for vis-network; it gets the 5 best\s+connected", done.stderr)
    assert re.search(r'"heading":"5 / \d+"', (tmp_path / "network.html").read_text("utf-8"))


def test_export_wants_a_format_and_one_file(kg, built):
    assert "name a format: turtle" in kg("export", "-o", built, code=2).stderr
    assert "name one file" in kg("export", "--to", "pyvis", "a.html", "b.html", "-o", built, code=2).stderr
    assert "no format is called «dot»" in kg("export", "--to", "dot", "-o", built, code=2).stderr
