import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import { domainRefSchema } from '../../protocol/documents/common.ts';
import type { Binding } from '../../protocol/documents/operation.ts';
import type { Outcome } from '../../protocol/documents/outcome.ts';
import type { TermsFields } from '../../protocol/documents/terms-fields.ts';
import { createView } from '../../protocol/governance/create-view.ts';
import { yieldOutcome } from '../../protocol/governance/ladder/judge-outcome.ts';
import { stageOf } from '../../protocol/governance/ladder/stage.ts';
import { setRoot } from '../../protocol/governance/set-items.ts';
import { type DocumentId, hashTextSchema, type Ref } from '../../protocol/ids.ts';
import { collectBundle } from '../../protocol/verify/collect-bundle.ts';
import {
  circleFields,
  mandateFields,
  roleFields,
  spendingFields,
  stockFields,
  structureFields,
} from './example-things.ts';
import { charterFields, createCommons, founder, headsOf, type TestCommons } from './found-commons.ts';
import type { LoggedEntry } from './log-builder.ts';
import { saltOf, subjectOf, textOf } from './people.ts';

/** What happens while the commons' circle has decided, and nobody has said so yet; and what the outcome says of that. */
export type BeforeOutcome = (world: {
  readonly a: TestCommons;
  readonly people: Readonly<Record<'ana' | 'ben' | 'cem', ReturnType<typeof founder>>>;
  /** The proposal's version that is decided. */
  readonly proposal: Ref;
}) => Promise<Pick<Outcome, 'deposits'>>;

/**
 * The two example logs, entry by entry: founding, a limit, an objection, an agreement.
 *
 * A: Ana, Ben and Cem with a fund; B: Dia, Eli and Fay with hours. Every key, salt and time is fixed.
 */
