"""What a conversation has taught so far: known values, names, the last question, the last few short messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from anonymizer.entities import Entity
from anonymizer.normalize import fold, plain, squeeze

WINDOW = 12
"""How many messages back masking may still grow."""
LONGEST_KEPT = 200
"""Longer messages are not kept: their masking is final. In code points."""
_MOST_KNOWN = 48
_MOST_NAMES = 64
_LONGEST_VALUE = 120


class KnownValue(NamedTuple):
    """A value known from outside the text: a profile name, the own number, a pre-chat or CRM field."""

    entity: str
    value: str


class Recent(msgspec.Struct, array_like=True):
    """A message that may still need more masking; ``text`` is empty when it was too long to keep."""

    author: str
    text: str
    entities: list[Entity]


class _State(msgspec.Struct, array_like=True):
    known: list[tuple[str, str]] = []
    names: list[str] = []
    expects: list[str] = []
    patience: int = 0
    recent: list[Recent] = []


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_State)


class ConversationMemory:
    """
    The masker's memory of one conversation. Bounded: a few hundred bytes as a rule, 16 KiB at most.

    It holds values and short messages in clear, so whoever stores ``dump()`` encrypts it.
    """

    __slots__ = ("_name_words", "_state")

    def __init__(self, known: Iterable[KnownValue] = ()) -> None:
        self._state = _State(known=[], names=[], expects=[], recent=[])
        self._name_words: frozenset[str] | None = None
        self.learn(known)

    def learn(self, known: Iterable[KnownValue]) -> None:
        """Add values that are personal from now on. Empty values and repeats are left out; the oldest go first."""
        for entity, value in known:
            cleaned = value.encode("utf-8", "replace").decode()[:_LONGEST_VALUE].strip()
            pair = (entity, cleaned)
            if cleaned and pair not in self._state.known:
                self._state.known.append(pair)
        del self._state.known[:-_MOST_KNOWN]
        self._name_words = None

    def learn_names(self, words: Iterable[str]) -> bool:
        """Remember name parts (in any spelling) for the rest of the conversation; whether one was new."""
        fresh = [key for word in words if (key := plain(word)) and key not in self.name_words]
        self._state.names.extend(dict.fromkeys(fresh))
        del self._state.names[:-_MOST_NAMES]
        self._name_words = None
        return bool(fresh)

    @property
    def known(self) -> list[KnownValue]:
        """Values taught from outside, oldest first."""
        return [KnownValue(*pair) for pair in self._state.known]

    @property
    def name_words(self) -> frozenset[str]:
        """Plain keys (see ``normalize.plain``) of all name parts met or taught."""
        if self._name_words is None:
            taught = (
                plain(part)
                for entity, value in self._state.known
                if entity == "PERSON"
                for part in squeeze(fold(value))[0].replace("-", " ").replace(".", " ").split()
            )
            self._name_words = frozenset((*self._state.names, *(part for part in taught if len(part) > 1)))
        return self._name_words

    @property
    def expects(self) -> frozenset[str]:
        """Cue categories that the expert's last question asked for."""
        return frozenset(self._state.expects) if self._state.patience > 0 else frozenset()

    def expect(self, categories: Iterable[str], patience: int) -> None:
        """Set what the next ``patience`` messages of the customer are likely to answer."""
        self._state.expects = sorted(categories)
        self._state.patience = patience

    def answered(self) -> None:
        """One more message of the customer has passed since the question."""
        self._state.patience = max(0, self._state.patience - 1)

    @property
    def recent(self) -> list[Recent]:
        """The last messages, oldest first. Change their entities in place."""
        return self._state.recent

    def remember(self, author: str, text: str, entities: list[Entity]) -> None:
        """Keep a message while its masking may grow."""
        kept = text if len(text) <= LONGEST_KEPT else ""
        kept = kept.encode("utf-8", "replace").decode() if kept else ""
        self._state.recent.append(Recent(author, kept, list(entities) if kept else []))
        del self._state.recent[:-WINDOW]

    def copy(self) -> ConversationMemory:
        """An independent memory with the same content."""
        other = ConversationMemory.load(self.dump())
        other._name_words = self._name_words
        return other

    def become(self, other: ConversationMemory) -> None:
        """Take over the content of ``other``, which must not be used afterwards."""
        self._state = other._state
        self._name_words = other._name_words

    def dump(self) -> bytes:
        """For storing between messages; the reverse of ``load``."""
        return _encoder.encode(self._state)

    @classmethod
    def load(cls, data: bytes) -> ConversationMemory:
        """Raise ``ValueError`` when ``data`` did not come from ``dump``."""
        memory = cls()
        try:
            memory._state = _decoder.decode(data)
        except msgspec.DecodeError as error:
            raise ValueError("not a dumped conversation memory") from error
        return memory
