import { UiProvider, type Messages } from '@bookplate/react/ui';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import de from './words/de.json';
import en from './words/en.json';
import es from './words/es.json';
import ur from './words/ur.json';

/** The site's own words; those of the components come with `@bookplate/react`. */
export type Words = typeof en;
export type Theme = 'light' | 'dark' | 'system';

const WORDS = { en, es, de, ur } satisfies Record<string, Words>;
export type Language = keyof typeof WORDS;

/** The languages by the names that their speakers give them. */
export const LANGUAGES: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  de: 'Deutsch',
  ur: 'اردو',
};

const COMPONENTS: Record<Language, () => Promise<Messages | undefined>> = {
  en: async () => undefined,
  es: async () => (await import('@bookplate/react/ui/messages/es')).es,
  de: async () => (await import('@bookplate/react/ui/messages/de')).de,
  ur: async () => (await import('@bookplate/react/ui/messages/ur')).ur,
};

interface Appearance {
  words: Words;
  language: Language;
  theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

const Context = createContext<Appearance | null>(null);

/** How the page looks, and in which language. */
export function useAppearance(): Appearance {
  return useContext(Context)!;
}

/** What the address asks for, or what was chosen last in this browser. */
function chosen(name: string): string {
  const asked = new URLSearchParams(location.search).get(name);
  try {
    return asked ?? localStorage.getItem(`demo.${name}`) ?? '';
  } catch {
    // A private window may refuse.
    return asked ?? '';
  }
}

/** Gives the page its theme, its language and the direction of that. */
export function AppearanceProvider({ children }: { children: ReactNode }): ReactNode {
  const [theme, setTheme] = useState<Theme>(() => {
    const it = chosen('theme');
    return it === 'light' || it === 'dark' ? it : 'system';
  });
  const [language, setLanguage] = useState<Language>(() => {
    const it = chosen('language') || navigator.language.slice(0, 2);
    return Object.hasOwn(WORDS, it) ? (it as Language) : 'en';
  });
  const [shown, show] = useState<{ language: Language; messages: Messages | undefined }>();

  useEffect(() => {
    let latest = true;
    // Both change at once, so that no line is in another language than the next.
    void COMPONENTS[language]().then((messages) => latest && show({ language, messages }));
    return () => void (latest = false);
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    if (!shown) return;
    document.documentElement.lang = shown.language;
    document.documentElement.dir = shown.messages?.dir ?? 'ltr';
  }, [shown]);

  const value = useMemo(
    () => ({
      words: WORDS[shown?.language ?? 'en'],
      language,
      theme,
      setLanguage: kept<Language>('language', setLanguage),
      setTheme: kept<Theme>('theme', setTheme),
    }),
    [shown, language, theme],
  );
  if (!shown) return null;
  return (
    <Context value={value}>
      <UiProvider messages={shown.messages}>{children}</UiProvider>
    </Context>
  );
}

/** Sets something, and remembers it. */
function kept<T extends string>(name: string, set: (value: T) => void): (value: T) => void {
  return (value) => {
    set(value);
    try {
      localStorage.setItem(`demo.${name}`, value);
    } catch {
      // Then it is for this page only.
    }
  };
}
