"""How right a graph is against gold annotations: precision, recall and F1, and why what is wrong is wrong.

The rules are those of the scorer of the gold annotations, to the last digit.
"""

from kg.evaluate.causes import INEXACT, MISSED, WRONG, Fault
from kg.evaluate.facts import rows_of_facts
from kg.evaluate.gold import gold_rows, read_gold
from kg.evaluate.graph import articles_of_graph, rows_of_graph
from kg.evaluate.rows import KINDS, ArticleRows
from kg.evaluate.score import Count, Outcome, Scores, Share, score, score_all, total

__all__ = [
    "INEXACT",
    "KINDS",
    "MISSED",
    "WRONG",
    "ArticleRows",
    "Count",
    "Fault",
    "Outcome",
    "Scores",
    "Share",
    "articles_of_graph",
    "gold_rows",
    "read_gold",
    "rows_of_facts",
    "rows_of_graph",
    "score",
    "score_all",
    "total",
]