export async function buildExampleLogs(beforeOutcome: BeforeOutcome = async () => ({})) {
  const [ana, ben, cem] = [founder('Ana'), founder('Ben'), founder('Cem')];
  const [dia, eli, fay] = [founder('Dia'), founder('Eli'), founder('Fay')];
  const attachments = new Map<string, Uint8Array>();
  const say = (words: string) => {
    const { text, bytes } = textOf(words);
    attachments.set(text.attachment, bytes);
    return text;
  };

  const a = await createCommons('a', '2026-01-05T09:00:00Z');
  const b = await createCommons('b', '2026-01-05T10:00:00Z');
  const things = {
    K: subjectOf('K'),
    R: subjectOf('R'),
    D1: subjectOf('D1'),
    D2: subjectOf('D2'),
    M: subjectOf('M'),
    X: subjectOf('X'),
  };
  const founded = await found(
    a,
    [ana, ben, cem],
    ben,
    things,
    {
      kind: 'money',
      name: 'Fund',
      unit: 'EUR cent',
      quantity: 100_000,
    },
    { each: 250, perPeriod: 300 },
  );
  const { K, R, D1, D2, M, X } = founded.refs;
  const A = a.log;

  // 10: the heads of everything before.
  A.setClock('2026-01-05T09:30:00.000Z');
  await A.append('heads', a.self, { subject: subjectOf('heads A 10'), ...headsOf(a) });

  const cosigned = (own: TestCommons, other: TestCommons) =>
    own.log.checkpoint([{ commons: other.log.commons, witness: other.log.keyring.witness }]);
  await cosigned(a, b);

  // 11, 12: one decision within the limit, one beyond it.
  const decided = {
    role: R,
    mandate: M,
    result: 'adopted',
    tags: [],
    rulesVersion: 1,
    alternatives: [],
  } as const;
  A.setClock('2026-01-10T12:00:00.000Z');
  const transfer = (quantity: number): Binding => ({
    operations: [{ op: 'transfer', resource: X, quantity, to: { named: say('The tool shop') } }],
  });
  const d1 = await A.append('decision', ben, {
    ...decided,
    subject: subjectOf('d1'),
    domain: D1,
    binding: transfer(60),
    reason: say('We need a second wheelbarrow.'),
    reviewAt: '2026-04-01T00:00:00Z',
  });
  A.setClock('2026-01-11T12:00:00.000Z');
  const d2 = await A.append('decision', ben, {
    ...decided,
    subject: subjectOf('d2'),
    domain: D1,
    binding: transfer(250),
    reason: say('And a trailer for it.'),
    reviewAt: '2026-04-01T00:00:00Z',
  });

  await cosigned(a, b);

  // 13 – 25: the limit is raised, with an objection on the way.
  A.setClock('2026-01-12T08:00:00.000Z');
  const draft500 = await A.append('domain', ana, {
    ...spendingFields(things.D1, R, things.X, { each: 500, perPeriod: 300 }),
    supersedes: D1.id,
  });
  const adopt = (id: DocumentId): Binding => ({
    operations: [{ op: 'adopt', adopts: { type: 'domain', subject: things.D1, id } }],
  });
  const P = subjectOf('P');
  const proposed = { subject: P, domain: D2, explanation: [], alternatives: [say('Leave it as it is.')] };
  A.setClock('2026-01-12T09:00:00.000Z');
  const p1 = await A.append('proposal', ana, {
    ...proposed,
    driver: say('Two payments in January had to wait.'),
    binding: adopt(draft500.entry.id),
  });
  A.setClock('2026-01-12T09:01:00.000Z');
  const items = [ana, ben, cem]
    .map(({ author }) => ({ subject: author, salt: saltOf(`roster ${author}`) }))
    .sort(bySubject);
  const S = subjectOf('S');
  const root = setRoot(items);
  const roster = await A.append('set', a.self, {
    subject: S,
    page: 1,
    pages: 1,
    count: 3,
    root: hashTextSchema.parse(root),
    content: { of: 'roster', bodies: [K.subject], items },
  });
  A.setClock('2026-01-12T09:02:00.000Z');
  const opening = await A.append('opening', a.self, {
    subject: subjectOf('opening P'),
    proposal: { subject: P, id: p1.entry.id },
    domain: D2,
    circle: K,
    asked: [],
    roster: { subject: S, root: hashTextSchema.parse(root), count: 3, pages: [roster.entry.id] },
    rung: 'consent',
    parameters: founded.structure.parameters,
    constraints: [],
    rulesVersion: 1,
  });
  A.setClock('2026-01-13T18:00:00.000Z');
  const consent = (who: typeof ana, version: LoggedEntry, label: string) =>
    A.append('response', who, {
      subject: subjectOf(`${label} ${who.name}`),
      proposal: { subject: P, id: version.entry.id },
      value: 'consent',
    });
  await consent(ben, p1, 'consent to version 1 by');
  A.setClock('2026-01-14T18:00:00.000Z');
  const objection = await A.append('objection', cem, {
    subject: subjectOf('objection'),
    proposal: { subject: P, id: p1.entry.id },
    ground: 'harms-aim',
    argument: say('One payment could empty the month.'),
    resolvedBy: say('A bound for the month, and a lower one for each.'),
  });
  A.setClock('2026-01-15T08:00:00.000Z');
  const draft400 = await A.append('domain', ana, {
    ...spendingFields(things.D1, R, things.X, { each: 400, perPeriod: 800 }),
    supersedes: D1.id,
  });
  A.setClock('2026-01-15T08:05:00.000Z');
  const p2 = await A.append('proposal', ana, {
    ...proposed,
    driver: say('Two payments in January had to wait.'),
    binding: adopt(draft400.entry.id),
    supersedes: p1.entry.id,
    integrates: [objection.entry.id],
  });
  A.setClock('2026-01-15T19:00:00.000Z');
  await A.append('withdrawal', cem, {
    subject: subjectOf('withdrawal'),
    of: { subject: P, id: objection.entry.id },
    fate: 'resolved-by-amendment',
  });
  for (const [who, time] of [
    [cem, '2026-01-15T19:05:00.000Z'],
    [ben, '2026-01-16T07:00:00.000Z'],
    [ana, '2026-01-16T08:00:00.000Z'],
  ] as const) {
    A.setClock(time);
    await consent(who, p2, 'consent to version 2 by');
  }
  A.setClock('2026-01-16T08:00:01.000Z');
  const said = await beforeOutcome({
    a,
    people: { ana, ben, cem },
    proposal: { subject: P, id: p2.entry.id },
  });
  const outcome = await appendOutcome(a, {
    said,
    P,
    S,
    D1: things.D1,
    D2,
    K,
    opening,
    p2,
    binding: adopt(draft400.entry.id),
  });
  await cosigned(a, b);
  const D1b = { subject: things.D1, id: draft400.entry.id };

  // 26, 27: A offers.
  const N = subjectOf('N');
  const founded2 = await found(
    b,
    [dia, eli, fay],
    eli,
    bThings(),
    {
      kind: 'hours',
      name: 'Hours',
      unit: 'minute',
      quantity: 60_000,
    },
    { each: 2000, perPeriod: 3000 },
  );
  const Y = founded2.refs.X;
  b.log.setClock('2026-01-05T10:30:00.000Z');
  await b.log.append('heads', b.self, { subject: subjectOf('heads B 10'), ...headsOf(b) });
  await cosigned(b, a);
  const fields = (money: number, minutes: number): TermsFields => termsOf(a, b, X, money, Y, minutes);
  A.setClock('2026-01-20T09:00:00.000Z');
  const q = await A.append('proposal', ana, {
    subject: subjectOf('Q'),
    domain: D1b,
    driver: say('B has hours that we lack, and we have money.'),
    binding: { operations: [{ op: 'agree', negotiation: N, fields: fields(150, 1200) }] },
    explanation: [],
    alternatives: [],
  });
  A.setClock('2026-01-20T09:00:01.000Z');
  const t1 = await A.append('terms', a.self, {
    subject: N,
    fields: fields(150, 1200),
    basis: { subject: subjectOf('Q'), id: q.entry.id },
  });

  // B receives T1 and counters.
  const B = b.log;
  const receive = async (commons: TestCommons, entry: LoggedEntry, time: string) => {
    commons.log.setClock(time);
    return commons.log.receive(entry, entry.verdict.status === 'counted');
  };
  await receive(b, t1, '2026-01-20T09:05:00.000Z');
  const qPrime = subjectOf('Q prime');
  B.setClock('2026-01-21T09:00:00.000Z');
  const bDomain = founded2.refs.D1;
  const counter: Binding = { operations: [{ op: 'agree', negotiation: N, fields: fields(200, 1500) }] };
  const q2 = await B.append('proposal', dia, {
    subject: qPrime,
    domain: bDomain,
    driver: say('For a little more we can give 25 hours.'),
    binding: counter,
    explanation: [],
    alternatives: [],
  });
  B.setClock('2026-01-21T09:00:01.000Z');
  const t2 = await B.append('terms', b.self, {
    subject: N,
    fields: fields(200, 1500),
    basis: { subject: qPrime, id: q2.entry.id },
    supersedes: t1.entry.id,
  });
  await receive(a, t2, '2026-01-21T09:05:00.000Z');

  // 29, 30: A decides and accepts. Its evidence is the log's first 30 entries.
  A.setClock('2026-01-22T10:00:00.000Z');
  const d3 = await A.append('decision', ben, {
    ...decided,
    subject: subjectOf('d3'),
    domain: D1b,
    binding: {
      operations: [{ op: 'agree', negotiation: N, terms: t2.entry.id, fields: fields(200, 1500) }],
    },
    reason: say('A fair exchange.'),
    reviewAt: '2026-06-01T00:00:00Z',
  });
  const a1 = await appendAcceptance(
    a,
    b,
    '2026-01-22T10:00:01.000Z',
    N,
    t2,
    D1b,
    { subject: subjectOf('d3'), id: d3.entry.id },
    [{ resource: X, quantity: 200, until: '2026-03-01T00:00:00Z' }],
  );
  await receive(b, a1, '2026-01-22T10:05:00.000Z');

  // B decides on its own offer and accepts.
  B.setClock('2026-01-22T11:00:00.000Z');
  const e1 = await B.append('decision', eli, {
    ...decided,
    role: founded2.refs.R,
    mandate: founded2.refs.M,
    subject: subjectOf('e1'),
    domain: bDomain,
    proposal: { subject: qPrime, id: q2.entry.id },
    binding: counter,
    reason: say('We have the time.'),
    reviewAt: '2026-06-01T00:00:00Z',
  });
  const a2 = await appendAcceptance(
    b,
    a,
    '2026-01-22T11:00:01.000Z',
    N,
    t2,
    bDomain,
    { subject: qPrime, id: e1.entry.id },
    [{ resource: Y, quantity: 1500, until: '2026-03-01T00:00:00Z' }],
  );
  await receive(a, a2, '2026-01-22T11:05:00.000Z');

  // 32: the registrar seals; B cosigns.
  A.setClock('2026-01-22T11:05:01.000Z');
  const seal = await A.append('seal', a.self, {
    subject: N,
    terms: t2.entry.id,
    acceptances: [
      { commons: A.commons, id: a1.entry.id },
      { commons: B.commons, id: a2.entry.id },
    ],
    resources: [
      { commons: A.commons, resource: X },
      { commons: B.commons, resource: Y },
    ],
  });
  await receive(b, seal, '2026-01-22T11:06:00.000Z');
  await cosigned(a, b);
  await cosigned(b, a);

  return {
    a,
    b,
    attachments,
    people: { ana, ben, cem, dia, eli, fay },
    subjectsOfB: { ...bThings(), 'Q′': qPrime },
    subjects: {
      ...things,
      P,
      S,
      N,
      Q: subjectOf('Q'),
      d1: subjectOf('d1'),
      d2: subjectOf('d2'),
      d3: subjectOf('d3'),
    },
    entries: { d1, d2, outcome, t1, t2, d3, a1, a2, e1, seal },
  };
}

