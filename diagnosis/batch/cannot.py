"""Why a batch cannot start or go on, in words."""

from typing import Final

from diagnosis.model.text import Text


class CannotRunError(Exception):
    """The batch could not start or go on; `message` says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


NESTED: Final = Text(
    ja="出力フォルダーが受付フォルダーの中にあります。別の場所を --out に指定してください。",
    en="The outbox lies inside the inbox. Give another place with --out.",
)
DIFFERENT: Final = Text(
    ja="クラスターの中に、この機械と版の違う質問票・採点規則・ひな形・ライブラリーを持つものがあります。"
    "すべての機械に同じ版の diagnosis を入れてください。",
    en="A machine of the cluster has other definitions, templates or libraries than this one. "
    "Install the same version of diagnosis everywhere.",
)
NO_CLUSTER: Final = Text(
    ja="--cluster には distributed が必要です。pip install 'diagnosis[dist]' を実行してください。",
    en="--cluster needs distributed. Run: pip install 'diagnosis[dist]'",
)
NO_SHARED_STORE: Final = Text(
    ja="受付・出力フォルダーがURLのときは、--store に記録の保存先を指定してください。",
    en="Where in- or outbox is a URL, --store must say where records are kept.",
)


def inbox_message(place: str, error: OSError) -> Text:
    """The inbox cannot be listed."""
    reason = _reason(error)
    return Text(
        ja=f"受付フォルダー {place} を開けません（{reason}）。場所と権限を確かめてください。",
        en=f"The inbox {place} cannot be opened ({reason}). Check the place and your permissions.",
    )


def outbox_message(place: str, error: OSError) -> Text:
    """The outbox cannot be written to."""
    reason = _reason(error)
    return Text(
        ja=f"出力フォルダー {place} に書き込めません（{reason}）。場所と空き容量、権限を確かめてください。"
        "終わった分は記録されているので、同じコマンドで続きができます。",
        en=f"The outbox {place} cannot be written to ({reason}). Check the place, the space left and your permissions. "
        "What is done is on record: the same command goes on.",
    )


def store_message(url: str, reason: str) -> Text:
    """The records cannot be kept."""
    return Text(
        ja=f"記録の保存先 {url} を使えません（{reason}）。場所と空き容量、権限を確かめてください。"
        "記録された分はそのまま残っています。",
        en=f"The store {url} cannot be used ({reason}). Check the place, the space left and your permissions. "
        "What is on record stays.",
    )


def scheduler_message(address: str) -> Text:
    """The scheduler does not answer."""
    return Text(
        ja=f"Daskのスケジューラー {address} につながりません。アドレスと、動いているかどうかを確かめてください。",
        en=f"The Dask scheduler {address} does not answer. Check its address and whether it runs.",
    )


def url_message(error: Exception) -> Text:
    """A URL of a kind that nothing here can read."""
    return Text(
        ja=f"このURLは扱えません（{error}）。s3:// には pip install 'diagnosis[s3]' が必要です。",
        en=f"This URL cannot be used ({error}). s3:// needs: pip install 'diagnosis[s3]'",
    )


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
