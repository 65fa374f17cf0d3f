"""Answer sheets as workbooks: written to be filled in by people, read by the ids that each row and column carries."""
