import type { NegotiationState } from '../../../protocol/agreement/state.ts';
import { hasEnded, openTerms, standingAcceptances } from '../../../protocol/agreement/state.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid, Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Random } from '../../../server/context.ts';
import { documentIn } from '../../../server/flows/record/document-in.ts';
import type { Chance } from '../engine/chance.ts';
import { HOUR_MS, SECOND_MS } from '../engine/units.ts';
import { type Founding, STOCK } from '../world/foundings.ts';
import type { Site } from '../world/site.ts';

/** What a member wants to say. */
export interface Wish {
  readonly type: DocumentTypeName;
  readonly fields: object;
}

/** Negotiations, and threads of decisions, that one member looks through. */
const LOOK_MAX = 200;
/** Some offers want more than there is beside others. */
const SHARE_MOST = 0.7;
/** Seconds of notice that terms ask for at the most: runs are short. */
const NOTICE_MAX = 300;

export interface Mind {
  readonly site: Site;
  readonly chance: Chance;
  readonly random: Random;
  /** Whoever can be a party: those that all know each other. */
  readonly partners: readonly Founding[];
}

/** What comes to a member's mind; null where there is nothing to say. */
export async function nextWish(mind: Mind): Promise<Wish | null> {
  const { chance } = mind;
  const roll = chance.fraction();
  if (roll < 0.5) return offer(mind);
  if (roll < 0.85) return (await answer(mind)) ?? offer(mind);
  if (roll < 0.9) return takeBack(mind);
  return roll < 0.95 ? give(mind) : say();
}

/** Something of ours for something of theirs. */
export function offer(mind: Mind): Wish | null {
  const { site, chance, random, partners } = mind;
  const others = partners.filter(({ name }) => name !== site.name);
  const first = chance.pickAny(others);
  if (first === null) return null;
  const second = chance.happens(0.25) ? chance.pickAny(others.filter((one) => one !== first)) : null;
  const parties = [site.founding, first, ...(second === null ? [] : [second])];
  const negotiation = random.subject();
  const registrar = (chance.happens(0.7) ? site.founding : (chance.pickAny(partners) ?? first)).commons;
  const operations = [{ op: 'agree', negotiation, fields: fieldsOf(mind, parties, registrar) }];
  return chance.happens(0.5)
    ? { type: 'proposal', fields: { operations, driver: { say: 'They have what we lack.' } } }
    : { type: 'decision', fields: { operations, reason: { say: 'They have what we lack.' } } };
}

/** In a ring each gives the next something of one of its stocks. */
function fieldsOf({ site, chance }: Mind, parties: readonly Founding[], registrar: Scid): object {
  const now = site.clock();
  const acceptBy = now + chance.integer(30, 240) * SECOND_MS;
  const sealBy = acceptBy + chance.integer(0, 90) * SECOND_MS;
  const until = sealBy + chance.integer(0, 300) * SECOND_MS;
  return {
    parties: parties.map(({ commons }) => commons),
    commitments: parties.map(({ commons, stocks }, index) => ({
      provider: commons,
      receiver: parties[(index + 1) % parties.length]?.commons,
      action: 'transfer',
      resource: { ...(chance.pickAny(stocks) ?? {}) },
      quantity: chance.integer(1, STOCK * SHARE_MOST),
    })),
    acceptBy: formatMillis(acceptBy),
    sealBy: formatMillis(sealBy),
    sealGraceSeconds: 3600,
    registrar,
    inDoubt: { until: formatMillis(until), policy: chance.happens(0.8) ? 'release' : 'keep' },
    reviewAt: formatMillis(until + 90 * 24 * HOUR_MS),
    amendment: 'all-parties',
    // Some have to end it together.
    termination: { noticeSeconds: Math.floor(acceptBy / SECOND_MS) % NOTICE_MAX, by: endedBy(sealBy) },
    disputePath: [
      { mode: 'talk', maxSeconds: 86_400 },
      { mode: 'default', maxSeconds: 86_400, fallback: { kind: 'status-quo' } },
    ],
    requires: chance.happens(0.5) ? 'V2' : 'V4',
    rulesVersion: 1,
    purpose: { en: 'One thing for another.' },
  };
}

const endedBy = (time: number) => ((time / SECOND_MS) % 3 < 1 ? 'all-parties' : 'any-party');

