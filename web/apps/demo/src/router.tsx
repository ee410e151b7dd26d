import { useSyncExternalStore, type AnchorHTMLAttributes, type ReactNode } from 'react';

const MOVED = 'popstate';

function subscribe(listener: () => void): () => void {
  addEventListener(MOVED, listener);
  return () => removeEventListener(MOVED, listener);
}

/** The path of the address, which follows links and the browser's buttons. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

/** Goes to a page of this site, and to a part of it if there is a `#`. */
export function go(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent(MOVED));
  scrollTo(0, 0);
  const part = location.hash.slice(1);
  // The part is there once the page is.
  if (part) requestAnimationFrame(() => document.getElementById(part)?.focus());
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

/** A link to a page of this site, which needs no new document. */
export function Link(props: LinkProps): ReactNode {
  const path = usePath();
  return (
    <a
      {...props}
      aria-current={path === props.href ? 'page' : undefined}
      onClick={(event) => {
        // The browser knows what a click with another button or key means.
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(props.href);
      }}
    />
  );
}
