"""
Builds the hot loop as an extension: ``python -m anonymizer.compile [FOLDER]``.

The same source, compiled with mypyc, gives the same results (``python -m bench masking --compiled`` proves it).
Where no extension was built, or no compiler is there, Python runs the source as it is. ``FOLDER`` holds the
package ``anonymizer``; the default is the one this module lies in. Needs mypy and a C compiler.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MODULES = (
    "anonymizer/tagger/features.py",
    "anonymizer/tagger/tagger.py",
    "anonymizer/view.py",
    "anonymizer/conflicts.py",
    "anonymizer/recognizers/numbers.py",
    "anonymizer/recognizers/introductions.py",
    "anonymizer/recognizers/full_names.py",
    "anonymizer/recognizers/phone.py",
)


def build(folder: Path) -> None:
    """Compile the hot modules of ``folder / "anonymizer"`` in place. Raises ``CalledProcessError`` on failure."""
    command = [sys.executable, "-c", "import sys; from mypyc.__main__ import main; main()", "--strict", *MODULES]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent)
