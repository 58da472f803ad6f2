"""kill -9 at many moments of every command that writes: nothing cut, nothing lost, the next command simply works.

``KG_CRASH_KILLS`` and ``KG_CRASH_SEED`` give another number and other moments.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from crash import watching
from crash.campaign import ARTICLES, Campaign
from crash.commands import Command, Run
from crash.damages import DAMAGES
from crash.expected import Expected, Only
from crash.forkserver import ForkServer
from crash.losses import lose_records

KILLS = int(os.environ.get("KG_CRASH_KILLS", "200"))
SEED = int(os.environ.get("KG_CRASH_SEED", "20260326"))
pytestmark = pytest.mark.skipif(not watching.is_available(), reason="needs inotify and pidfd_open of Linux")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    with ForkServer() as server:
        made = Campaign(server, tmp_path_factory.mktemp("campaign"), SEED)
        made.learn()
        yield made


@pytest.fixture(scope="module")
def sound(campaign: Campaign) -> tuple[Campaign, Path, Command, Run]:
    """A graph with nothing wrong, after its last command."""
    campaign.start_over()
    for versions in ({0: 0, 1: 0}, {0: 1, 1: 0, 2: 2}):
        for number in range(ARTICLES):
            if number in versions:
                campaign.corpus.put(number, versions[number])
            elif number in campaign.corpus.versions:
                campaign.corpus.take(number)
        command = Command("build", campaign.build_arguments())
        run = campaign.run_whole(command)
        campaign.verify(command, run)
        newest = (campaign.output / "snapshots" / "current").read_text("ascii").strip()
        if len(versions) == 2:
            shutil.copytree(campaign.output / "snapshots" / newest / "search", campaign.place / "older-search")
    saved = campaign.root / "sound"
    shutil.copytree(campaign.output, saved)
    return campaign, saved, command, run


def test_a_sound_graph_passes_and_so_does_one_looked_at_twice(sound: tuple[Campaign, Path, Command, Run]) -> None:
    campaign, _, command, run = sound
    for _ in range(2):
        campaign.verify(command, run)


@pytest.mark.threat("crash", control=True)
@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_is_found(sound: tuple[Campaign, Path, Command, Run], damage: str) -> None:
    campaign, saved, command, run = sound
    shutil.rmtree(campaign.output)
    shutil.copytree(saved, campaign.output)
    campaign.server.call("crash.damages:make", damage, campaign.output)
    with pytest.raises(AssertionError, match=DAMAGES[damage][1]):
        campaign.verify(command, run)


def test_an_export_that_is_cut_is_found(sound: tuple[Campaign, Path, Command, Run]) -> None:
    campaign, saved, _, _ = sound
    shutil.rmtree(campaign.output)
    shutil.copytree(saved, campaign.output)
    export = campaign.export("nquads")
    campaign.run_whole(export)
    campaign.demand_whole(export, {})
    file = Path(export.target)
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(AssertionError, match="is not whole"):
        campaign.demand_whole(export, {})
    file.unlink()


@pytest.mark.threat("crash", control=True)
@pytest.mark.parametrize("is_taken_out", [False, True])
def test_what_only_the_graph_tells_is_missed_when_it_goes(
    sound: tuple[Campaign, Path, Command, Run], monkeypatch: pytest.MonkeyPatch, is_taken_out: bool
) -> None:
    campaign, saved, _, run = sound
    shutil.rmtree(campaign.output)
    shutil.copytree(saved, campaign.output)
    monkeypatch.setattr(campaign, "expected", Expected(campaign.known, ARTICLES))
    lose_records([campaign.output / "annotations" / f"{campaign.known.files[0]}.json"], campaign.chance)
    campaign.expected.look(campaign.read(campaign.output), [0])
    assert campaign.expected.possible[0] == {Only(1)}
    if is_taken_out:
        campaign.server.call("crash.damages:take_out", campaign.output, campaign.known.files[0])
    with pytest.raises(AssertionError, match="is kept, not one of") if is_taken_out else nullcontext():
        campaign.verify(Command("compact", ()), run)


@pytest.mark.threat("crash")
def test_two_hundred_kills_cut_nothing_and_lose_nothing_that_was_told(campaign: Campaign) -> None:
    campaign.kill_until(KILLS, whole_every=25)
    print(campaign.told())
    steps = {step for _, step in campaign.hits}
    rows = {row for row, _ in campaign.hits}
    at_work = sum(n for (_, step), n in campaign.hits.items() if step not in ("start", "lock"))
    assert at_work >= KILLS / 2, campaign.told()
    assert {"first", "build", "rebase", "remove", "export", "compact"} <= rows, campaign.told()
    assert {"build, lost", "rebase, lost", "remove, lost", "repair, lost"} <= rows, campaign.told()
    expected = {"texts", "records", "store", "snapshot", "index", "turtle", "page", "report", "export"}
    assert expected <= steps, campaign.told()
