import type { Decision } from '../../../protocol/documents/decision.ts';
import type { DomainBody, Limit } from '../../../protocol/documents/domain-fields.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { usageThread } from '../../../protocol/documents/thread-names.ts';
import { effectsOf } from '../../../protocol/governance/effects.ts';
import {
  addPending,
  addUses,
  confirmPending,
  measure,
  NO_USAGE,
  signBy,
  usesOf,
} from '../../../protocol/governance/limits.ts';
import type { UsageState } from '../../../protocol/governance/state.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readDocument } from '../record/read-document.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type LimitView, limitedResource, limitViews } from './limit-views.ts';

/** One limit that a decision used: as it stood right after the decision, with what the decision asked for. */
export interface LimitUse extends LimitView {
  readonly asked: number;
  /** Whose limit it is: the domain's, or what the holder of the role set for whoever decides for them. */
  readonly setBy: 'domain' | 'delegation';
}

/** Limits, and which of the decisions under the domain use them. */
interface Asked {
  readonly setBy: LimitUse['setBy'];
  readonly limits: readonly Limit[];
  readonly uses: (document: Decision | Outcome) => boolean;
}

/**
 * The limits that a decision had to keep, with what was used of them: those of its domain's version, and those of the
 * delegation that it names. Spec §6, §15.
 */
export async function limitsUsed(
  context: Context,
  record: StoredRecord,
  entry: StoredEntry,
  document: Decision | Outcome,
  domain: DomainBody,
  mayRead: MayRead,
): Promise<readonly LimitUse[]> {
  const ofDomain: Asked = { setBy: 'domain', limits: domain.limits, uses: () => true };
  const own = await limitsAsked(context, record, entry, document, ofDomain, mayRead);
  const named = document.type === 'decision' ? document.delegation : undefined;
  const given = named === undefined ? null : await record.document(named.id);
  if (given?.type !== 'delegation' || !mayRead(given)) return own;
  const uses = (other: Decision | Outcome) =>
    other.type === 'decision' && other.delegation?.subject === given.subject;
  const ofDelegation: Asked = { setBy: 'delegation', limits: given.limits, uses };
  return [...own, ...(await limitsAsked(context, record, entry, document, ofDelegation, mayRead))];
}

async function limitsAsked(
  context: Context,
  record: StoredRecord,
  entry: StoredEntry,
  document: Decision | Outcome,
  asked: Asked,
  mayRead: MayRead,
): Promise<readonly LimitUse[]> {
  const home = await context.commons();
  const effects = document.result === 'adopted' ? effectsOf(document.binding, home) : [];
  const used = asked.limits.filter((limit) => measure(limit, effects) > 0);
  if (used.length === 0) return [];
  const longest = Math.max(0, ...used.map(({ perPeriod }) => perPeriod?.seconds ?? 0)) * SECOND;
  const entries = await entriesUpTo(context, document, entry, entry.at - longest);
  const usage = entries.reduce((sum, one) => addEntry(sum, one, asked, home), NO_USAGE);
  const views = await limitViews(record, used, usage, entry.at, mayRead);
  const only = await onlyResource(record, entries, home, mayRead);
  return views.map((view, position) => {
    const limit = used[position];
    const much = limit === undefined ? 0 : measure(limit, effects);
    return { ...view, resource: view.resource ?? only, asked: much, setBy: asked.setBy };
  });
}

/** The one resource that all of these decisions are about: then amounts of all resources are amounts of this one. */
async function onlyResource(
  record: StoredRecord,
  entries: readonly StoredEntry[],
  home: Scid,
  mayRead: MayRead,
): Promise<LimitView['resource']> {
  const resources = new Set(
    entries.flatMap((entry) => {
      const document = readDocument(entry)?.document;
      return document?.type === 'decision' || document?.type === 'outcome'
        ? effectsOf(document.binding, home).flatMap(({ resource }) => resource ?? [])
        : [];
    }),
  );
  const [first] = resources;
  return resources.size === 1 ? limitedResource(record, first, mayRead) : null;
}

/** Entries of a domain's thread that are read at a time. */
const CHUNK = 128;

/** What was decided under the domain up to the entry and with it, from the given moment on at least. */
async function entriesUpTo(
  context: Context,
  { domain: { subject } }: Decision | Outcome,
  { index }: StoredEntry,
  since: Millis,
): Promise<readonly StoredEntry[]> {
  const home = await context.commons();
  const indices = await context.store.threadIndices(home, usageThread(subject), index + 1);
  const entries: StoredEntry[] = [];
  for (let end = indices.length; end > 0; end -= CHUNK) {
    const chunk = await context.store.entries(home, { at: indices.slice(Math.max(0, end - CHUNK), end) });
    entries.unshift(...chunk);
    const [first] = chunk;
    // Whoever waited for a second signature when the period began may have got it since.
    if (first === undefined || signBy(first.at) < since) break;
  }
  return entries;
}

/** As the rules fold the thread, from the verdicts that they gave. Spec §6. */
function addEntry(
  usage: UsageState,
  entry: StoredEntry,
  { limits, uses: isAsked }: Asked,
  home: Scid,
): UsageState {
  const { id, at, verdict } = entry;
  const document = readDocument(entry)?.document;
  if (document?.type === 'confirmation' && verdict?.status === 'counted') {
    return confirmPending(usage, document.of.id);
  }
  if (document?.type !== 'decision' && document?.type !== 'outcome') return usage;
  if (document.result !== 'adopted' || !isAsked(document)) return usage;
  const uses = usesOf(limits, effectsOf(document.binding, home), at);
  if (verdict?.status === 'pending') return addPending(usage, { decision: id, at, uses });
  return verdict?.status === 'counted' ? addUses(usage, uses) : usage;
}
