"""The masker: runs the tiers over a text and settles what they find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from anonymizer import conversation, recognizers
from anonymizer.budget import Budget
from anonymizer.conflicts import resolve
from anonymizer.context import ConversationMemory
from anonymizer.entities import Entity
from anonymizer.errors import MaskingError
from anonymizer.known import find_known
from anonymizer.policy import MaskingPolicy, compile_patterns
from anonymizer.recognizers.listed import Listed
from anonymizer.view import View


class Reading(NamedTuple):
    """
    What one more message of a conversation taught.

    ``entities`` belong to the message. ``earlier`` maps how many messages back (1 = the one before) to that
    message's complete entities, for each message whose masking must grow.
    """

    entities: list[Entity]
    earlier: dict[int, list[Entity]]


class Anonymizer:
    """
    Finds personal data in text. Holds no state of conversations, so one instance serves many threads.

    Every method raises ``MaskingError``, and nothing else, when a text cannot be masked within the policy's
    budget; the caller then withholds the text.
    """

    def __init__(self, policy: MaskingPolicy | None = None) -> None:
        self._policy = policy or MaskingPolicy()
        self._patterns = compile_patterns(self._policy.patterns)
        recognizers.warm_up()  # reading the model must not count against the first message's budget
        self._listed = Listed(self._policy.allow, self._policy.deny)

    def find(
        self, text: str, context: ConversationMemory | None = None, *, extra: Sequence[Entity] = ()
    ) -> list[Entity]:
        """
        Entities of ``text``, sorted, without overlap, in code points. Does not change ``context``.

        ``extra`` are findings of plug-ins in the same text (see ``anonymizer.plugins``); they join the others.
        """
        try:
            found = self._find(View(text, Budget(self._policy.budget_s), self._policy.regions), context)
            return resolve(found + [e for e in extra if self._policy.masks(e.type)]) if extra else found
        except MaskingError:
            raise
        except Exception as error:  # fail closed, whatever broke
            raise MaskingError(f"a recognizer failed: {type(error).__name__}") from error

    def read(self, text: str, memory: ConversationMemory, author: str = "customer") -> Reading:
        """
        Entities of the newest message, with what it reveals about earlier ones. Updates ``memory`` in place.

        ``author`` is ``"customer"`` or ``"expert"`` (bots count as experts). When this raises, ``memory`` is as before.
        """
        try:
            draft = memory.copy()
            view = View(text, Budget(self._policy.budget_s), self._policy.regions)
            entities, earlier = conversation.read(self._find, view, draft, author)
        except MaskingError:
            raise
        except Exception as error:
            raise MaskingError(f"a recognizer failed: {type(error).__name__}") from error
        memory.become(draft)
        return Reading(entities, earlier)

    def find_in_conversation(self, messages: Sequence[tuple[str, str]]) -> list[list[Entity]]:
        """
        Entities of each message of ``(author, text)`` pairs, as they stand once the last message is known.

        The budget counts for each message. Masking only ever grows: what was found early stays found.
        """
        memory = ConversationMemory()
        results: list[list[Entity]] = []
        for author, text in messages:
            reading = self.read(text, memory, author)
            results.append(reading.entities)
            for back, entities in reading.earlier.items():
                results[-1 - back] = entities
        names = ConversationMemory()
        names.learn_names(memory.name_words)
        for index, (_, text) in enumerate(messages):
            grown = resolve(results[index] + [e for e in self.find(text, names) if e.type == "PERSON"])
            results[index] = grown
        return results

    def _find(self, view: View, context: ConversationMemory | None) -> list[Entity]:
        if not view.original:
            return []
        if context is not None:
            view.expects = context.expects
        found = recognizers.find_all(view, self._policy.strictness)
        if context is not None:
            found += find_known(view, context)
            found += conversation.find_answers(view)
        found = self._listed.apply(view, found)
        for pattern, entity in self._patterns:
            view.budget.check()
            found += [
                Entity(m.start(), m.end(), entity, 0.9) for m in pattern.finditer(view.text) if m.end() > m.start()
            ]
        wanted = [entity for entity in found if self._policy.masks(entity.type)]
        return resolve(view.back(entity) for entity in resolve(wanted))
