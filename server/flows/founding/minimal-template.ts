import { adoptableOf } from '../../../protocol/documents/adoptable-of.ts';
import type { Charter } from '../../../protocol/documents/charter.ts';
import { type Composed, composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import type { Constraint } from '../../../protocol/documents/constraint.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Ref, Scid, Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Random } from '../../context.ts';

/** A founder as the charter names them. */
export interface Founder {
  readonly subject: Subject;
  readonly pseudonym: string;
  readonly key: Charter['founders'][number]['keys'][number]['key'];
}

export interface FoundingWish {
  readonly name: string;
  readonly purpose: string;
  readonly language: string;
  readonly timeZone: string;
  readonly founders: readonly [Founder, ...Founder[]];
  /** The charter is provisional: so long the members have to ratify it. Spec §4. */
  readonly ratifyWithinSeconds?: number;
  /** Values that bind from the first day on. */
  readonly constraints?: readonly FoundingConstraint[];
}

export type FoundingConstraint = Pick<Constraint, 'title' | 'value' | 'hard' | 'rule'>;

/** Everything that the founding act consists of, unsigned: the charter and the things that it adopts. */
export interface FoundingPlan {
  readonly charter: Composed<Charter>;
  readonly things: readonly Composed[];
}

/** A first term: a year, as in most small groups. */
const TERM_DAYS = 365;
/** What the coordinator may give away alone, in the smallest unit of a resource: of one decision, and in 30 days. */
const GIVE_EACH = 100_000;
const GIVE_PER_PERIOD = 300_000;
const PERIOD_DAYS = 30;

/**
 * The template `minimal`: one circle, one role held by every founder, four domains. Enough for a first week; the
 * members change all of it by their own decisions.
 */
export function minimalTemplate(
  wish: FoundingWish,
  commons: Scid,
  random: Random,
  now: Millis,
): FoundingPlan {
  const [first] = wish.founders;
  const text = (words: string) => ({ [wish.language]: words });
  const compose = <Type extends DocumentTypeName>(type: Type, fields: object) =>
    composeDocument<Type>({
      type,
      commons,
      author: first.subject,
      issuedAt: formatMillis(now),
      audience: 'public',
      salt: random.salt(),
      ...fields,
    } as unknown as Fields<Type>); // composing checks every field

  const circle = compose('circle', {
    subject: random.subject(),
    kind: 'circle',
    name: text('Everyone'),
    aim: text(wish.purpose),
    members: wish.founders.map(({ subject }) => subject),
    status: 'active',
  });
  const domains = {
    sharing: random.subject(),
    register: random.subject(),
    work: random.subject(),
    charter: random.subject(),
  };
  const role = compose('role', {
    subject: random.subject(),
    circle: refOf(circle),
    name: text('Coordinator'),
    purpose: text('Sets things up and decides day-to-day matters within limits.'),
    decides: [domains.sharing, domains.register, domains.work],
    accountabilities: [text('Gives a reason for every decision.')],
    seats: { min: 1, max: wish.founders.length },
    termSeconds: TERM_DAYS * DAY_SECONDS,
    maxConsecutiveTerms: 2,
    selection: 'consent',
    separateFrom: [],
    alternates: true,
    continuity: false,
    weight: 'light',
  });
  const mandates = wish.founders.map(({ subject }) =>
    compose('mandate', {
      subject: random.subject(),
      role: refOf(role),
      holder: subject,
      startsAt: formatMillis(now),
      endsAt: formatMillis(now + TERM_DAYS * DAY_SECONDS * SECOND),
    }),
  );
  const coordinator = { kind: 'role', ...refOf(role) } as const;
  // Whom a role asks before it departs from a soft rule.
  const affected = [circle.document.subject];
  const bodies: { readonly subject: Subject; readonly body: Partial<DomainBody> }[] = [
    {
      subject: domains.sharing,
      body: {
        title: text('Sharing and spending'),
        affected,
        scope: { effects: ['transfer', 'agreement'] },
        owner: coordinator,
        limits: [
          {
            effects: ['transfer', 'agreement'],
            measure: 'amount',
            perDecision: GIVE_EACH,
            perPeriod: { most: GIVE_PER_PERIOD, seconds: PERIOD_DAYS * DAY_SECONDS },
          },
        ],
        rationale: text('Small gifts and agreements should not wait for a meeting.'),
      },
    },
    {
      subject: domains.register,
      body: {
        title: text('Register: who decides what'),
        affected,
        scope: {
          effects: [
            'adopt:domain',
            'adopt:role',
            'adopt:mandate',
            'adopt:circle',
            'adopt:resource',
            'adopt:constraint',
            'erase',
          ],
        },
        owner: coordinator,
        // With several founders nobody sets things up alone.
        parameters: {
          delegation: { signers: wish.founders.length > 1 ? 2 : 1, proposerMayDecide: true },
        },
        impact: 'medium',
        rationale: text(
          'In the first weeks the coordinators set things up; later the members put this higher.',
        ),
      },
    },
    {
      subject: domains.work,
      body: {
        title: text('Changes to what we look after'),
        affected,
        scope: { effects: ['change'] },
        owner: coordinator,
        rationale: text('Whatever no other domain owns more precisely.'),
      },
    },
    {
      subject: domains.charter,
      body: {
        title: text('Purpose and charter'),
        scope: { effects: ['adopt:charter'] },
        owner: { kind: 'circle', ...refOf(circle) },
        rung: 'consent',
        parameters: { consent: LADDER.consent },
        escalation: [{ mode: 'default', maxSeconds: 1, fallback: { kind: 'status-quo' } }],
        impact: 'high',
        humanReserved: true,
        rationale: text('What we are for is everybody’s matter.'),
      },
    },
  ];
  const domainDocuments = bodies.map(({ subject, body }) =>
    compose('domain', { ...defaultDomain, ...body, subject }),
  );
  const constraints = (wish.constraints ?? []).map((fields) =>
    compose('constraint', { ...fields, subject: random.subject() }),
  );
  const things = [circle, role, ...domainDocuments, ...mandates];
  const charter = compose('charter', {
    subject: random.subject(),
    name: text(wish.name),
    purpose: text(wish.purpose),
    values: [],
    founders: wish.founders.map(({ subject, pseudonym, key }) => ({
      subject,
      pseudonym,
      keys: [{ key, custody: 'device' }],
    })),
    languages: [wish.language],
    timeZone: wish.timeZone,
    ladder: LADDER,
    exitTerms: text('Whoever leaves takes what they brought and settles what they owe.'),
    ...(wish.ratifyWithinSeconds === undefined ? {} : { ratifyWithinSeconds: wish.ratifyWithinSeconds }),
    replant: { dueAfterSeconds: 18 * 30 * DAY_SECONDS, overdueAfterSeconds: 24 * 30 * DAY_SECONDS },
    adopts: [
      ...things.map(({ document, id }) => adoptableOf(document, id)),
      // Everybody is to keep them.
      ...constraints.map(({ document, id }) => ({
        ...{ type: document.type, subject: document.subject, id },
        circle: circle.document.subject,
      })),
    ],
  });
  return { charter, things: [...things, ...constraints] };
}

/** For what a domain does not set up itself: what is challenged, say, is settled one rung up. */
const LADDER = {
  // A log that falls silent doubles it: then it ends within 90 days all the same.
  consent: { openSeconds: 10 * DAY_SECONDS, quorum: 'two-thirds', deadlineSeconds: 45 * DAY_SECONDS },
  // What departs from a soft rule is put to those whom it affects before anybody decides it alone.
  consultation: {
    askSeconds: 7 * DAY_SECONDS,
    extendSeconds: 3 * DAY_SECONDS,
    deadlineSeconds: 45 * DAY_SECONDS,
  },
  consensus: {
    openSeconds: 14 * DAY_SECONDS,
    deadlineSeconds: 60 * DAY_SECONDS,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
    windows: 2,
  },
} as const;

const defaultDomain = {
  affected: [],
  knowledge: [],
  impact: 'low',
  reversibility: 'costly',
  timeline: 'days',
  rung: 'delegation',
  parameters: { delegation: { signers: 1, proposerMayDecide: true } },
  limits: [],
  humanReserved: false,
  reviewAfterSeconds: 180 * DAY_SECONDS,
  disclosure: 'public',
  weight: 'light',
  status: 'active',
} as const;

function refOf(composed: Composed): Ref {
  return { subject: composed.document.subject, id: composed.id };
}
