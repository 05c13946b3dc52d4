import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Ref, Scid, Subject } from '../../../protocol/ids.ts';
import type { Draft, LoggedEntry } from '../log-builder.ts';
import { type Signer, subjectOf, textOf } from '../people.ts';
import { createPartner, type Partner, type Said, type Spoken } from './partner.ts';
import { refTo, say, type World } from './world.ts';

export const ACCEPT_BY = '2026-02-01T00:00:00Z';
export const SEAL_BY = '2026-02-02T00:00:00Z';
export const IN_DOUBT_UNTIL = '2026-03-01T00:00:00Z';

type More<Type extends Spoken> = Partial<Omit<Draft<Type>, 'type'>>;

/** What is said of a promise. */
export type Reported =
  | { readonly said: 'delivered'; readonly quantity: number; readonly commitment?: number }
  | {
      readonly said: 'received';
      readonly quantity: number;
      readonly of: DocumentId;
      readonly commitment?: number;
    };

/** One negotiation at our end, with one partner or two; every document is right unless a test says otherwise. */
export async function openTable(world: World, seats: 1 | 2 = 1, label = 'N') {
  const { log, self, own, things, people } = world;
  const N = own(label);
  const partners = [
    await createPartner('partner-b'),
    ...(seats === 2 ? [await createPartner('partner-c')] : []),
  ];
  let count = 0;
  const next = (what: string) => own(`${label} ${what} ${++count}`);

  /** We give money from X, each partner gives hours of its own. */
  function fields(more: Partial<TermsFields> = {}, money = 200): TermsFields {
    const [first] = partners;
    const receiver = first?.home ?? log.commons;
    return {
      parties: [log.commons, ...partners.map(({ home }) => home)],
      commitments: [
        { provider: log.commons, receiver, action: 'transfer', resource: things.X, quantity: money },
        ...partners.map(
          ({ home }) =>
            ({
              provider: home,
              receiver: log.commons,
              action: 'deliver-service',
              resource: hoursOf(home),
              quantity: 1500,
            }) as const,
        ),
      ],
      acceptBy: ACCEPT_BY,
      sealBy: SEAL_BY,
      sealGraceSeconds: 3600,
      registrar: log.commons,
      inDoubt: { until: IN_DOUBT_UNTIL, policy: 'release' },
      reviewAt: '2026-06-01T00:00:00Z',
      amendment: 'all-parties',
      termination: { noticeSeconds: 30 * 86_400, by: 'any-party' },
      disputePath: [
        { mode: 'talk', maxSeconds: 7 * 86_400 },
        { mode: 'default', maxSeconds: 86_400, fallback: { kind: 'status-quo' } },
      ],
      requires: 'V4',
      rulesVersion: 1,
      purpose: { en: 'Money for hours.' },
      ...more,
    };
  }

  /** Somebody of ours proposes an offer. */
  const propose = (
    offer: TermsFields,
    more: Partial<Omit<Draft<'proposal'>, 'type'>> = {},
    by: Signer = people.ana,
  ) =>
    log.append('proposal', by, {
      subject: next('proposal'),
      domain: things.spending,
      driver: say('They have what we lack.'),
      binding: { operations: [{ op: 'agree', negotiation: N, fields: offer }] },
      explanation: [],
      alternatives: [],
      ...more,
    });

  const terms = (offer: TermsFields, basis: LoggedEntry, more: More<'terms'> = {}) =>
    log.append('terms', self, { subject: N, fields: offer, basis: refTo(basis), ...more });

  /** Ben says yes: to the partner's terms by their id, or to our own offer by its fields. */
  const agree = (offer: TermsFields, to?: Said, more: Parameters<World['decide']>[2] = {}) => {
    const named = to === undefined ? {} : { terms: to.entry.id };
    const agreed = { op: 'agree', negotiation: N, fields: offer, ...named } as const;
    return world.decide(`${label} yes ${++count}`, [agreed], more);
  };

  const decline = (to: Said, more: Parameters<World['decide']>[2] = {}) =>
    world.decide(`${label} no ${++count}`, [{ op: 'decline', negotiation: N, terms: to.entry.id }], more);

  const accept = (to: Said, decision: LoggedEntry, more: More<'acceptance'> = {}) =>
    log.append('acceptance', self, {
      ...yes(to, log.commons, 'a bundle'),
      domain: things.spending,
      decision: refTo(decision),
      evidence: { bundle: say('a bundle'), size: log.entries.length },
      ...more,
    });

  const reject = (to: Said, decision: LoggedEntry, more: More<'rejection'> = {}) =>
    log.append('rejection', self, { ...no(to), decision: refTo(decision), ...more });

  const withdraw = (acceptance: Said, more: More<'withdrawal'> = {}) =>
    log.append('withdrawal', self, { ...takenBack(acceptance), ...more });

  const seal = (to: Said, accepted: readonly Said[], more: More<'seal'> = {}) =>
    log.append('seal', self, { ...sealed(to, accepted), ...more });

  const lapse = (to: Said, accepted: readonly Said[] = [], more: More<'lapse'> = {}) =>
    log.append('lapse', self, { ...lapsed(to, accepted), ...more });

  /** Ben decides that we say something of a promise of ours, by default that of money. */
  const reports = (to: Said, said: Reported, more: Parameters<World['decide']>[2] = {}) => {
    const operation = { op: 'report', negotiation: N, terms: to.entry.id, commitment: 0, ...said } as const;
    return world.decide(`${label} report ${++count}`, [operation], more);
  };

  const event = (to: Said, said: Reported, decision: LoggedEntry, more: More<'event'> = {}) =>
    log.append('event', self, { ...spoken(to, said), decision: refTo(decision), ...more });

  /** Ben decides that what was agreed ends. */
  const terminates = (to: Said, endsAt: string, more: Parameters<World['decide']>[2] = {}) => {
    const operation = { op: 'terminate', negotiation: N, terms: to.entry.id, endsAt } as const;
    return world.decide(`${label} end ${++count}`, [operation], more);
  };

  const termination = (to: Said, endsAt: string, decision: LoggedEntry, more: More<'termination'> = {}) =>
    log.append('termination', self, { ...ending(to, endsAt), decision: refTo(decision), ...more });

  /** Ben decides that we ask about terms, or answer. */
  const decidesAsking = (to: Said, words: string, question?: DocumentId) => {
    const asked = { negotiation: N, terms: to.entry.id, text: say(words) };
    const operation =
      question === undefined
        ? ({ op: 'ask', ...asked } as const)
        : ({ op: 'answer', ...asked, question } as const);
    return world.decide(`${label} words ${++count}`, [operation]);
  };

  const question = (to: Said, words: string, decision: LoggedEntry, more: More<'question'> = {}) =>
    log.append('question', self, { ...worded(to, words), decision: refTo(decision), ...more });

  const answer = (to: Said, words: string, decision: LoggedEntry, of: DocumentId) =>
    log.append('answer', self, { ...worded(to, words), question: of, decision: refTo(decision) });

  /** What a partner signs; `hear` takes it in. */
  function voiceOf({ home, say: speak }: Partner) {
    return {
      home,
      terms: (offer: TermsFields, more: More<'terms'> = {}) =>
        speak('terms', log.now(), { subject: N, fields: offer, basis: elsewhere('basis'), ...more }),
      acceptance: (to: Said, more: More<'acceptance'> = {}) =>
        speak('acceptance', log.now(), {
          ...yes(to, home, 'their bundle'),
          domain: elsewhere('domain'),
          decision: elsewhere('decision'),
          ...more,
        }),
      rejection: (to: Said) => speak('rejection', log.now(), { ...no(to), decision: elsewhere('decision') }),
      withdrawal: (acceptance: Said, more: More<'withdrawal'> = {}) =>
        speak('withdrawal', log.now(), { ...takenBack(acceptance), basis: elsewhere('decision'), ...more }),
      seal: (to: Said, accepted: readonly Said[], more: More<'seal'> = {}) =>
        speak('seal', log.now(), { ...sealed(to, accepted), ...more }),
      lapse: (to: Said, accepted: readonly Said[] = [], more: More<'lapse'> = {}) =>
        speak('lapse', log.now(), { ...lapsed(to, accepted), ...more }),
      event: (to: Said, said: Reported) =>
        speak('event', log.now(), { ...spoken(to, said), decision: elsewhere('decision') }),
      question: (to: Said, words: string) =>
        speak('question', log.now(), { ...worded(to, words), decision: elsewhere('decision') }),
      answer: (to: Said, words: string, of: DocumentId) =>
        speak('answer', log.now(), { ...worded(to, words), question: of, decision: elsewhere('decision') }),
      termination: (to: Said, endsAt: string) =>
        speak('termination', log.now(), { ...ending(to, endsAt), decision: elsewhere('decision') }),
    };
  }

  const elsewhere = (what: string): Ref => ({ subject: next(what), id: things.X.id }); // only its home would ask
  const yes = (to: Said, party: Scid, bundle: string) => {
    const offer = fieldsOf(to);
    return {
      subject: N,
      terms: to.entry.id,
      holds: given(offer, party).map((hold) => ({ ...hold, until: offer.inDoubt.until })),
      evidence: { bundle: say(bundle), size: 16 },
      provisional: false,
    };
  };
  const spoken = (to: Said, said: Reported) => ({ subject: N, terms: to.entry.id, commitment: 0, ...said });
  const worded = (to: Said, words: string) => ({ subject: N, terms: to.entry.id, text: say(words) });
  const ending = (to: Said, endsAt: string) => ({ subject: N, terms: to.entry.id, endsAt });
  const no = (to: Said) => ({ subject: N, terms: to.entry.id, reason: say('It is too much for us.') });
  const takenBack = (acceptance: Said) =>
    ({
      subject: next('withdrawal'),
      of: { subject: N, id: acceptance.entry.id },
      fate: 'withdrawn',
    }) as const;
  const sealed = (to: Said, accepted: readonly Said[]) => ({
    subject: N,
    terms: to.entry.id,
    acceptances: accepted.map(({ entry }) => ({ commons: entry.document.commons, id: entry.id })),
    resources: heldBy(accepted),
  });
  const lapsed = (to: Said, accepted: readonly Said[]) =>
    ({ subject: N, terms: to.entry.id, cause: 'deadline', resources: heldBy(accepted) }) as const;

  const [b, c] = partners.map(voiceOf);
  if (b === undefined) throw new TypeError('a negotiation has another party');
  return {
    ...{ world, N, b, c: c ?? b, fields, propose, terms, agree, decline },
    ...{ accept, reject, withdraw, seal, lapse, reports, event, terminates, termination },
    ...{ decidesAsking, question, answer },
    setClock: log.setClock,
    hear: async (said: Said | Promise<Said>, countsAtHome = true) => log.receive(await said, countsAtHome),
  };
}

