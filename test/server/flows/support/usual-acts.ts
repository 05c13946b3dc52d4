import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { RUNGS, type Rung } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../../protocol/time.ts';
import type { FlowInstance, MemoryInstance, Person } from '../../../support/memory-instance.ts';

const MAJORITY = { num: 1, den: 2, cmp: 'gt', base: 'decisive' };

/** Short windows, so that much happens in a month. */
const PARAMETERS: Readonly<Record<Rung, object>> = {
  delegation: { signers: 1, proposerMayDecide: true },
  consultation: {
    askSeconds: 3 * DAY_SECONDS,
    extendSeconds: DAY_SECONDS,
    deadlineSeconds: 20 * DAY_SECONDS,
  },
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 20 * DAY_SECONDS, quorum: 'two-thirds' },
  consensus: {
    openSeconds: 14 * DAY_SECONDS,
    deadlineSeconds: 30 * DAY_SECONDS,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { ...MAJORITY, base: 'roster' },
    fallback: { afterSeconds: 5 * DAY_SECONDS, threshold: MAJORITY },
  },
  vote: { openSeconds: 7 * DAY_SECONDS, quorum: { num: 1, den: 2 }, threshold: MAJORITY },
};

const VALUES = ['consent', 'concern', 'pause', 'agree', 'stand-aside', 'block', 'yes', 'no', 'abstain'];

/** What changes to `docs` take is decided on the given rung from now on; by the circle, where a circle decides. */
export async function decideChangesBy(
  at: FlowInstance,
  rung: Rung,
  declared: object = {},
  more: (circle: string) => object = () => ({}),
): Promise<void> {
  const [ana, ben] = at.people as unknown as [Person, Person];
  const domains = await at.logged('domain');
  const work = domains.find(({ content }) => (content.title as { en: string }).en.startsWith('Changes'));
  const [circle] = await at.logged('circle');
  if (work === undefined || circle === undefined) throw new TypeError('the template has both');
  const { refs: _, ...fields } = work.content;
  const { subject } = circle.content;
  const byRole = rung === 'delegation' || rung === 'consultation';
  const draft = await at.act(ana, 'domain', {
    ...fields,
    rung,
    parameters: { consent: PARAMETERS.consent, [rung]: { ...PARAMETERS[rung], ...declared } },
    affected: [subject],
    ...(byRole ? {} : { owner: { kind: 'circle', subject, id: circle.entry.id } }),
    supersedes: work.entry.id,
    ...more(subject as string),
    author: ana.author,
  });
  const adopts = { type: 'domain', subject: work.content.subject, id: draft.id };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'So we decide.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
}

/** The rung of a run, so that each has its share. */
export function rungOf(run: number): Rung {
  return RUNGS[run % RUNGS.length] ?? 'consent';
}

