import { describe, expect, test } from 'vitest';
import { composeDocument } from '../../../protocol/documents/compose.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { continueFounding } from '../../../server/flows/founding/found.ts';
import { readDocument } from '../../../server/flows/record/read-document.ts';
import { systemRandom } from '../../../server/random.ts';
import { person } from '../../support/people.ts';
import { foundInMemory, type MemoryCommons } from '../web/support/memory-commons.ts';

const VIEWS = ['/commons', '/register', '/register/path?path=a/b', '/resources', '/agreements', '/peers'];

describe('a founding by two, once the second has confirmed', () => {
  test('before what the charter adopts is logged, every view answers as before the founding', async () => {
    const commons = await foundInMemory({ founders: 2 });
    const { context, committer } = commons.instance;
    const envelope = await secondConfirmation(commons);
    const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
    await committer.commit({
      verified,
      document: parseDocument(verified.content),
      attachments: new Map(),
      mustCount: true,
    });
    for (const path of VIEWS) expect((await commons.get(path)).status, path).toBe(200);
    expect(await commons.json('/commons')).toMatchObject({ founded: true, counts: { domains: 0 } });
    expect(await commons.json('/register')).toMatchObject({ total: 0, domains: [] });

    await continueFounding(context, committer);
    expect(await commons.json('/register')).toMatchObject({ total: 4 });
  });

  test('whoever confirms last finds what the charter adopts, and the identity is logged once', async () => {
    const commons = await foundInMemory({ founders: 2 });
    const { context, committer } = commons.instance;
    const envelope = await secondConfirmation(commons);
    await Promise.all([
      submit(context, committer, envelope, new Map()),
      continueFounding(context, committer),
      continueFounding(context, committer),
    ]);
    expect(await commons.json('/register')).toMatchObject({ total: 4 });
    const [identity] = await context.store.threads(commons.commons, { names: ['identity'] });
    expect(identity?.n).toBe(1);
  });
});

async function secondConfirmation({ instance, commons }: MemoryCommons): Promise<Uint8Array> {
  const { context } = instance;
  const { author, key, sign } = person('founder 2');
  const [entry] = await context.store.entries(commons, { at: [0] });
  const charter = entry === undefined ? undefined : readDocument(entry)?.document;
  if (entry === undefined || charter === undefined) throw new Error('there is no charter');
  const { payload } = composeDocument<'confirmation'>({
    type: 'confirmation',
    commons,
    author,
    subject: systemRandom.subject(),
    issuedAt: formatMillis(await context.now()),
    audience: 'public',
    salt: systemRandom.salt(),
    of: { subject: charter.subject, id: entry.id },
  });
  return signEnvelope({ payload, author, key, sign });
}
