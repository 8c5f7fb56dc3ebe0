"""(gold documents, predicted documents) -> report. Pure functions: no files, no logging, no models.

The counting rules, with worked examples that run as tests, are in `COUNTING.md` beside this file.
"""

from sanctionwire.evaluate.comparison import Comparison, compare, render_comparison
from sanctionwire.evaluate.markdown import render_markdown
from sanctionwire.evaluate.report import DocumentScore, Report, Score
from sanctionwire.evaluate.scoring import evaluate
from sanctionwire.evaluate.terminal import render_terminal

__all__ = [
    "Comparison",
    "DocumentScore",
    "Report",
    "Score",
    "compare",
    "evaluate",
    "render_comparison",
    "render_markdown",
    "render_terminal",
]
