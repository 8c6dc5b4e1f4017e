"""What stands below the indicator table: review boxes, names, telephone numbers, dates."""

from __future__ import annotations

from collections.abc import Iterator

from linter.forms.row import Row
from linter.forms.vocabulary import is_footer
from linter.ground.patterns import compiled
from linter.model import Amount, Form, Place, Text

_PAIR = compiled(r"([\u4e00-\u9fff（）()]{2,16})\s*[:：]")
_LONGEST_PLAIN = 12


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Label and value of each pair in a text such as ``填表人： 某某   联系电话：138``."""
    marks = [found for found in _PAIR.finditer(text) if is_footer(found[1])]
    for at, found in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        yield found[1], text[found.end() : end].strip()


def _is_label(text: str) -> bool:
    return is_footer(text) or (("：" in text or ":" in text) and next(_pairs(text), None) is not None)


class FooterReader:
    """Collects the footer of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.open: Amount | None = None

    @staticmethod
    def starts(row: Row) -> bool:
        """Whether a row belongs to a footer by a label of its own."""
        return any(_is_label(row.texts[column]) for column in row.filled[:3])

    @staticmethod
    def leads(row: Row) -> bool:
        """Whether the first cell of a row is such a label."""
        return bool(row.filled) and _is_label(row.texts[row.filled[0]])

    def read(self, row: Row) -> bool:
        """Takes in a row of the footer; false when it is none."""
        used = False
        waiting: tuple[str, Place] | None = None
        for column in row.filled:
            text, place = row.texts[column], row.place(column)
            pairs = list(_pairs(text)) if "：" in text or ":" in text else []
            if is_footer(text) or pairs:
                if waiting:
                    self._add(waiting[0], "", waiting[1])
                waiting = None
                self.form.texts.append(Text(row.raw(column), "footer", place))
                for label, value in pairs[:-1]:
                    self._add(label, value, place)
                if pairs and pairs[-1][1]:
                    self._add(*pairs[-1], place)
                else:
                    waiting = (pairs[-1][0] if pairs else text, place)
                used = True
            elif waiting:
                self._add(waiting[0], text, place)
                self.form.texts.append(Text(row.raw(column), "footer", place, label=waiting[0]))
                waiting = None
            elif (
                self.open is not None and row.paragraph and len(text) <= _LONGEST_PLAIN and not self.open.text
            ):
                # The name of the person stands in a line of its own below 单位负责人：.
                self.open.text, self.open.place = text, place
                self.form.texts.append(Text(row.raw(column), "footer", place, label=self.open.label))
                self.open = None
                used = True
        if waiting:
            self.open = self._add(waiting[0], "", waiting[1])
        elif used:
            self.open = None
        return used

    def _add(self, label: str, text: str, place: Place) -> Amount:
        amount = Amount(label.rstrip(":： "), text, place)
        self.form.footer.append(amount)
        return amount