/** What people do all day: a type and the fields that they would give, on what is there. */
export async function usualAct(
  at: MemoryInstance,
  random: () => number,
): Promise<readonly [DocumentTypeName, object]> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const proposals = await at.logged('proposal');
  const proposal = pick(proposals.slice(-3))?.content.subject;
  const said = { say: `Because ${random()}.` };
  const change = {
    op: 'change',
    paths: ['docs/readme.md'],
    content: 'A'.repeat(43),
    title: `A sentence ${random()}`,
  };
  const [circle] = await at.logged('circle');
  const meeting = pick((await at.logged('meeting')).slice(-2))?.content.subject;
  const minutes = pick((await at.logged('minutes')).slice(-2))?.entry.id;
  const [who, other] = [pick(at.people)?.author, pick(at.people)?.author];
  const recorded = {
    proposal,
    ...(random() < 0.5
      ? { answers: [{ by: who, value: pick(VALUES), text: said }] }
      : { counted: { [pick(VALUES) ?? 'yes']: 1 + Math.floor(random() * 3) } }),
    ...(random() < 0.3
      ? { objections: [{ by: other, ground: 'harms-aim', argument: said, resolvedBy: said }] }
      : {}),
    ...(random() < 0.5 ? { closes: true } : {}),
  };
  const decided = pick([...(await at.logged('decision')), ...(await at.logged('outcome'))]);
  const harmful = pick([...(await at.logged('response')), ...(await at.logged('advice')), ...proposals])
    ?.entry.id;
  const acts: readonly (readonly [DocumentTypeName, object])[] = [
    ['proposal', { driver: said, operations: [change] }],
    ['response', { proposal, value: pick(VALUES), text: said, ground: 'value' }],
    ['response', { proposal, value: pick(VALUES) }],
    ['response', { proposal, value: pick(VALUES) }],
    ['objection', { proposal, ground: 'harms-aim', argument: said, resolvedBy: said }],
    [
      'objection',
      {
        ...{ proposal, ground: 'exceeds-authority', argument: said, resolvedBy: said },
        claims: [pick(['right', 'scope', 'limits'])],
        ...(random() < 0.5 ? { besides: true } : {}),
      },
    ],
    [
      'objection-test',
      { of: pick(await at.logged('objection'))?.entry.id, argumentMade: false, reason: said },
    ],
    ['response', { proposal, value: 'yes', for: pick(at.people)?.author }],
    ['recusal', { proposal, reason: said }],
    [
      'delegation',
      { to: pick(at.people)?.author, endsAt: new Date(at.now() + 20 * DAY_SECONDS * 1000).toISOString() },
    ],
    ['withdrawal', { of: pick(await at.logged('delegation'))?.entry.id }],
    ['call', { role: pick(await at.logged('role'))?.content.subject, text: said }],
    ['call-answer', { call: pick(await at.logged('call'))?.entry.id }],
    ['proxy', { to: pick(at.people)?.author, proposal, endsAt: '2030-01-01T00:00:00Z' }],
    [
      'emergency-act',
      { operations: [change], actedAt: new Date(at.now()).toISOString(), harm: said, did: said },
    ],
    [
      'decision',
      {
        operations: [
          {
            op: 'rule',
            on: pick(await at.logged('emergency-act'))?.entry.id,
            ruling: 'ratified',
            text: said,
          },
        ],
        reason: said,
      },
    ],
    [
      'proposal',
      { operations: [{ op: 'rule', on: decided?.entry.id, ruling: 'vetoed', text: said }], driver: said },
    ],
    ['answer-link', { proposal, for: who, lock: 'A'.repeat(43) }],
    ['answer-link', { proposal, guest: said, lock: `${Math.floor(random() * 9)}`.padStart(43, 'B') }],
    ['tally', { proposal, counts: { yes: 2, no: 1, abstain: 0 } }],
    ['advice', { proposal, stance: pick(['for', 'against', 'neutral']), text: said }],
    ['decision', { proposal, reason: said }],
    ['decision', { operations: [change], reason: said }],
    ['confirmation', { of: (await at.logged('decision')).at(-1)?.entry.id }],
    [
      'meeting',
      {
        circle: circle?.content.subject,
        startsAt: formatMillis(at.now() + Math.floor(random() * 5 * DAY_SECONDS) * SECOND),
        agenda: [{ proposal }],
        minuteTaker: who,
      },
    ],
    ['proposal', { driver: said, operations: [change], opensIn: meeting }],
    [
      'minutes',
      { meeting, attendance: at.people.slice(0, 3).map(({ author }) => author), matters: [recorded] },
    ],
    ['minutes', { meeting, attendance: at.people.map(({ author }) => author), matters: [recorded] }],
    ['confirmation', { of: minutes }],
    ['disavowal', { minutes, text: said }],
    ['challenge', { decision: decided?.entry.id, ground: 'harms-aim', argument: said, resolvedBy: said }],
    ['ruling-request', { decision: decided?.entry.id, question: said }],
    [
      'action',
      {
        decision: decided?.entry.id,
        what: said,
        owner: pick(at.people)?.author,
        dueAt: '2030-01-01T00:00:00Z',
      },
    ],
    ['completion', { action: pick(await at.logged('action'))?.entry.id, result: 'partly', evidence: said }],
    ['erasure', { of: harmful }],
    ['erasure', { of: harmful, whole: true }],
    [
      'decision',
      {
        operations: [
          {
            op: 'erase',
            ...(random() < 0.5 ? { of: harmful, whole: true } : { of: decided?.entry.id }),
            ground: pick(['law', 'safety', 'error']),
          },
        ],
        reason: said,
      },
    ],
    [
      'withdrawal',
      {
        of: pick([...proposals, ...(await at.logged('objection')), ...(await at.logged('proxy'))])?.entry.id,
      },
    ],
  ];
  return pick(acts) ?? ['proposal', {}];
}
