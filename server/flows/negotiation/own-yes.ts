import { mayRelease } from '../../../federation/negotiation/party.ts';
import { stands } from '../../../protocol/agreement/own-decision.ts';
import { endedWith, hasEnded } from '../../../protocol/agreement/state.ts';
import type { PartyResource } from '../../../protocol/documents/common.ts';
import type { Lapse } from '../../../protocol/documents/lapse.ts';
import { promisedTo } from '../../../protocol/governance/budgets/promised.ts';
import { takenOf } from '../../../protocol/governance/fold/drawn.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { Ref, Subject } from '../../../protocol/ids.ts';
import { isHeldFor } from '../../../protocol/resource/holding.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import { heldBy, type Negotiation, readNegotiation } from './negotiation.ts';

/** A yes is taken back as soon as the decision behind it stands no more, while there is time. Spec §8, [R-8.15]. */
export async function takeBack(context: Context, committer: Committer, subject: Subject): Promise<void> {
  const negotiation = await readNegotiation(context, subject);
  const { state, home } = negotiation;
  if (hasEnded(state)) return;
  for (const { id, commons, terms, withdrawnBy } of state.acceptances) {
    const document = negotiation.content(id);
    const registrar = negotiation.fieldsOf(terms)?.registrar;
    if (commons !== home || withdrawnBy !== null || registrar === undefined) continue;
    if (document.type !== 'acceptance' || (await stillStands(context, document.decision))) continue;
    const releases = heldBy(negotiation, endedWith(state, id, { home, registrar }));
    const withdrawn = await actAsCommons(context, committer, 'withdrawal', {
      of: { subject, id },
      fate: 'withdrawn',
      basis: document.decision,
      ...(releases.length === 0 ? {} : { releases }),
    });
    // One at a time: the last one releases what all of them held.
    return withdrawn === null ? undefined : takeBack(context, committer, subject);
  }
}

/** What we still hold is let go when nobody's word will end it any more. Spec §8, [R-8.15]. */
export async function letGo(context: Context, committer: Committer, subject: Subject): Promise<void> {
  const negotiation = await readNegotiation(context, subject);
  const { state, home, fieldsOf } = negotiation;
  const last = state.acceptances.findLast(({ commons }) => commons === home);
  const terms = last?.terms ?? state.terms.at(-1)?.id;
  if (terms === undefined || !mayRelease(state, fieldsOf, home, await context.now())) return;
  const resources = last === undefined ? [] : await stillHeld(context, negotiation);
  const budgets = hasEnded(state) ? await stillDrawn(context, negotiation, 'released') : [];
  if (resources.length + budgets.length === 0) return;
  await actAsCommons(context, committer, 'lapse', {
    ...{ subject, terms, cause: 'released', resources },
    ...(budgets.length === 0 ? {} : { budgets }),
  });
}

/** Budgets that are looked through: a commons has a few a year. */
const BUDGETS_MAX = 1000;

/** Budgets that drew more for the negotiation than it took. Spec §15. */
export async function stillDrawn(
  context: Context,
  { home, subject }: Negotiation,
  cause: Lapse['cause'],
): Promise<Ref[]> {
  const threads = await context.store.threads(home, { kind: 'budget', limit: BUDGETS_MAX });
  const record = await currentRecord(context, home);
  return askFreely(record, (view) =>
    threads.flatMap(({ name, state }) => {
      if (state?.kind !== 'budget') return [];
      const drawn = promisedTo(state, subject);
      const id = state.inForce?.id;
      const budget = id === undefined ? null : contentOf(view, id, 'budget');
      const takes = drawn > 0 ? takenOf(view, subject, budget?.resource.subject, cause) : 0;
      return id !== undefined && drawn > takes ? [{ subject: name as Subject, id }] : []; // its thread is named by its subject
    }),
  );
}

async function stillStands(context: Context, { subject, id }: Ref): Promise<boolean> {
  const { store } = context;
  const home = await context.commons();
  const [thread] = await store.threads(home, { names: [subject] });
  const state = thread?.state;
  const decided =
    state?.kind === 'decision' || state?.kind === 'proposal'
      ? state.decided.find((entry) => entry.id === id)
      : undefined;
  const document = await documentIn(store, home, id);
  if (decided === undefined || document === null)
    throw new TypeError('what an acceptance rests on is in the log');
  return stands({ content: () => document }, decided, await context.now());
}

/** Own resources on whose account something is held for the negotiation. */
async function stillHeld(context: Context, negotiation: Negotiation): Promise<PartyResource[]> {
  const { home, state, subject } = negotiation;
  const own = state.acceptances.filter(({ commons }) => commons === home);
  const named = heldBy(
    negotiation,
    own.map(({ id }) => id),
  );
  const threads = await context.store.threads(home, { names: named.map(({ resource }) => resource.subject) });
  const holding = new Set(
    threads
      .filter(({ state: account }) => account?.kind === 'resource' && isHeldFor(account, subject))
      .map(({ name }) => name),
  );
  return named.filter(({ resource }) => holding.has(resource.subject));
}
