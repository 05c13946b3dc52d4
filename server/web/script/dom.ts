import { ProtocolError } from '../../../protocol/problem.ts';
import { issueWords } from '../../issue-words.ts';
/** A new element with its content; attributes are set as they are named. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** A button that cannot be pressed twice while what it began goes on. */
export function button(label: string, act: () => Promise<void>, className = ''): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', ...(className === '' ? {} : { class: className }) },
    label,
  );
  made.addEventListener('click', () => {
    made.disabled = true;
    void act().finally(() => {
      made.disabled = false;
    });
  });
  return made;
}

/** A sentence beside what it is about; screen readers say it at once. */
export function note(tone: 'good' | 'bad' | 'partly', ...content: readonly (Node | string)[]): HTMLElement {
  return element('div', { class: `note ${tone}`, role: tone === 'bad' ? 'alert' : 'status' }, ...content);
}

/** What went wrong, in words. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'That failed.';
  const places = error instanceof ProtocolError ? issueWords(error.extensions.issues) : null;
  return places === null ? error.message : `${error.message} ${places.join('; ')}.`;
}
