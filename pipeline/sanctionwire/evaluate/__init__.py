"""(gold documents, predicted documents) -> report. Pure functions: no files, no logging, no models.

The counting rules, with worked examples that run as tests, are in `COUNTING.md` beside this file, those of
other projects' measures in `METRICS.md`, kinds of errors in `ERRORS.md`, intervals and tests in
`STATISTICS.md`.
"""

from sanctionwire.evaluate.comparison import Comparison, compare, render_comparison
from sanctionwire.evaluate.markdown import render_markdown
from sanctionwire.evaluate.report import DocumentScore, Report, Score
from sanctionwire.evaluate.scoring import evaluate
from sanctionwire.evaluate.terminal import render_terminal
from sanctionwire.evaluate.tournament import Tournament, compare_all, render_tournament

__all__ = [
    "Comparison",
    "DocumentScore",
    "Report",
    "Score",
    "Tournament",
    "compare",
    "compare_all",
    "evaluate",
    "render_comparison",
    "render_markdown",
    "render_terminal",
    "render_tournament",
]
