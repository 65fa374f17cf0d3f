"""In- and outbox in an object store: a real client and a real server, both on this machine."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from diagnosis.batch.cannot import CannotRunError
from diagnosis.batch.watching import Step
from tests.batch.conftest import Batch, tree
from tests.batch.inboxes import fill_inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    fill_inbox(tmp_path / "inbox", good=4, bad=3)
    return tmp_path / "inbox"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket on a server that knows no other."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "example",
        "AWS_SECRET_ACCESS_KEY": "example",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(name, value)
        fsspec.filesystem("s3").mkdir("sheets")
        yield "s3://sheets"
    server.stop()


def test_a_batch_from_and_to_an_object_store(batch: Batch, inbox: Path, bucket: str, tmp_path: Path) -> None:
    files = fsspec.filesystem("s3")
    files.put(f"{inbox}/", f"{bucket}/in/", recursive=True)
    store = f"sqlite:///{tmp_path}/store.db"
    batch(inbox=f"{bucket}/in", outbox=f"{bucket}/out", store=store)
    batch(outbox=str(tmp_path / "here"))
    files.get(f"{bucket}/out/", str(tmp_path / "there"), recursive=True)
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    again = batch(inbox=f"{bucket}/in", outbox=f"{bucket}/out", store=store)
    assert again.seen.count(Step.KNOWN) == len(again.seen.steps) == 7


def test_an_inbox_that_is_not_in_the_object_store_is_said(batch: Batch, bucket: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRunError):
        batch(inbox=f"{bucket}/nowhere", outbox=f"{bucket}/out", store=f"sqlite:///{tmp_path}/store.db")
