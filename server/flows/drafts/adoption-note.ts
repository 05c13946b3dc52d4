import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { FINDINGS, type FindingCode } from '../../../protocol/governance/lint/findings.ts';
import { lintConstraints } from '../../../protocol/governance/lint/lint-constraints.ts';
import { lintDomain } from '../../../protocol/governance/lint/lint-domain.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Findings of a rule that whoever adopts it should know before: it can never be kept or departed from, or is kept by asking nobody. */
const TOLD: ReadonlySet<FindingCode> = new Set(['barred', 'consults-nobody', 'no-way-up'] as const);
/** So many domains are named; a large register may have thousands. */
const NAMED_MAX = 3;

/**
 * What a rule that binds every decision would make of the domains that there are; what would keep a domain from ever being
 * decided in; and that a role would change hands without a handover. Told before it is signed. Spec §5, §15.
 */
export async function adoptionNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  if (document.type === 'role') return document.weight === undefined ? UNWEIGHTED : null;
  if (document.type !== 'proposal' && document.type !== 'decision') return null;
  const notes: string[] = [];
  const adopted = document.binding.operations.flatMap((operation) =>
    operation.op === 'adopt' ? [operation.adopts] : [],
  );
  // What is adopted together is not in force yet: a domain whose owner comes with it lacks nothing.
  const areDomains = adopted.every(({ type }) => type === 'domain');
  for (const adopts of adopted) {
    if (adopts.type === 'constraint') notes.push(...(await ruleNotes(record, adopts.id, now)));
    if (adopts.type === 'domain' && areDomains) notes.push(...(await domainNotes(record, adopts.id, now)));
  }
  return notes.length === 0 ? null : notes.join(' ');
}

async function ruleNotes(record: StoredRecord, id: DocumentId, now: Millis): Promise<readonly string[]> {
  const constraint = await record.document(id);
  if (constraint?.type !== 'constraint') return [];
  return askFreely(record, (view) => {
    const titles = new Map<FindingCode, Set<string>>();
    for (const { subject, body } of view.register().all()) {
      const found = (code: FindingCode) => ({ code, domain: subject });
      for (const { code } of lintConstraints(view, body, [{ id, constraint }], now, found)) {
        if (!TOLD.has(code)) continue;
        titles.set(code, (titles.get(code) ?? new Set()).add(`“${anyLanguage(body.title, subject)}”`));
      }
    }
    return [...titles].map(
      ([code, of]) => `Once this holds: ${FINDINGS[code].sentence} ${domainsText([...of])}`,
    );
  });
}

/** Only what is wrong for certain; a warning is looked for with `lint`. */
async function domainNotes(record: StoredRecord, id: DocumentId, now: Millis): Promise<readonly string[]> {
  const domain = await record.document(id);
  if (domain?.type !== 'domain') return [];
  const found = await askFreely(record, (view) =>
    lintDomain(view, { subject: domain.subject, body: domain }, now, []),
  );
  const errors = new Set(
    found.map(({ code }) => FINDINGS[code]).filter(({ severity }) => severity === 'error'),
  );
  return [...errors].map(
    ({ sentence }) => `Once this holds: ${sentence} (“${anyLanguage(domain.title, domain.subject)}”)`,
  );
}

function domainsText(titles: readonly string[]): string {
  const more = titles.length - NAMED_MAX;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `(${titles.slice(0, NAMED_MAX).join(', ')}${rest})`;
}

const UNWEIGHTED =
  'This role does not say how it is handed over (weight: light or full): it would change hands without any handover, most terms or caretaker.';
