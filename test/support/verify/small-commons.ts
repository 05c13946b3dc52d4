import { domainRefSchema } from '../../../protocol/documents/common.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Binding } from '../../../protocol/documents/operation.ts';
import type { DocumentId, Ref } from '../../../protocol/ids.ts';
import { circleFields, mandateFields, roleFields, spendingFields, stockFields } from '../example-things.ts';
import { charterFields, createCommons, founder } from '../found-commons.ts';
import type { Draft } from '../log-builder.ts';
import { subjectOf, textOf } from '../people.ts';

/** What a test can choose of the small commons. */
export interface SmallWish {
  readonly kind?: 'money' | 'hours';
  /** How many must sign a decision on the stock. */
  readonly signers?: 1 | 2;
  readonly limits?: { readonly each: number; readonly perPeriod: number };
}

/**
 * A commons of two founders who both hold the one role; it spends from one stock and adopts things, both by delegation.
 *
 * Entries 0–9: charter, confirmation, identity, circle, role, spending, structure, two mandates, stock.
 */
export async function smallCommons(label: string, wish: SmallWish = {}) {
  const ana = founder(`${label} Ana`);
  const ben = founder(`${label} Ben`);
  const commons = await createCommons(label, '2026-01-05T09:00:00Z');
  const { log, self } = commons;
  const subjects = {
    K: subjectOf(`${label} K`),
    R: subjectOf(`${label} R`),
    D: subjectOf(`${label} D`),
    S: subjectOf(`${label} S`),
    MA: subjectOf(`${label} MA`),
    MB: subjectOf(`${label} MB`),
    X: subjectOf(`${label} X`),
  };
  const ref = (subject: Ref['subject'], { id }: { readonly id: DocumentId }): Ref => ({ subject, id });
  const circle = log.compose('circle', ana, circleFields(subjects.K, 'Everybody', [ana.author, ben.author]));
  const K = ref(subjects.K, circle);
  const role = log.compose('role', ana, roleFields(subjects.R, K, 'Treasurer', [subjects.D, subjects.S]));
  const R = ref(subjects.R, role);
  const limits = wish.limits ?? { each: 1000, perPeriod: 5000 };
  const spending = log.compose('domain', ana, {
    ...spendingFields(subjects.D, R, subjects.X, limits),
    parameters: { delegation: { signers: wish.signers ?? 1, proposerMayDecide: true } },
  });
  const structure = log.compose('domain', ana, domainByRole(subjects.S, R));
  const term = ['2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z'] as const;
  const mandateA = log.compose('mandate', ana, mandateFields(subjects.MA, R, ana.author, ...term));
  const mandateB = log.compose('mandate', ana, mandateFields(subjects.MB, R, ben.author, ...term));
  const stock = log.compose(
    'resource',
    ana,
    stockFields(subjects.X, subjects.D, {
      kind: wish.kind ?? 'hours',
      name: 'Stock',
      unit: 'minute',
      quantity: 100_000,
    }),
  );
  const refs = {
    K,
    R,
    D: domainRefSchema.parse(ref(subjects.D, spending)),
    S: domainRefSchema.parse(ref(subjects.S, structure)),
    MA: ref(subjects.MA, mandateA),
    MB: ref(subjects.MB, mandateB),
    X: ref(subjects.X, stock),
  };
  const charter = await log.append(
    'charter',
    ana,
    charterFields(
      [ana, ben],
      [
        { type: 'circle', ...refs.K },
        { type: 'role', ...refs.R },
        { type: 'domain', ...ref(subjects.D, spending) },
        { type: 'domain', ...ref(subjects.S, structure) },
        { type: 'mandate', ...refs.MA, role: subjects.R },
        { type: 'mandate', ...refs.MB, role: subjects.R },
        { type: 'resource', ...refs.X },
      ],
    ),
  );
  await log.append('confirmation', ben, {
    subject: subjectOf(`${label} confirmation`),
    of: { subject: charter.entry.document.subject, id: charter.entry.id },
  });
  await log.append('identity', self, {
    subject: subjectOf(`${label} identity`),
    version: 1,
    line: commons.line,
  });
  for (const { payload } of [circle, role, spending, structure, mandateA, mandateB, stock]) {
    await log.appendEnvelope(await log.sign(payload, ana));
  }

  let count = 0;
  /** A decision on the stock by one of the two, with whatever a test changes in it. */
  const decide = (
    by: typeof ana,
    quantity: number,
    change: Partial<Omit<Draft<'decision'>, 'type'>> = {},
  ) => {
    count++;
    return log.append('decision', by, {
      subject: subjectOf(`${label} decision ${count}`),
      domain: refs.D,
      role: refs.R,
      mandate: by === ana ? refs.MA : refs.MB,
      binding: transfer(refs.X, quantity),
      result: 'adopted',
      reviewAt: '2026-04-01T00:00:00Z',
      reason: textOf(`${label} reason ${count}`).text,
      alternatives: [],
      tags: [],
      rulesVersion: 1,
      ...change,
    });
  };
  return { ...commons, label, people: { ana, ben }, subjects, refs, charter: charter.entry.id, decide };
}

export type SmallCommons = Awaited<ReturnType<typeof smallCommons>>;

export function transfer(resource: Ref, quantity: number): Binding {
  return {
    operations: [
      { op: 'transfer', resource, quantity, to: { named: textOf('somebody who sells tools').text } },
    ],
  };
}

/** A domain that the role decides in: by default, that things change. */
export function domainByRole(
  subject: Ref['subject'],
  role: Ref,
): { readonly subject: Ref['subject'] } & DomainBody {
  return {
    ...spendingFields(subject, role, subject, { each: 0, perPeriod: 0 }),
    title: { en: 'Structure' },
    scope: { effects: ['adopt:*'] },
    limits: [],
  };
}
