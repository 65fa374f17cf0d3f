"""The store: members, sheets, diagnoses, reports, batches, and a log of events that shows whether it was changed.

SQLite by default, PostgreSQL by URL. Knows neither the clock nor the environment: whoever calls says what time it is.
"""

from diagnosis.store.api_answers import GONE, Begun, Given, Turn
from diagnosis.store.case_rows import Standing
from diagnosis.store.cases import Asked, Cases, ChangedMeanwhileError, Deed, NewDocument
from diagnosis.store.drafts import Box, Drafts
from diagnosis.store.erasing import ERASED
from diagnosis.store.errors import StoreError
from diagnosis.store.people import People, Spans, User
from diagnosis.store.records import (
    BatchOutcome,
    ChainReport,
    Diagnosed,
    Done,
    Event,
    IssuedReport,
    NewBatch,
    Quarantined,
    Result,
    Seen,
    StoredBatch,
    StoredDiagnosis,
    StoredMember,
    StoredResult,
    Wanted,
)
from diagnosis.store.store import Store

__all__ = [
    "ERASED",
    "GONE",
    "Asked",
    "BatchOutcome",
    "Begun",
    "Box",
    "Cases",
    "ChainReport",
    "ChangedMeanwhileError",
    "Deed",
    "Diagnosed",
    "Done",
    "Drafts",
    "Event",
    "Given",
    "IssuedReport",
    "NewBatch",
    "NewDocument",
    "People",
    "Quarantined",
    "Result",
    "Seen",
    "Spans",
    "Standing",
    "Store",
    "StoreError",
    "StoredBatch",
    "StoredDiagnosis",
    "StoredMember",
    "StoredResult",
    "Turn",
    "User",
    "Wanted",
]
