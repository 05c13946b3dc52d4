/** Texts of one thing by language (BCP 47). */
export type Texts = Readonly<Record<string, string>>;

/** The language that pages and the command line are written in. */
const PREFERRED_LANGUAGE = 'en';

/** The text to show, with its language: the preferred one, else the first there is; null where there is none at all. */
export function textIn(texts: Texts): { readonly language: string; readonly text: string } | null {
  const language = texts[PREFERRED_LANGUAGE] === undefined ? Object.keys(texts)[0] : PREFERRED_LANGUAGE;
  const text = language === undefined ? undefined : texts[language];
  return language === undefined || text === undefined ? null : { language, text };
}

/** As `textIn`, where no language can be marked: sentences, titles of tabs, lines at a terminal. */
export function anyLanguage(texts: Texts, otherwise = ''): string {
  return textIn(texts)?.text ?? otherwise;
}
