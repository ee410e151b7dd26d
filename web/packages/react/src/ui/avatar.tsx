import { useState, type ReactNode } from 'react';

export interface AvatarProps {
  name: string;
  image: string | null;
}

/** The picture of somebody, or initials where none loads. For the eyes only. */
export function Avatar({ name, image }: AvatarProps): ReactNode {
  const [broken, setBroken] = useState<string | null>(null);
  if (image && image !== broken) {
    return (
      <img
        className="bp-avatar"
        src={image}
        alt=""
        width={32}
        height={32}
        referrerPolicy="no-referrer"
        onError={() => setBroken(image)}
      />
    );
  }
  // No text of the page: what people say to press a button is the name beside it.
  return <span className="bp-avatar" aria-hidden="true" data-initials={initials(name)} />;
}

/** The first letters of the first and the last word. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends.map((word) => [...word][0]!.toUpperCase()).join('');
}
