"""What can go wrong with one file of a batch, in words that a clerk can act on."""

from dataclasses import dataclass

from diagnosis.model.problems import Problem, Span
from diagnosis.model.text import Text

_MESSAGES = {
    "batch.unreadable": Text(
        ja="ファイルを開けません（{detail}）。ファイルの権限とディスクの状態を確かめて、もう一度実行してください。",
        en="The file cannot be opened ({detail}). Check its permissions and the disk, then run the batch again.",
    ),
    "batch.link-out": Text(
        ja="受付フォルダーの外を指すリンクです。リンクの代わりに、ファイルそのものを入れてください。",
        en="This is a link that leaves the inbox. Put the file itself there instead.",
    ),
    "batch.not-a-file": Text(
        ja="ふつうのファイルではありません。回答票のファイルを入れてください。",
        en="This is no ordinary file. Put the sheet's file there.",
    ),
    "batch.too-large": Text(
        ja="ファイルが大きすぎます（{detail}バイトまで）。別の種類のファイルでないか確かめてください。",
        en="The file is too large (at most {detail} bytes). Check that it is an answer sheet.",
    ),
    "batch.reading-memory": Text(
        ja="ファイルを読むのに必要なメモリーが上限を超えました。"
        "新しい回答票に記入し直したものを、送り直してもらってください。",
        en="Reading the file took more memory than allowed. Ask for the answers on a fresh sheet.",
    ),
    "batch.reading-time": Text(
        ja="ファイルを読むのに時間がかかりすぎました。新しい回答票に記入し直したものを、送り直してもらってください。",
        en="Reading the file took too long. Ask for the answers on a fresh sheet.",
    ),
    "batch.reading-crash": Text(
        ja="ファイルを読む処理が異常終了しました（{detail}）。ファイルが壊れているおそれがあります。"
        "新しい回答票に記入し直したものを、送り直してもらってください。",
        en="Reading the file crashed ({detail}); it may be damaged. Ask for the answers on a fresh sheet.",
    ),
    "batch.rendering-memory": Text(
        ja="報告書を作るのに必要なメモリーが上限を超えました。長すぎる記述がないか確かめ、担当者に連絡してください。",
        en="Making the report took more memory than allowed. Look for very long remarks; tell the maintainers.",
    ),
    "batch.rendering-time": Text(
        ja="報告書を作るのに時間がかかりすぎました。長すぎる記述がないか確かめ、担当者に連絡してください。",
        en="Making the report took too long. Look for very long remarks; tell the maintainers.",
    ),
    "batch.rendering-crash": Text(
        ja="報告書を作る処理が異常終了しました（{detail}）。担当者に連絡してください。",
        en="Making the report crashed ({detail}). Tell the maintainers.",
    ),
    "batch.worker-ended": Text(
        ja="作業中のプロセスが、外から止められました（{detail}）。メモリーの空きを確かめて、もう一度実行してください。",
        en="The process at work was ended from outside ({detail}). Check for free memory, then run the batch again.",
    ),
    "batch.out-of-time": Text(
        ja="時間内に終わりませんでした（{detail}）。機械が混んでいないときに、もう一度実行してください。",
        en="It did not end in time ({detail}). Run the batch again when the machine is less busy.",
    ),
    "batch.report-not-written": Text(
        ja="報告書を書き込めません（{detail}）。空き容量と権限を確かめて、もう一度実行してください。",
        en="The report cannot be written ({detail}). Check the space left and your permissions, then run again.",
    ),
    "batch.machine": Text(
        ja="報告書を作るためのものが足りません（{detail}）。diagnosis doctor で確かめて、もう一度実行してください。",
        en="Something that reports need is missing ({detail}). See diagnosis doctor, then run the batch again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file came to nothing. code: one of `batch.*`. detail: a system's word for it, a number, a signal."""

    code: str
    detail: str = ""

    def problem(self, file: str) -> Problem:
        """In words, about `file`."""
        words = _MESSAGES[self.code]
        message = Text(ja=words.ja.replace("{detail}", self.detail), en=words.en.replace("{detail}", self.detail))
        return Problem(Span(file, 0, 0), self.code, message)


def all_refusals() -> tuple[str, ...]:
    """Every code of this kind."""
    return tuple(_MESSAGES)
