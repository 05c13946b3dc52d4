import { toBase64url } from '../../../../protocol/bytes.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../../protocol/time.ts';
import { createApp } from '../../../../server/app.ts';
import { proofOf } from '../../../../server/flows/links/secret.ts';
import type { MemoryInstance, Person } from '../../../support/memory-instance.ts';
import { subjectOf } from '../../../support/people.ts';
import { addMember } from './members.ts';
import type { Usual } from './random-commons.ts';
import { adoptRole, adoptThing } from './seats.ts';
import { decideChangesBy } from './usual-acts.ts';

const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
const DAY = DAY_SECONDS * SECOND;
/** Somebody without a key, for whom links are. */
const FAY = subjectOf('Fay, who has no key');
const SEATS = [subjectOf('a seat of the register'), subjectOf('another seat of it')] as const;
/** The secrets of all links: so that some words open one. */
const SECRETS = 4;
const secretOf = (number: number) => new Uint8Array(24).fill(number);

/** What the acts below are about. */
export interface RoleScene {
  readonly role: Ref;
  readonly fund: Ref;
  readonly section: Ref;
  readonly circle: string;
}

/**
 * A role with short terms that must not fall silent, a domain that it owns and whose decisions the circle can return, a
 * stock, a section of a register whose maintainers have not been here, and a member without a key.
 */
export async function beginRoles(at: MemoryInstance, selection: 'consent' | 'approval'): Promise<RoleScene> {
  const now = at.now();
  const role = await adoptRole(at, {
    ...{ selection, weight: 'light', continuity: true, seats: { min: 1, max: 2 } },
    ...{ maxConsecutiveTerms: 1, termSeconds: 20 * DAY_SECONDS },
  });
  const cem = at.people[2];
  await adoptThing(at, 'mandate', {
    ...{ role, holder: cem?.author, startsAt: formatMillis(now), endsAt: formatMillis(now + 15 * DAY) },
  });
  const [work] = (await at.logged('domain')).filter(({ content }) =>
    (content.title as { en: string }).en.startsWith('Changes'),
  );
  if (work === undefined) throw new TypeError('the template has it');
  const { subject: _, refs: __, author: ___, salt: ____, ...body } = work.content;
  const section = await adoptThing(at, 'domain', {
    ...body,
    title: { en: 'PUMP DRIVER' },
    scope: { effects: ['change'], paths: ['drivers/pump.c'] },
    owner: { kind: 'seats', seats: SEATS, endsAt: formatMillis(now + 40 * DAY) },
  });
  const [circle] = await at.logged('circle');
  await decideChangesBy(at, 'delegation', {}, (subject) => ({
    owner: { kind: 'role', ...role },
    veto: { circle: subject, windowSeconds: 5 * DAY_SECONDS, rung: 'consent' },
  }));
  const fund = await adoptThing(at, 'resource', {
    ...{
      kind: 'hours',
      name: { en: 'Work' },
      unit: 'minute',
      steward: at.people[0]?.author,
      askers: 'peers',
    },
    capacity: { model: 'stock', quantity: 600 },
  });
  await addMember(at, FAY);
  return { role, fund, section, circle: circle?.content.subject ?? '' };
}

/** An act, and those that people have in mind to do after it. */
type Begun = readonly [first: Usual, ...then: Later[]];
type Later = () => Promise<Usual>;
/** People have no more in mind at once, and are kept from it now and then. */
const PLANS_MAX = 8;
const KEPT_FROM_IT = 1 / 8;

/** What people do about roles, seats, budgets, matters, meetings and links, on what is there. */
export function roleActs(scene: RoleScene) {
  let plans: Later[] = [];
  return async (at: MemoryInstance, random: () => number): Promise<Usual> => {
    const [next, ...others] = plans;
    plans = others;
    if (next !== undefined && random() > KEPT_FROM_IT) return next();
    const [first, ...then] = await begun(scene, at, random);
    plans = [...then, ...others].slice(0, PLANS_MAX);
    return first;
  };
}

