import { toBase64url, utf8 } from '../../../../protocol/bytes.ts';
import type { JsonObject, JsonValue } from '../../../../protocol/canonical.ts';
import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { hashTextOf, type Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis } from '../../../../protocol/time.ts';
import { proofOf } from '../../../../server/flows/links/secret.ts';
import { sayStandings } from '../../../../server/flows/peers/rules.ts';
import { createNetwork, type Network, type Node } from '../../../support/network/network.ts';
import { SAMPLES } from '../../../support/vectors/documents/samples.ts';
import { type Acting, actingIn, type Person, type Ref } from './acting.ts';

/** What stands in documents for the hidden circle, for members, and for the peer; a moment that only the first name. */
export const MARKS = { circle: 'zqhidden', members: 'zqmember', peer: 'zqparty' } as const;
export const CIRCLE_TIME = '2026-08-17T17:17:17.000Z';

/** A commons in which there is something of every kind that is not public, and whoever may read how much of it. */
export interface HiddenCommons {
  readonly network: Network;
  readonly home: Node;
  readonly peer: Node;
  /** In the hidden circle; and a member who is not. */
  readonly inside: Person;
  readonly outside: Person;
  /** The public matter, decision, role and so on that hidden documents are about. */
  readonly open: Readonly<Record<'proposal' | 'decision' | 'matter' | 'meeting' | 'role' | 'domain', Ref>>;
  readonly circle: Ref;
}

/** Types that are for everybody whatever happens, and those of which only the commons itself makes one. */
export const ALWAYS_PUBLIC: ReadonlySet<DocumentTypeName> = new Set<DocumentTypeName>([
  ...(['charter', 'identity', 'participant', 'description', 'heads', 'erasure'] as const),
  ...(['deposit', 'deposit-list'] as const),
  ...([
    'erasure-acknowledgement',
    'terms',
    'acceptance',
    'rejection',
    'seal',
    'lapse',
    'event',
    'termination',
    'question',
    'answer',
  ] as const),
]);

export async function hiddenCommons(): Promise<HiddenCommons> {
  const network = createNetwork();
  const [home, peer] = [await network.found('a'), await network.found('b')];
  for (const node of [home, peer]) await node.react();
  await home.addPeer(peer);
  await peer.addPeer(home);
  const at = actingIn(home);
  const ana = home.founder;
  const [inside, outside] = [await at.join('Dora'), await at.join('Cem')];
  const everyone = await at.first('circle');
  await at.adopt('circle', { ...at.bodyOf(everyone.content), members: [ana.author, outside.author] });
  const circle = await at.adopt('circle', {
    audience: 'members',
    kind: 'working-group',
    name: { en: `${MARKS.members} care` },
    aim: { en: `${MARKS.members} aim` },
    members: [ana.author, inside.author],
    status: 'active',
  });
  const audience = `circle:${circle.subject}`;
  const hidden = { circle: audience, members: 'members' };
  const open = await openThings(at, ana, outside, circle);
  await rows(home, at, ana);
  for (const [kind, mark] of Object.entries({ circle: MARKS.circle, members: MARKS.members })) {
    const more = { audience: hidden[kind as keyof typeof hidden] };
    await hiddenThings(at, { who: ana, circle, mark, more });
    await hiddenMatter(at, { who: ana, other: inside, mark, more, domain: open.domain.subject });
    await hiddenWords(at, { who: inside, ana, outside, mark, more, open });
  }
  await at.act(ana, 'advice', {
    proposal: open.proposal.subject,
    stance: 'for',
    text: { say: MARKS.peer },
    audience: [home.commons, peer.commons].sort(),
  });
  await everyType(at, inside, audience);
  network.wait(30);
  await home.react();
  await peer.take(home);
  return { network, home, peer, inside, outside, open, circle };
}

const CHANGE = { op: 'change', paths: ['docs/a'], content: 'A'.repeat(43), title: 'A sentence' };

