"""The road of those who work on returned sheets: received, corrected, decided, reviewed, issued.

A score is always made anew from the sheet as it is; what people decide stands beside it, never in its place.
"""
