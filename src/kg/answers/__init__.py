"""Questions in Chinese and English, answered out of the graph with proof, and search."""

from kg.answers.answer import Answer, Quote
from kg.answers.answerer import Answerer
from kg.answers.conversation import completions, converse
from kg.answers.frame import Frame, LanguageModel
from kg.answers.search import SearchHit, SearchResult

__all__ = [
    "Answer",
    "Answerer",
    "Frame",
    "LanguageModel",
    "Quote",
    "SearchHit",
    "SearchResult",
    "completions",
    "converse",
]
