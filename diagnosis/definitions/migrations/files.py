"""The files of migrations: `questionnaires/migrations/RULESET/FROM-TO.yaml`."""

from dataclasses import replace
from pathlib import Path

from diagnosis.definitions.loading import LoadedFile, load_file
from diagnosis.definitions.report import error

MIGRATION = "migration"
FOLDER = "migrations"


def load_migrations(questionnaires: Path) -> tuple[LoadedFile, ...]:
    """Every migration file, in order of name; each must say the same about itself as its name."""
    return tuple(_check_name(load_file(path, MIGRATION)) for path in sorted((questionnaires / FOLDER).glob("*/*.yaml")))


def load_one(path: Path, questionnaires: Path) -> LoadedFile:
    """A file in its folder must be named after its content; one that stands in for another need not."""
    file = load_file(path, MIGRATION)
    return _check_name(file) if path.resolve().parent.parent == (questionnaires / FOLDER).resolve() else file


def ends_of(file: LoadedFile) -> tuple[str, str]:
    """The two versions that a readable file connects, `ID@VERSION`."""
    name = file.node.string(MIGRATION)
    return f"{name}@{file.node.string('from')}", f"{name}@{file.node.string('to')}"


def _check_name(file: LoadedFile) -> LoadedFile:
    if file.tree is None:
        return file
    node = file.node
    said = f"{node.string(MIGRATION)}/{node.string('from')}-{node.string('to')}.yaml"
    placed = f"{file.path.parent.name}/{file.path.name}"
    if said == placed:
        return file
    problem = error(
        node.child(MIGRATION).key,
        "id.file-name",
        ja=f"中身は {said} の移行ですが、ファイルは {placed} です。どちらかを合わせてください。",
        en=f"The file describes {said}, but stands at {placed}. Make them agree.",
    )
    return replace(file, problems=(*file.problems, problem))
