import { parseEnvelope } from '../../../../protocol/envelope/parse.ts';
import { formatMillis } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { wordOf } from '../../rules/record.ts';
import { startWorld, type Wishes, type World } from '../../rules/world.ts';
import {
  type CaseFile,
  changedBy,
  failsOf,
  HOW_TO_READ,
  outcomesOf,
  type WrittenCase,
  type WrittenDocument,
  type WrittenEntry,
  type WrittenLog,
  writtenDocument,
} from './case-file.ts';

/** One small history: what is logged after the founding, and the verdict that each entry gets. */
export interface Scenario {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly wishes?: Wishes;
  /** `counted`, `pending` or a code, one for each entry but `heads`; the last one is what the case is about. */
  readonly words: string;
  readonly play: (world: World) => Promise<unknown>;
}

/** Plays every scenario and writes down what was logged. A scenario that goes otherwise than it says is an error. */
export async function caseFile(about: string, scenarios: readonly Scenario[]): Promise<CaseFile> {
  const documents = new Map<string, WrittenDocument>();
  const foundations = new Map<string, { name: string; log: WrittenLog }>();
  const cases: WrittenCase[] = [];

  function written({ entry, envelope, countsAtHome }: LoggedEntry): WrittenEntry {
    documents.set(entry.id, writtenDocument(parseEnvelope(envelope)));
    const foreign = countsAtHome === undefined ? {} : { countsAtHome };
    return { at: formatMillis(entry.at), doc: entry.id, ...foreign };
  }

  for (const { id, rule, what, wishes = {}, words, play } of scenarios) {
    const world = await startWorld('vectors', wishes);
    const { log } = world;
    const founded = log.entries.length;
    await play(world);

    const key = log.entries
      .slice(0, founded)
      .map(({ entry }) => entry.id)
      .join(' ');
    const foundation = foundations.get(key) ?? {
      name: `founded ${foundations.size + 1}`,
      log: { commons: log.commons, entries: log.entries.slice(0, founded).map(written) },
    };
    foundations.set(key, foundation);
    const added = log.entries.slice(founded);
    const verdicts = added.map(wordOf);
    const acts = added.filter(({ entry }) => entry.document.type !== 'heads');
    const got = acts.map(wordOf).join(' ');
    if (got !== words) throw new Error(`${id}: expected ${words}, got ${got}`);
    const last = added.at(-1);
    if (last === undefined) throw new Error(`${id}: nothing happens`);
    cases.push({
      ...{ id, rule, what, valid: last.verdict.status !== 'not-counted', foundation: foundation.name },
      entries: added.map(written),
      expected: {
        verdicts,
        fails: failsOf(last.verdict),
        threads: outcomesOf(log.record, changedBy(added), log.now()),
      },
    });
  }
  return {
    description: `${about} ${HOW_TO_READ}`,
    documents: Object.fromEntries(documents),
    foundations: Object.fromEntries([...foundations.values()].map(({ name, log }) => [name, log])),
    cases,
  };
}