function bThings() {
  return {
    K: subjectOf('K B'),
    R: subjectOf('R B'),
    D1: subjectOf('E'),
    D2: subjectOf('D2 B'),
    M: subjectOf('M B'),
    X: subjectOf('Y'),
  };
}

/** Entries 0 to 9: charter, confirmations, identity, and the six things that the charter adopts. */
async function found(
  commons: TestCommons,
  founders: readonly ReturnType<typeof founder>[],
  holder: ReturnType<typeof founder>,
  subjects: Readonly<Record<'K' | 'R' | 'D1' | 'D2' | 'M' | 'X', Ref['subject']>>,
  stock: Parameters<typeof stockFields>[2],
  limits: Parameters<typeof spendingFields>[3],
) {
  const { log } = commons;
  const first = founders[0] ?? holder;
  const refTo = (subject: Ref['subject'], composed: { readonly id: DocumentId }): Ref => ({
    subject,
    id: composed.id,
  });
  const circle = log.compose(
    'circle',
    first,
    circleFields(
      subjects.K,
      'Everybody',
      founders.map(({ author }) => author),
    ),
  );
  const K = refTo(subjects.K, circle);
  const role = log.compose('role', first, roleFields(subjects.R, K, 'Treasurer', [subjects.D1]));
  const R = refTo(subjects.R, role);
  const spending = log.compose('domain', first, spendingFields(subjects.D1, R, subjects.X, limits));
  const structure = structureFields(subjects.D2, K);
  const domain2 = log.compose('domain', first, structure);
  const mandate = log.compose(
    'mandate',
    first,
    mandateFields(subjects.M, R, holder.author, '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z'),
  );
  const resource = log.compose('resource', first, stockFields(subjects.X, subjects.D1, stock));
  const refs = {
    K,
    R,
    D1: domainRefSchema.parse(refTo(subjects.D1, spending)),
    D2: domainRefSchema.parse(refTo(subjects.D2, domain2)),
    M: refTo(subjects.M, mandate),
    X: refTo(subjects.X, resource),
  };
  const adopts = [
    { type: 'circle', ...refs.K },
    { type: 'role', ...refs.R },
    { type: 'domain', ...refTo(subjects.D1, spending) },
    { type: 'domain', ...refTo(subjects.D2, domain2) },
    { type: 'mandate', ...refs.M, role: R.subject },
    { type: 'resource', ...refs.X },
  ] as const;
  const charter = await log.append('charter', first, charterFields(founders, [...adopts]));
  for (const other of founders.slice(1)) {
    await log.append('confirmation', other, {
      subject: subjectOf(`confirmation ${other.name}`),
      of: { subject: charter.entry.document.subject, id: charter.entry.id },
    });
  }
  await log.append('identity', commons.self, {
    subject: subjectOf(`identity ${log.commons}`),
    version: 1,
    line: commons.line,
  });
  for (const { payload } of [circle, role, spending, domain2, mandate, resource]) {
    await log.appendEnvelope(await log.sign(payload, first));
  }
  return { refs, structure };
}

