import { useId, type ReactNode } from 'react';
import { useMessages } from './words.js';

export interface PanelProps {
  title: string;
  children?: ReactNode | undefined;
}

/** A part of a page, with its heading. */
export function Panel({ title, children }: PanelProps): ReactNode {
  const { locale, dir } = useMessages();
  const label = useId();
  return (
    <section className="bp bp-panel" lang={locale} dir={dir} aria-labelledby={label}>
      <h2 id={label}>{title}</h2>
      {children}
    </section>
  );
}
