import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_TYPES } from '../../../protocol/documents/document.ts';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;
let folder: string;

/** A founder alone, and a server in a process of its own. */
beforeAll(async () => {
  await ensureBuilt();
  folder = await newFolder();
  const data = join(folder, 'data');
  const port = String(await freePort());
  ana = await newDevice();
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data, '--port', port);
  await startServer(['--data', data, '--port', port]);
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}

/** What a person types for each type that has a command of its own; of the others, `act` is the way. */
const FRIENDLY: Readonly<Record<string, readonly string[]>> = {
  action: ['action'],
  advice: ['advise'],
  'agent-control': ['agent', 'stop'],
  'answer-link': ['link'],
  approval: ['approve'],
  budget: ['budget', 'add'],
  call: ['call', 'open'],
  'call-answer': ['call', 'answer'],
  candidacy: ['stand'],
  challenge: ['challenge'],
  charter: ['charter', 'change'],
  circle: ['circle', 'join'],
  claim: ['claim'],
  completion: ['done'],
  confirmation: ['confirm'],
  constraint: ['constraint', 'propose'],
  decision: ['decide'],
  delegation: ['delegate'],
  disavowal: ['meeting', 'disown'],
  domain: ['domain', 'change'],
  'emergency-act': ['emergency', 'report'],
  erasure: ['erase'],
  handling: ['matter', 'refer'],
  handover: ['handover', 'pass'],
  'handover-acceptance': ['handover', 'accept'],
  mandate: ['mandate', 'give'],
  matter: ['matter', 'raise'],
  meeting: ['meeting', 'call'],
  minutes: ['meeting', 'minutes'],
  nomination: ['nominate'],
  objection: ['object'],
  'objection-test': ['test-objection'],
  participant: ['me', 'rest'],
  proposal: ['propose'],
  proxy: ['proxy'],
  recusal: ['recuse'],
  referral: ['refer'],
  resource: ['resource', 'add'],
  response: ['respond'],
  role: ['role', 'add'],
  'ruling-request': ['question'],
  set: ['import', 'maintainers'],
  support: ['support'],
  tally: ['tally'],
  withdrawal: ['withdraw'],
};

describe('§10 [R-10.30] whatever a person can sign is reached from the command line', () => {
  const people = Object.entries(DOCUMENT_TYPES)
    .filter(([, { signer }]) => signer !== 'commons')
    .map(([type]) => type)
    .sort();

  test('every type has a command, or `act` takes it', async () => {
    const { types } = await ana.json<{ types: readonly { type: string; fields: readonly object[] }[] }>(
      'act',
      '--list',
    );
    const taken = new Map(types.map(({ type, fields }) => [type, fields.length]));
    for (const type of people) {
      const friendly = FRIENDLY[type];
      if (friendly === undefined) expect(taken.get(type), type).toBeGreaterThan(0);
      else expect(await ana.help(...friendly), type).toContain(`folkmoot ${friendly.join(' ')}`);
    }
    expect([...taken.keys()].sort()).toEqual(people);
    expect(Object.keys(FRIENDLY).filter((type) => !people.includes(type))).toEqual([]);
  });

  test('the fields of every type reach the drafts route, which says what is missing', async () => {
    for (const type of people) {
      const problem = await ana.problem(1, 'act', type, '--field', 'nonsense=1');
      expect([type, problem.type]).toEqual([type, expect.stringMatching(/^urn:folkmoot:problem:/)]);
      expect(problem.type).not.toContain('internal');
    }
  });

  test.each(
    Object.keys(DOCUMENT_TYPES).filter((type) => DOCUMENT_TYPES[type as 'heads'].signer === 'commons'),
  )('no person signs what the commons signs: %s', async (type) => {
    expect((await ana.problem(2, 'act', type)).detail).toContain('signed by the commons');
  });
});

describe('act', () => {
  test('drafts, shows, signs and logs: from options, with words attached and ids by their beginning', async () => {
    const { subject } = await ana.json<{ subject: string }>('whoami');
    const raised = await ana.json<Logged>(
      ...['act', 'matter', '--field', `to=${subject}`, '--field', 'what=The gate squeaks.'],
    );
    expect(raised.verdict.status).toBe('counted');
    const { matters } = await ana.json<{ matters: readonly { what: string }[] }>('matter', 'list');
    expect(matters.map(({ what }) => what)).toEqual(['The gate squeaks.']);
  });

  test('from a file, and then it can be answered by `act` as well', async () => {
    const file = join(folder, 'proposal.json');
    const { domains } = await ana.json<{ domains: readonly { subject: string; title: { en: string } }[] }>(
      'register',
    );
    const domain = domains.find(({ title }) => title.en === 'Purpose and charter')?.subject;
    await writeFile(
      file,
      JSON.stringify({
        operations: [{ op: 'resolve', text: { say: 'We meet on Mondays.' } }],
        domain,
        driver: { say: 'To plan.' },
      }),
    );
    const { short, verdict } = await ana.json<Logged>('act', 'proposal', '--fields', file);
    expect(verdict.status).toBe('counted');
    const { subject } = await eventually('it is open', async () => {
      const shown = await ana.json<{ state: string; subject: string }>('proposals', short);
      return shown.state === 'open' ? shown : null;
    });
    const ran = await ana.run(
      'act',
      'response',
      '--field',
      `proposal=${subject}`,
      '--field',
      'value=consent',
      '--yes',
    );
    expect(ran.stderr).toContain('You answer the proposal with consent.');
    expect(ran.stdout).toContain('It counts.');
  });

  test('what would not count is said, and not signed', async () => {
    const { subject } = await ana.json<{ subject: string }>('whoami');
    const refused = await ana.problem(
      1,
      'act',
      'delegation',
      '--field',
      `to=${subject}`,
      '--field',
      'endsAt=2099-01-01T00:00:00Z',
      '--field',
      'reason=x',
    );
    expect(refused.detail).toContain('Nothing was signed');
    expect((await ana.problem(2, 'act', 'nonsense')).detail).toContain('No document type');
    expect((await ana.problem(2, 'act', 'matter', '--field', 'text')).detail).toContain('name=value');
  });
});

describe('what one says of oneself', () => {
  interface People {
    readonly people: readonly { readonly name: string; readonly status: string }[];
  }
  const shown = async () => (await ana.json<People>('circle', 'list')).people;

  test('[R-1.16] rests, comes back, is called otherwise, and has a new key', async () => {
    await ana.json('me', 'rest');
    expect(await shown()).toMatchObject([{ name: 'Ana', status: 'resting' }]);
    await ana.json('me', 'back');
    await ana.json('me', 'rename', 'Ana of the well');
    expect(await shown()).toMatchObject([{ name: 'Ana of the well', status: 'active' }]);
    const before = await ana.json<{ key: string; profile: string }>('whoami');
    await ana.json('me', 'new-key');
    const after = await ana.json<{ key: string }>('whoami');
    expect(after.key).not.toBe(before.key);
    await ana.json('resource', 'add', 'Work', '--kind', 'hours', '--unit', 'minute', '--quantity', '10');
    expect((await ana.run('me', 'rest', '--profile', before.profile, '--yes')).status).toBe(1);
    expect((await ana.problem(2, 'me', 'drop-key', after.key)).detail).toContain('only key');
  });
});
