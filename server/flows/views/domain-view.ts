import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import { usageThread } from '../../../protocol/documents/thread-names.ts';
import type { UsageState } from '../../../protocol/governance/state.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askNow } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type AdoptedBy, adoptedBy } from './adopted-by.ts';
import { askRegister } from './ask-register.ts';
import { type DecisionSummary, summariseDecision } from './decision-summary.ts';
import { type LimitView, limitViews } from './limit-views.ts';
import { type NamedThing, namedThings } from './named-things.ts';
import { registerRecord } from './register-record.ts';
import { type OwnerView, ownerView } from './register-view.ts';
import { type Reader, shownDomains } from './shown-domains.ts';

/** Decisions that a domain's page lists. */
const DECISIONS_MAX = 50;

/** One domain with its owner, its limits' use, and what was decided under it. */
export interface DomainView {
  readonly subject: Subject;
  readonly body: DomainBody;
  readonly owner: OwnerView;
  readonly source: { readonly kind: 'document' | 'set'; readonly id: string };
  readonly adoptedBy: AdoptedBy | null;
  /** Whoever is affected, whoever knows, and the resources that the domain is about, by name. */
  readonly affected: readonly NamedThing[];
  readonly knowledge: readonly NamedThing[];
  readonly resources: readonly NamedThing[];
  /** What the latest periods have used of each limit; they may be over. `limits` says what is left now. */
  readonly usage: readonly { readonly limit: string; readonly start: string; readonly used: number }[];
  readonly limits: readonly LimitView[];
  readonly decisions: readonly DecisionSummary[];
}

/** @throws {ProtocolError} `not-found` */
export async function domainView(
  context: Context,
  subject: Subject,
  { kind: reader, mayRead }: Reader,
): Promise<DomainView> {
  const record = await registerRecord(context);
  const domain = await askRegister(record, (register) => register.bySubject(subject), null);
  const [shown] = domain === null ? [] : await shownDomains(record, [domain], { kind: reader, mayRead });
  if (domain === null || shown === undefined)
    throw new ProtocolError('not-found', 'No domain with this subject is in force.', { subject });
  const name = usageThread(subject);
  const usage = await usageIn(record, name);
  const { body, source } = domain;
  return {
    subject,
    body,
    owner: await ownerView(context, record, body.owner, mayRead),
    source: { kind: source.kind, id: source.kind === 'document' ? source.id : source.set },
    adoptedBy: await adoptedBy(context, record, domain, mayRead),
    affected: await namedThings(context, record, body.affected, mayRead),
    knowledge: await namedThings(context, record, body.knowledge, mayRead),
    resources: await namedThings(context, record, body.scope.resources ?? [], mayRead),
    usage: (usage?.windows ?? []).map(({ limit, start, used }) => ({
      limit,
      start: formatMillis(start),
      used,
    })),
    limits: await limitViews(record, body.limits, usage, await context.now(), mayRead),
    decisions: await decisionsIn(context, record, name, mayRead),
  };
}

async function usageIn(record: StoredRecord, name: string): Promise<UsageState | null> {
  const state = await askNow(record, [name], (view) => view.state(name));
  return state?.kind === 'usage' ? state : null;
}

/** Newest first. */
async function decisionsIn(
  context: Context,
  record: StoredRecord,
  thread: string,
  mayRead: MayRead,
): Promise<DecisionSummary[]> {
  const home = await context.commons();
  const indices = await context.store.threadIndices(home, thread, Number.MAX_SAFE_INTEGER);
  const entries = await context.store.entries(home, { at: indices.slice(-DECISIONS_MAX) });
  const found: DecisionSummary[] = [];
  for (const entry of entries.toReversed()) {
    const decision = await summariseDecision(context, record, entry, mayRead);
    if (decision !== null) found.push(decision);
  }
  return found;
}
