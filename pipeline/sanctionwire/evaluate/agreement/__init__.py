"""How far annotators agree, and on what they do not.

The counting rules, with worked examples that run as tests, are in `AGREEMENT.md` beside this file.
"""

from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.disagreements import check_texts, find_disagreements

__all__ = ["Disagreement", "check_texts", "find_disagreements"]
