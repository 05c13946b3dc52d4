import { AsyncLocalStorage } from 'node:async_hooks';

/** Texts of one thing by language (BCP 47). */
export type Texts = Readonly<Record<string, string>>;

/** The language that pages and the command line are written in. */
const PREFERRED_LANGUAGE = 'en';

const READER = new AsyncLocalStorage<readonly string[]>();

/** Runs something for a reader of these languages, best first: a text that is there in one of them is shown in that. */
export function forReader<Result>(languages: readonly string[], run: () => Result): Result {
  return READER.run(languages, run);
}

/**
 * The text to show, with its language: one that the reader asked for, else the pages' own, else the first there is; null
 * where there is none at all. Spec §9 [R-9.10].
 */
export function textIn(texts: Texts): { readonly language: string; readonly text: string } | null {
  const language = languageAmong(Object.keys(texts));
  const text = language === undefined ? undefined : texts[language];
  return language === undefined || text === undefined ? null : { language, text };
}

/** As `textIn`, where no language can be marked: sentences, titles of tabs, lines at a terminal. */
export function anyLanguage(texts: Texts, otherwise = ''): string {
  return textIn(texts)?.text ?? otherwise;
}

/** Of several texts that say one thing, those in the language to show; all, where no two languages are named. */
export function inOneLanguage<Text extends { readonly language: string | null }>(
  texts: readonly Text[],
): readonly Text[] {
  const named = new Set(texts.flatMap(({ language }) => language ?? []));
  if (named.size < 2) return texts;
  const chosen = languageAmong([...named]);
  return texts.filter(({ language }) => language === null || language === chosen);
}

/** `de-AT` is served by `de`, and `de` by `de-AT`. */
function languageAmong(languages: readonly string[]): string | undefined {
  const wanted = [...(READER.getStore() ?? []), PREFERRED_LANGUAGE];
  for (const one of wanted) {
    const found =
      languages.find((language) => language.toLowerCase() === one.toLowerCase()) ??
      languages.find((language) => mainOf(language) === mainOf(one));
    if (found !== undefined) return found;
  }
  return languages[0];
}

function mainOf(language: string): string {
  return language.toLowerCase().split('-')[0] ?? language;
}
