"""The compiled masker beside the pure one: same findings, how much faster."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from anonymizer.compile import build

_ROOT = Path(__file__).parent.parent
_MEASURE = """
import hashlib, json, sys, time
from bench.masking_speed import unseen_texts
from anonymizer import Anonymizer, MaskingPolicy
from anonymizer.tagger import tagger
masker, texts = Anonymizer(MaskingPolicy(budget_s=60)), unseen_texts()
digest, spent = hashlib.sha256(), []
for _ in range(3):
    begin = time.process_time()
    found = [masker.find(text) for text in texts]
    spent.append(time.process_time() - begin)
    digest.update(repr([[tuple(e) for e in entities] for entities in found]).encode())
print(json.dumps({"digest": digest.hexdigest(), "compiled": tagger.__file__.endswith((".so", ".pyd")),
                  "first": len(texts) / spent[0], "warm": len(texts) / min(spent)}))
"""


def compare() -> dict[str, Any]:
    """Build in a scratch folder, run both; ``same`` says whether every finding agrees."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in ("anonymizer", "bench"):
            shutil.copytree(_ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(_ROOT / "tests" / "data" / "masking", folder / "tests" / "data" / "masking")
        build(folder)
        compiled, pure = _measure(folder), _measure(_ROOT)
    return {
        "same": compiled["digest"] == pure["digest"],
        "compiled": compiled["compiled"] and not pure["compiled"],
        "per_second_pure": round(pure["warm"]),
        "per_second_compiled": round(compiled["warm"]),
        "gain_first_pass": round(compiled["first"] / pure["first"], 2),
        "gain_warm": round(compiled["warm"] / pure["warm"], 2),
    }


def _measure(folder: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", _MEASURE], cwd=folder, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result
