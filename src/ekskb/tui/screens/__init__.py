"""One screen per task, each with its style sheet beside it."""
