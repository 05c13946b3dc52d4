import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import type { LoggedEntry } from '../log-builder.ts';
import { createRecord } from './record.ts';
import type { World } from './world.ts';

/** The same entries in a fresh record: nothing but the documents, their order and their times is taken over. */
export function replayEntries({ log, self }: World, entries: readonly LoggedEntry[]) {
  const facts = { number: 1, documentKeys: [self.key] };
  const { foreign, threads, add } = createRecord(log.commons, () => facts);
  const verdicts = entries.map(({ entry, verified, countsAtHome }) => {
    if (countsAtHome !== undefined) foreign.set(entry.id, countsAtHome);
    const document = parseDocument(verified.content);
    return add({ index: entry.index, at: entry.at, verified, document }).verdict;
  });
  return { verdicts, states: new Map([...threads].map(([name, { state }]) => [name, state])) };
}
