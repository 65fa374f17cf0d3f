"""However a definition file is damaged, what is wrong is told with its place; nothing ever falls over."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.definitions import check_file, load_definitions
from diagnosis.model.problems import ProblemsError

SOUND = Path(__file__).parent.parent / "bad"
TEXTS = [
    (SOUND / name).read_text(encoding="utf-8")
    for name in ("questionnaires/controls/2026.1.yaml", "questionnaires/facts/2026.1.yaml", "scoring/mini/2026.1.yaml")
]
WORD = re.compile(r"[A-Za-z0-9.-]+|[ぁ-んァ-ヶ一-龠]+|[\[\]{}:,]")
JUNK = [
    "",
    "x",
    "-1",
    "0",
    "100",
    "99999",
    "true",
    "~",
    "[]",
    "{}",
    "owner",
    "persons",
    "a: b",
    "2026.10",
    '""',
    "unknown",
]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sound file with one to three words replaced by junk or by another of its words."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 3))):
        words = list(WORD.finditer(text))
        word = draw(st.sampled_from(words))
        other = draw(st.one_of(st.sampled_from(JUNK), st.sampled_from(words).map(re.Match.group)))
        text = text[: word.start()] + other + text[word.end() :]
    return text


@settings(max_examples=60, deadline=None)
@given(text=damaged())
def test_damage_is_told_and_never_falls_over(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("damaged") / "file.yaml"
    path.write_text(text, encoding="utf-8")
    problems = check_file(path, SOUND / "questionnaires", SOUND / "scoring")
    for problem in problems:
        assert problem.at.file
        assert problem.message.ja
        assert problem.message.en


def test_a_ruleset_that_is_hardly_begun_is_refused_in_words(folders: tuple[Path, Path]) -> None:
    (folders[1] / "mini/2026.1.yaml").write_text("ruleset: mini\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as found:
        load_definitions("mini@2026.1", *folders)
    assert {problem.code for problem in found.value.problems} == {"shape.required"}
