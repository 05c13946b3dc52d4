import type { Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { FlowInstance, Person } from '../../../support/memory-instance.ts';

/** What a test wants to be otherwise of a role. */
export interface RoleMore {
  readonly selection?: 'consent' | 'approval' | 'appoint';
  readonly seats?: { readonly min: number; readonly max: number };
  readonly continuity?: boolean;
  readonly weight?: 'light' | 'full';
  readonly decides?: readonly string[];
  readonly maxConsecutiveTerms?: number;
  readonly liaison?: { readonly commons: string } | { readonly circle: string };
}

/** A thing that the first two coordinators bring into force: one decides, the other signs too. */
export async function adoptThing(
  at: FlowInstance,
  type: 'role' | 'mandate' | 'domain' | 'budget' | 'resource',
  fields: object,
): Promise<Ref> {
  const [ana, ben] = at.people as unknown as [Person, Person];
  const drafted = await at.act(ana, type, fields);
  const role = type === 'mandate' ? { role: (fields as { role: Ref }).role.subject } : {};
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts: { type, subject: drafted.subject, id: drafted.id, ...role } }],
    reason: { say: 'We need it.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
  return { subject: drafted.subject, id: drafted.id } as Ref;
}

/** A treasurer, whom the circle of everybody is served by. */
export async function adoptRole(at: FlowInstance, more: RoleMore = {}): Promise<Ref> {
  const [circle] = await at.logged('circle');
  if (circle === undefined) throw new TypeError('the template has a circle');
  return adoptThing(at, 'role', {
    circle: { subject: circle.content.subject, id: circle.entry.id },
    name: { en: 'Treasurer' },
    purpose: { en: 'Keeps the fund useful.' },
    decides: [],
    accountabilities: [],
    seats: { min: 1, max: 1 },
    termSeconds: 180 * DAY_SECONDS,
    maxConsecutiveTerms: 2,
    selection: 'approval',
    separateFrom: [],
    alternates: false,
    continuity: false,
    ...more,
  });
}

/** Somebody puts the filling of a role's seats forward. */
export async function select(at: FlowInstance, who: Person, role: Ref, more: object = {}) {
  return at.act(who, 'proposal', {
    driver: { say: 'The seat is empty.' },
    operations: [{ op: 'select', role: role.subject, ...more }],
  });
}

export function nominate(at: FlowInstance, who: Person, proposal: string, nominee: Person) {
  return at.act(who, 'nomination', { proposal, nominee: nominee.author, reason: { say: 'They listen.' } });
}

/** A nominee signs the term that is asked about, and says yes. */
export async function stand(at: FlowInstance, who: Person, proposal: string, role: Ref, more: object = {}) {
  const [{ content } = { content: {} }] = (await at.logged('proposal')).filter(
    ({ content: { subject } }) => subject === proposal,
  );
  const { operations } = (content as { binding: { operations: { startsAt: string; endsAt: string }[] } })
    .binding;
  const term = await at.act(who, 'mandate', {
    role,
    holder: who.author,
    startsAt: operations[0]?.startsAt,
    endsAt: operations[0]?.endsAt,
    ...more,
  });
  return at.act(who, 'candidacy', { proposal, accepts: true, mandate: term.id });
}

/** Those who sign for it end a term early, by consent of all whom they ask. */
export async function recall(at: FlowInstance, term: Ref, by: readonly Person[]): Promise<void> {
  const [first] = by;
  if (first === undefined) throw new TypeError('somebody asks for it');
  const { subject } = await at.act(first, 'proposal', {
    driver: { say: 'They do not answer.' },
    operations: [{ op: 'recall', mandate: term.id }],
  });
  for (const who of by) await at.act(who, 'support', { proposal: subject });
  for (const who of by) await at.act(who, 'response', { proposal: subject, value: 'consent' });
}
