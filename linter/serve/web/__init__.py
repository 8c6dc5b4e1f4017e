"""``jxlint serve``: the page and the API on the user's own machine.

``application`` answers requests and judges nothing; every file is read in a process of its own kind
(``serve/jobprocess``, ``serve/jobs``), which may hang or die without harm to the service.
"""
