"""What a store says when it cannot be used."""

from diagnosis.model.text import Text


class StoreError(Exception):
    """The store cannot be opened, read or written; `message` says why and what to do now."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.message = Text(ja=ja, en=en)
