import { beforeAll, expect, test } from 'vitest';
import { hashTextOf } from '../../../protocol/ids.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';

const WORDS = 'Dora drinks';

let at: MemoryInstance;
let ana: Person;
let proposal: Acted;

/** A domain that discloses what people say to the parties, and a matter in it that has none. */
beforeAll(async () => {
  at = await memoryInstance(['Ana'], Date.parse('2026-05-04T08:00:00.000Z'));
  [ana] = at.people as unknown as [Person];
  const [sharing] = (await at.logged('domain')).map(({ content }) => content);
  const left = ['type', 'commons', 'author', 'issuedAt', 'audience', 'salt', 'limits'];
  const body = Object.fromEntries(Object.entries(sharing ?? {}).filter(([name]) => !left.includes(name)));
  const { subject, id } = await at.act(ana, 'domain', {
    ...{ ...body, subject: at.instance.context.random.subject(), limits: [] },
    ...{ scope: { effects: ['change'], paths: ['quiet/'] }, disclosure: 'parties' },
  });
  const operations = [{ op: 'adopt', adopts: { type: 'domain', subject, id } }];
  await at.act(ana, 'decision', { operations, reason: { say: 'It is between us.' } });
  const change = { op: 'change', paths: ['quiet/a'], content: 'A'.repeat(43), title: 'A change' };
  proposal = await at.act(ana, 'proposal', { operations: [change], driver: { say: 'It was wrong.' } });
});

const advice = async () => {
  const { subject, id } = proposal;
  const fields = { proposal: { subject, id }, stance: 'for', text: { say: WORDS } };
  const draft = await at.draft(ana, 'advice', fields);
  return { ...draft, document: JSON.parse(Buffer.from(draft.payload).toString()) as Record<string, unknown> };
};

test('§16 [R-16.5] where a matter has no parties, what is disclosed to them is for members, and for nobody else', async () => {
  expect((await advice()).document.audience).toBe('members');
});

test('§16 [R-16.37] whoever guesses what was withheld cannot tell by its hash', async () => {
  const [first, second] = [await advice(), await advice()];
  expect(first.id).not.toBe(second.id);
  expect(first.document.salt).not.toBe(second.document.salt);
  const bare = new TextEncoder().encode(WORDS);
  const [[hash, content] = ['', new Uint8Array()]] = first.attachments;
  expect(second.attachments.has(hash as never)).toBe(false);
  expect(content.length).toBe(bare.length + 16);
  expect(hashTextOf(content)).toBe(hash);
  expect(hashTextOf(bare)).not.toBe(hash);
});
