"""Risk diagnosis for information-leak liability insurance: questionnaires in, scores, tiers and reports out."""

__version__ = "0.1.0"
