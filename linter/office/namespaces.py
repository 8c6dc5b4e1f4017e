"""Which prefix stands for which namespace at a place of an XML document."""

from __future__ import annotations

from collections.abc import Mapping

XML = "http://www.w3.org/XML/1998/namespace"


class Names:
    """The namespaces in force at a place, by prefix, and the names that have been worked out with them."""

    __slots__ = ("_full", "_prefixed", "by_prefix")

    def __init__(self, by_prefix: Mapping[str, str]) -> None:
        self.by_prefix = by_prefix
        self._full: dict[str | bytes, str] = {}
        self._prefixed: dict[tuple[str, bool], str | None] = {}

    def full(self, name: str | bytes) -> str:
        """The full name of an element. Raises ValueError for a prefix that means nothing."""
        found = self._full.get(name)
        if found is None:
            prefix, sign, local = (name if isinstance(name, str) else name.decode()).rpartition(":")
            space = self.by_prefix.get(prefix, None if sign else "")
            if space is None:
                raise ValueError(f"unknown prefix {prefix}")
            found = self._full[name] = f"{{{space}}}{local}" if space else local
        return found

    def full_attribute(self, name: str) -> str:
        return self.full(name) if ":" in name and not name.startswith("xmlns") else name

    def prefixed(self, full: str, *, attribute: bool = False) -> str | None:
        """A full name as it is written here; None where no prefix stands for its namespace."""
        key = (full, attribute)
        if key not in self._prefixed:
            self._prefixed[key] = self._sought(full, attribute)
        return self._prefixed[key]

    def _sought(self, full: str, attribute: bool) -> str | None:
        space, sign, local = full[1:].rpartition("}") if full.startswith("{") else ("", "", full)
        if not sign:
            return local if attribute or not self.by_prefix.get("") else None
        for prefix, meant in self.by_prefix.items():
            if meant == space and (prefix or not attribute):
                return f"{prefix}:{local}" if prefix else local
        return None

    def free_prefix(self) -> str:
        return next(f"ns{at}" for at in range(999) if f"ns{at}" not in self.by_prefix)

    def within(self, attributes: Mapping[str, str]) -> Names:
        """The namespaces in force inside a tag with these attributes: the same object where it declares none."""
        own = {key[6:]: value for key, value in attributes.items() if key == "xmlns" or key[:6] == "xmlns:"}
        if not own or (own := {**self.by_prefix, **own}) == self.by_prefix:
            return self
        return Names(own)


START = Names({"xml": XML})
