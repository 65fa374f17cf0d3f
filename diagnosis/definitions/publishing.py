"""Publishing: everything is checked, each file is compared with the version before it, then digests are written."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnosis.definitions.comparing import compare
from diagnosis.definitions.compiling import check_folders
from diagnosis.definitions.kept_copies import copy_of, pack_copy, read_copy
from diagnosis.definitions.loading import QUESTIONNAIRE, RULESET, LoadedFile, load_folder, sound
from diagnosis.definitions.migrations.files import ends_of, load_migrations
from diagnosis.definitions.migrations.steps import way
from diagnosis.definitions.naming import questions_named
from diagnosis.definitions.published import LIST_NAME, read_list
from diagnosis.definitions.report import error
from diagnosis.definitions.version_order import next_year, version_key, year_of
from diagnosis.files.writing import write_whole
from diagnosis.model.change import Comparison, Step
from diagnosis.model.problems import Problem, ProblemsError, Severity, Span
from diagnosis.model.publication import Plan, Publication

_HEAD = """# 発行済みの版とその識別値（SHA-256）。ここに載せた版のファイルは二度と変えない。
# Published versions and their SHA-256. The file of a version that stands here never changes again.
"""
_NAMED = 5
"""Changes that a message names."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One folder of definitions. listed: `ID@VERSION` to digest. wanted: what is to be published now."""

    folder: Path
    kind: str
    files: Mapping[str, LoadedFile]
    listed: Mapping[str, str]
    wanted: tuple[str, ...]

    def neighbours(self, reference: str) -> tuple[str | None, str | None]:
        """The versions of the same id before and after it, of those that are published or will be."""
        name, _, version = reference.partition("@")
        others = [each for each in {*self.listed, *self.wanted} if each.startswith(f"{name}@") and each in self.files]
        before = [each for each in others if _key(each) < version_key(version)]
        after = [each for each in others if _key(each) > version_key(version)]
        return max(before, key=_key, default=None), min(after, key=_key, default=None)


def plan_publication(paths: tuple[Path, ...], questionnaires: Path, scoring: Path) -> Plan:
    """What would be published of the files at `paths`, or of all that are not published where none are given."""
    problems = list(check_folders(questionnaires, scoring))
    strangers = [path for path in paths if path.resolve().parent.parent not in _places(questionnaires, scoring)]
    problems += [_wrong_place(path) for path in strangers]
    shelves = [_open(folder, kind, paths) for folder, kind in ((questionnaires, QUESTIONNAIRE), (scoring, RULESET))]
    if not sound(tuple(problems)):
        return Plan(publications=(), copies=(), problems=tuple(problems))
    publications = tuple(_publication(shelf, reference) for shelf in shelves for reference in shelf.wanted)
    for shelf in shelves:
        for reference in shelf.wanted:
            problems += _check_steps(shelf, reference)
    problems += (*_check_parts(*shelves), *_check_ways(shelves[1], questionnaires))
    copies = tuple(name for shelf in shelves for name in _lost_copies(shelf))
    kept = tuple(each for each in problems if each.code != "frozen.copy" or not copies)
    return Plan(publications=publications, copies=copies, problems=kept)


def publish(plan: Plan, questionnaires: Path, scoring: Path) -> None:
    """Write what is planned: copies first, then the lists. Raises ProblemsError where a file has changed since.

    Whatever happens between two writes, a list never names what is not kept.
    """
    if any(problem.severity is Severity.ERROR for problem in plan.problems):
        raise ProblemsError(plan.problems)
    data = {each.reference: _unchanged(each) for each in plan.publications}
    for folder in (questionnaires, scoring):
        mine = [each for each in plan.publications if folder.resolve() == each.path.resolve().parent.parent]
        for each in mine:
            write_whole(copy_of(folder, each.reference), pack_copy(data[each.reference]))
        for reference in (name for name in plan.copies if name in read_list(folder)):
            write_whole(copy_of(folder, reference), pack_copy(_path_of(folder, reference).read_bytes()))
        if mine:
            write_whole(folder / LIST_NAME, _longer_list(folder, mine))


