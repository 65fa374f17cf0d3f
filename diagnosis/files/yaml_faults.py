"""What readers of YAML say when they refuse something."""

from ruamel.yaml.error import MarkedYAMLError

from diagnosis.files.places import Faults
from diagnosis.model.problems import Span

_SAID = {
    "file.empty": (
        "ファイルが空です。docs/formats.md の例から書き始めてください。",
        "The file is empty. Start from the example in docs/formats.md.",
    ),
    "yaml.alias": (
        "エイリアス（*）は使えません。同じ内容をもう一度書いてください。",
        "Aliases (*) are not allowed. Write the content out again.",
    ),
    "yaml.anchor": (
        "アンカー（&）は使えません。取り除いてください。文字としての & は引用符で囲みます。",
        "Anchors (&) are not allowed. Remove it; put quotes round text that begins with &.",
    ),
    "yaml.directive": (
        "% で始まる指示行は使えません。この行を削除してください。",
        "Directives (lines that begin with %) are not allowed. Delete the line.",
    ),
    "yaml.documents": (
        "一つのファイルに複数の文書（---）があります。一つのファイルには一つの文書だけを書いてください。",
        "There is more than one document (---) in the file. Keep one document a file.",
    ),
    "yaml.key": (
        "キーが空か、名前ではありません。文字列のキーを書いてください。",
        "The key is empty or is no name. Write a plain text key.",
    ),
    "yaml.merge-key": (
        "マージキー（<<）は使えません。内容をそのまま書いてください。",
        "Merge keys (<<) are not allowed. Write the content out.",
    ),
    "yaml.syntax": (
        "YAMLとして読めません。引用符と字下げを確かめてください。",
        "This cannot be read as YAML. Check quotes and indentation.",
    ),
    "yaml.tag": (
        "タグ（!）は使えません。取り除いてください。文字としての ! は引用符で囲みます。",
        "Tags (!) are not allowed. Remove it; put quotes round text that begins with !.",
    ),
}

# What the parser complains of (part of its words) and what helps.
_REMEDIES = (
    (
        "cannot start any token",
        "値はこの文字で始められません。字下げは空白にし、@ や ` で始まる値は引用符で囲んでください。",
        "A value cannot begin like this. Indent with spaces, not tabs; put quotes round text beginning with @ or `.",
    ),
    (
        "mapping values are not allowed here",
        "ここに「: 」は置けません。コロンを含む値は引用符で囲み、字下げと、全角の「：」がないかを確かめてください。",
        "A ': ' cannot stand here. Quote values that hold a colon; check the indentation, and for a full-width colon.",
    ),
    (
        "could not find expected ':'",
        "キーの後の「: 」が見つかりません。半角のコロンと空白を入れてください（全角の「：」は使えません）。",
        "The ': ' after a key is missing. Add a colon and a space; a full-width one does not count.",
    ),
    (
        "expected <block end>",
        "字下げがそろっていません。前の行と桁をそろえてください。",
        "The indentation does not fit. Align this line with those before it.",
    ),
    (
        "quoted scalar",
        "引用符が閉じられていないか、引用符の中の \\ の使い方が誤っています。",
        "A quotation mark is not closed, or a \\ inside quotes is used wrongly.",
    ),
    (
        "expected ',' or",
        "［ ］や｛ ｝の中の区切りの「,」か、閉じるかっこが足りません。",
        "A ',' or a closing bracket is missing in a [ ] or { } list.",
    ),
)


def refuse(code: str, at: Span, faults: Faults) -> None:
    """Keep the problem that `code` stands for."""
    ja, en = _SAID[code]
    faults.add(at, code, ja=ja, en=en)


def refuse_syntax(error: MarkedYAMLError, file: str, faults: Faults) -> None:
    """Keep one problem for what the parser could not read, with a remedy where its words are known."""
    mark = error.problem_mark or error.context_mark
    at = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file, 0, 0)
    said = f"{error.context} {error.problem}"
    for words, ja, en in _REMEDIES:
        if words in said:
            faults.add(at, "yaml.syntax", ja=ja, en=en)
            return
    refuse("yaml.syntax", at, faults)
