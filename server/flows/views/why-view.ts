import { fromBase64url, textOf } from '../../../protocol/bytes.ts';
import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import type { Check } from '../../../protocol/governance/verdict.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import type { Report } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import type { StoredVerdict } from '../../store/store.ts';
import { exportBundle } from '../acts/export-bundle.ts';
import { currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { erasedWords } from './attached-words.ts';
import { circleName } from './circle-name.ts';
import { type ConstraintResult, constraintResults } from './constraint-results.ts';
import { type DecisionStep, decidedThread, decisionSteps } from './decision-steps.ts';
import { type EmergencyView, emergencyView } from './emergencies-view.ts';
import { type HeldView, heldViews } from './held-view.ts';
import { type LifeView, lifeOf } from './life-view.ts';
import { type LimitUse, limitsUsed } from './limits-used.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';
import { type RightLink, rightChain } from './right-chain-view.ts';
import { domainBodyIn } from './ruled-by.ts';
import { type SignatureView, signaturesOf } from './signatures.ts';

/** Who decided this, by what right, and why: all in one call. Spec §9. */
export interface WhyView {
  readonly id: DocumentId;
  readonly sentence: string;
  readonly at: string;
  readonly index: number;
  readonly who: { readonly name: string; readonly subject: Subject | null };
  readonly role: { readonly name: string; readonly from: string; readonly until: string } | null;
  readonly domain: { readonly subject: Subject; readonly title: string; readonly rung: string };
  /** From the mandate back to the founding act. */
  readonly chain: readonly RightLink[];
  /** The decision's own, and the second one where it has come. */
  readonly signatures: readonly SignatureView[];
  /** The proposal that it decides; null where it stands alone. */
  readonly proposal: Subject | null;
  /** How it came about, ending with the decision itself. */
  readonly steps: readonly DecisionStep[];
  readonly result: string;
  readonly verdict: StoredVerdict & { readonly sentence: string | null };
  readonly what: readonly string[];
  /** Negotiations with other commons that it says yes or no to. */
  readonly negotiations: readonly Subject[];
  readonly reason: string | null;
  readonly alternatives: readonly string[];
  /** Languages that the reason and the alternatives were written in, as far as their authors said. */
  readonly languages: { readonly reason: string | null; readonly alternatives: readonly (string | null)[] };
  /** Limits that it had to keep, as they stood right after it. */
  readonly limits: readonly LimitUse[];
  /** Values that the machine checks, each with its answer. */
  readonly constraints: readonly ConstraintResult[];
  readonly counts: Outcome['counts'] | null;
  readonly objections: Outcome['objections'];
  /** Meetings whose minutes say what people answered: who recorded it, and who confirmed. Spec §14. */
  readonly meetings: readonly HeldView[];
  readonly checks: readonly Check[];
  readonly effectiveAt: string;
  readonly reviewAt: string;
  readonly expiresAt: string | null;
  readonly reverses: DocumentId | null;
  readonly replaces: DocumentId | null;
  /** Acts in an emergency on which it rules. Spec §17. */
  readonly emergencies: readonly EmergencyView[];
  /** How it stands now, and what came after it. Spec §6. */
  readonly life: LifeView | null;
  readonly reversedBy: DocumentId | null;
  readonly replacedBy: DocumentId | null;
  readonly confirmedBy: DocumentId | null;
  readonly levels: Report['levels'];
  readonly singleHistory: Report['singleHistory'];
  readonly notShown: Report['notShown'];
}

/**
 * The full answer about one decision, recomputed from its proof bundle just as a stranger would.
 *
 * @throws {ProtocolError} `not-found` where it is no decision of ours.
 */
export async function whyView(context: Context, id: DocumentId, mayRead: MayRead): Promise<WhyView> {
  const { store } = context;
  const home = await context.commons();
  const index = await store.indexOf(home, id);
  const [entry] = index === null ? [] : await store.entries(home, { at: [index] });
  const document = await documentIn(store, home, id);
  if (
    entry === undefined ||
    (document?.type !== 'decision' && document?.type !== 'outcome') ||
    !mayRead(document)
  ) {
    throw new ProtocolError('not-found', 'There is no such decision here.', { id });
  }
  const bundle = await exportBundle(context, id, mayRead, { forHolder: true });
  const report = await verifyParsed(bundle, {
    verify: context.verify,
    now: await context.now(),
    holds: home,
  });
  const record = await currentRecord(context, home);
  const what: string[] = [];
  for (const operation of document.binding.operations) {
    what.push(await operationWords(context, record, operation, { mayRead }));
  }
  const who = await whoOf(context, document, mayRead);
  const right = document.type === 'decision' ? await rightOf(context, document, mayRead) : null;
  const domain = await documentIn(store, home, document.domain.id);
  const body = domain === null || !mayRead(domain) ? null : domainBodyIn(domain, document.domain.subject);
  const title = anyLanguage(body?.title ?? {}, document.domain.subject);
  const verdict = verdictOf(entry.verdict);
  const thread = await decidedThread(context, document);
  const decided = thread?.decided.find((one) => one.id === id) ?? null;
  const confirmedBy = decided?.confirmedBy ?? null;
  const texts = document.type === 'decision' ? document.alternatives : [];
  const alternatives = texts.flatMap((text) => {
    const words = wordsOf(bundle, text);
    return words === null ? [] : [{ words, language: text.language ?? null }];
  });
  return {
    id,
    sentence: sentenceOf(who.name, right?.name ?? null, document, what, title, verdict),
    at: formatMillis(entry.at),
    index: entry.index,
    who,
    role: right,
    domain: { subject: document.domain.subject, title, rung: body?.rung ?? 'unknown' },
    chain: await rightChain(context, report, mayRead),
    signatures: await signaturesOf(context, record, confirmedBy === null ? [id] : [id, confirmedBy]),
    proposal: document.proposal?.subject ?? null,
    steps: await decisionSteps(context, record, thread, { id, at: entry.at, author: document.author }),
    result: document.result,
    verdict,
    what,
    negotiations: negotiationsOf(document),
    reason: document.type === 'decision' ? await reasonOf(context, bundle, document.reason) : null,
    alternatives: alternatives.map(({ words }) => words),
    languages: {
      reason: document.type === 'decision' ? (document.reason.language ?? null) : null,
      alternatives: alternatives.map(({ language }) => language),
    },
    limits: body === null ? [] : await limitsUsed(context, record, entry, document, body, mayRead),
    constraints: await constraintResults(context, record, document, report.checks, {
      reader: { kind: 'stranger', mayRead },
      wordsOf: (text) => wordsOf(bundle, text),
    }),
    counts: document.type === 'outcome' ? document.counts : null,
    objections: document.type === 'outcome' ? document.objections : [],
    meetings: await meetingsOf(context, record, document, mayRead),
    checks: report.checks,
    effectiveAt: document.effectiveAt ?? formatMillis(entry.at),
    reviewAt: document.reviewAt,
    expiresAt: document.expiresAt ?? null,
    reverses: document.reverses?.id ?? null,
    replaces: document.replaces?.id ?? null,
    emergencies: await emergenciesRuledOn(context, document, mayRead),
    life: await lifeOf(context, record, document, { id, body, mayRead }),
    reversedBy: decided?.reversedBy ?? null,
    replacedBy: decided?.replacedBy ?? null,
    confirmedBy,
    levels: report.levels,
    singleHistory: report.singleHistory,
    notShown: report.notShown,
  };
}

/** What somebody did in an emergency, where this decision ratifies or reverses it. */
async function emergenciesRuledOn(
  context: Context,
  { binding }: Decision | Outcome,
  mayRead: MayRead,
): Promise<readonly EmergencyView[]> {
  const views: EmergencyView[] = [];
  for (const operation of binding.operations) {
    if (operation.op !== 'rule') continue;
    const on = await documentIn(context.store, await context.commons(), operation.on);
    if (on?.type === 'emergency-act') views.push(await emergencyView(context, operation.on, mayRead));
  }
  return views;
}

/** Those that the outcome itself rests on. */
async function meetingsOf(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  mayRead: MayRead,
): Promise<readonly HeldView[]> {
  const ids = document.type === 'outcome' ? (document.minutes ?? []) : [];
  if (ids.length === 0 || document.proposal === undefined) return [];
  const held = await heldViews(context, record, document.proposal.subject, mayRead);
  return held.filter(({ minutes }) => ids.includes(minutes));
}

async function whoOf(
  context: Context,
  document: Decision | Outcome,
  mayRead: MayRead,
): Promise<WhyView['who']> {
  if (document.type === 'outcome') {
    return { name: await circleName(context, document.circle.id, mayRead), subject: document.circle.subject };
  }
  const record = await currentRecord(context, await context.commons());
  const author = document.author as Subject; // a decision's author is a participant
  const person = await personBy(context, record, author, 'stranger');
  return { name: person.name, subject: author };
}

/** For whom, or as what, somebody decides by a term that they do not hold just so. Spec §15, [R-15.31]. */
async function actingText(context: Context, { delegation, caretaker }: Decision): Promise<string> {
  if (caretaker === true) return ' (looking after it)';
  if (delegation === undefined) return '';
  const record = await currentRecord(context, await context.commons());
  return ` for ${(await personBy(context, record, delegation.from, 'stranger')).name}`;
}

/** The role and the term by which a role-holder decided, as the decision itself names them. */
async function rightOf(
  context: Context,
  document: Decision,
  mayRead: MayRead,
): Promise<NonNullable<WhyView['role']> | null> {
  const home = await context.commons();
  const role = await documentIn(context.store, home, document.role.id);
  const mandate = await documentIn(context.store, home, document.mandate.id);
  if (role?.type !== 'role' || mandate?.type !== 'mandate') return null;
  if (!mayRead(role) || !mayRead(mandate)) return null;
  return {
    name: `${anyLanguage(role.name)}${await actingText(context, document)}`,
    from: mandate.startsAt,
    until: mandate.endsAt,
  };
}

function negotiationsOf({ binding }: Decision | Outcome): readonly Subject[] {
  return binding.operations.flatMap((operation) =>
    operation.op === 'agree' || operation.op === 'decline' ? [operation.negotiation] : [],
  );
}

function sentenceOf(
  who: string,
  role: string | null,
  document: Decision | Outcome,
  what: readonly string[],
  domain: string,
  verdict: WhyView['verdict'],
): string {
  const by = role === null ? who : `${who}, as ${role},`;
  const noEffect = document.type === 'outcome' ? document.noEffect : undefined;
  const did =
    noEffect === undefined ? DID[document.result] : 'could not do what it had said on the proposal to';
  const sentence = `${by} ${did} ${what.join('; ')} — under “${domain}”.`;
  if (verdict.status === 'pending') return `${sentence} It waits for a second signature.`;
  if (verdict.sentence !== null) return `${sentence} It does not count: ${verdict.sentence}`;
  return noEffect === undefined
    ? sentence
    : `${sentence} For a month it could not be done: ${meaningOf(noEffect)}`;
}

function meaningOf(code: string): string {
  return Object.entries(NOT_COUNTED).find(([known]) => known === code)?.[1].sentence ?? code;
}

const DID = {
  adopted: 'decided to',
  'not-adopted': 'turned down the proposal to',
  default: 'came to the end of the escalation path, without a decision, on the proposal to',
} as const;

function verdictOf(verdict: StoredVerdict | null): WhyView['verdict'] {
  const known = verdict ?? { status: 'unresolved', code: null, detail: null };
  return { ...known, sentence: known.code === null ? null : NOT_COUNTED[known.code].sentence };
}

async function reasonOf(context: Context, bundle: Bundle, text: AttachedText): Promise<string | null> {
  const gone = await erasedWords(context, [text.attachment]);
  return wordsOf(bundle, text) ?? gone.get(text.attachment) ?? null;
}

/** The words of an attachment that the bundle shows; null where it was erased or withheld. */
function wordsOf(bundle: Bundle, text: AttachedText): string | null {
  const shown = bundle.attachments[text.attachment];
  const bytes = shown === undefined ? null : fromBase64url(shown);
  return bytes === null ? null : textOf(bytes.subarray(SALT_BYTES));
}