def restore(reference: str, questionnaires: Path, scoring: Path) -> Path:
    """Put a published file back as it was; the place. Raises ProblemsError `version.unknown`, `frozen.copy`."""
    for folder in (questionnaires, scoring):
        digest = read_list(folder).get(reference)
        if digest is None:
            continue
        data = read_copy(folder, reference, digest)
        if data is None:
            raise ProblemsError((_no_copy(reference, copy_of(folder, reference)),))
        write_whole(_path_of(folder, reference), data)
        return _path_of(folder, reference)
    listed = ", ".join(sorted({*read_list(questionnaires), *read_list(scoring)})) or "-"
    problem = error(
        Span(str(questionnaires), 0, 0),
        "version.unknown",
        ja=f"{reference} は公開されていません。公開済み：{listed}。",
        en=f"{reference} is not published. Published: {listed}.",
    )
    raise ProblemsError((problem,))


def _places(*folders: Path) -> set[Path]:
    return {folder.resolve() for folder in folders}


def _open(folder: Path, kind: str, paths: tuple[Path, ...]) -> _Shelf:
    files = load_folder(folder, kind)
    asked = {path.resolve() for path in paths}
    listed = read_list(folder)
    wanted = tuple(
        file.reference for file in files if file.reference not in listed and (not asked or file.path.resolve() in asked)
    )
    return _Shelf(folder, kind, {file.reference: file for file in files}, listed, wanted)


def _publication(shelf: _Shelf, reference: str) -> Publication:
    before, _ = shelf.neighbours(reference)
    file = shelf.files[reference]
    comparison = _compare(shelf, before, reference) if before else None
    return Publication(reference=reference, path=file.path, digest=file.digest, comparison=comparison)


def _compare(shelf: _Shelf, before: str, after: str) -> Comparison:
    files = shelf.files[before], shelf.files[after]
    return compare(files[0].node, files[1].node, shelf.kind, questions_named(files))


def _check_steps(shelf: _Shelf, reference: str) -> Iterator[Problem]:
    """A version between two others must be far enough from both."""
    earlier, later = shelf.neighbours(reference)
    for before, after in ((earlier, reference), (reference, later)):
        if before and after:
            yield from _check_step(_compare(shelf, before, after), shelf.files[reference])


def _check_step(comparison: Comparison, file: LoadedFile) -> Iterator[Problem]:
    before, after = (each.partition("@")[2] for each in (comparison.before, comparison.after))
    at = file.node.child("version").at
    match comparison.step:
        case None:
            yield error(
                at,
                "version.unchanged",
                ja=f"{comparison.after} は {comparison.before} と同じ内容です。変更がないなら、このファイルを取り除いて"
                "ください。",
                en=f"{comparison.after} is the same as {comparison.before}. Without a change, remove this file.",
            )
        case Step.YEAR if year_of(before) == year_of(after):
            ja, en = _name_changes(comparison)
            yield error(
                at,
                "version.step",
                ja=f"{comparison.before} から、質問がなくなるか答えの意味が変わっています（{ja}）。版を "
                f'"{next_year(before)}" のように新しい年の版にしてください。',
                en=f"Since {comparison.before} a question has gone or an answer means something else ({en}). Make it "
                f'the version of a new year, as "{next_year(before)}".',
            )


def _name_changes(comparison: Comparison) -> tuple[str, str]:
    changes = [change for change in comparison.changes if change.step is Step.YEAR]
    more = len(changes) - _NAMED
    ja = "、".join(f"{change.subject} {change.what.ja}" for change in changes[:_NAMED])
    en = ", ".join(f"{change.subject} {change.what.en}" for change in changes[:_NAMED])
    return (f"{ja} ほか{more}件", f"{en} and {more} more") if more > 0 else (ja, en)


