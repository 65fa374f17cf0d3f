"""A folder of returned sheets in, a folder of reports and explanations out: repeatable, on all cores."""
