"""Makes ``data/tagger.bin`` and the word lists. Takes a few minutes; the same input gives the same files."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random
from zlib import compress

from anonymizer import lexicon
from anonymizer.budget import Budget
from anonymizer.tagger.features import (
    PAD_CLASS,
    PAD_WORD,
    base_hashes,
    pair_slots,
    sentence_flags,
    slots_at,
    spread,
)
from anonymizer.tagger.model import SCALE, pack
from anonymizer.training.corpus import LANGUAGES, Example, Filler, read_sentences, unmarked_words, written_small
from anonymizer.training.crf import Crf, Sentence, np
from anonymizer.training.names import LOCALES, Names
from anonymizer.training.templates import TEMPLATES
from anonymizer.view import WORD, View

DATA = Path(__file__).parent.parent / "data"
COPIES = 10
EPOCHS = 6
_CODES = {"O": 0, "P": 1, "A": 2}


def write_lists(names: Names) -> Counter[str]:
    """Write the word lists; return how many lines hold each everyday word."""
    counts: Counter[str] = Counter()
    small: set[str] = set()
    for language in LANGUAGES:
        for line in (*read_sentences(language), *TEMPLATES.get(language, ())):
            counts.update(set(unmarked_words(line)))
            small |= written_small(line)
    lists: dict[str, set[str]] = {"given": set(), "family": set(), "han": set(), "street": names.street_words()}
    for language in LOCALES:
        for kind, values in (("given", names.given[language]), ("family", names.family[language])):
            for value in values:
                unspaced = unicodedata.name(value[0], "").startswith(("CJK", "HIRAGANA", "KATAKANA"))
                parts = [value] if unspaced else WORD.findall(value.lower().replace("i̇", "i"))
                lists["han" if unspaced else kind].update(part for part in parts if len(part) > 1)
    small |= names.lorem()
    listed = lists["given"] | lists["family"]
    lists["ordinary"] = {
        word for word in counts if len(word) > 1 and (word in small or word not in listed)
    } | names.lorem()
    for name, words in lists.items():
        body = "\n".join(sorted(words)).encode()
        (DATA / f"{name}.bin").write_bytes(compress(body, 9))
    lexicon.word_list.cache_clear()
    return counts


def encode(example: Example, rare: frozenset[str], random: Random) -> Sentence | None:
    """Slots and labels of an example; lists are hidden at random, so that unlisted words are no surprise."""
    view = View(example.text, Budget(60))
    tokens = view.tokens
    if not tokens.words or len(tokens.words) > 120 or len(view.text) != len(example.text):
        return None
    texts = [view.text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    flags = sentence_flags(tokens.words, texts)
    han = lexicon.han_lists(view.text)
    hashes = []
    for start, word, text, flag in zip(tokens.starts, tokens.words, texts, flags, strict=True):
        lists = han.get(start, "") if ord(word[0]) >= 0x3040 else lexicon.lists_of(word)
        if word in example.hide or random.random() < 0.06:
            lists = ""
        elif "O" in lists and (random.random() < 0.5 if word in rare else random.random() < 0.05):
            lists = lists.replace("O", "")
        hashes.append(base_hashes(word, text, flag, lists))
    pad = (PAD_CLASS, PAD_WORD, (PAD_CLASS, PAD_WORD))
    padded = [pad, pad, *hashes, pad, pad]
    rows = [_row(padded[index : index + 5]) for index in range(len(hashes))]
    width = max(map(len, rows))
    matrix = np.array([row + [0] * (width - len(row)) for row in rows], dtype=np.int32)
    labels = [_CODES[example.labels[start]] for start in tokens.starts]
    full = np.zeros((len(rows), WIDTH), dtype=np.int32)
    full[:, :width] = matrix
    return Sentence(full, np.array(labels))


WIDTH = 31


def _row(window: list[tuple[int, int, tuple[int, ...]]]) -> list[int]:
    """Slots of the word in the middle of five."""
    row = pair_slots(*(spread(class_hash, word_hash) for class_hash, word_hash, _ in window))
    for place, (_, _, hashes) in enumerate(window):
        row += slots_at(hashes, place)
    return row


def main() -> None:
    """Write everything; print the sizes and the hash that the model card quotes."""
    random = Random(20)
    names = Names()
    counts = write_lists(names)
    lorem = names.lorem()
    rare = frozenset(word for word, count in counts.items() if count <= 1 and word not in lorem)
    filler = Filler(names, random)
    sentences = [s for example in filler.examples(COPIES) if (s := encode(example, rare, random)) is not None]
    crf = Crf()
    losses = crf.train(sentences, EPOCHS, random)
    body = pack(
        np.rint(crf.weights * SCALE).clip(-127, 127).astype(int).tolist(),
        np.rint(crf.moves * SCALE).astype(int).tolist(),
    )
    (DATA / "tagger.bin").write_bytes(body)
    report = {
        "messages": len(sentences),
        "words": int(sum(len(s.labels) for s in sentences)),
        "loss": [round(loss, 4) for loss in losses],
        "bytes": len(body),
        "sha256": sha256(body).hexdigest(),
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
