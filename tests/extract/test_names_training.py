"""Training gives the same bytes whatever the hash seed."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from pathlib import Path
from training.corpus import Sentence
from training.train_names import train
rows = [
    Sentence("星桥科技由林晓舟创办", ((0, 4, "Company"), (5, 8, "Person"))),
    Sentence("北湖市的星桥科技发布Lumen 3", ((0, 3, "Place"), (4, 8, "Company"), (10, 17, "Product"))),
    Sentence("林晓舟让读者得到启发", ((0, 3, "Person"),)),
]
train(rows * 4, Path(sys.argv[1]))
"""


@pytest.mark.skipif(not (ROOT / "training").is_dir(), reason="training/ is not part of an installed kg")
def test_the_same_corpus_gives_the_same_bytes(tmp_path):
    digests = set()
    for seed in ("1", "2"):
        model = tmp_path / f"{seed}.crfsuite"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", SCRIPT, model], cwd=ROOT, env=environment, check=True)
        digests.add(sha256(model.read_bytes()).hexdigest())
    assert len(digests) == 1
