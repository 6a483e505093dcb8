"""The masker's speed in CPU time: first pass over unseen text, latency of short messages, growth on hostile input."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from importlib.util import find_spec
from random import Random
from statistics import median
from typing import Any

from bench.masking_data import read_messages

_START = """
import time; begin = time.process_time()
from anonymizer import Anonymizer
Anonymizer().find("Hi, I am Anna Schmidt, call +49 171 5551234 or write to anna@example.org")
print(time.process_time() - begin)
"""
_HOSTILE = {
    "spaces": " ",
    "digits": "1",
    "at": "@",
    "letters": "a",
    "mark": "e\u0301",
    "bidi": "\u202e1",
    "surrogate": "\ud800",
    "email": "a.a@",
    "spelled": "a dot at ",
    "phone": "+1 (555) ",
    "colons": "::1:",
    "words": "one two ",
    "names": "anna schmidt ",
    "newlines": "\n",
    "han": "王",
    "braces": '{"name": ',
}


def unseen_texts() -> list[str]:
    """All labelled messages, in one shuffled order."""
    texts = [m.text for half in (False, True) for m in read_messages(half)]
    Random(1).shuffle(texts)
    return texts


def first_pass(find: Any, texts: list[str]) -> float:
    """Messages a second over texts that ``find`` has not seen."""
    begin = time.process_time()
    for text in texts:
        find(text)
    return len(texts) / (time.process_time() - begin)


def _latencies(find: Any) -> tuple[float, float]:
    """p50 and p99 in milliseconds for messages cut to 100 characters."""
    joined = " ".join(unseen_texts())
    pieces = [joined[start : start + 100] for start in range(0, min(len(joined), 300_000), 100)]
    times = []
    for piece in pieces:
        begin = time.process_time()
        find(piece)
        times.append((time.process_time() - begin) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)]


def growth(find: Any, size: int = 100_000) -> dict[str, float]:
    """Time at twice the size over time at the size; 2 is linear."""
    found = {}
    for name, unit in _HOSTILE.items():
        ratios = []
        for _ in range(3):
            spent = []
            for length in (size, 2 * size):
                text = (unit * (length // len(unit) + 1))[:length]
                begin = time.process_time()
                find(text)
                spent.append(time.process_time() - begin)
            ratios.append(spent[1] / spent[0])
        found[name] = round(median(ratios), 2)
    return found


def _baseline(texts: list[str]) -> float | None:
    """Presidio with a small spaCy pipeline, where both are installed; messages a second."""
    if find_spec("presidio_analyzer") is None or find_spec("en_core_web_sm") is None:
        return None
    from importlib import import_module

    engine_module: Any = import_module("presidio_analyzer")
    provider: Any = import_module("presidio_analyzer.nlp_engine").NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm"}]}
    )
    engine = engine_module.AnalyzerEngine(nlp_engine=provider.create_engine())
    engine.analyze("warm up", language="en")
    return first_pass(lambda text: engine.analyze(text, language="en"), texts[:400])


def measure_speed() -> dict[str, Any]:
    """Everything about speed; slow machines take about a minute."""
    from anonymizer import Anonymizer, MaskingPolicy

    start = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
    masker = Anonymizer(MaskingPolicy(budget_s=60))
    masker.find("Hello Anna")
    texts = unseen_texts()
    rate = first_pass(masker.find, texts)
    warm = first_pass(masker.find, texts)
    p50, p99 = _latencies(masker.find)
    baseline = _baseline(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "messages": len(texts),
        "mean_characters": round(sum(map(len, texts)) / len(texts)),
        "per_second": round(rate),
        "per_second_warm": round(warm),
        "presidio_per_second": round(baseline) if baseline else None,
        "ratio": round(rate / baseline, 1) if baseline else None,
        "p50_ms_100_characters": round(p50, 3),
        "p99_ms_100_characters": round(p99, 3),
        "start_s": round(float(start.stdout), 3),
        "peak_mb": round(peak),
        "growth_at_twice_the_size": growth(masker.find),
    }
