import { expect, test } from 'vitest';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Candidate } from '../../../protocol/governance/admit.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { currentRecord } from '../../../server/flows/record/current.ts';
import { systemRandom } from '../../../server/random.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { toolPayload } from '../../support/tool-draft.ts';
import { foundWatched, type WatchedCommons } from '../http/support/watched-commons.ts';

test('§3 [R-3.8] what a batch has placed is in the threads that its later documents look at, once', async () => {
  const commons = await foundWatched(createMemoryStore(Date.now));
  const { context, committer } = commons.instance;
  const home = await context.commons();
  const subject = systemRandom.subject();
  const versions: Candidate[] = [];
  for (let index = 0; index < 3; index++) versions.push(await thing(commons, subject));
  const [first, second, third] = versions.map(({ verified }) => verified.id) as [
    DocumentId,
    DocumentId,
    DocumentId,
  ];
  const [logged, ...batch] = versions;
  if (logged === undefined) throw new TypeError('three were made');
  await committer.commit({ ...logged, attachments: new Map(), mustCount: false });

  const size = (await context.store.head(home))?.size ?? 0;
  const record = await currentRecord(context, home);
  for (const [offset, candidate] of batch.entries()) {
    record.keep(await record.foresee({ ...candidate, index: size + offset }));
    if (offset === 0) expect(await idsIn(record)).toEqual([first, second]); // asked when one of the batch is placed
  }
  expect(await idsIn(record)).toEqual([first, second, third]);

  // Nothing of that was committed, and nobody else finds it.
  expect(await idsIn(await currentRecord(context, home))).toEqual([first]);
  for (const candidate of batch)
    await committer.commit({ ...candidate, attachments: new Map(), mustCount: false });
  expect(await idsIn(await currentRecord(context, home))).toEqual([first, second, third]);

  async function idsIn(asked: Awaited<ReturnType<typeof currentRecord>>) {
    return asked.ask((known) => known.entries(subject).map(({ id }) => id));
  }
});

/** A signed version of a thing, as if it were logged next. */
async function thing(
  { instance, founder }: WatchedCommons,
  subject: ReturnType<typeof systemRandom.subject>,
) {
  const { context } = instance;
  const { author, key, sign } = founder;
  const payload = toolPayload({ commons: await context.commons(), author, subject });
  const envelope = await signEnvelope({ payload, author, key, sign });
  const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  return { index: 0, at: Date.now(), verified, document: parseDocument(verified.content) };
}
