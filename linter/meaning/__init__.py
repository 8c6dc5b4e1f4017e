"""What forms speak of: names → what they measure, goals → tasks and figures, projects → their type.

Everything here is told from words (rules/words/measures.yaml, goals.yaml, projects.yaml) and units. What the
words do not tell is ``unknown`` or ``none``: nothing is guessed, and nothing raises on any text.
"""
