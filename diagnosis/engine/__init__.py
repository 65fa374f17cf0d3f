"""The scoring engine: definitions and answer sheets in, scorecards out. Pure; knows no YAML, no clock, no file.

One sheet and a million sheets are scored by the same columnar code.
"""

from diagnosis.engine.columnar import ColumnScorer, ColumnScores, encode, score_columns
from diagnosis.engine.comparison import compare
from diagnosis.engine.compiler import compile_model, compile_models
from diagnosis.engine.frame import Columns
from diagnosis.engine.known import KnownAnswers
from diagnosis.engine.rows import score_coded, score_rows
from diagnosis.engine.score import score
from diagnosis.engine.scoring_model import ScoringModel

__all__ = [
    "ColumnScorer",
    "ColumnScores",
    "Columns",
    "KnownAnswers",
    "ScoringModel",
    "compare",
    "compile_model",
    "compile_models",
    "encode",
    "score",
    "score_coded",
    "score_columns",
    "score_rows",
]