/** What everybody may see, so that there is something that hidden words can be about. */
async function openThings(at: Acting, ana: Person, cem: Person, circle: Ref) {
  const work = await at.first('domain', 'Changes');
  const register = await at.first('domain', 'Register');
  const everyone = await at.first('circle');
  const scope = register.content.scope as { readonly effects: readonly string[] };
  await at.adopt('domain', {
    ...at.bodyOf(register.content),
    scope: { effects: [...scope.effects, 'adopt:*'] },
  });
  const domain = await at.adopt('domain', {
    ...at.likeIn(work.content),
    title: { en: 'Talk' },
    scope: { effects: ['change'], paths: ['talk/'] },
    owner: { kind: 'circle', subject: everyone.content.subject, id: everyone.id },
    rung: 'consent',
    parameters: {},
    disclosure: 'members',
  });
  const role = await at.adopt('role', roleOf(circle, 'Gardener'));
  const proposal = await at.act(ana, 'proposal', {
    driver: { say: 'It is time.' },
    operations: [{ ...CHANGE, paths: ['talk/a'] }],
  });
  const decision = await at.act(ana, 'decision', { operations: [CHANGE], reason: { say: 'It is wrong.' } });
  const matter = await at.act(cem, 'matter', { what: { say: 'The gate.' }, to: ana.author });
  const startsAt = formatMillis(Date.parse('2026-03-20T10:00:00Z'));
  const agenda = [{ proposal: proposal.subject }];
  const meeting = await at.act(ana, 'meeting', { circle: everyone.content.subject, startsAt, agenda });
  return { proposal, decision, matter, meeting, role, domain };
}

function roleOf(circle: Ref, name: string) {
  return {
    ...{ circle, name: { en: name }, purpose: { en: name }, decides: [], accountabilities: [] },
    ...{ seats: { min: 1, max: 3 }, termSeconds: 300 * DAY_SECONDS, maxConsecutiveTerms: 2 },
    ...{ selection: 'consent', separateFrom: [], alternates: false, continuity: false },
  };
}

/** What only stands in tables: a person of a register whose name is for members, and why somebody is blocked. */
async function rows({ instance }: Node, at: Acting, ana: Person): Promise<void> {
  const { random, store } = instance.context;
  const seat = random.subject();
  const name = `${MARKS.members} Seat`;
  await store.records.add('person', seat, {
    name,
    email: `${MARKS.members}@example.org`,
    visible: 'members',
  });
  const note = { reason: MARKS.members, note: MARKS.members, publicNote: '', until: null };
  const saying = { ...note, standing: 'block' as const, by: ana.author };
  await sayStandings(instance.context, [{ target: 'spam.example.net', saying }]);
  const work = await at.first('domain', 'Changes');
  await at.adopt('domain', {
    ...at.likeIn(work.content),
    ...{ title: { en: 'Seats' }, affected: [seat] },
    ...{
      scope: { effects: ['change'], paths: ['seats/'] },
      owner: { kind: 'seats', seats: [seat], endsAt: '2027-01-01T00:00:00Z' },
    },
  });
}

interface Everybody {
  readonly ana: Person;
  readonly outside: Person;
}

interface Hiding {
  readonly who: Person;
  readonly mark: string;
  readonly more: { readonly audience: string | undefined };
}

/** A moment to come that says for whom it is. */
function timeOf(mark: string): string {
  return mark === MARKS.circle ? CIRCLE_TIME : '2026-09-01T00:00:00Z';
}

/** Things in force that are not for everybody. */
async function hiddenThings(
  at: Acting,
  { who, circle, mark, more }: Hiding & { circle: Ref },
): Promise<void> {
  const say = { say: `${mark} reason` };
  const decided = { ...more, reason: say };
  const sharing = await at.first('domain', 'Sharing');
  const safe = await at.adopt(
    'resource',
    {
      ...{ ...more, kind: 'goods', name: { en: `${mark} gold` }, unit: `${mark} bar`, askers: 'members' },
      ...{ capacity: { model: 'stock', quantity: 12 }, steward: sharing.content.subject },
    },
    decided,
  );
  await at.act(who, 'decision', {
    ...decided,
    operations: [{ op: 'transfer', resource: safe, quantity: 1, to: { named: { say: `${mark} dentist` } } }],
    alternatives: [{ say: `${mark} other way` }],
  });
  await at.adopt(
    'budget',
    {
      ...{
        ...more,
        title: { en: `${mark} budget` },
        for: { kind: 'circle', subject: circle.subject },
        resource: safe,
        quantity: 3,
      },
      period: { startsAt: '2026-03-01T00:00:00Z', endsAt: timeOf(mark) },
    },
    decided,
  );
  await at.adopt(
    'constraint',
    {
      ...{ ...more, title: { en: `${mark} rule` }, value: { en: `${mark} value` }, hard: true },
      rule: { kind: 'maxAmount', most: 11, resource: safe.subject },
    },
    decided,
  );
  const work = await at.first('domain', 'Changes');
  await at.adopt(
    'domain',
    {
      ...at.likeIn(work.content),
      ...{ ...more, title: { en: `${mark} vault` } },
      scope: { effects: ['change'], paths: [`vault/${mark === MARKS.circle ? 'inner' : 'outer'}/`] },
    },
    decided,
  );
  const role = await at.adopt('role', { ...roleOf(circle, `${mark} keeper`), ...more }, decided);
  const term = { holder: who.author, startsAt: '2026-03-03T00:00:00Z', endsAt: '2026-10-01T00:00:00Z' };
  await at.adopt('mandate', { ...more, role, ...term }, decided);
  await at.act(who, 'call', { ...more, role: role.subject, text: { say: `${mark} call` } });
}

