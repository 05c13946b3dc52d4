import type { AskedDeposits, Outcome } from '../documents/outcome.ts';
import { depositsThread } from '../documents/thread-names.ts';
import { touchedThreads } from '../documents/touched-threads.ts';
import { isKeyInForce } from '../governance/key-in-force.ts';
import { MissingEvidence, type Need } from '../governance/missing.ts';
import { type DocumentId, isScid, type Scid } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../time.ts';
import type { VerifiedLog } from './decided-levels.ts';
import type { Deposited } from './read-deposited.ts';
import { type ReplayedEntry, startReplay } from './replay-log.ts';
import { type DepositsReport, type LevelReport, worstOf } from './report.ts';
import { missingLevel, unresolvedLevel } from './rule-levels.ts';

/** For so long a commons waits, after a matter has closed, for who keeps its deposits to say which there are. Spec §21 [R-21.8]. */
export const DEPOSIT_WAIT_MS = 3600 * SECOND;

/** Two honest clocks differ by this much at the most, the same as for cosignatures ([R-9.6]). */
const CLOCK_TOLERANCE_MS = 300 * SECOND;

/** Whether something was kept while people could answer: after the opening, by the keeper's clock, and not after the close. */
export function wasInTime(at: Millis, openedAt: Millis, closedAt: Millis): boolean {
  return at >= openedAt - CLOCK_TOLERANCE_MS && at <= closedAt;
}

/** What verification says of the deposits that an outcome speaks of. */
export interface DepositsFound {
  readonly level: LevelReport;
  readonly told: readonly DepositsReport[];
}

/**
 * Whether what was left with others for the commons, before a matter closed, is in its log before the outcome.
 * Spec §21 [R-21.10] – [R-21.12].
 *
 * What nobody shows is a hole; a document of somebody who was asked, that others kept and that the log never took, is a "no".
 *
 * @returns null where the document speaks of no deposits.
 */
export function depositsOf(
  target: ReplayedEntry,
  home: VerifiedLog,
  logs: ReadonlyMap<Scid, VerifiedLog>,
): DepositsFound | null {
  const { document } = target;
  if (document?.type !== 'outcome' || document.deposits === undefined) return null;
  const closedAt = parseTime(document.deposits.closedAt) ?? Number.NaN; // the schema has checked the text
  const found = document.deposits.with.map((asked) =>
    keptBy(asked, { target, document, home, logs, closedAt }),
  );
  return { level: worstOf(found.map(({ level }) => level)), told: found.map(({ told }) => told) };
}

interface Asking {
  readonly target: ReplayedEntry;
  readonly document: Outcome;
  readonly home: VerifiedLog;
  readonly logs: ReadonlyMap<Scid, VerifiedLog>;
  readonly closedAt: Millis;
}

/** What one other commons kept. */
function keptBy(
  { commons, list }: AskedDeposits['with'][number],
  asking: Asking,
): { readonly level: LevelReport; readonly told: DepositsReport } {
  const untold = { commons, kept: 0, logged: 0, suppressed: [] };
  if (list === undefined) return { level: unanswered(commons, asking), told: { ...untold, answered: false } };
  const told = { ...untold, answered: true };
  const keeper = asking.logs.get(commons);
  if (keeper === undefined || keeper.read.authenticated !== true)
    return { level: missingLevel([{ kind: 'foreign', id: list }]), told };
  const kept = listed(list, keeper, asking);
  return 'result' in kept ? { level: kept, told } : judged(kept, keeper, asking, told);
}

/** Nobody can show that somebody did not answer: it is the operator's word, and only after the time that there was. */
function unanswered(commons: Scid, { target, closedAt }: Asking): LevelReport {
  return target.at >= closedAt + DEPOSIT_WAIT_MS
    ? {
        result: 'attested',
        reason: `By the operator's word ${commons} did not say in time what was left with it: refusal is not excluded.`,
        proofs: [target.leaf.doc],
      }
    : unresolvedLevel(
        `It was not waited for ${commons} until ${formatMillis(closedAt + DEPOSIT_WAIT_MS)} to say what was left with it.`,
      );
}

/** The deposits of the time that people had, each shown, under a list of all; or why they are not known. */
function listed(
  list: DocumentId,
  { read, replayed }: VerifiedLog,
  { document, home, closedAt }: Asking,
): readonly ReplayedEntry[] | LevelReport {
  const entry = replayed.byDocument.get(list);
  const opened = home.replayed.byDocument.get(document.opening);
  if (opened === undefined) return missingLevel([{ kind: 'document', id: document.opening }]);
  if (entry?.document?.type !== 'deposit-list' || entry.document.for !== home.read.commons)
    return missingLevel([{ kind: 'document', id: list }]);
  if (typeof entry.signer === 'object' && entry.signer !== null) return missingLevel([entry.signer]);
  if (entry.document.commons !== read.commons || entry.signer !== 'in-force')
    return unresolvedLevel(`The list of deposits is not by ${read.commons}.`);
  if (entry.at < closedAt)
    return unresolvedLevel(
      `The list of what ${read.commons} keeps is of ${formatMillis(entry.at)}: from before the matter had closed.`,
    );
  const name = depositsThread(home.read.commons);
  const before = replayed.entries.filter(
    ({ index, leaf }) => index < entry.index && leaf.threads.some(({ key }) => key === name),
  );
  const expected = entry.leaf.threads.find(({ key }) => key === name)?.n ?? 0;
  const inTime = before.filter(({ at }) => wasInTime(at, opened.at, closedAt));
  return before.length === expected && inTime.every((one) => one.document !== null)
    ? inTime.filter((one) => one.document?.type === 'deposit' && one.signer === 'in-force')
    : missingLevel([{ kind: 'thread', name, expected, shown: before.length }]);
}

