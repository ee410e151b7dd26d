import { useId, type ReactNode } from 'react';
import { useMessages } from './words.js';

export interface PanelProps {
  title: string;
  /** Whether it is all of a page. */
  page?: boolean | undefined;
  children?: ReactNode | undefined;
}

/** A part of a page, with its heading. */
export function Panel({ title, page, children }: PanelProps): ReactNode {
  const { locale, dir } = useMessages();
  const label = useId();
  const Heading = page ? 'h1' : 'h2';
  return (
    <section
      className={page ? 'bp bp-page' : 'bp bp-panel'}
      lang={locale}
      dir={dir}
      aria-labelledby={label}
    >
      <Heading id={label}>{title}</Heading>
      {children}
    </section>
  );
}
