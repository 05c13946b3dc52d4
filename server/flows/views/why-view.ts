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
import { inOneLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import type { StoredVerdict } from '../../store/store.ts';
import { exportBundle } from '../acts/export-bundle.ts';
import { currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readKnown } from '../record/read-document.ts';
import type { StoredRecord, Wanted } from '../record/stored-record.ts';
import { erasedWords } from './attached-words.ts';
import { type ConstraintResult, constraintResults } from './constraint-results.ts';
import { type DecisionStep, decidedThread, decisionSteps } from './decision-steps.ts';
import { type EmergencyView, emergencyView } from './emergencies-view.ts';
import { type HeldView, heldBefore } from './held-view.ts';
import { type LifeView, lifeOf } from './life-view.ts';
import { type LimitUse, limitsUsed } from './limits-used.ts';
import { operationWords } from './operation-words.ts';
import { type RightLink, rightChain } from './right-chain-view.ts';
import { domainBodyIn, ruledBy } from './ruled-by.ts';
import type { AnswerView } from './said-in-matter.ts';
import { type SignatureView, signaturesOf } from './signatures.ts';
import type { TallyView } from './vote-view.ts';
import { type RightFinding, whyFindings } from './why-findings.ts';
import { type AnsweredAdvice, whyMatter } from './why-matter.ts';
import { type WhyObjection, whyObjections } from './why-objections.ts';
import { type RoleHeld, roleHeld, whoDecided } from './why-role.ts';
import { type ChosenView, whySelection } from './why-selection.ts';
import { sentenceOf } from './why-sentence.ts';
import { type WayView, wayOf } from './why-way.ts';

/** Who decided this, by what right, and why: all in one call. Spec §9. */
export interface WhyView {
  readonly id: DocumentId;
  readonly sentence: string;
  readonly at: string;
  readonly index: number;
  readonly who: { readonly name: string; readonly subject: Subject | null };
  readonly role: RoleHeld | null;
  /** The rung is the one that the domain names; how it was decided says `way`. */
  readonly domain: { readonly subject: Subject; readonly title: string; readonly rung: string };
  readonly way: WayView;
  /** From the mandate back to the founding act. */
  readonly chain: readonly RightLink[];
  /** What is wrong now with the domain by which it was decided. Spec §5. */
  readonly findings: readonly RightFinding[];
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
  /** Why the proposal was put forward, and what it says more; null where it stands alone, or that is not for this reader. */
  readonly driver: string | null;
  readonly explanation: readonly { readonly words: string; readonly language: string | null }[];
  /** Of whoever decided in a role; a circle's reasons are in its members' answers. */
  readonly reason: string | null;
  readonly alternatives: readonly string[];
  /** Languages that the reason and the alternatives were written in, as far as their authors said. */
  readonly languages: {
    readonly driver: string | null;
    readonly reason: string | null;
    readonly alternatives: readonly (string | null)[];
  };
  /** Limits that it had to keep, as they stood right after it. */
  readonly limits: readonly LimitUse[];
  /** Values that the machine checks, each with its answer. */
  readonly constraints: readonly ConstraintResult[];
  /** Each advice before it with its answer; and how many are not for this reader. */
  readonly advice: readonly AnsweredAdvice[];
  readonly adviceWithheld: number;
  /** Who was asked and said nothing, by name. */
  readonly silent: readonly string[];
  /** What everybody answered whom a circle's decision counts; and how many of these are not for this reader. */
  readonly answers: readonly AnswerView[];
  readonly answersWithheld: number;
  /** What tellers counted of a secret vote. */
  readonly tallies: readonly TallyView[];
  readonly counts: Outcome['counts'] | null;
  /** Who was named for a role and what became of it; null where it was about something else. */
  readonly selection: ChosenView | null;
  readonly objections: readonly WhyObjection[];
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
export async function whyView(server: Context, id: DocumentId, mayRead: MayRead): Promise<WhyView> {
  const home = await server.commons();
  const [entry] = await server.store.entries(home, { ids: [id] });
  const document = entry === undefined ? undefined : readKnown(entry)?.document;
  if (
    entry === undefined ||
    (document?.type !== 'decision' && document?.type !== 'outcome') ||
    !mayRead(document)
  ) {
    throw new ProtocolError('not-found', 'There is no such decision here.', { id });
  }
  const now = await server.now();
  // One answer tells of one moment, and reads each document and thread once.
  const context: Context = { ...server, now: async () => now };
  const record = await currentRecord(context, home);
  const [bundle] = await Promise.all([
    exportBundle(context, id, mayRead, { forHolder: true }),
    record.prefetch(neededFor(id, document)),
  ]);
  const report = await verifyParsed(bundle, { verify: context.verify, now, holds: home });
  const what: string[] = [];
  for (const operation of document.binding.operations) {
    what.push(await operationWords(context, record, operation, { mayRead }));
  }
  const who = await whoDecided(context, record, document, mayRead);
  const right = await roleHeld(context, record, document, mayRead);
  const domain = await record.document(document.domain.id);
  const shownDomain = domain === null || !mayRead(domain) ? null : domain;
  const body = domainBodyIn(shownDomain, document.domain.subject);
  const { title, rung } = ruledBy(shownDomain, document.domain.subject);
  const verdict = verdictOf(entry.verdict);
  const thread = await decidedThread(record, document);
  const decided = thread?.decided.find((one) => one.id === id) ?? null;
  const known = async (one: DocumentId | null | undefined) => {
    const found = one == null ? null : await record.document(one);
    return one != null && found !== null && mayRead(found) ? one : null;
  };
  const confirmedBy = await known(decided?.confirmedBy);
  const matter = await whyMatter(context, record, document, { at: entry.at, mayRead });
  const own = document.type === 'decision' ? document.alternatives : [];
  const texts = own.length > 0 ? own : matter.alternatives;
  const alternatives = texts.flatMap((text) => {
    const words = wordsOf(bundle, text) ?? matter.words[text.attachment] ?? null;
    return words === null ? [] : [{ words, language: text.language ?? null }];
  });
  return {
    id,
    sentence: sentenceOf(who.name, right?.name ?? null, document, what, title, verdict),
    at: formatMillis(entry.at),
    index: entry.index,
    who,
    role: right,
    domain: { subject: document.domain.subject, title, rung },
    way: await wayOf(record, document, shownDomain, mayRead),
    chain: await rightChain(record, report, mayRead),
    findings: await whyFindings(record, document, body, now),
    signatures: await signaturesOf(context, record, confirmedBy === null ? [id] : [id, confirmedBy], mayRead),
    proposal: document.proposal?.subject ?? null,
    steps: await decisionSteps(
      context,
      record,
      thread,
      { id, at: entry.at, author: document.author },
      mayRead,
    ),
    result: document.result,
    verdict,
    what,
    negotiations: negotiationsOf(document),
    driver: matter.driver === null ? null : (matter.words[matter.driver.attachment] ?? null),
    explanation: inOneLanguage(
      matter.explanation.flatMap(({ attachment, language }) => {
        const words = matter.words[attachment];
        return words === undefined ? [] : [{ words, language: language ?? null }];
      }),
    ),
    reason: document.type === 'decision' ? await reasonOf(context, bundle, document.reason) : null,
    alternatives: alternatives.map(({ words }) => words),
    languages: {
      driver: matter.driver?.language ?? null,
      reason: document.type === 'decision' ? (document.reason.language ?? null) : null,
      alternatives: alternatives.map(({ language }) => language),
    },
    limits: body === null ? [] : await limitsUsed(context, record, entry, document, body, mayRead),
    constraints: await constraintResults(context, record, document, report.checks, {
      reader: { kind: 'stranger', mayRead },
      wordsOf: (text) => wordsOf(bundle, text),
    }),
    advice: matter.advice,
    adviceWithheld: matter.withheld,
    silent: matter.silent,
    answers: matter.answers,
    answersWithheld: matter.answersWithheld,
    tallies: matter.tallies,
    counts: document.type === 'outcome' ? document.counts : null,
    selection: await whySelection(context, record, document, matter, mayRead),
    objections: await whyObjections(context, record, document, { matter, mayRead }),
    meetings: await heldBefore(context, record, document, { at: entry.at, mayRead }),
    checks: report.checks,
    effectiveAt: document.effectiveAt ?? formatMillis(entry.at),
    reviewAt: document.reviewAt,
    expiresAt: document.expiresAt ?? null,
    reverses: document.reverses?.id ?? null,
    replaces: document.replaces?.id ?? null,
    emergencies: await emergenciesRuledOn(context, record, document, mayRead),
    life: await lifeOf(context, record, document, { id, body, mayRead }),
    reversedBy: await known(decided?.reversedBy),
    replacedBy: await known(decided?.replacedBy),
    confirmedBy,
    levels: report.levels,
    singleHistory: report.singleHistory,
    notShown: report.notShown,
  };
}

/** What every answer reads of the record, in one go. */
function neededFor(id: DocumentId, document: Decision | Outcome): Wanted {
  const named = document.type === 'outcome' ? [document.circle] : [document.role, document.mandate];
  const { domain, proposal, author } = document;
  return {
    threads: [
      ...[proposal?.subject ?? document.subject, domain.subject, author],
      ...named.map(({ subject }) => subject),
      ...['charter', 'constraints', 'register'],
    ],
    documents: [
      id,
      ...[domain, ...named, ...(proposal === undefined ? [] : [proposal])].map((ref) => ref.id),
    ],
  };
}

/** What somebody did in an emergency, where this decision ratifies or reverses it. */
async function emergenciesRuledOn(
  context: Context,
  record: StoredRecord,
  { binding }: Decision | Outcome,
  mayRead: MayRead,
): Promise<readonly EmergencyView[]> {
  const views: EmergencyView[] = [];
  for (const operation of binding.operations) {
    if (operation.op !== 'rule') continue;
    const on = await record.document(operation.on);
    if (on?.type === 'emergency-act' && mayRead(on))
      views.push(await emergencyView(context, operation.on, mayRead));
  }
  return views;
}

function negotiationsOf({ binding }: Decision | Outcome): readonly Subject[] {
  return binding.operations.flatMap((operation) =>
    'negotiation' in operation ? [operation.negotiation] : [],
  );
}

function verdictOf(verdict: StoredVerdict | null): WhyView['verdict'] {
  const known = verdict ?? { status: 'unresolved', code: null, detail: null };
  return { ...known, sentence: known.code === null ? null : NOT_COUNTED[known.code].sentence };
}

async function reasonOf(context: Context, bundle: Bundle, text: AttachedText): Promise<string | null> {
  const words = wordsOf(bundle, text);
  return words ?? (await erasedWords(context, [text.attachment])).get(text.attachment) ?? null;
}

/** The words of an attachment that the bundle shows; null where it was erased or withheld. */
function wordsOf(bundle: Bundle, text: AttachedText): string | null {
  const shown = bundle.attachments[text.attachment];
  const bytes = shown === undefined ? null : fromBase64url(shown);
  return bytes === null ? null : textOf(bytes.subarray(SALT_BYTES));
}