export type Table = Awaited<ReturnType<typeof openTable>>;

function fieldsOf({ entry: { document } }: Said): TermsFields {
  if (document.type !== 'terms') throw new TypeError('terms have fields');
  return document.fields;
}

/** A resource of a partner: hours of its members. Any id will do: only its own log asks. */
function hoursOf(home: Scid): Ref {
  const id = `ni:///sha-256;${textOf(`hours of ${home}`).text.attachment}` as DocumentId; // a hash in that form
  return { subject: subjectOf(`${home} Y`), id };
}

/** Sums by resource, in the order of the commitments. */
function given(offer: TermsFields, party: Scid): { resource: Ref; quantity: number }[] {
  const sums = new Map<Subject, { resource: Ref; quantity: number }>();
  for (const { provider, resource, quantity } of offer.commitments) {
    if (provider !== party) continue;
    const before = sums.get(resource.subject);
    sums.set(resource.subject, {
      resource: before?.resource ?? resource,
      quantity: (before?.quantity ?? 0) + quantity,
    });
  }
  return [...sums.values()];
}

/** Each party's resource once, by acceptance. */
function heldBy(accepted: readonly Said[]) {
  const held = new Map<string, { commons: Scid; resource: Ref }>();
  for (const { entry } of accepted) {
    if (entry.document.type !== 'acceptance') continue;
    for (const { resource } of entry.document.holds) {
      const once = `${entry.document.commons} ${resource.subject}`;
      if (!held.has(once)) held.set(once, { commons: entry.document.commons, resource });
    }
  }
  return [...held.values()];
}
