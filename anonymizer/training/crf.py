"""A linear-chain conditional random field over hashed features, trained with Adagrad. Needs numpy."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from random import Random
from typing import Any, NamedTuple

from anonymizer.tagger.features import BITS

np: Any = import_module("numpy")
LABELS = 3  # nothing, name, address


class Sentence(NamedTuple):
    """Slots of each word's features (one row a word) and the label of each word."""

    slots: Any
    labels: Any


class Crf:
    """Weights of a slot for names and for addresses; "nothing" is the zero line."""

    def __init__(self, rate: float = 0.35, decay: float = 2e-6, dropout: float = 0.25) -> None:
        self.weights = np.zeros((1 << BITS, LABELS - 1), dtype=np.float32)
        self._squares = np.full((1 << BITS, LABELS - 1), 1e-2, dtype=np.float32)
        self.moves = np.zeros((LABELS, LABELS))
        self._move_squares = np.full((LABELS, LABELS), 1e-2)
        self._rate, self._decay, self._dropout = rate, decay, dropout

    def train(self, sentences: Sequence[Sentence], epochs: int, random: Random, batch: int = 96) -> list[float]:
        """Train, average the later epochs' weights (steadier on unseen text), return each epoch's "
        "mean loss of a word."""
        losses: list[float] = []
        kept: list[tuple[Any, Any]] = []
        order = sorted(range(len(sentences)), key=lambda index: len(sentences[index].labels))
        batches = [order[start : start + batch] for start in range(0, len(order), batch)]
        generator = np.random.default_rng(random.randrange(1 << 30))
        for _ in range(epochs):
            random.shuffle(batches)
            total = words = 0.0
            for chosen in batches:
                loss, count = self._step([sentences[index] for index in chosen], generator)
                total, words = total + loss, words + count
            losses.append(total / words)
            if len(losses) > epochs // 2:
                kept.append((self.weights.copy(), self.moves.copy()))
        self.weights = sum(weights for weights, _ in kept) / len(kept)
        self.moves = sum(moves for _, moves in kept) / len(kept)
        return losses

    def _step(self, chosen: list[Sentence], generator: Any) -> tuple[float, int]:
        lengths = np.array([len(sentence.labels) for sentence in chosen])
        slots = np.concatenate([sentence.slots for sentence in chosen])
        gold = np.concatenate([sentence.labels for sentence in chosen])
        keep = generator.random(slots.shape) >= self._dropout
        scores = np.zeros((len(gold), LABELS))
        scores[:, 1:] = (self.weights[slots] * (keep / (1 - self._dropout))[:, :, None]).sum(1)
        padded = np.zeros((len(chosen), lengths.max(), LABELS))
        mask = np.arange(lengths.max())[None, :] < lengths[:, None]
        padded[mask] = scores
        marginals, pairs, log_total = self._forward_backward(padded, mask, lengths)
        truth = np.zeros((len(gold), LABELS))
        truth[np.arange(len(gold)), gold] = 1
        self._update_words(slots, keep, (marginals[mask] - truth)[:, 1:])
        gold_padded = np.zeros(mask.shape, dtype=int)
        gold_padded[mask] = gold
        inner = mask[:, 1:]
        seen = np.zeros((LABELS, LABELS))
        np.add.at(seen, (gold_padded[:, :-1][inner], gold_padded[:, 1:][inner]), 1)
        gradient = (pairs - seen) / len(gold) * 10
        self._move_squares += gradient**2
        gold_score = scores[np.arange(len(gold)), gold].sum() + (seen * self.moves).sum()
        self.moves -= self._rate * gradient / np.sqrt(self._move_squares)
        return float(log_total.sum() - gold_score), len(gold)

    def _forward_backward(self, scores: Any, mask: Any, lengths: Any) -> tuple[Any, Any, Any]:
        _size, longest, _ = scores.shape
        forward = np.zeros_like(scores)
        forward[:, 0] = scores[:, 0]
        for step in range(1, longest):
            moved = _log_sum(forward[:, step - 1, :, None] + self.moves[None], 1) + scores[:, step]
            forward[:, step] = np.where(mask[:, step, None], moved, forward[:, step - 1])
        log_total = _log_sum(forward[:, -1], 1)
        backward = np.zeros_like(scores)
        pairs = np.zeros((LABELS, LABELS))
        for step in range(longest - 2, -1, -1):
            ahead = scores[:, step + 1] + backward[:, step + 1]
            inner = mask[:, step + 1]
            joint = forward[:, step, :, None] + self.moves[None] + ahead[:, None, :] - log_total[:, None, None]
            pairs += (np.exp(np.minimum(joint, 0)) * inner[:, None, None]).sum(0)
            moved = _log_sum(self.moves[None] + ahead[:, None, :], 2)
            backward[:, step] = np.where(inner[:, None], moved, 0)
        marginals = np.exp(forward + backward - log_total[:, None, None])
        return marginals, pairs, log_total

    def _update_words(self, slots: Any, keep: Any, error: Any) -> None:
        used, where = np.unique(slots.ravel(), return_inverse=True)
        where = where.ravel()
        scale = (keep / (1 - self._dropout)).ravel()
        for label in range(LABELS - 1):
            spread = np.repeat(error[:, label], slots.shape[1]) * scale
            gradient = np.bincount(where, weights=spread, minlength=len(used)) + self._decay * self.weights[used, label]
            squares = self._squares[used, label] + gradient**2
            self._squares[used, label] = squares
            self.weights[used, label] -= self._rate * gradient / np.sqrt(squares)
        self.weights[0] = 0  # slot 0 pads short rows


def _log_sum(values: Any, axis: int) -> Any:
    top = values.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))
