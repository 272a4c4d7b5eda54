"""A statement read from left to right by its words: just enough to know what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Words between a command and the kind of its object that say nothing of locks.
_ADJECTIVES = frozenset(
    "or replace unique temp temporary unlogged global local constraint recursive".split()
)
_TYPE_ENDS = frozenset(
    "default not null constraint check unique primary references generated collate using "
    "compression storage".split()
)
_CLAUSE_WORDS = frozenset("if exists not only".split())


class Words:
    """The tokens of a statement and how far they were read."""

    def __init__(self, text: str | Sequence[Token]) -> None:
        found = tokens(text) if isinstance(text, str) else text
        self._tokens = [token for token in found if token.kind != "space" and token.text != ";"]
        self._at = 0
        self.only = False  # ONLY stood before the name of the table

    def _word(self, position: int) -> str:
        """Return a word in small letters or a mark; "" at the end and for a quoted name."""
        if position >= len(self._tokens):
            return ""
        token = self._tokens[position]
        if token.kind in ("word", "other"):
            return token.text.lower()
        return ""

    def peek_word(self) -> str:
        """Return the word that comes next."""
        return self._word(self._at)

    def take_word(self) -> str:
        """Return the word that comes next and go on behind it."""
        self._at += 1
        return self._word(self._at - 1)

    def take_kind(self) -> str:
        """Return the kind of object that a command is about, behind words such as UNIQUE."""
        while self.peek_word() in _ADJECTIVES and self._word(self._at + 1) != "on":
            if self.peek_word() == "constraint" and self._word(self._at + 1) != "trigger":
                break
            self._at += 1
        kind = self.take_word()
        if kind == "materialized":
            kind = f"{kind} {self.take_word()}"
        while kind and self.peek_word() in _CLAUSE_WORDS:
            self.only = self.only or self.peek_word() == "only"
            self._at += 1
        return kind

    def starts(self, *wanted: str) -> bool:
        """Say whether these words come next."""
        return all(self._word(self._at + n) == word for n, word in enumerate(wanted))

    def opens(self) -> bool:
        """Say whether a parenthesis comes next."""
        return self.peek_word() == "("

    def has(self, *wanted: str) -> bool:
        """Say whether these words come somewhere, one behind the other and in no parentheses."""
        return self._find(wanted) is not None

    def has_any(self, *wanted: str) -> bool:
        """Say whether one of the words comes somewhere outside parentheses."""
        return any(self.has(word) for word in wanted)

    def _find(self, wanted: Sequence[str]) -> int | None:
        depth = 0
        for position in range(self._at, len(self._tokens)):
            word = self._word(position)
            depth += (word == "(") - (word == ")")
            if depth == 0 and all(self._word(position + n) == w for n, w in enumerate(wanted)):
                return position
        return None

    def skip_if(self, word: str) -> bool:
        """Go behind a word where it comes next, and say whether it did."""
        found = self.peek_word() == word
        self._at += found
        while found and word != "only" and self.peek_word() in ("if", "exists"):
            self._at += 1
        return found

    def skip_to(self, word: str) -> bool:
        """Go behind the next place of a word outside parentheses, and say whether there is one."""
        position = self._find((word,))
        if position is None:
            return False
        self._at = position + 1
        return True

    def skip_options(self) -> None:
        """Go behind a list in parentheses that comes next."""
        if self.opens():
            depth = 0
            while self._at < len(self._tokens):
                word = self.take_word()
                depth += (word == "(") - (word == ")")
                if depth == 0:
                    return

    def take_name(self) -> str:
        """Return a name as the statement writes it, with its namespace, and go on behind it."""
        while self.peek_word() in _CLAUSE_WORDS:
            self._at += 1
        parts = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.name is None:
                break
            parts.append(token.text)
            self._at += 1
            if self.peek_word() != ".":
                break
            self._at += 1
        return ".".join(parts)

    def take_names(self) -> list[str]:
        """Return names with commas between them."""
        found = [self.take_name()]
        while self.peek_word() == ",":
            self._at += 1
            found.append(self.take_name())
        return [name for name in found if name]

    def take_qualifier(self) -> str:
        """Return what stands before the last dot of a name: the table of a column."""
        return self.take_name().rpartition(".")[0]

    def names_after(self, word: str) -> Iterator[str]:
        """Yield the name behind each place of a word, in parentheses or not."""
        for position in range(self._at, len(self._tokens)):
            if self._word(position) == word:
                yield Words(self._tokens[position + 1 :]).take_name()

    def names_in_parentheses_after(self, word: str) -> list[str]:
        """Return the names in the parentheses behind a word."""
        position = self._find((word,))
        if position is None:
            return []
        return Words(self._tokens[position + 2 :]).take_names()

    def clauses(self) -> Iterator[Words]:
        """Yield what stands between the commas outside parentheses."""
        start, depth = self._at, 0
        for position in range(self._at, len(self._tokens)):
            word = self._word(position)
            depth += (word in ("(", "[")) - (word in (")", "]"))
            if word == "," and depth == 0:
                yield Words(self._tokens[start:position])
                start = position + 1
        yield Words(self._tokens[start:])

    def type_text(self) -> str:
        """Return the type that comes next, as the statement writes it."""
        text, depth = "", 0
        for position in range(self._at, len(self._tokens)):
            token, word = self._tokens[position], self._word(position)
            if depth == 0 and word in _TYPE_ENDS:
                break
            depth += (word == "(") - (word == ")")
            tight = not text or text[-1] in "(.[" or word in ("(", ")", ",", ".", "[", "]")
            text += token.text if tight else f" {token.text}"
        return text

    def default_text(self) -> str | None:
        """Return the expression behind DEFAULT, None where there is none."""
        position = self._find(("default",))
        if position is None:
            return None
        return " ".join(token.text for token in self._tokens[position + 1 :])

    def rest(self) -> str:
        """Return the words that were not read yet, in small letters."""
        return " ".join(self._word(n) for n in range(self._at, len(self._tokens)))
