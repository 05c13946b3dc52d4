import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Client, ClientDraft, ClientPlaced } from '../../client/client.ts';
import { idleWords, verdictWords } from '../../client/verdict-words.ts';
import { button, element, note, sentenceOf } from './dom.ts';

/**
 * An act from wish to log entry: drafted by the server, shown in words, and signed here where the person says so. What
 * would not count, or come to nothing, is not signed.
 *
 * @returns what was logged; null where the person leaves it.
 * @throws {ProtocolError} where it cannot be drafted or logged.
 */
export async function signInDialog(
  client: Client,
  type: string,
  wish: JsonObject,
): Promise<ClientPlaced | null> {
  const drafted = await client.draft(type, wish);
  const { promise, resolve } = Promise.withResolvers<ClientPlaced | null>();
  const dialog = element('dialog', { 'aria-labelledby': 'to-sign' });
  const said = element('div', {});
  const leave = element('button', { type: 'button', class: 'plain-button' }, 'Leave it');
  leave.addEventListener('click', () => dialog.close());
  const sign = button('Sign and publish', async () => {
    try {
      const [placed] = await client.submit([drafted]);
      resolve(placed ?? null);
      dialog.close();
    } catch (error) {
      said.replaceChildren(note('bad', element('p', {}, sentenceOf(error))));
    }
  });
  dialog.append(
    element('h2', { id: 'to-sign' }, 'What you sign'),
    ...wordsOf(drafted),
    said,
    element('p', { class: 'choices' }, ...(isRefused(drafted) ? [leave] : [sign, leave])),
  );
  dialog.addEventListener('close', () => {
    resolve(null);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return promise;
}

const isRefused = ({ verdict, idle }: ClientDraft) => verdict.status === 'not-counted' || idle !== null;

function wordsOf(drafted: ClientDraft): readonly Node[] {
  const { summary, warning, verdict, idle } = drafted;
  const refused = isRefused(drafted);
  const words =
    idle !== null && verdict.status !== 'not-counted' ? idleWords(idle, false) : verdictWords(verdict, false);
  return [
    ...summary
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => element('p', { dir: 'auto' }, line)),
    ...(warning === null ? [] : [note('partly', element('p', {}, warning))]),
    note(refused ? 'bad' : 'good', element('p', {}, `${words}${refused ? ' So it is not signed.' : ''}`)),
  ];
}