def _check_parts(sheets: _Shelf, rulesets: _Shelf) -> Iterator[Problem]:
    """A ruleset is frozen only together with what it asks."""
    for reference in rulesets.wanted:
        for entry in rulesets.files[reference].node.items("questionnaires"):
            part = f"{entry.string('questionnaire')}@{entry.string('version')}"
            if part not in {*sheets.listed, *sheets.wanted}:
                yield error(
                    entry.at,
                    "version.parts",
                    ja=f"{part} はまだ公開されていません。先に、または一緒に公開してください。",
                    en=f"{part} is not published. Publish it first, or with this ruleset.",
                )


def _check_ways(rulesets: _Shelf, questionnaires: Path) -> Iterator[Problem]:
    """Whoever answered the version before can take its answers along."""
    written = [ends_of(file) for file in load_migrations(questionnaires) if file.tree]
    for reference in rulesets.wanted:
        before, after = rulesets.neighbours(reference)
        for earlier, later in ((before, reference), (reference, after)):
            if earlier and later and way(earlier, later, rulesets.files, written) is None:
                yield _no_way(rulesets.files[reference], earlier, later)


def _no_way(file: LoadedFile, earlier: str, later: str) -> Problem:
    name, _, first = earlier.partition("@")
    place = f"questionnaires/migrations/{name}/{first}-{later.partition('@')[2]}.yaml"
    return error(
        file.node.child("version").at,
        "migration.missing",
        ja=f"{earlier} の回答を {later} へ引き継ぐ移行表がありません。{place} を書いてください。",
        en=f"No migration takes answers from {earlier} to {later}. Write {place}.",
    )


def _lost_copies(shelf: _Shelf) -> Iterator[str]:
    for reference, digest in shelf.listed.items():
        file = shelf.files.get(reference)
        if file and file.digest == digest and read_copy(shelf.folder, reference, digest) is None:
            yield reference


def _unchanged(publication: Publication) -> bytes:
    data = publication.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != publication.digest:
        problem = error(
            Span(str(publication.path), 0, 0),
            "version.moved",
            ja="確認した後にファイルが変わりました。何も公開していません。もう一度実行してください。",
            en="The file changed after it was checked. Nothing was published. Run it again.",
        )
        raise ProblemsError((problem,))
    return data


def _longer_list(folder: Path, added: list[Publication]) -> bytes:
    """The list as it stands, comments and all, with new lines at its end."""
    path = folder / LIST_NAME
    written = path.read_text(encoding="utf-8").splitlines() if path.exists() else _HEAD.splitlines()
    if any(line.lstrip().startswith("{") for line in written):  # one entry a line from now on
        comments = [line for line in written if line.startswith("#")]
        written = [*comments, *(f"{name}: {digest}" for name, digest in read_list(folder).items())]
    lines = [*written, *(f"{each.reference}: {each.digest}" for each in added)]
    return ("\n".join(lines) + "\n").encode()


def _path_of(folder: Path, reference: str) -> Path:
    name, _, version = reference.partition("@")
    return folder / name / f"{version}.yaml"


def _key(reference: str) -> tuple[tuple[int, str], ...]:
    return version_key(reference.partition("@")[2])


def _wrong_place(path: Path) -> Problem:
    return error(
        Span(str(path), 0, 0),
        "version.place",
        ja="公開できるのは questionnaires/識別子/版.yaml と scoring/識別子/版.yaml だけです。そこに移してください。",
        en="Only questionnaires/ID/VERSION.yaml and scoring/ID/VERSION.yaml can be published. Move the file there.",
    )


def _no_copy(reference: str, place: Path) -> Problem:
    return error(
        Span(str(place), 0, 0),
        "frozen.copy",
        ja=f"{reference} の公開時の控えがないか、壊れています。版管理（git など）から元に戻してください。",
        en=f"The copy kept of {reference} is missing or damaged. Restore the file from version control.",
    )