/** Matters of their own. */
async function hiddenMatter(
  at: Acting,
  { who, other, mark, more, domain }: Hiding & { other: Person; domain: Subject },
): Promise<void> {
  const say = { say: `${mark} words` };
  const proposal = await at.act(who, 'proposal', {
    ...{ ...more, driver: say, explanation: [say], alternatives: [say] },
    ...{ operations: [{ op: 'resolve', text: say }], domain },
  });
  const secret = new Uint8Array(24).fill(mark.length);
  const proof = { lock: proofOf(secret).lock, guest: say };
  const { id } = await at.act(who, 'answer-link', { proposal: proposal.subject, ...proof });
  await at.ask(id, toBase64url(secret), `${mark} words`);
  await at.act(who, 'response', { proposal: proposal.subject, value: 'concern', text: say });
  await at.act(other, 'advice', { proposal: proposal.subject, stance: 'against', text: say });
  await at.act(who, 'objection', {
    ...{ proposal: proposal.subject, ground: 'exceeds-authority', argument: say, resolvedBy: say },
    claims: [{ what: 'scope' }],
  });
  const matter = await at.act(who, 'matter', { ...more, what: say, to: other.author });
  await at.act(other, 'handling', { ...more, matter: matter.subject, act: 'close', reason: say });
  await at.act(who, 'meeting', {
    ...{ ...more, startsAt: '2026-03-21T10:00:00Z', place: say, agenda: [{ about: say }] },
  });
  await at.act(other, 'emergency-act', {
    ...{ ...more, domain, operations: [{ op: 'resolve', text: say }] },
    ...{ actedAt: '2026-03-02T09:00:00.000Z', harm: say, did: say },
  });
}

/** What is said of public things, and is not public. */
async function hiddenWords(
  at: Acting,
  { who, ana, outside, mark, more, open }: Hiding & Everybody & { open: HiddenCommons['open'] },
): Promise<void> {
  const say = { say: `${mark} word` };
  const { proposal, decision, matter, role } = open;
  const about = { ...more, proposal: proposal.subject };
  await at.act(who, 'advice', { ...about, stance: 'against', text: say });
  await at.act(who, 'recusal', { ...about, reason: say });
  for (const type of ['challenge', 'ruling-request'] as const)
    await at.act(who, type, {
      ...{ ...more, decision: decision.id },
      ...(type === 'challenge'
        ? { ground: 'harms-affected', argument: say, resolvedBy: say }
        : { question: say }),
    });
  const action = await at.act(who, 'action', {
    ...more,
    decision: decision.id,
    what: say,
    dueAt: timeOf(mark),
  });
  await at.act(who, 'completion', { ...more, action: action.id, result: 'partly', evidence: say });
  const hands = { ...more, matter: matter.subject, act: 'refer', reason: say };
  // From whoever has it to the next one, so that each of these counts.
  if (more.audience === 'members') await at.act(outside, 'handling', { ...hands, to: who.author });
  else await at.act(ana, 'handling', { ...hands, to: outside.author });
  await at.act(who, 'call', { ...more, role: role.subject, text: say });
}

/** One of every type at least, whether or not it counts: it is logged and must not be read either. */
async function everyType(at: Acting, who: Person, audience: string): Promise<void> {
  for (const [type, { by, least, more = {} }] of Object.entries(SAMPLES)) {
    if (by !== 'participant' || ALWAYS_PUBLIC.has(type as DocumentTypeName)) continue;
    const attachments = new Map<string, Uint8Array>();
    const marked = withMarks({ ...least, ...more }, attachments);
    await at.direct(who, { ...(marked as JsonObject), type, audience }, attachments);
  }
}

/** Every text says the mark, attached or not. */
function withMarks(value: JsonValue, attachments: Map<string, Uint8Array>): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((inner: JsonValue) => withMarks(inner, attachments));
  if ('attachment' in value) {
    const bytes = utf8(`${String(attachments.size).padStart(16, '0')}${MARKS.circle} of a sample`);
    const attachment = hashTextOf(bytes);
    attachments.set(attachment, bytes);
    return { ...value, attachment, bytes: bytes.length, media: 'text/plain' };
  }
  if ('en' in value && typeof value.en === 'string' && Object.keys(value).length === 1)
    return { en: `${MARKS.circle} title` };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withMarks(inner ?? null, attachments)]),
  );
}