async function begun(scene: RoleScene, at: MemoryInstance, random: () => number): Promise<Begun> {
  const pick = <One>(list: readonly One[]): One | undefined => list[Math.floor(random() * list.length)];
  const lastOf = async (type: Parameters<typeof at.logged>[0]) => (await at.logged(type)).at(-1);
  const someOf = async (type: Parameters<typeof at.logged>[0]) => pick((await at.logged(type)).slice(-3));
  const someDays = (most: number) =>
    formatMillis(at.now() + Math.floor(random() * most * DAY_SECONDS) * SECOND);
  const { role, fund, section, circle } = scene;
  const [ana, ben] = at.people as [Person, Person];
  const [who, other] = [pick(at.people), pick(at.people)] as [Person, Person];
  const said = { say: `Because ${random()}.` };
  const change = { op: 'change', paths: ['docs/a.md'], content: 'A'.repeat(43), title: `A ${random()}` };
  const proposals = await at.logged('proposal');
  const proposal = pick(proposals.slice(-4))?.content.subject;
  const seatMatter = pick(proposals.filter((one) => asks(one, 'select', 'recall')).slice(-2))?.content
    .subject;
  const selection = proposals.findLast((one) => asks(one, 'select'))?.content.subject;
  const term = pick((await grantedTerms(at)).slice(-3));
  const meeting = (await someOf('meeting'))?.content.subject;
  const matter = (await someOf('matter'))?.entry.id;
  const budget = refOf(await lastOf('budget'));
  const secret = 1 + Math.floor(random() * SECRETS);
  const { lock } = proofOf(secretOf(secret));
  if (random() < 1 / 20) await speakByLink(at, secret);

  const sign = (by: Person, more: object = {}): Usual => [
    'mandate',
    { role, holder: by.author, startsAt: someDays(3), endsAt: formatMillis(at.now() + 18 * DAY), ...more },
    by,
  ];
  const decide = (by: Person, ...operations: readonly object[]): Usual => [
    'decision',
    { operations, reason: said },
    by,
  ];
  const put = (...operations: readonly object[]): Usual => ['proposal', { driver: said, operations }, who];
  const confirm: Later = async () => ['confirmation', { of: (await lastOf('decision'))?.entry.id }, ben];
  const adopt = (type: 'mandate' | 'budget'): Later => {
    const waiver = random() < 0.5 ? { waiver: said } : {};
    return async () => {
      const draft = await lastOf(type);
      const seat = draft?.content.seat === undefined ? {} : { seat: draft.content.seat };
      const more = type === 'mandate' ? { role: role.subject, ...seat, ...waiver } : {};
      return decide(ana, { op: 'adopt', adopts: { type, ...refOf(draft), ...more } });
    };
  };
  const claim: Later = async () => {
    const draft = await lastOf('mandate');
    const seat = draft?.content.seat;
    return ['claim', { domain: section.subject, mandate: draft?.entry.id, seat, evidence: said }, who];
  };
  const stand: Later = async () => [
    'candidacy',
    { proposal: selection, accepts: true, mandate: (await lastOf('mandate'))?.entry.id },
    other,
  ];
  const draw = (by: Person, drawn: object = { budget }): Usual =>
    decide(by, {
      ...{ op: 'transfer', resource: fund, quantity: 1 + Math.floor(random() * 200) },
      ...{ to: { named: said }, ...drawn },
    });
  const everybody = at.people.map(({ author }) => author);

  const acts: readonly (() => Begun)[] = [
    // A selection, and a recall.
    () => [
      put({
        ...{
          op: 'select',
          role: role.subject,
          startsAt: someDays(9),
          endsAt: formatMillis(at.now() + 20 * DAY),
        },
        ...{ nominateSeconds: DAY_SECONDS, changeSeconds: DAY_SECONDS },
      }),
    ],
    () => [
      ['nomination', { proposal: selection, nominee: other.author, reason: said }, who],
      async () => sign(other, timesOf(proposals, selection)),
      stand,
    ],
    () => [['nomination', { proposal: selection, nominee: other.author, reason: said }, who]],
    () => [['candidacy', { proposal: selection, accepts: false }, who]],
    ...Array(3).fill(() => [
      ['approval', { proposal: selection, approves: random() < 0.2 ? [] : [other.author] }, who],
    ]),
    ...Array(4).fill(() => [['response', { proposal: seatMatter, value: 'consent' }, who]]),
    () => [['response', { proposal: seatMatter, value: 'concern' }, who]],
    () => [
      put({ op: 'recall', mandate: term?.id }),
      ...at.people.map(
        (by): Later =>
          async () => ['support', { proposal: (await lastOf('proposal'))?.content.subject }, by],
      ),
    ],
    // Terms: signed and granted, renewed, at rest, ended, handed over.
    () => [sign(who), adopt('mandate'), confirm],
    () => [sign(who, { subject: term?.subject, supersedes: term?.id }), adopt('mandate'), confirm],
    () => [decide(ana, { op: 'suspend', mandate: term?.id }), confirm],
    () => [decide(ana, { op: 'end', type: 'mandate', thing: term, role: role.subject }), confirm],
    () => [
      ['handover', { note: said, mandate: term?.subject }, who],
      async () => ['handover-acceptance', { canActAlone: 'yes' }, other],
    ],
    () => [['handover-acceptance', { canActAlone: 'partly' }, who]],
    () => [['call', { role: role.subject, text: said }, who]],
    () => [
      ['delegation', { role: role.subject, to: other.author, endsAt: someDays(10) }, who],
      async () => decide(other, change),
    ],
    () => [decide(who, change)],
    () => [['decision', { operations: [change], reason: said, caretaker: true }, who]],
    // A claim of a seat, and what is decided by it.
    () => [
      sign(who, { seat: pick(SEATS) }),
      claim,
      adopt('mandate'),
      confirm,
      async () => decide(who, { ...change, paths: ['drivers/pump.c'] }),
    ],
    () => [decide(who, { ...change, paths: ['drivers/pump.c'] })],
    // Budgets.
    () => [
      [
        'budget',
        {
          ...{ title: { en: 'Spring' }, resource: fund, quantity: 1 + Math.floor(random() * 300) },
          for: { kind: 'circle', subject: circle },
          period: { startsAt: formatMillis(at.now()), endsAt: someDays(30) },
        },
        ana,
      ],
      adopt('budget'),
      confirm,
      async () => draw(ben, { budget: refOf(await lastOf('budget')) }),
    ],
    () => [draw(ana)],
    () => [draw(ben, {})],
    // Matters.
    () => [['matter', { what: said, to: pick([who.author, role.subject, circle]) }, who]],
    () => [
      [
        'handling',
        { matter, act: 'refer', to: pick([other.author, role.subject, circle]), reason: said },
        who,
      ],
    ],
    () => [['handling', { matter, act: pick(['take', 'close', 'refer']), reason: said }, who]],
    () => [['proposal', { driver: said, operations: [change], matter }, who]],
    // A decision is returned; an act in an emergency is looked at.
    () => [
      decide(who, change),
      async () => {
        const decided = refOf(await lastOf('decision'));
        return put({ op: 'rule', decision: decided, on: decided?.id, ruling: 'vetoed', text: said });
      },
    ],
    () => [
      [
        'emergency-act',
        { operations: [change], actedAt: formatMillis(at.now()), harm: said, did: said },
        who,
      ],
    ],
    // Meetings: about a silent role, moved, called off.
    () => [
      [
        'meeting',
        { circle, startsAt: someDays(4), agenda: [{ proposal: selection }], minuteTaker: other.author },
        who,
      ],
    ],
    () => [
      ['meeting', { silent: role.subject, startsAt: someDays(3), agenda: [{ about: said }] }, who],
      async () => [
        'meeting',
        { subject: (await lastOf('meeting'))?.content.subject, startsAt: someDays(5) },
        who,
      ],
      async () => ['meeting', { subject: (await lastOf('meeting'))?.content.subject, calledOff: said }, who],
    ],
    () => [
      [
        'minutes',
        {
          ...{ meeting, attendance: everybody },
          matters: [{ proposal: selection, ballots: [{ by: other.author, approves: [who.author] }] }],
        },
        who,
      ],
      async () => ['confirmation', { of: (await lastOf('minutes'))?.entry.id }, other],
    ],
    () => [['minutes', { meeting, attendance: everybody, matters: [] }, who]],
    // Links.
    () => [['answer-link', { proposal: seatMatter, for: FAY, lock }, who]],
    () => [['answer-link', { proposal, guest: said, lock }, who]],
  ];
  return pick(acts)?.() ?? [put(change)];
}

