"""What keeps visitors' answers theirs: headers, cookies, proof that a form is ours, limits, a log without secrets."""
