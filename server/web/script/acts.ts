import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Client } from '../../client/client.ts';
import { verdictWords } from '../../client/verdict-words.ts';
import { element, note, sentenceOf } from './dom.ts';
import { signInDialog } from './sign.ts';
import { type FieldKind, type Filled, wishOf } from './wish.ts';

/**
 * Opens the forms of a page that concern this member, and lets them act.
 *
 * @param own the member: what concerns one other person alone is not offered to them.
 * @param onDone what follows once something is logged.
 */
export function openForms(client: Client, own: string, onDone: () => Promise<void>): void {
  for (const template of document.querySelectorAll<HTMLTemplateElement>('template[data-acts]'))
    template.replaceWith(template.content);
  for (const one of document.querySelectorAll<HTMLElement>('[data-by]'))
    if (one.dataset.by !== own) one.remove();
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-act]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(form, client, onDone);
    });
  }
}

async function send(form: HTMLFormElement, client: Client, onDone: () => Promise<void>): Promise<void> {
  const submit = form.querySelector<HTMLButtonElement>('button[type="submit"]');
  const said = saidIn(form);
  said.replaceChildren();
  if (submit !== null) submit.disabled = true;
  try {
    const base = JSON.parse(form.dataset.fields ?? '{}') as JsonObject; // the server wrote it
    const placed = await signInDialog(client, form.dataset.act ?? '', wishOf(base, filledIn(form)));
    if (placed === null) return;
    form.reset();
    // It is logged, whether or not the page can be shown anew.
    await onDone().catch(() => undefined);
    tell(`Signed: entry ${placed.index} of the log. ${verdictWords(placed.verdict, true)}`);
  } catch (error) {
    said.replaceChildren(note('bad', element('p', {}, sentenceOf(error))));
  } finally {
    if (submit !== null) submit.disabled = false;
  }
}

function filledIn(form: HTMLFormElement): readonly Filled[] {
  const fields = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    '[name][data-kind]',
  );
  return [...fields].flatMap((field) => {
    if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type) && !field.checked)
      return [];
    return [{ path: field.name, kind: field.dataset.kind as FieldKind, value: field.value }];
  });
}

function saidIn(form: HTMLFormElement): HTMLElement {
  const there = form.querySelector<HTMLElement>('[data-said]');
  if (there !== null) return there;
  const made = element('div', { 'data-said': '' });
  form.append(made);
  return made;
}

/** At the top of the page, where it is read whatever becomes of the form. */
function tell(sentence: string): void {
  const told = note('good', element('p', {}, sentence));
  told.tabIndex = -1;
  document.getElementById('content')?.prepend(told);
  told.focus();
}
