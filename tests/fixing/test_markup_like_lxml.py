"""Random changes, made by our own markup and by lxml: the same canonical XML."""

from __future__ import annotations

import random
from xml.etree.ElementTree import canonicalize

import pytest
from lxml import etree

from linter.office.markup import Node
from linter.office.markupsource import read, write


@pytest.mark.parametrize("seed", range(40))
def test_nodes_asked_for_one_by_one_give_what_lxml_gives(seed: int) -> None:
    """The same changes where no list of all children is ever made: found by number and by name, added behind."""
    dice = random.Random(seed)
    data = etree.tostring(_grown(dice, 0))
    ours, theirs = read(data), etree.fromstring(data)
    for turn in range(12):
        node, twin = ours, theirs
        while len(twin) and dice.random() < 0.7:
            assert len(node) == len(twin)
            at = dice.randrange(len(twin))
            tag = twin[at].tag
            if dice.random() < 0.3:
                node, twin = node.part(tag), twin.find(tag)
            else:
                node, twin = node[at], twin[at]
        assert node.tag == twin.tag
        assert node.is_empty() == (not len(twin))
        value = dice.choice(["", "a<b", "表"])
        match dice.randrange(3):
            case 0:
                node.set("s", value)
                twin.set("s", value)
            case 1:
                tag = dice.choice(["{urn:a}new", "{urn:b}new"])
                node.add(tag, {"r": str(turn)}, value)
                etree.SubElement(twin, tag, {"r": str(turn)}).text = value
            case 2 if len(twin):
                node.append(node[0].copy())
                twin.append(etree.fromstring(etree.tostring(twin[0])))
    assert _canonical(write(ours)) == _canonical(etree.tostring(theirs))


@pytest.mark.parametrize("seed", range(60))
def test_any_changes_give_what_lxml_gives(seed: int) -> None:
    dice = random.Random(seed)
    data = etree.tostring(_grown(dice, 0))
    ours, theirs = read(data), etree.fromstring(data)
    for _ in range(12):
        mine = list(ours.iter())
        at = dice.randrange(len(mine))
        node, twin = mine[at], list(theirs.iter())[at]
        value = dice.choice(["", "a<b", '"&\n', "表"])
        match dice.randrange(5):
            case 0:
                name = dice.choice(["r", "s", "{urn:b}k"])
                node.set(name, value)
                twin.set(name, value)
            case 1:
                place = dice.randrange(len(twin) + 1)
                tag = dice.choice(["{urn:a}new", "{urn:b}new"])
                node.insert(place, Node(tag, {"r": value}, value))
                made = etree.Element(tag, {"r": value})
                made.text = value
                twin.insert(place, made)
            case 2 if node is not ours:
                assert node.parent is not None
                tail = twin.tail
                node.parent.remove(node)
                twin.getparent().remove(twin)
                assert tail is None
            case 3 if not len(twin):
                node.text = value
                twin.text = value
            case 4 if node is not ours:
                copied = etree.fromstring(etree.tostring(twin))
                node.follow(node.copy())
                twin.addnext(copied)
    assert _canonical(write(ours)) == _canonical(etree.tostring(theirs))


def _canonical(data: bytes) -> str:
    return canonicalize(data.decode(), rewrite_prefixes=True)


def _grown(dice: random.Random, depth: int) -> etree._Element:
    space = dice.choice(["urn:a", "urn:b"])
    node = etree.Element(
        f"{{{space}}}{dice.choice(['c', 'si', 'row', 'v'])}", nsmap={dice.choice([None, "p"]): space}
    )
    node.set("r", dice.choice(["A1", "x>y", "'"]))
    for _ in range(dice.randrange(4) if depth < 4 else 0):
        node.append(_grown(dice, depth + 1))
    if not len(node):
        node.text = dice.choice([None, "甲", "a&b"])
    return node
