"""What to write instead: candidates for what is missing, vague or measured in the wrong unit."""
