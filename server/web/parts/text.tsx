import type { Child, FC } from 'hono/jsx';

/** Texts of one thing by language. */
export type Texts = Readonly<Record<string, string>>;

/** The language that pages are written in. */
const PAGE_LANGUAGE = 'en';

/** The text to show: in the page's language, else in the first there is; null where there is none at all. */
export function chosen(texts: Texts): { readonly language: string; readonly text: string } | null {
  const language = texts[PAGE_LANGUAGE] === undefined ? Object.keys(texts)[0] : PAGE_LANGUAGE;
  const text = language === undefined ? undefined : texts[language];
  return language === undefined || text === undefined ? null : { language, text };
}

/** As `chosen`, where the language cannot be marked: titles of tabs, labels of controls. */
export function plainText(texts: Texts, otherwise = ''): string {
  return chosen(texts)?.text ?? otherwise;
}

/** Words that a commons wrote: isolated from ours in direction, and marked with their language. */
export const Said: FC<{ texts: Texts; otherwise?: string }> = ({ texts, otherwise = '' }) => {
  const said = chosen(texts);
  if (said === null) return <>{otherwise}</>;
  const language = said.language === PAGE_LANGUAGE ? {} : { lang: said.language };
  return <bdi {...language}>{said.text}</bdi>;
};

/** Words that a person wrote, of one language that we do not know. */
export const Quoted: FC<{ children: Child }> = ({ children }) => <bdi>{children}</bdi>;

/** A longer text that a person wrote, with its own line breaks. */
export const Prose: FC<{ text: string }> = ({ text }) => (
  <p class="prose" dir="auto">
    {text}
  </p>
);