type Logged = Awaited<ReturnType<MemoryInstance['logged']>>[number];
interface Operation {
  readonly op: string;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly adopts?: { readonly type: string; readonly subject: string; readonly id: string };
}

const operationsOf = ({ content }: Logged): readonly Operation[] =>
  (content.binding as { readonly operations: readonly Operation[] } | undefined)?.operations ?? [];

function asks(proposal: Logged, ...ops: readonly string[]): boolean {
  return operationsOf(proposal).some(({ op }) => ops.includes(op));
}

/** Terms that decisions of any kind adopted, the latest last. */
async function grantedTerms(at: MemoryInstance) {
  const decided = [...(await at.logged('decision')), ...(await at.logged('outcome'))];
  return decided
    .filter(({ entry }) => entry.verdict?.status !== 'not-counted')
    .sort((a, b) => a.entry.index - b.entry.index)
    .flatMap((one) => operationsOf(one))
    .flatMap(({ op, adopts }) =>
      op === 'adopt' && adopts?.type === 'mandate' ? [{ subject: adopts.subject, id: adopts.id }] : [],
    );
}

/** The times that a selection asks for. */
function timesOf(proposals: readonly Logged[], subject: string | undefined): object {
  const proposal = proposals.find(({ content }) => content.subject === subject);
  const { startsAt, endsAt } = (proposal === undefined ? [] : operationsOf(proposal))[0] ?? {};
  return startsAt === undefined ? {} : { startsAt, endsAt };
}

function refOf(thing: Logged | undefined) {
  return thing === undefined ? undefined : { subject: thing.content.subject, id: thing.entry.id };
}

/** Somebody sends a word by the last link, with its secret or another one. */
async function speakByLink(at: MemoryInstance, secret: number): Promise<void> {
  const link = (await at.logged('answer-link')).at(-1);
  if (link === undefined) return;
  const path = `/links/${link.entry.id.slice('ni:///sha-256;'.length)}/${toBase64url(secretOf(secret))}`;
  const form =
    link.content.for === undefined
      ? { say: 'question', text: 'How much?' }
      : { say: 'answer', value: 'consent', text: 'Gladly.' };
  const { status } = await createApp(at.instance, HOOKS).request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  });
  if (status >= 500) throw new Error(`a word by a link failed: ${status}`);
  await at.happen();
}
