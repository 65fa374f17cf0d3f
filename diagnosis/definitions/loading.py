"""One definition file from disk to a tree of the right shape."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.definitions.shape import check_shape
from diagnosis.files.tree import ONE_MIB, Tree, read_yaml
from diagnosis.model.problems import Problem, ProblemsError, Severity, Span

QUESTIONNAIRE = "questionnaire"
RULESET = "ruleset"


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file as far as it could be read. tree: None where it could not, or where its shape is wrong."""

    path: Path
    kind: str
    digest: str
    tree: Tree | None
    problems: tuple[Problem, ...]

    @property
    def node(self) -> Node:
        """The whole file, for those of the right shape."""
        assert self.tree is not None
        return Node(self.tree)

    @property
    def reference(self) -> str:
        """`ID@VERSION` as written in the file; for an unreadable file, as its name says."""
        if self.tree is None:
            return f"{self.path.parent.name}@{self.path.stem}"
        return f"{self.node.string(self.kind)}@{self.node.string('version')}"


def read_definition(path: Path) -> tuple[Tree | None, str, tuple[Problem, ...]]:
    """Tree, SHA-256 and problems of a YAML file that need not be of any shape."""
    try:
        data = _read_bytes(path)
        return read_yaml(data, str(path), ONE_MIB), hashlib.sha256(data).hexdigest(), ()
    except ProblemsError as found:
        return None, "", found.problems


def load_file(path: Path, kind: str) -> LoadedFile:
    """Read and check the shape; never raises for what stands in the file."""
    tree, digest, problems = read_definition(path)
    if tree is None:
        return LoadedFile(path, kind, digest, None, problems)
    problems = check_shape(tree, kind)
    return LoadedFile(path, kind, digest, None if problems else tree, problems)


def load_folder(folder: Path, kind: str) -> tuple[LoadedFile, ...]:
    """Every `ID/VERSION.yaml` of `folder`, in order of name; each must say the same about itself as its name."""
    return tuple(check_name(load_file(path, kind)) for path in definition_files(folder))


def definition_files(folder: Path) -> tuple[Path, ...]:
    """The definition files of a folder, in order of name."""
    return tuple(sorted(folder.glob("*/*.yaml")))


def sound(problems: tuple[Problem, ...]) -> bool:
    """Whether there is no error among them."""
    return all(problem.severity is not Severity.ERROR for problem in problems)


def _read_bytes(path: Path) -> bytes:
    """At most a little more than the reader will take, so that a huge file costs nothing."""
    try:
        with path.open("rb") as file:
            return file.read(ONE_MIB + 1)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        problem = error(
            Span(str(path), 0, 0),
            "file.unreadable",
            ja=f"ファイルを開けません（{reason}）。場所と読み取り権限を確かめてください。",
            en=f"The file cannot be opened ({reason}). Check its path and that it may be read.",
        )
        raise ProblemsError((problem,)) from failure


def check_name(loaded: LoadedFile) -> LoadedFile:
    """The same file, with a problem where its place and its content disagree."""
    expected = f"{loaded.path.parent.name}@{loaded.path.stem}"
    if loaded.tree is None or loaded.reference == expected:
        return loaded
    problem = error(
        loaded.node.child(loaded.kind).key,
        "id.file-name",
        ja=f"中身は {loaded.reference} ですが、ファイルの場所は {expected} "
        "を表しています。どちらかを合わせてください。",
        en=f"The file says {loaded.reference}, but its place says {expected}. Make them agree.",
    )
    return replace(loaded, problems=(*loaded.problems, problem))
