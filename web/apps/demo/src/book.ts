import source from './book.md?raw';

/** A chapter of the book. */
export interface Chapter {
  /** Its name in addresses. */
  slug: string;
  title: string;
  paragraphs: readonly string[];
}

/** The book, which is in English in every language of the site. */
export const BOOK: readonly Chapter[] = source
  .split(/^# /m)
  .slice(1)
  .map((chapter) => {
    const [title = '', ...paragraphs] = chapter.trim().split(/\n{2,}/);
    return {
      slug: title.toLowerCase().replaceAll(' ', '-'),
      title,
      paragraphs: paragraphs.map((text) => text.replaceAll('\n', ' ')),
    };
  });

/** The address of a chapter. */
export const pathOf = ({ slug }: Chapter): string => `/chapters/${slug}`;
