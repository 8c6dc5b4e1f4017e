"""The document and the word lists that the expression cases speak of."""

from __future__ import annotations

import msgspec
import pytest
from tables import HERE, table

from linter import model
from linter.language.scope import Node, wrap
from linter.language.wordlists import Words, load_words
from linter.surroundings import Outlook, Price


@pytest.fixture(scope="session")
def sample() -> model.Document:
    return msgspec.convert(table("document.yaml"), model.Document, strict=False)


@pytest.fixture(scope="session")
def root(sample: model.Document) -> Node:
    prices = msgspec.convert(table("document.yaml")["prices"], tuple[Price, ...], strict=False)
    return wrap(sample, Outlook(prices=prices))


@pytest.fixture(scope="session")
def lists() -> Words:
    return load_words(HERE / "words")
