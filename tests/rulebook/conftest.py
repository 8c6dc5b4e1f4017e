"""The document and the word lists that the expression cases speak of."""

from __future__ import annotations

import msgspec
import pytest
from tables import HERE, table

from linter import model
from linter.language.scope import Node, wrap
from linter.language.wordlists import Words, load_words


@pytest.fixture(scope="session")
def sample() -> model.Document:
    return msgspec.convert(table("document.yaml"), model.Document, strict=False)


@pytest.fixture(scope="session")
def root(sample: model.Document) -> Node:
    return wrap(sample)


@pytest.fixture(scope="session")
def lists() -> Words:
    return load_words(HERE / "words")
