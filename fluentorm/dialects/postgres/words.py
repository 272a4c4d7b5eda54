"""Reading a statement word by word: names, keywords, parentheses, up to where it is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.splitter import tokens

if TYPE_CHECKING:
    from collections.abc import Collection


class Words:
    """A place in the tokens of a text, which moves forward."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = tokens(text)
        self.place = 0

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.place >= len(self._tokens)

    @property
    def offset(self) -> int:
        """Where the next token starts in the text; its length at the end."""
        return len(self.text) if self.ended else self._tokens[self.place][2]

    def peek(self, ahead: int = 0) -> str:
        """Return the next token, a word in small letters; empty at the end."""
        place = self.place + ahead
        if place >= len(self._tokens):
            return ""
        kind, text, _, _ = self._tokens[place]
        return text.lower() if kind == "word" else text

    def take(self, *words: str) -> bool:
        """Go past these words, if they come next, and say whether they did."""
        if any(self.peek(number) != word for number, word in enumerate(words)):
            return False
        self.place += len(words)
        return True

    def skip(self, *choices: str) -> None:
        """Go past optional phrases, such as ``if exists``."""
        for phrase in choices:
            self.take(*phrase.split())

    def name(self) -> str:
        """Go past a name, qualified or not, and return it as it is written; empty for none."""
        parts = []
        while self._is_name(self.place):
            parts.append(self._tokens[self.place][1])
            self.place += 1
            if self.peek() != "." or not self._is_name(self.place + 1):
                break
            self.place += 1
        return ".".join(parts)

    def names(self) -> list[str]:
        """Go past names with commas between them."""
        found = [self.name()]
        while found[-1] and self.take(","):
            found.append(self.name())
        return [name for name in found if name]

    def parenthesised(self) -> str | None:
        """Go past parentheses and return what they hold; None where none open."""
        if self.peek() != "(":
            return None
        start = self._tokens[self.place][3]
        depth = 0
        while not self.ended:
            depth += {"(": 1, ")": -1}.get(self.peek(), 0)
            self.place += 1
            if depth == 0:
                return self.text[start : self._tokens[self.place - 1][2]]
        return None

    def until(self, stops: Collection[str]) -> str:
        """Go to the next of these words outside parentheses; return what was passed."""
        start = self.offset
        end = start
        while not self.ended and (self.peek() not in stops or self._distinct_from()):
            if self.parenthesised() is None:
                self.place += 1
            end = self._tokens[self.place - 1][3]
        return self.text[start:end]

    def _distinct_from(self) -> bool:
        """Say whether the next word belongs to IS [NOT] DISTINCT FROM."""
        return self.peek() == "from" and self.place > 0 and self.peek(-1) == "distinct"

    def _is_name(self, place: int) -> bool:
        return place < len(self._tokens) and self._tokens[place][0] in ("word", "quoted")


def identifier(written: str) -> str:
    """Return the name that a piece of SQL means: folded, or without its quotes."""
    if written.startswith('"'):
        return written[1:-1].replace('""', '"')
    return written.lower()


def last_part(written: str) -> str:
    """Return the last part of a qualified name, such as a table without its schema."""
    words = Words(written)
    part = ""
    while not words.ended:
        part = words.peek()
        words.place += 1
    return part