function judged(
  entries: readonly ReplayedEntry[],
  { read }: VerifiedLog,
  asking: Asking,
  told: DepositsReport,
): { readonly level: LevelReport; readonly told: DepositsReport } {
  const suppressed: { readonly doc: DocumentId; readonly by: DocumentId }[] = [];
  const missing: Need[] = [];
  let logged = 0;
  for (const { document, leaf } of entries) {
    if (document?.type !== 'deposit') continue;
    const { doc } = document;
    if (isLogged(doc, asking)) logged++;
    else {
      const answer = isSuppressed(doc, read.deposited, asking);
      if (typeof answer === 'object') missing.push(answer);
      else if (answer) suppressed.push({ doc, by: leaf.doc });
    }
  }
  const report = { ...told, kept: entries.length, logged, suppressed: suppressed.map(({ doc }) => doc) };
  return { level: levelOf(suppressed, missing, report, asking.target), told: report };
}

/**
 * Whether the log took it before the outcome. A leaf that hides its document and is not in the matter's thread says nothing:
 * it could stand where it has no say.
 */
function isLogged(doc: DocumentId, { target, document, home }: Asking): boolean {
  const entry = home.replayed.byDocument.get(doc);
  if (entry === undefined || entry.index >= target.index) return false;
  const key = home.replayed.threadOf(document.proposal.subject)?.key;
  return entry.document !== null || entry.leaf.threads.some((position) => position.key === key);
}

function levelOf(
  suppressed: readonly { readonly doc: DocumentId; readonly by: DocumentId }[],
  missing: readonly Need[],
  { commons, kept }: DepositsReport,
  target: ReplayedEntry,
): LevelReport {
  const [first] = suppressed;
  if (first !== undefined) {
    return {
      result: 'fail',
      reason: `Somebody who was asked signed ${first.doc}; ${commons} kept it before the matter closed, and the log never took it.`,
      suppressed: true,
      proofs: suppressed.flatMap(({ doc, by }) => [doc, by]),
    };
  }
  if (missing.length > 0) return missingLevel(missing);
  return {
    result: 'pass',
    reason: `Of ${kept === 1 ? 'one document' : `${kept} documents`} that ${commons} kept, the log lacks none that it had to take.`,
    proofs: [target.leaf.doc],
  };
}

/** Whether the log had to take a document, for this matter and before its outcome; or what it takes to know. Spec §21 [R-21.11]. */
function isSuppressed(
  id: DocumentId,
  deposited: ReadonlyMap<DocumentId, Deposited>,
  { document: outcome, target, home }: Asking,
): boolean | Need {
  const shown = deposited.get(id);
  if (shown === undefined) return { kind: 'document', id };
  const { document, key } = shown;
  if (document.commons !== home.read.commons || isScid(document.author)) return false;
  const touched = touchedHere(shown, home.read.commons);
  if (touched === null || !touched.changed.includes(outcome.proposal.subject)) return false;
  const asked = rosterOf(outcome, home);
  if ('kind' in asked) return asked;
  if (!asked.includes(document.author)) return false;
  const before = home.read.entries.filter(({ index }) => index < target.index);
  const replay = startReplay({ ...home.read, entries: before }, () => null);
  for (let step = 0; step < before.length; step++) replay.step();
  const view = replay.view({ changed: [], read: [document.author, 'charter', 'identity'] });
  try {
    // Whoever is asked has a thread: that nothing of it is shown is a hole.
    if (view.state(document.author) === null) return { kind: 'thread', name: document.author };
    return isKeyInForce({ index: target.index, at: target.at, id, key, document }, view);
  } catch (error) {
    if (error instanceof MissingEvidence) return error.need;
    throw error;
  }
}

/** Null where no log takes it. */
function touchedHere({ document }: Deposited, home: Scid) {
  try {
    return touchedThreads(document, home);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** Whom the opening asked, or what is missing to know. */
function rosterOf({ opening }: Outcome, { replayed }: VerifiedLog): readonly string[] | Need {
  const opened = replayed.byDocument.get(opening)?.document;
  if (opened?.type !== 'opening') return { kind: 'document', id: opening };
  const people: string[] = [];
  for (const id of opened.roster.pages) {
    const page = replayed.byDocument.get(id)?.document;
    if (page?.type !== 'set' || page.content.of !== 'roster') return { kind: 'document', id };
    people.push(...page.content.items.map(({ subject }) => subject));
  }
  return people;
}