async function appendOutcome(
  { log, self }: TestCommons,
  given: {
    readonly P: Ref['subject'];
    readonly S: Ref['subject'];
    readonly D1: Ref['subject'];
    readonly D2: Ref;
    readonly K: Ref;
    readonly opening: LoggedEntry;
    readonly p2: LoggedEntry;
    readonly binding: Binding;
    readonly said: Pick<Outcome, 'deposits'>;
  },
) {
  const view = createView(log.record, { changed: [given.P], read: [] });
  const stage = stageOf(view, given.P, log.now());
  const yielded = stage === null ? null : yieldOutcome(view, given.P, stage, log.now());
  if (yielded === null) throw new TypeError('the proposal has come to its end');
  return log.append('outcome', self, {
    subject: subjectOf('outcome P'),
    proposal: { subject: given.P, id: given.p2.entry.id },
    opening: given.opening.entry.id,
    circle: given.K,
    roster: given.S,
    domain: given.D2,
    binding: given.binding,
    reviewAt: '2026-07-01T00:00:00Z',
    tags: [],
    rulesVersion: 1,
    ...given.said,
    ...yielded.fields,
  });
}

async function appendAcceptance(
  own: TestCommons,
  other: TestCommons,
  time: string,
  negotiation: Ref['subject'],
  terms: LoggedEntry,
  domain: Ref,
  decision: Ref,
  holds: readonly { resource: Ref; quantity: number; until: string }[],
) {
  const { log, self } = own;
  await log.checkpoint([{ commons: other.log.commons, witness: other.log.keyring.witness }]);
  const bundle = await collectBundle(
    { commons: log.commons, id: decision.id },
    {
      logs: new Map([[log.commons, log.evidence()]]),
      attachments: async () => new Map(),
      witnesses: async () => [{ commons: other.log.commons, lines: [other.line] }],
    },
  );
  const size = log.entries.length;
  const { text } = textOf(new TextDecoder().decode(canonicalBytes(bundle as unknown as JsonObject)));
  log.setClock(time);
  return log.append('acceptance', self, {
    subject: negotiation,
    terms: terms.entry.id,
    domain,
    decision,
    holds: [...holds],
    evidence: { bundle: { ...text, media: 'application/json' }, size },
    provisional: false,
  });
}

