import type { Adoptable, ThingType } from '../../../protocol/documents/adoptable.ts';
import { adoptableOf } from '../../../protocol/documents/adoptable-of.ts';
import type { DomainRef } from '../../../protocol/documents/common.ts';
import type { DocumentOf } from '../../../protocol/documents/document.ts';
import type { DomainBody, Limit } from '../../../protocol/documents/domain-fields.ts';
import type { Binding, Operation } from '../../../protocol/documents/operation.ts';
import type { Role } from '../../../protocol/documents/role.ts';
import type { Ref, Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { circleFields, mandateFields, roleFields } from '../example-things.ts';
import { charterFields, createCommons, founder, type TestCommons } from '../found-commons.ts';
import type { Draft, LoggedEntry } from '../log-builder.ts';
import { subjectOf, textOf } from '../people.ts';

const FOUNDED_AT = '2026-01-05T09:00:00Z';
/** When things begin to happen: within one period of 30 days with the day after. */
export const START = '2026-01-10T12:00:00Z';

/** What a test wants to be otherwise. */
export interface Wishes {
  readonly spending?: Partial<DomainBody> | ((named: Named) => Partial<DomainBody>);
  readonly limits?: readonly Limit[];
  /** Capacities of the two stocks. */
  readonly stocks?: { readonly X?: number; readonly Z?: number };
  readonly charterLadder?: DomainBody['parameters'];
  /** What the treasurer's role says otherwise. */
  readonly treasurer?: Partial<
    Pick<Role, 'weight' | 'seats' | 'separateFrom' | 'maxConsecutiveTerms' | 'alternates' | 'continuity'>
  >;
  /** The charter is provisional: the members are to ratify it within so many days. */
  readonly ratifyWithinDays?: number;
  /** Adopt nothing of the founding act's own: Cem does not confirm. */
  readonly unconfirmed?: boolean;
}

/** What a wish about the domain can name. */
interface Named {
  readonly circle: Ref;
  readonly auditor: Ref;
  /** A circle that a case may bring into force. */
  readonly elders: Subject;
  /** A budget that a case may bring into force. */
  readonly budget: Subject;
  readonly people: Readonly<Record<'ana' | 'ben' | 'cem' | 'dia', Subject>>;
}

/**
 * A small commons: Ana looks after structure, Ben and Cem after spending from the stocks X and Z, Dia audits. Dia, an
 * agent Bot and a stranger Eve are no founders.
 */
async function foundWorld(commons: TestCommons, wishes: Wishes) {
  const { log } = commons;
  const own = (label: string) => subjectOf(`${log.commons} ${label}`);
  const [ana, ben, cem, dia] = (['Ana', 'Ben', 'Cem', 'Dia'] as const).map((name) =>
    founder(`${name} of ${log.commons}`),
  ) as [Founder, Founder, Founder, Founder]; // one for each name
  const founders = [ana, ben, cem, dia];

  const composed: { adopts: Adoptable; payload: Uint8Array }[] = [];
  function thing<Type extends Exclude<ThingType, 'charter'>>(
    type: Type,
    draft: Omit<Draft<Type>, 'type'>,
  ): Ref {
    const { id, payload, document } = log.compose(type, ana, draft);
    const made = document as unknown as DocumentOf<ThingType>; // of the one type that was asked for
    composed.push({ adopts: adoptableOf(made, id), payload });
    return { subject: made.subject, id };
  }
  const term = ['2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z'] as const;
  const spendingSubject = own('D1');
  const circle = thing(
    'circle',
    circleFields(
      own('K'),
      'Everybody',
      founders.map(({ author }) => author),
    ),
  );
  const treasurer = thing('role', {
    ...roleFields(own('R'), circle, 'Treasurer', [spendingSubject]),
    ...wishes.treasurer,
  });
  const auditor = thing('role', roleFields(own('A'), circle, 'Auditor', []));
  const keeper = thing('role', roleFields(own('S'), circle, 'Keeper of structure', []));
  const mandates = {
    ben: thing('mandate', {
      ...mandateFields(own('M ben'), treasurer, ben.author, ...term),
      alternate: dia.author,
    }),
    cem: thing('mandate', mandateFields(own('M cem'), treasurer, cem.author, ...term)),
    dia: thing('mandate', mandateFields(own('M dia'), auditor, dia.author, ...term)),
    ana: thing('mandate', mandateFields(own('M ana'), keeper, ana.author, ...term)),
  };
  const X = thing('resource', stock(own('X'), spendingSubject, 'Fund', wishes.stocks?.X ?? 1000));
  const Z = thing('resource', stock(own('Z'), spendingSubject, 'Tools', wishes.stocks?.Z ?? 500));
  const spendingBody: DomainBody = {
    ...domainBody('Spending', treasurer),
    scope: { effects: ['transfer', 'agreement'] },
    limits: [...(wishes.limits ?? [])],
    ...(typeof wishes.spending === 'function'
      ? wishes.spending({
          circle,
          auditor,
          elders: own('Elders'),
          budget: own('Budget'),
          people: { ana: ana.author, ben: ben.author, cem: cem.author, dia: dia.author },
        })
      : wishes.spending),
  };
  const spending = thing('domain', { subject: spendingSubject, ...spendingBody });
  const structureBody: DomainBody = {
    ...domainBody('Structure', keeper),
    scope: { effects: ['adopt:*', 'change'] },
  };
  const structure = thing('domain', { subject: own('D2'), ...structureBody });

  const { ladder, ...charterDraft } = charterFields(
    founders,
    composed.map(({ adopts }) => adopts),
  );
  const charter = await log.append('charter', ana, {
    ...charterDraft,
    subject: own('charter'),
    ladder: wishes.charterLadder ?? ladder,
    ...(wishes.ratifyWithinDays === undefined
      ? {}
      : { ratifyWithinSeconds: wishes.ratifyWithinDays * DAY_SECONDS }),
  });
  const confirming = wishes.unconfirmed === true ? [ben, dia] : [ben, cem, dia];
  for (const who of confirming) {
    await log.append('confirmation', who, {
      subject: own(`confirmation ${who.name}`),
      of: { subject: charter.entry.document.subject, id: charter.entry.id },
    });
  }

  const world = {
    ...commons,
    own,
    people: { ana, ben, cem, dia },
    things: {
      circle,
      treasurer,
      auditor,
      keeper,
      mandates,
      X,
      Z,
      spending,
      structure,
      charter: charter.entry.id,
    },
    bodies: { spending: spendingBody, structure: structureBody },
    logThings: async () => {
      for (const { payload } of composed) await log.appendEnvelope(await log.sign(payload, ana));
    },
    decide,
    structureDecides,
    adopt,
    draft,
    say,
  };
  return world;

  /** A decision about spending: by Ben and his mandate, unless said otherwise. */
  function decide(
    label: string,
    operations: Binding['operations'],
    more: DecisionMore = {},
  ): Promise<LoggedEntry> {
    const { by = ben, ...fields } = more;
    return log.append('decision', by, {
      ...decisionFields(label),
      domain: spending,
      mandate: mandates.ben,
      role: treasurer,
      binding: { operations },
      ...fields,
    });
  }

  /** A decision about structure, by Ana. */
  function structureDecides(
    label: string,
    operations: Binding['operations'],
    more: DecisionMore = {},
  ): Promise<LoggedEntry> {
    return log.append('decision', ana, {
      ...decisionFields(label),
      domain: structure,
      mandate: mandates.ana,
      role: keeper,
      binding: { operations },
      ...more,
    });
  }

  /** A draft of a thing by Ana, and the decision that adopts it. */
  async function adopt<Type extends Exclude<ThingType, 'charter'>>(
    label: string,
    type: Type,
    fields: Omit<Draft<Type>, 'type'>,
  ): Promise<{ readonly ref: Ref; readonly adopted: LoggedEntry }> {
    const { entry } = await log.append(type, ana, fields);
    const adopts = adoptableOf(entry.document as DocumentOf<ThingType>, entry.id); // of the type just given
    const adopted = await structureDecides(label, [{ op: 'adopt', adopts }]);
    return { ref: { subject: adopts.subject, id: adopts.id }, adopted };
  }

  async function draft<Type extends ThingType>(type: Type, fields: Omit<Draft<Type>, 'type'>): Promise<Ref> {
    const { entry } = await log.append(type, ana, fields);
    return { subject: entry.document.subject, id: entry.id };
  }

  function decisionFields(label: string) {
    return {
      subject: own(label),
      result: 'adopted',
      reviewAt: formatMillis(log.now() + 30 * DAY_SECONDS * SECOND),
      tags: [],
      rulesVersion: 1,
      reason: say(`Why: ${label}`),
      alternatives: [],
    } as const;
  }
}

export type World = Awaited<ReturnType<typeof foundWorld>>;
type Founder = ReturnType<typeof founder>;
type DecisionMore = Partial<Omit<Draft<'decision'>, 'type'>> & { readonly by?: Founder };

/** The identity of the commons and the things that the charter names: after that everything can happen. */
export async function startWorld(label: string, wishes: Wishes = {}): Promise<World> {
  const commons = await createCommons(label, FOUNDED_AT);
  const { log, self, line } = commons;
  const world = await foundWorld(commons, wishes);
  await log.append('identity', self, { subject: world.own('identity'), version: 1, line });
  await world.logThings();
  log.setClock(START);
  return world;
}

export function say(words: string) {
  return textOf(words).text;
}

export function transfer(resource: Ref, quantity: number): Operation {
  return { op: 'transfer', resource, quantity, to: { named: say('The tool shop') } };
}

/** A limit on what leaves by transfers and agreements. */
export function limit(more: Partial<Limit>): Limit {
  return { effects: ['transfer', 'agreement'], measure: 'amount', ...more };
}

export function stock(subject: Subject, steward: Subject, name: string, quantity: number) {
  return {
    subject,
    kind: 'money',
    name: { en: name },
    unit: 'EUR cent',
    capacity: { model: 'stock', quantity },
    steward,
    askers: 'peers',
  } as const;
}

/** A domain by delegation to one role, with everything that a test does not care about. */
export function domainBody(title: string, role: Ref): DomainBody {
  return {
    title: { en: title },
    scope: { effects: ['transfer'] },
    affected: [],
    knowledge: [],
    impact: 'low',
    reversibility: 'costly',
    timeline: 'days',
    owner: { kind: 'role', ...role },
    rung: 'delegation',
    parameters: { delegation: { signers: 1, proposerMayDecide: true } },
    limits: [],
    humanReserved: false,
    reviewAfterSeconds: 180 * DAY_SECONDS,
    disclosure: 'public',
    weight: 'light',
    rationale: { en: 'It belongs to one role.' },
    status: 'active',
  };
}

/** The second signature under a pending decision. */
export function confirmationOf(
  decision: LoggedEntry,
  by: { readonly mandate: Ref; readonly role: Ref; readonly domain: DomainRef },
  more: { readonly changes?: readonly string[]; readonly of?: Partial<Ref> } = {},
) {
  const { leaf, entry } = decision;
  const { document } = entry;
  if (document.type !== 'decision') throw new TypeError('a decision is confirmed');
  const of = { subject: document.proposal?.subject ?? document.subject, id: entry.id, ...more.of };
  return {
    of,
    decision: { changes: (more.changes ?? leaf.threads.map(({ key }) => key)) as Changes, by }, // composing checks them
  };
}

type Changes = NonNullable<Draft<'confirmation'>['decision']>['changes'];

/** The thread and the id of a proposal or decision. */
export function refTo({ entry: { document, id } }: LoggedEntry): Ref {
  const subject =
    document.type === 'decision' ? (document.proposal?.subject ?? document.subject) : document.subject;
  return { subject, id };
}

/** Ends a term in a role. */
export function endOfTerm(mandate: Ref, role: Ref): Operation {
  return { op: 'end', type: 'mandate', thing: mandate, role: role.subject };
}
