import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { newTerms } from '../../../server/cli/terms.ts';
import { agreementSchema } from '../../../server/client/views.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { systemRandom } from '../../../server/random.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

/** An offer of ours to a commons that is no peer yet: it is on the table, and nobody has answered. */
let commons: MemoryCommons;
let proposed: number;
const negotiation = systemRandom.subject();
const THEM = scidSchema.parse('QmVd9ZTfFdGYzhWR7eKu8dXy1sBfdEUYqGoPbVLNFkbWtw');

beforeAll(async () => {
  commons = await foundInMemory();
  const { context, committer } = commons.instance;
  const exchange = { us: commons.commons, them: THEM, gives: [], gets: [], language: 'en' };
  const fields = newTerms(exchange, { purpose: 'To talk.' }, await context.now());
  const promise = { subject: systemRandom.subject(), id: `ni:///sha-256;${'A'.repeat(43)}` };
  const commitments = [
    { provider: THEM, receiver: commons.commons, action: 'use', resource: promise, quantity: 1500 },
  ];
  const { id } = await commons.act('proposal', {
    operations: [{ op: 'agree', negotiation, fields: { ...fields, commitments } }],
    driver: { say: 'We have no saw.' },
  });
  proposed = (await context.store.indexOf(commons.commons, id)) ?? -1;
  await reactToLog(context, committer);
});

async function shown() {
  const answer: JsonObject = await commons.json(`/agreements/${negotiation}`);
  const { html } = await commons.page(`/agreements/${negotiation}`);
  return { ...agreementSchema.parse(answer), html: html.replace(/<[^>]+>/g, '') };
}

/** As `reactToLog` leaves it behind. */
const owe = (value: JsonObject) =>
  commons.instance.context.store.records.put('owed', String(proposed), { index: proposed, ...value });

describe('an agreement says what is missing in it', () => {
  test('a yes of each party', async () => {
    const { owed, html } = await shown();
    expect(owed).toMatchObject([
      { by: 'us', what: 'yes', state: 'open', sentence: expect.stringContaining('We have not said yes') },
      { by: THEM, what: 'yes', state: 'open' },
    ]);
    expect(html).toContain('What is missing');
    expect(html).toContain('We have not said yes to these terms yet; there is time until');
  });

  test('an act of ours that has to wait, with its reason', async () => {
    await owe({ reason: 'The evidence does not reach V3 yet.' });
    const { owed, html } = await shown();
    expect(owed[0]).toMatchObject({ by: 'us', what: 'act', state: 'waits' });
    expect(html).toContain('Our answer is decided, and waits: The evidence does not reach V3 yet.');
    expect(html).not.toContain('We have not said yes');
  });

  test('an act of ours that failed, without a word about the inside', async () => {
    await owe({});
    const { owed, html } = await shown();
    expect(owed[0]).toMatchObject({ by: 'us', what: 'act', state: 'failed' });
    expect(html).toContain('Our answer is decided, and failed; it is tried again');
  });

  test('and why of the negotiation says the same', async () => {
    expect(await commons.json(`/why/${negotiation}`)).toEqual(
      await commons.json(`/agreements/${negotiation}`),
    );
    const answer = await commons.get(`/bundles/${negotiation}`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ status: 409, owed: [{ by: 'us' }, { by: THEM }] });
  });
});
