import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import { EFFECT_KINDS, type EffectKind, effectSpecificity } from '../../../protocol/documents/effect-kind.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import { effectsOf } from '../../../protocol/governance/effects.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { fallsTo } from '../../../protocol/governance/scope/falls-to.ts';
import { strictest } from '../../../protocol/governance/scope/parent-domain.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import type { Millis } from '../../../protocol/time.ts';
import { rungText } from '../../web/words.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * That no single domain owns what is put forward, so that the circle above decides; and what no domain will own any more once
 * it is decided. Told before it is signed. Spec §5.
 *
 * @returns a sentence or two, or null.
 */
export async function fallsNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  if (document.type !== 'proposal' && document.type !== 'decision') return null;
  const { binding, domain } = document;
  const changed = await domainsAfter(record, binding.operations);
  return askFreely(record, (view) => {
    const notes: string[] = [];
    const body = domain.through === undefined ? null : domainNamed(view, domain);
    const gone = domain.retired === undefined ? null : now;
    const falls = body === null ? null : fallsTo(view, effectsOf(binding, view.home), gone);
    if (body !== null && falls?.kind === 'falls') {
      const rung = rungText(strictest(view, body, falls).rung).toLowerCase();
      const why = gone === null ? 'No single domain owns this' : 'The circle whose matter it is has retired';
      notes.push(`${why}: it falls to the circle above, which decides it (${rung}).`);
    }
    const lost = lostBy(view, changed);
    if (lost.length > 0)
      notes.push(
        `Once this holds no domain owns ${lost.join(', ')} any more: the circle above all others would decide that by consent.`,
      );
    return notes.length === 0 ? null : notes.join(' ');
  });
}

/** What becomes of domains: null for one that ends. One whose version is not logged yet is left out, as it may own anything. */
async function domainsAfter(
  record: StoredRecord,
  operations: readonly Operation[],
): Promise<ReadonlyMap<string, DomainBody | null>> {
  const after = new Map<string, DomainBody | null>();
  for (const operation of operations) {
    if (operation.op === 'end' && operation.type === 'domain') after.set(operation.thing.subject, null);
    if (operation.op !== 'adopt' || operation.adopts.type !== 'domain') continue;
    const version = await record.document(operation.adopts.id);
    if (version?.type === 'domain') after.set(operation.adopts.subject, version);
  }
  return after;
}

/** Kinds of effect that some domain owns everywhere now, and none will. */
function lostBy(view: RuleView, changed: ReadonlyMap<string, DomainBody | null>): readonly EffectKind[] {
  if (changed.size === 0) return [];
  const before = view.register().all();
  const after = [
    ...before.filter(({ subject }) => !changed.has(subject)).map(({ body }) => body),
    ...[...changed.values()].filter((body) => body !== null),
  ];
  return EFFECT_KINDS.filter(
    (kind) => before.some(({ body }) => ownsAll(body, kind)) && !after.some((body) => ownsAll(body, kind)),
  );
}

/** Whatever the resource or the path. */
function ownsAll({ scope }: DomainBody, kind: EffectKind): boolean {
  const named = scope.effects.some((pattern) => effectSpecificity(pattern, kind) !== null);
  return named && scope.resources === undefined && scope.paths === undefined;
}
