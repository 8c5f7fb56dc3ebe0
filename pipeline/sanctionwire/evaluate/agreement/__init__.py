"""How far annotators agree, and on what they do not.

The counting rules, with worked examples that run as tests, are in `AGREEMENT.md` beside this file.
"""

from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.disagreements import check_texts, find_disagreements
from sanctionwire.evaluate.agreement.gamma import require_gamma
from sanctionwire.evaluate.agreement.measuring import measure_agreement
from sanctionwire.evaluate.agreement.report import Agreement, PairAgreement
from sanctionwire.evaluate.agreement.tables import NOTES, list_facts, list_tables, render_agreement

__all__ = [
    "NOTES",
    "Agreement",
    "Disagreement",
    "PairAgreement",
    "check_texts",
    "find_disagreements",
    "list_facts",
    "list_tables",
    "measure_agreement",
    "render_agreement",
    "require_gamma",
]