function termsOf(
  a: TestCommons,
  b: TestCommons,
  X: Ref,
  money: number,
  Y: Ref,
  minutes: number,
): TermsFields {
  return {
    parties: [a.log.commons, b.log.commons],
    commitments: [
      { provider: a.log.commons, receiver: b.log.commons, action: 'transfer', resource: X, quantity: money },
      {
        provider: b.log.commons,
        receiver: a.log.commons,
        action: 'deliver-service',
        resource: Y,
        quantity: minutes,
      },
    ],
    acceptBy: '2026-02-01T00:00:00Z',
    sealBy: '2026-02-02T00:00:00Z',
    sealGraceSeconds: 3600,
    registrar: a.log.commons,
    inDoubt: { until: '2026-03-01T00:00:00Z', policy: 'release' },
    reviewAt: '2026-06-01T00:00:00Z',
    amendment: 'all-parties',
    termination: { noticeSeconds: 30 * 86_400, by: 'any-party' },
    disputePath: [
      { mode: 'talk', maxSeconds: 7 * 86_400 },
      { mode: 'default', maxSeconds: 86_400, fallback: { kind: 'status-quo' } },
    ],
    requires: 'V4',
    rulesVersion: 1,
    purpose: { en: 'Money for hours: a shed for both.' },
  };
}

function bySubject(one: { readonly subject: string }, other: { readonly subject: string }): number {
  return one.subject < other.subject ? -1 : 1;
}
