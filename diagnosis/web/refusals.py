"""Why a page is refused: an exception that any part may raise, and that becomes a page in the visitor's language."""

from diagnosis.model.text import Text

_STORE_WAIT = 30
"""Seconds after which a store that is away may be back."""


class PageError(Exception):
    """The request cannot be served. status: of HTTP. title and message say what happened and what to do now.

    wait: seconds after which it may be tried again.
    """

    def __init__(self, status: int, title: Text, message: Text, wait: int | None = None) -> None:
        super().__init__(title.en)
        self.status = status
        self.title = title
        self.message = message
        self.wait = wait


class ElsewhereError(Exception):
    """The visitor must first go somewhere else. address: of this site."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def not_allowed() -> PageError:
    """Somebody is signed in, and this is not for them."""
    return PageError(
        403,
        Text("この操作は許可されていません", "You do not have permission"),
        Text(
            "あなたの役割では行えません。必要なときは、管理者に役割の変更を依頼してください。",
            "Your role does not allow it. Ask an administrator if you need it.",
        ),
    )


def not_found() -> PageError:
    """Nothing is here, or nothing that this visitor may know of."""
    return PageError(
        404,
        Text("ページが見つかりません", "There is no such page"),
        Text(
            "アドレスを確かめるか、はじめのページからお進みください。",
            "Check the address, or go on from the first page.",
        ),
    )


def form_expired() -> PageError:
    """A form without its token, or from another site."""
    return PageError(
        403,
        Text("送信を受け付けられませんでした", "The form could not be accepted"),
        Text(
            "ページを長く開いたままだったか、ブラウザーがCookieを受け付けない設定です。前のページに戻り、再読み込みしてから"
            "もう一度お試しください。",
            "The page was open for a long time, or your browser refuses cookies. Go back, reload it, and try again.",
        ),
    )


def too_large(most: int) -> PageError:
    """More bytes than this page takes. most: in bytes."""
    size = f"{most >> 20} MB" if most >= 1 << 20 else f"{most >> 10} KB"
    return PageError(
        413,
        Text("送られたデータが大きすぎます", "Too much data was sent"),
        Text(f"{size}以内にして、もう一度お試しください。", f"Keep it within {size} and try again."),
    )


def too_many(wait: int) -> PageError:
    """Too many requests from one address. wait: in seconds."""
    return PageError(
        429,
        Text("操作の回数が多すぎます", "Too many requests"),
        Text(
            f"{wait}秒ほど待ってから、もう一度お試しください。すでに送った内容はなくなりません。",
            f"Wait about {wait} seconds and try again. What you have sent is not lost.",
        ),
        wait,
    )


def store_away() -> PageError:
    """The store cannot be reached, so what was just sent is not kept."""
    return PageError(
        503,
        Text("ただいま保存できません", "Nothing can be kept at the moment"),
        Text(
            "いま送信した内容は保存されていません。前のページに戻り、少し待ってからもう一度送信してください。それより前に"
            "保存した答えは残っています。",
            "What you have just sent was not kept. Go back, wait a moment, and send it again. What was kept before is "
            "still there.",
        ),
        _STORE_WAIT,
    )


def unforeseen(status: int) -> PageError:
    """What nobody foresaw, or a method that a page does not know."""
    return PageError(
        status,
        Text("うまくいきませんでした", "Something went wrong"),
        Text(
            "しばらくしてから、もう一度お試しください。すでに送信した答えは残っています。",
            "Try again in a moment. Answers that you have already sent are kept.",
        ),
    )
