import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import type { Opening } from '../../../protocol/documents/opening.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { domainThreads } from '../../../protocol/documents/thread-names.ts';
import { constraintsInForce } from '../../../protocol/governance/constraints.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { isCircleRung } from '../../../protocol/governance/ladder/judge-opening.ts';
import { domainInForce, ladderOf } from '../../../protocol/governance/right.ts';
import { setRoot } from '../../../protocol/governance/set-items.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { hashTextSchema, type Ref, type Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { askNow, currentRecord } from '../record/current.ts';

/** People on one page of a roster: some 90 bytes each, so that a page stays within a document's size. */
const PAGE_ITEMS = 500;

/**
 * Opens a proposal whose domain a circle decides: who is asked, and by what rules, is frozen from now on. Spec §6.
 *
 * Where no circle decides it, or somebody opened it already, nothing happens.
 */
export async function openProposal(
  context: Context,
  committer: Committer,
  proposal: Proposal,
): Promise<void> {
  const { subject, domain } = proposal;
  const record = await currentRecord(context, await context.commons());
  const threads = [subject, ...domainThreads(domain), 'charter', 'constraints', 'register'];
  const plan = await askNow(record, threads, (view) => planOf(view, proposal));
  if (plan === null) return;
  const circle = await askNow(record, [plan.circle, 'charter'], (view) => circleOf(view, plan.circle));
  if (circle === null) {
    context.logger.warn(
      { proposal: subject, circle: plan.circle },
      'a proposal waits: its circle is not in force',
    );
    return;
  }
  const roster = await logRoster(context, committer, circle.ref, circle.members);
  if (roster === null) return;
  await actAsCommons(context, committer, 'opening', {
    proposal: plan.proposal,
    domain,
    circle: circle.ref,
    roster,
    rung: plan.rung,
    parameters: plan.parameters,
    constraints: [...plan.constraints],
    rulesVersion: RULES_VERSION,
  });
}

interface Plan extends Pick<Opening, 'proposal' | 'rung' | 'parameters' | 'constraints'> {
  readonly circle: Subject;
}

function planOf(view: RuleView, { subject, domain }: Proposal): Plan | null {
  const state = stateOf(view, subject, 'proposal');
  const id = state?.versions.at(-1)?.id;
  if (state === null || id === undefined) return null;
  if (state.opening !== null || state.withdrawnBy !== null || state.decided.length > 0) return null;
  const current = domainInForce(view, domain);
  if ('code' in current) return null;
  const { rung, owner } = current.body;
  if (!isCircleRung(rung) || owner.kind !== 'circle') return null;
  const parameters = ladderOf(view, current.body)[rung];
  if (parameters === undefined) return null;
  return {
    proposal: { subject, id },
    rung,
    parameters: { [rung]: parameters },
    constraints: [...constraintsInForce(view)],
    circle: owner.subject,
  };
}

function circleOf(view: RuleView, subject: Subject): { ref: Ref; members: readonly Subject[] } | null {
  const current = inForce(view, subject);
  const circle = current === null ? null : contentOf(view, current.id, 'circle');
  return current === null || circle === null
    ? null
    : { ref: { subject, id: current.id }, members: circle.members };
}

/** The people of the circle as they stand, as a set in pages. Spec §6 [R-6.3a]. */
async function logRoster(
  context: Context,
  committer: Committer,
  circle: Ref,
  members: readonly Subject[],
): Promise<Opening['roster'] | null> {
  const items = [...members].sort().map((subject) => ({ subject, salt: context.random.salt() }));
  const subject = context.random.subject();
  const root = hashTextSchema.parse(setRoot(items));
  const pages = Math.ceil(items.length / PAGE_ITEMS);
  const ids: Opening['roster']['pages'] = [];
  for (let page = 1; page <= pages; page++) {
    const part = items.slice((page - 1) * PAGE_ITEMS, page * PAGE_ITEMS);
    const entry = await actAsCommons(context, committer, 'set', {
      subject,
      page,
      pages,
      count: items.length,
      root,
      content: { of: 'roster', circle, items: part },
    });
    if (entry === null) return null;
    ids.push(entry.id);
  }
  return { subject, root, count: items.length, pages: ids };
}
