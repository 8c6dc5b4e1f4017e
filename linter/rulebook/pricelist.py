"""The price list of a user: a YAML list of {item, unit, low, high, source}, read as strictly as rules are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from linter.ground.shape import Where, read
from linter.surroundings import Price

PRICE_KEYS = ("item", "unit", "low", "high", "source")
_REQUIRED = PRICE_KEYS[:-1]
_SHAPE = "如 - {item: 台式计算机, unit: 台, low: 3000, high: 6000, source: 某某配置标准}"


def read_prices(path: Path) -> tuple[Price, ...]:
    """The price list of a file. Raises JxlintError with the place of the first fault."""
    where = read(path, "价格表")
    if not isinstance(where.data, list) or not where.data:
        raise where.error("价格表应是列表，每一项一种物品", advice=_SHAPE)
    prices = tuple(_price(where.below(at)) for at in range(len(where.data)))
    seen: set[tuple[str, str]] = set()
    for at, price in enumerate(prices):
        if (price.item, price.unit) in seen:
            raise where.error(f"“{price.item}”（{price.unit}）写了两次", at)
        seen.add((price.item, price.unit))
    return prices


def _price(where: Where) -> Price:
    data = where.check_keys("价格表的一项", PRICE_KEYS, _REQUIRED)
    for key in ("item", "unit"):
        if not isinstance(data[key], str) or not data[key].strip():
            raise where.error(f"{key} 应是文字", key, advice=_SHAPE)
    for key in ("low", "high"):
        if not isinstance(data[key], int | float) or isinstance(data[key], bool) or data[key] <= 0:
            raise where.error(f"{key} 应是大于零的数，以元计", key, advice=_SHAPE)
    if data["low"] > data["high"]:
        raise where.error("low 比 high 还大", "low", advice="low 是最低价，high 是最高价")
    if not isinstance(data.get("source") or "", str):
        raise where.error("source 应是文字", "source")
    return price_from(data)


def price_from(data: dict[str, Any] | Any) -> Price:
    """A line that was checked before."""
    low, high = (Decimal(str(data[key])) for key in ("low", "high"))
    return Price(data["item"].strip(), data["unit"].strip(), low, high, data.get("source") or "")
