import { FINDINGS, type Finding, type FindingCode } from '../../../protocol/governance/lint/findings.ts';
import { lintRegister } from '../../../protocol/governance/lint/lint-register.ts';
import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { type Millis, SECOND } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { askRegister } from './ask-register.ts';
import { lintWords } from './lint-words.ts';
import { registerRecord } from './register-record.ts';
import { type Reader, shownDomains } from './shown-domains.ts';

/** What is wrong with the register. Spec §5. */
export interface LintView {
  readonly domains: number;
  readonly findings: readonly FindingView[];
}

export interface FindingView {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly sentence: string;
  readonly domain: { readonly subject: Subject; readonly title: Readonly<Record<string, string>> } | null;
  readonly detail: NonNullable<Finding['detail']>;
  /** The detail in words, empty where the sentence says all. */
  readonly words: string;
}

type FoundAnywhere = Omit<FindingView, 'words'>;
interface WholeView {
  readonly domains: number;
  readonly findings: readonly FoundAnywhere[];
}

/** A large register takes a second to look through; what is found changes with the log, and with terms that end. */
const KEPT_MS = 60 * SECOND;
const known = new WeakMap<StoredRecord, { readonly at: Millis; readonly view: Promise<WholeView> }>();

/** What concerns domains that the reader may know of; who may see none is told nothing of it. */
export async function lintView(context: Context, reader: Reader): Promise<LintView> {
  const record = await registerRecord(context);
  const { domains, findings } = await wholeView(context, record);
  const all = await askRegister<readonly RegisteredDomain[]>(record, (register) => register.all(), []);
  const shown = await shownDomains(record, all, reader);
  const titles = new Map<string, string>(
    shown.map(({ subject, body }) => [subject, `“${anyLanguage(body.title, subject)}”`]),
  );
  const told = findings.filter(({ domain }) => domain === null || titles.has(domain.subject));
  const words = await lintWords(
    record,
    told.map(({ detail }) => detail),
    { titles, mayRead: reader.mayRead },
  );
  return {
    domains: domains - (all.length - titles.size),
    findings: told.map((finding, place) => ({ ...finding, words: words[place] ?? '' })),
  };
}

async function wholeView(context: Context, record: StoredRecord): Promise<WholeView> {
  const now = await context.now();
  const kept = known.get(record);
  if (kept !== undefined && now - kept.at < KEPT_MS) return kept.view;
  const view = lintAt(record, now);
  known.set(record, { at: now, view });
  view.catch(() => known.delete(record));
  return view;
}

function lintAt(record: StoredRecord, now: Millis): Promise<WholeView> {
  return askFreely(record, (view) => {
    const register = view.register();
    const titled = ({ code, domain, detail }: Finding): FoundAnywhere => ({
      code,
      ...FINDINGS[code],
      domain:
        domain === null ? null : { subject: domain, title: register.bySubject(domain)?.body.title ?? {} },
      detail: detail ?? {},
    });
    const bySeverity = (a: FoundAnywhere, b: FoundAnywhere) =>
      a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0;
    return {
      domains: register.all().length,
      findings: lintRegister(view, now).map(titled).sort(bySeverity),
    };
  });
}
