import type { Seal } from '../documents/seal.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import type { CheckLevel } from '../governance/verdict.ts';
import { type DocumentId, logOrigin, type Scid } from '../ids.ts';
import { formatMillis, parseTime, SECOND } from '../time.ts';
import { everyLevel, RULE_LEVELS, ruleLevels, type VerifiedLog } from './decided-levels.ts';
import type { ReplayedEntry } from './replay-log.ts';
import { type LevelReport, worstOf } from './report.ts';
import { levelOf, missingLevel, unresolvedLevel } from './rule-levels.ts';
import { seenBy, type Trust } from './witnessing.ts';

type Levels = Record<CheckLevel, LevelReport>;

/**
 * V2, V3 and V4 of an agreement: of its seal in the registrar's log, and of every acceptance with the decision behind
 * it in its own commons' log. Spec §9 [R-9.19], §8 [R-8.12].
 */
export function certificateLevels(
  entry: ReplayedEntry,
  seal: Seal,
  registrar: VerifiedLog,
  logs: ReadonlyMap<Scid, VerifiedLog>,
  trust: Trust,
): Levels {
  const { verdict } = entry;
  if (verdict === null) return everyLevel(unresolvedLevel('The seal is withheld.'));
  const acceptances = seal.acceptances.map(({ commons, id }) => ({
    commons,
    levels: acceptanceLevels(commons, id, logs, trust),
  }));
  const levelsOf = (level: CheckLevel): LevelReport => {
    const own = named('The seal', levelOf(verdict, level, entry.leaf.doc));
    const formed = level === 'V3' ? [formedInTime(entry, seal, registrar)] : [];
    const behind = acceptances.map(({ commons, levels }) => named(`The yes of ${commons}`, levels[level]));
    return worstOf([own, ...formed, ...behind]);
  };
  return { V2: levelsOf('V2'), V3: levelsOf('V3'), V4: levelsOf('V4') };
}

/** One party's yes: the acceptance at its home position, and the decision that it cites, judged there. */
function acceptanceLevels(
  commons: Scid,
  id: DocumentId,
  logs: ReadonlyMap<Scid, VerifiedLog>,
  trust: Trust,
): Levels {
  const home = logs.get(commons);
  const accepted = home?.replayed.byDocument.get(id);
  const verdict = accepted?.verdict ?? null;
  if (home?.read.authenticated !== true || accepted?.document?.type !== 'acceptance' || verdict === null) {
    return everyLevel(missingLevel([{ kind: 'foreign', id }]));
  }
  const decided = home.replayed.byDocument.get(accepted.document.decision.id);
  const behind =
    decided === undefined
      ? everyLevel(missingLevel([{ kind: 'document', id: accepted.document.decision.id }]))
      : ruleLevels(decided, home, trust);
  const levels = RULE_LEVELS.map((level): [CheckLevel, LevelReport] => [
    level,
    worstOf([levelOf(verdict, level, id), behind[level]]),
  ]);
  return Object.fromEntries(levels) as Levels; // one pair per rule level
}

/**
 * Another party saw the sealed log in time: so the registrar cannot seal, or fail to, in secret. Spec §9.
 */
function formedInTime(entry: ReplayedEntry, seal: Seal, registrar: VerifiedLog): LevelReport {
  const fields = fieldsOf(seal.terms, registrar);
  if (fields === null) return missingLevel([{ kind: 'document', id: seal.terms }]);
  const until = (parseTime(fields.sealBy) ?? Number.NaN) + fields.sealGraceSeconds * SECOND;
  const others = fields.parties.filter((party) => party !== seal.commons).map(logOrigin);
  const seen = seenBy(registrar.read, entry.index, others, until);
  return seen === null
    ? unresolvedLevel(`No other party is shown to have cosigned the sealed log by ${formatMillis(until)}.`)
    : {
        result: 'pass',
        reason: `${seen.witness} saw the seal at ${formatMillis(seen.at)}.`,
        proofs: [entry.leaf.doc],
      };
}

function fieldsOf(terms: DocumentId, log: VerifiedLog): TermsFields | null {
  const document = log.replayed.byDocument.get(terms)?.document;
  return document?.type === 'terms' ? document.fields : null;
}

/** The report with whose it is, so that a reader of the worst one knows where to look. */
function named(whose: string, report: LevelReport): LevelReport {
  return { ...report, reason: `${whose}: ${report.reason}` };
}
