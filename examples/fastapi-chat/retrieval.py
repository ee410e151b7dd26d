"""Finds passages of a book: BM25 over its sections, in memory, with nothing to download.

For a shelf of books take an index that is made for them; what follows asks only for `search`.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

# The usual values: how soon repetition stops counting, and how much length is held against a text.
K1, B = 1.5, 0.75

# Words that every question has.
COMMON = frozenset(
    "a about an and are can do does for how i in is it me my of on or that the to was what when "
    "where which who why will with work you".split()
)


@dataclass(frozen=True)
class Passage:
    id: str  # 03-control.md#32-pid-loops, as a link within the book
    title: str  # 3.2 PID loops
    text: str


def words(text: str) -> list[str]:
    """The words that tell texts apart, folded, and without the s of a plural."""
    found = re.findall(r"\w+", text.casefold())
    return [word.removesuffix("s") for word in found if word not in COMMON]


def passages(folder: Path):
    """Each section (## …) of each chapter."""
    for file in sorted(folder.glob("*.md")):
        for section in file.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, text = section.split("\n", 1)
            # As most viewers of Markdown name a heading.
            anchor = re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
            yield Passage(f"{file.name}#{anchor}", title, " ".join(text.split()))


class Book:
    def __init__(self, folder: Path):
        self.passages = list(passages(folder))
        # A heading says more than a sentence.
        self.counts = [Counter(words(p.title) * 3 + words(p.text)) for p in self.passages]
        self.lengths = [count.total() for count in self.counts]
        self.mean = sum(self.lengths) / len(self.lengths)
        self.having = Counter(word for count in self.counts for word in count)

    def search(self, question: str, most: int = 3) -> list[Passage]:
        """The passages that fit, the best first; none that has no word of the question."""
        asked = set(words(question))
        scored = [(self.score(asked, at), at) for at in range(len(self.passages))]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:most]
        return [self.passages[at] for score, at in best if score >= best[0][0] / 2]

    def score(self, asked: set[str], at: int) -> float:
        length = 1 - B + B * self.lengths[at] / self.mean
        return sum(
            self.rarity(word) * times * (K1 + 1) / (times + K1 * length)
            for word, times in self.counts[at].items()
            if word in asked
        )

    def rarity(self, word: str) -> float:
        having = self.having[word]
        return math.log(1 + (len(self.passages) - having + 0.5) / (having + 0.5))


def quote(question: str, passage: Passage, most: int = 2) -> str:
    """The sentences of a passage that have most of the question's words, in their order."""
    asked = set(words(question))
    sentences = re.split(r"(?<=[.!?])\s+", passage.text)
    best = sorted(sentences, key=lambda sentence: -len(asked & set(words(sentence))))[:most]
    return " ".join(sentence for sentence in sentences if sentence in best)
