'use client';

import type { ReactNode } from 'react';

/** Does what nothing else here may do, so that it is seen that `no-browser.mjs` notices. */
export default function Trap(): ReactNode {
  try {
    return <p>not noticed: {typeof document}</p>;
  } catch (error) {
    return <p>{String(error)}</p>;
  }
}
