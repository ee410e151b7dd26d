import { BOOK, type Chapter } from './book.js';

/** A paragraph that has to do with a question. */
export interface Passage {
  chapter: Chapter;
  text: string;
}

const PASSAGES: readonly Passage[] = BOOK.flatMap((chapter) =>
  chapter.paragraphs.map((text) => ({ chapter, text })),
);

/** Words that say nothing of what a question is about. */
const EMPTY = new Set(
  `
    about and are book can does for from happen happens has have how into its make makes me
    mean means much need not say should tell that the them there this use used was what when
    where which who why will with work works would you your
  `.match(/\w+/g),
);

/** The words of a text, without their endings: `tuning`, `tuned` and `tune` are one. */
function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return new Set(words.filter((word) => !EMPTY.has(word)).map(stem));
}

const stem = (word: string): string =>
  word.replace(/(?<=\p{L}{3})(ational|ation|ity|ing|ed|es|le|al|e|s)$/u, '');

/** A passage tells of the title of its chapter, too. */
const INDEX = PASSAGES.map(({ chapter, text }) => stems(`${chapter.title} ${text}`));

/** The paragraphs that share the rarest words with the question, best first; two at most. */
export function find(question: string): readonly Passage[] {
  const asked = [...stems(question)].map((word) => {
    const holders = INDEX.filter((words) => words.has(word)).length;
    return { word, weight: holders && Math.log(1 + PASSAGES.length / holders) };
  });
  const ranked = PASSAGES.map((passage, i) => ({
    passage,
    score: asked.reduce((sum, { word, weight }) => sum + (INDEX[i]!.has(word) ? weight : 0), 0),
  })).sort((a, b) => b.score - a.score);
  const best = ranked[0]?.score ?? 0;
  return ranked
    .filter(({ score }) => score > 0 && score >= best * 0.7)
    .slice(0, 2)
    .map(({ passage }) => passage);
}

/** What the book says to a question, in its own words. */
export function answerTo(question: string): { text: string; chapters: readonly Chapter[] } {
  const found = find(question);
  if (found.length === 0) {
    return { text: 'The book has nothing on that. Try other words.', chapters: [] };
  }
  const quotes = found.map(({ chapter, text }) => `“${chapter.title}” says: ${text}`);
  return { text: quotes.join('\n\n'), chapters: [...new Set(found.map((it) => it.chapter))] };
}
