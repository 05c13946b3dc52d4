import type { Admitted } from '../../../protocol/governance/admit.ts';
import type { Check } from '../../../protocol/governance/verdict.ts';
import {
  type CaseFile,
  changedBy,
  failsOf,
  outcomesOf,
  type WrittenCase,
} from '../vectors/governance/case-file.ts';
import { wordOf } from './record.ts';
import { startReplay } from './replay.ts';

/** Reads a case from its file alone and plays it with the project's own code: signatures, DID, rules. */
export async function replayCase(
  file: CaseFile,
  { foundation, entries }: WrittenCase,
): Promise<{
  readonly founding: readonly string[];
  readonly expected: WrittenCase['expected'];
  /** Every question that was answered no. */
  readonly refused: readonly Extract<Check, { readonly result: 'fail' }>[];
}> {
  const log = file.foundations[foundation];
  if (log === undefined) throw new TypeError(`no foundation ${foundation}`);
  const { record, play } = startReplay(file.documents, log.commons);
  const founding: string[] = [];
  for (const entry of log.entries) founding.push(wordOf(await play(entry)));
  const played: Admitted[] = [];
  for (const entry of entries) played.push(await play(entry));
  const last = played.at(-1);
  if (last === undefined) throw new TypeError('a case has entries');
  return {
    founding,
    expected: {
      verdicts: played.map(wordOf),
      fails: failsOf(last.verdict),
      threads: outcomesOf(record, changedBy(played), last.entry.at),
    },
    refused: played.flatMap(({ verdict }) => verdict.checks.filter((check) => check.result === 'fail')),
  };
}
