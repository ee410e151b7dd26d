import { useEffect, useState } from 'react';

/**
 * The token of the mailed link that led to this page: `#token=…`. `undefined` until the page has
 * come to life, null if there is none. It is taken out of the address bar.
 */
export function useMailedToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const take = (): void => {
      const found = new URLSearchParams(location.hash.slice(1)).get('token');
      // A second mount finds no token in the address any more.
      setToken((before) => found ?? before ?? null);
      if (found) history.replaceState(history.state, '', location.pathname + location.search);
    };
    take();
    // Another link to the same page does not load it anew.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return token;
}
