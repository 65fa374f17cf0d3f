"""Results as batches make them, of invented members."""

import hashlib
from datetime import UTC, date, datetime

from diagnosis.store import Diagnosed, IssuedReport, NewBatch, Quarantined, Result

NOW = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
BATCH = NewBatch(inbox="in", outbox="out", language="ja", edition="member", asked={"workers": 2})


def CLOCK() -> datetime:  # noqa: N802 - a constant that is called
    return NOW


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def diagnosed(name: str, **others: object) -> Result:
    """The file `name` of the member of that name."""
    fields: dict[str, object] = {
        "member_id": f"M-{name}",
        "member_name": f"見本商店{name}",
        "sheet_digest": digest(f"sheet {name}"),
        "ruleset": "leak-liability@2026.1",
        "definitions": (("leak-liability@2026.1", digest("rules")),),
        "engine": "0.1.0",
        "diagnosed_on": date(2026, 11, 23),
        "answered_on": date(2026, 11, 1),
        "overall": 7150,
        "lower": 7000,
        "upper": 7300,
        "grade": "C",
        "tier": 20,
        "certification": 20,
        "discount": 40,
        "risk_group": "medium",
        "trade": "retail",
        "employees": 12,
        "persons": 75_000,
        "gates": ("no-mfa",),
        "findings": (),
        "referrals": ("known-leak",),
        "sheet": f'{{"name":"{name}"}}'.encode(),
        "diagnosis": b'{"scorecard":{}}',
        "report": IssuedReport(
            name=f"reports/{name}.pdf",
            digest=digest(f"pdf {name}"),
            size=350_000,
            pages=12,
            language="ja",
            edition="member",
            templates=digest("templates"),
        ),
    }
    return result(name, Diagnosed(**(fields | others)))  # type: ignore[arg-type]


def quarantined(name: str) -> Result:
    problem = {"code": "sheet.value-unknown", "ja": "選べません。", "en": "It is not a choice."}
    return result(name, Quarantined((problem,)))


def result(name: str, became: Diagnosed | Quarantined) -> Result:
    return Result(
        key=digest(f"key {name}"),
        file=f"{name}.xlsx",
        place=0,
        file_digest=digest(f"file {name}"),
        file_bytes=f"bytes of {name}".encode(),
        became=became,
    )
