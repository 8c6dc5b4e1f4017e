"""Doors beside the command line: the page in the browser, the service, the tools of a language model."""
