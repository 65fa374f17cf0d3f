"""The same bytes come off a cluster, even one that loses a worker on the way."""

import os
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from distributed import LocalCluster

from diagnosis.batch.cannot import CannotRunError
from diagnosis.batch.watching import Progress, Step
from tests.batch.conftest import Batch, Seen, tree
from tests.batch.inboxes import fill_inbox


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running:
            yield running


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    fill_inbox(folder, good=10, bad=4)
    return folder


def test_a_cluster_that_loses_a_worker_gives_what_one_machine_gives(
    cluster: LocalCluster, batch: Batch, inbox: Path, tmp_path: Path
) -> None:
    class Killer(Seen):
        def settled(self, progress: Progress) -> None:
            super().settled(progress)
            if len(self.steps) == 1:
                worker = next(iter(cluster.workers.values()))
                os.kill(worker.pid, signal.SIGKILL)

    assert inbox.is_dir()
    there = batch(cluster=cluster.scheduler_address, outbox=str(tmp_path / "there"), reports=True, watcher=Killer())
    here = batch(outbox=str(tmp_path / "here"), reports=True, workers=2)
    assert (there.summary.diagnosed, there.summary.quarantined, there.summary.failed) == (10, 4, [])
    assert here.seen.count(Step.DIAGNOSED) == there.seen.count(Step.DIAGNOSED) == 10
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_a_scheduler_that_does_not_answer_is_said(batch: Batch, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diagnosis.batch.cluster._CONNECT_SECONDS", 0.2)
    assert inbox.is_dir()
    with pytest.raises(CannotRunError, match="does not answer"):
        batch(cluster="tcp://127.0.0.1:9")


def test_in_and_outbox_may_be_urls(batch: Batch, inbox: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.put(str(inbox), "/in", recursive=True)
    store = f"sqlite:///{tmp_path}/store.db"
    batch(inbox="memory://in", outbox="memory://out", store=store)
    batch(outbox=str(tmp_path / "here"))
    memory.get("/out", str(tmp_path / "there"), recursive=True)
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    again = batch(inbox="memory://in", outbox="memory://out", store=store)
    assert again.seen.count(Step.KNOWN) == len(again.seen.steps) == 14
    with pytest.raises(CannotRunError, match="--store"):
        batch(inbox="memory://in", outbox="memory://out")
