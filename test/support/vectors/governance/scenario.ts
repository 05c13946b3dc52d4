import { negotiationStatus } from '../../../../federation/negotiation/status.ts';
import { toBase64url } from '../../../../protocol/bytes.ts';
import { protectedHeaderOf } from '../../../../protocol/envelope/header.ts';
import { parseEnvelope } from '../../../../protocol/envelope/parse.ts';
import type { LogRecord } from '../../../../protocol/governance/admit.ts';
import type { ThreadState } from '../../../../protocol/governance/state.ts';
import { formatMillis, type Millis } from '../../../../protocol/time.ts';
import { createSignedStage, lineOf, type ScriptEntry } from '../../rules/signed-stage.ts';
import { wordOf } from '../../rules/stage.ts';
import { FOUNDED_AT, startWorld, type Wishes, type World } from '../../rules/world.ts';

/** One small history: what is logged after the founding, and the verdict that each entry gets. */
export interface Scenario {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly wishes?: Wishes;
  /** `counted`, `pending` or a code, one for each entry; the last one is what the case is about. */
  readonly words: string;
  readonly play: (world: World) => Promise<unknown>;
}

export interface GovernanceEntry {
  readonly at: string;
  readonly envelope: { readonly payload: string; readonly protected: string; readonly signature: string };
  /** Only of another commons' document: whether it counts in its own log. */
  readonly countsAtHome?: boolean;
}

export interface GovernanceCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** Whether the last entry counts, or waits for a second signature. */
  readonly valid: boolean;
  readonly foundation: string;
  readonly entries: readonly GovernanceEntry[];
  readonly expected: {
    readonly verdicts: readonly string[];
    readonly threads: Readonly<Record<string, unknown>>;
  };
}

export interface GovernanceFile {
  readonly description: string;
  /** Logs from entry 0 on, to which the entries of a case are added. */
  readonly foundations: Readonly<
    Record<string, { readonly commons: string; readonly entries: readonly GovernanceEntry[] }>
  >;
  readonly cases: readonly GovernanceCase[];
}

/** Plays every scenario and writes down what was logged. A scenario that goes otherwise than it says is an error. */
export async function governanceFile(
  description: string,
  scenarios: readonly Scenario[],
): Promise<GovernanceFile> {
  const foundations = new Map<
    string,
    { name: string; commons: string; entries: readonly GovernanceEntry[] }
  >();
  const cases: GovernanceCase[] = [];
  for (const scenario of scenarios) {
    const { id, rule, what, wishes = {}, words, play } = scenario;
    const stage = await createSignedStage('vectors', FOUNDED_AT);
    const world = await startWorld(stage, lineOf(stage), wishes);
    const founded = stage.script.length;
    await play(world);

    const key = JSON.stringify(wishes);
    const foundation = foundations.get(key) ?? {
      name: `founded ${foundations.size + 1}`,
      commons: stage.home,
      entries: stage.script.slice(0, founded).map(entryOf),
    };
    foundations.set(key, foundation);
    const verdicts = stage.entries.slice(founded).map(wordOf);
    if (verdicts.join(' ') !== words) throw new Error(`${id}: expected ${words}, got ${verdicts.join(' ')}`);
    const last = verdicts.at(-1);
    cases.push({
      ...{ id, rule, what, valid: last === 'counted' || last === 'pending', foundation: foundation.name },
      entries: stage.script.slice(founded).map(entryOf),
      expected: {
        verdicts,
        threads: outcomesOf(stage.record, changedSince(stage.entries, founded), stage.now()),
      },
    });
  }
  return {
    description,
    foundations: Object.fromEntries(
      [...foundations.values()].map(({ name, ...foundation }) => [name, foundation]),
    ),
    cases,
  };
}

/** What a reader must find after the last entry, for the threads that the case changed. */
export function outcomesOf(
  record: LogRecord,
  names: readonly string[],
  now: Millis,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const outcome = outcomeOf(record, record.thread(name).state, now);
      return outcome === null ? [] : [[name, outcome]];
    }),
  );
}

/** Names of threads that entries from the given one on have changed, sorted. */
export function changedSince(
  entries: readonly { readonly threads: readonly { readonly name: string }[] }[],
  from: number,
): readonly string[] {
  return [...new Set(entries.slice(from).flatMap(({ threads }) => threads.map(({ name }) => name)))].sort();
}

function outcomeOf(record: LogRecord, state: ThreadState | null, now: Millis): unknown {
  switch (state?.kind) {
    case 'resource': {
      const { allocated, holds } = state.ledger;
      return {
        allocated,
        held: Object.fromEntries(holds.map(({ negotiation, quantity }) => [negotiation, quantity])),
      };
    }
    case 'decision':
    case 'proposal':
      return {
        decided: state.decided.map(({ id, status, confirmedBy, reversedBy, replacedBy }) => ({
          ...{ id, status, confirmedBy, reversedBy, replacedBy },
        })),
      };
    case 'thing':
      return { adopted: state.inForce?.id ?? null, endedBy: state.endedBy };
    case 'negotiation': {
      const fields = (id: Parameters<LogRecord['document']>[0]) => {
        const document = record.document(id);
        return document?.type === 'terms' ? document.fields : null;
      };
      const status = negotiationStatus(state, fields, record.home, now);
      return { status, asOf: formatMillis(now) };
    }
    default:
      return null;
  }
}

function entryOf({ at, envelope, countsAtHome }: ScriptEntry): GovernanceEntry {
  const { payload, signature, kid } = parseEnvelope(envelope);
  return {
    at: formatMillis(at),
    envelope: {
      payload: toBase64url(payload),
      protected: protectedHeaderOf(kid),
      signature: toBase64url(signature),
    },
    ...(countsAtHome === undefined ? {} : { countsAtHome }),
  };
}
