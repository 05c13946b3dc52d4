import type { Child, FC } from 'hono/jsx';
import { type Texts, textIn } from '../../any-language.ts';

/** The language that pages are written in. */
const PAGE_LANGUAGE = 'en';

/** Words that a commons wrote: isolated from ours in direction, and marked with their language. */
export const Said: FC<{ texts: Texts; otherwise?: string }> = ({ texts, otherwise = '' }) => {
  const said = textIn(texts);
  if (said === null) return <>{otherwise}</>;
  const language = said.language === PAGE_LANGUAGE ? {} : { lang: said.language };
  return <bdi {...language}>{said.text}</bdi>;
};

/** Words that a person wrote, of one language that we do not know. */
export const Quoted: FC<{ children: Child }> = ({ children }) => <bdi>{children}</bdi>;

/** A longer text that a person wrote, with its own line breaks, in the language that they named. */
export const Prose: FC<{ text: string; language?: string | null }> = ({ text, language = null }) => (
  <p
    class="prose"
    dir="auto"
    {...(language === null || language === PAGE_LANGUAGE ? {} : { lang: language })}
  >
    {text}
  </p>
);
