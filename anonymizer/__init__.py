"""
Finds personal data in chat messages. A pure library: text in, entities and parts out.

>>> from anonymizer import Anonymizer
>>> [entity.type for entity in Anonymizer().find("write to anna@example.org")]
['EMAIL_ADDRESS']
"""

from anonymizer.canonical import canonical
from anonymizer.context import ConversationMemory, KnownValue
from anonymizer.engine import Anonymizer, Reading
from anonymizer.entities import Entity
from anonymizer.errors import MaskingError, PolicyError
from anonymizer.parts import Masked, Part, join, split
from anonymizer.policy import ENTITY_TYPES, MaskingPolicy, Pattern

__all__ = [
    "ENTITY_TYPES",
    "Anonymizer",
    "ConversationMemory",
    "Entity",
    "KnownValue",
    "Masked",
    "MaskingError",
    "MaskingPolicy",
    "Part",
    "Pattern",
    "PolicyError",
    "Reading",
    "canonical",
    "join",
    "split",
]