/** Yes, no, or something else instead. */
export async function answer(mind: Mind): Promise<Wish | null> {
  const { site, chance, partners } = mind;
  const { commons } = site.founding;
  const open = (await negotiationsAt(site)).filter(({ state }) => !hasEnded(state));
  const unanswered = open.filter(({ state }) => {
    const [newest] = openTerms(state);
    return (
      newest !== undefined && !standingAcceptances(state, newest.id).some((yes) => yes.commons === commons)
    );
  });
  const chosen = chance.pickAny(chance.happens(0.9) ? unanswered : open);
  const terms = chance.pickAny(chosen === null ? [] : openTerms(chosen.state));
  const fields = terms === null ? null : await fieldsIn(site, terms.id);
  if (chosen === null || terms === null || fields === null || !fields.parties.includes(commons)) return null;
  const { negotiation } = chosen;
  const roll = chance.fraction();
  const reason = { say: 'We looked at it.' };
  if (roll < 0.85) {
    return {
      type: 'decision',
      fields: { operations: [{ op: 'agree', negotiation, terms: terms.id, fields }], reason },
    };
  }
  if (roll < 0.92) {
    return {
      type: 'decision',
      fields: { operations: [{ op: 'decline', negotiation, terms: terms.id }], reason },
    };
  }
  const parties = fields.parties.flatMap((party) => partners.find((one) => one.commons === party) ?? []);
  const counter = fieldsOf(mind, parties, fields.registrar);
  return {
    type: 'decision',
    fields: { operations: [{ op: 'agree', negotiation, fields: counter }], reason },
  };
}

/** An own yes is reversed: what was accepted has to be withdrawn while there is time. */
async function takeBack({ site, chance }: Mind): Promise<Wish | null> {
  const { commons } = site.founding;
  const own = (await negotiationsAt(site)).flatMap(({ state }) =>
    state.acceptances.filter((yes) => yes.commons === commons && yes.withdrawnBy === null),
  );
  const chosen = chance.pickAny(own);
  const acceptance = chosen === null ? null : await documentIn(site.store, commons, chosen.id);
  if (acceptance?.type !== 'acceptance') return null;
  return {
    type: 'decision',
    fields: {
      domain: acceptance.domain.subject,
      operations: [{ op: 'resolve', text: { say: 'We were wrong.' } }],
      reverses: acceptance.decision,
      reason: { say: 'We were wrong.' },
    },
  };
}

function give({ site, chance }: Mind): Wish | null {
  const resource = chance.pickAny(site.founding.stocks);
  if (resource === null) return null;
  const quantity = chance.integer(1, STOCK / 2);
  const operations = [{ op: 'transfer', resource, quantity, to: { named: { say: 'a neighbour' } } }];
  return { type: 'decision', fields: { operations, reason: { say: 'They need it.' } } };
}

function say(): Wish {
  const subject = { say: 'We noticed something.' };
  return { type: 'proposal', fields: { operations: [{ op: 'resolve', text: subject }], driver: subject } };
}

/** What becomes of an agreement: something is delivered, or it ends. Null where there is none. */
export function afterwards(mind: Mind): Promise<Wish | null> {
  return mind.chance.happens(0.5) ? deliver(mind) : end(mind);
}

/** What was agreed ends before it is kept; mostly at once, with the notice in the terms. */
async function end(mind: Mind): Promise<Wish | null> {
  const { site, chance } = mind;
  const agreed = chance.pickAny(await agreementsAt(site));
  if (agreed === null) return null;
  const { negotiation, terms } = agreed;
  const endsAt = formatMillis(site.clock() + (chance.happens(0.7) ? 0 : chance.integer(1, 300) * SECOND_MS));
  return {
    type: 'decision',
    fields: {
      operations: [{ op: 'terminate', negotiation, terms, endsAt }],
      reason: { say: 'We have had enough.' },
    },
  };
}

/** Something of what was promised is given; at times more than that. */
async function deliver(mind: Mind): Promise<Wish | null> {
  const { site, chance } = mind;
  const agreed = chance.pickAny(await agreementsAt(site));
  const fields = agreed === null ? null : await fieldsIn(site, agreed.terms);
  if (agreed === null || fields === null) return null;
  const { negotiation, terms } = agreed;
  const place = fields.commitments.findIndex(({ provider }) => provider === site.founding.commons);
  const promised = fields.commitments[place]?.quantity;
  if (promised === undefined) return null;
  const said = { said: 'delivered', commitment: place, quantity: chance.integer(1, promised) };
  return {
    type: 'decision',
    fields: {
      operations: [{ op: 'report', negotiation, terms, ...said }],
      reason: { say: 'As agreed.' },
    },
  };
}

/** What was sealed, with the terms. */
async function agreementsAt(site: Site) {
  return (await negotiationsAt(site)).flatMap(({ negotiation, state }) => {
    const terms = state.seals[0]?.terms;
    return terms === undefined ? [] : [{ negotiation, terms }];
  });
}

async function negotiationsAt(
  site: Site,
): Promise<readonly { readonly negotiation: Subject; readonly state: NegotiationState }[]> {
  const threads = await site.store.threads(site.founding.commons, { kind: 'negotiation', limit: LOOK_MAX });
  return threads.flatMap(
    ({ name, state }) => (state?.kind === 'negotiation' ? [{ negotiation: name as Subject, state }] : []), // named by its subject
  );
}

async function fieldsIn(site: Site, terms: DocumentId): Promise<TermsFields | null> {
  const document = await documentIn(site.store, site.founding.commons, terms);
  return document?.type === 'terms' ? document.fields : null;
}
