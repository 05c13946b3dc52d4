import { ProtocolError } from '../../../protocol/problem.ts';
import { countText } from '../../amount-text.ts';
import { foundedCommons } from '../founding/found.ts';
import { type Rebuilder, rebuildLog } from './rebuild.ts';

/**
 * The shape of stored states and the rules that gave the stored verdicts. Raise it whenever the same log gives another
 * state or another verdict than before: each database is then rebuilt from its log when it is opened.
 */
export const STATE_VERSION = 16;

/** Where the version of what is stored is written down. */
const AT = ['setting', 'state'] as const;

/**
 * Rebuilds what an older version of this program stored, before anything reads it. A database that nobody ever wrote to
 * needs nothing.
 *
 * @param alone whether no other process uses the database: one that runs would go on with what it had read.
 * @throws {ProtocolError} `unavailable` where another process runs, or the database is of a newer version; as `rebuildLog`.
 */
export async function bringUpToDate(
  parts: Rebuilder,
  { alone, say }: { readonly alone: () => Promise<boolean>; readonly say: (message: string) => void },
): Promise<void> {
  const { records } = parts.store;
  const stored = (await records.get(...AT))?.version;
  if (stored === STATE_VERSION) return;
  if (typeof stored === 'number' && stored > STATE_VERSION) {
    throw new ProtocolError(
      'unavailable',
      'A newer version of folkmoot has written this database; this one does not know what it means.',
    );
  }
  const commons = await foundedCommons(parts);
  if (commons !== null) {
    await assertAlone(alone);
    say('An older version has written this database: its log is judged anew. This is done once.');
    const { entries, differences } = await rebuildLog(parts, commons, {
      write: true,
      onProgress: progressBy(say),
    });
    const changed =
      differences.length === 0
        ? 'all is as it was'
        : countText(differences.length, 'thing was another one', 'things were other ones');
    say(`${countText(entries, 'entry was', 'entries were')} judged anew: ${changed}.`);
  }
  await noteUpToDate(parts);
}

/** From now on what is stored is what this version computes. */
export async function noteUpToDate({ store }: Pick<Rebuilder, 'store'>): Promise<void> {
  await store.records.put(...AT, { version: STATE_VERSION });
}

/** @throws {ProtocolError} `conflict` */
export async function assertAlone(alone: () => Promise<boolean>): Promise<void> {
  if (await alone()) return;
  throw new ProtocolError(
    'conflict',
    'Another process uses this database; stop it first: what it has read would be no longer so.',
  );
}

/** Says it at every tenth of the way: a long log takes minutes. */
function progressBy(say: (message: string) => void): (done: number, of: number) => void {
  let said = 0;
  return (done, of) => {
    const tenth = Math.floor((10 * done) / of);
    if (tenth === said || done === of) return;
    said = tenth;
    say(`${done} of ${of} entries are judged.`);
  };
}
