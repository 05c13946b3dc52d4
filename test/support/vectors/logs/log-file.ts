import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { parseEnvelope } from '../../../../protocol/envelope/parse.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';
import { formatMillis, type Millis } from '../../../../protocol/time.ts';
import type { Draft, LogBuilder } from '../../log-builder.ts';
import { type Signer, saltOf } from '../../people.ts';
import { wordOf } from '../../rules/record.ts';
import { type Replay, startReplay } from '../../rules/replay.ts';
import {
  type WrittenDocument,
  type WrittenEntry,
  type WrittenLog,
  writtenDocument,
} from '../governance/case-file.ts';

/* Small logs whose cases may also hold what admission refuses, and say every leaf. */

export interface LogFile {
  readonly description: string;
  readonly documents: Readonly<Record<string, WrittenDocument>>;
  readonly foundations: Readonly<Record<string, WrittenLog>>;
  readonly cases: readonly LogCase[];
}

export interface LogCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** Whether the last entry counts. */
  readonly valid: boolean;
  readonly foundation: string;
  readonly entries: readonly WrittenEntry[];
  readonly expected: LogExpected;
}

export interface LogExpected {
  /** One for each entry: `counted`, `pending`, a code, or `refused(<problem>)`. */
  readonly verdicts: readonly string[];
  /** One for each entry that is logged: its leaf, as text. */
  readonly leaves: readonly string[];
}

/** A small history on top of a foundation. */
export interface LogScenario<Begun> {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** What each entry comes to; the last one is what the case is about. */
  readonly words: string;
  readonly play: (begun: Begun) => Promise<unknown>;
}

/** Scenarios that begin at one and the same log. */
export interface Foundation {
  readonly name: string;
  readonly scenarios: readonly (Omit<LogScenario<never>, 'play'> & {
    readonly play: () => Promise<Played>;
  })[];
}

interface Played {
  readonly log: LogBuilder;
  /** Entries that the log had before. */
  readonly founded: number;
}

export function foundation<Begun extends { readonly log: LogBuilder }>(
  name: string,
  begin: () => Promise<Begun>,
  scenarios: readonly LogScenario<Begun>[],
): Foundation {
  return {
    name,
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      play: async () => {
        const begun = await begin();
        const founded = begun.log.entries.length;
        await scenario.play(begun);
        return { log: begun.log, founded };
      },
    })),
  };
}

const HOW_TO_READ =
  'Each case begins with the log `foundations[foundation]`, of which every entry counts, then adds its entries, each at its time; ' +
  '`doc` names one of `documents`: its `payload` is the text of the payload bytes, `kid` stands in the protected header, ' +
  '`signature` is in base64url. An entry with `countsAtHome` is by another commons; whether it counts in its own log is given. ' +
  '`expected.verdicts` has one word for each entry of the case: `counted`, `pending`, the code of its "no", or ' +
  '`refused(<problem>)` where it is not logged and changes nothing. `expected.leaves` has the leaf of each entry of the case that is ' +
  'logged. `valid` says whether the last entry counts.';

/** Plays all scenarios and writes down what comes of them. One that goes otherwise than it says is an error. */
export async function logFile(about: string, foundations: readonly Foundation[]): Promise<LogFile> {
  const documents = new Map<string, WrittenDocument>();
  const logs = new Map<string, WrittenLog>();
  const cases: LogCase[] = [];

  function written({ at, envelope, countsAtHome }: Step): WrittenEntry {
    const parsed = parseEnvelope(envelope);
    const known = documents.get(parsed.id);
    const document = writtenDocument(parsed);
    if (known !== undefined && known.signature !== document.signature)
      throw new Error(`two envelopes of one payload: ${document.payload}`);
    documents.set(parsed.id, document);
    return { at: formatMillis(at), doc: parsed.id, ...(countsAtHome === undefined ? {} : { countsAtHome }) };
  }

  for (const { name, scenarios } of foundations) {
    for (const { id, rule, what, words, play } of scenarios) {
      const { log: builder, founded } = await play();
      const steps = stepsOf(builder);
      const log = { commons: builder.commons, entries: steps.slice(0, founded).map(written) };
      logs.set(name, log);
      const entries = steps.slice(founded).map(written);
      const expected = await expectedOf(documents, log, entries);
      const found = expected.verdicts.join(' ');
      if (found !== words) throw new Error(`${id}: expected ${words}, got ${found}`);
      const valid = expected.verdicts.at(-1) === 'counted';
      cases.push({ id, rule, what, valid, foundation: name, entries, expected });
    }
  }
  return {
    description: `${about} ${HOW_TO_READ}`,
    documents: Object.fromEntries(documents),
    foundations: Object.fromEntries(logs),
    cases,
  };
}

/** What a case comes to, from its file alone. */
export function replayLogCase(file: LogFile, { foundation, entries }: LogCase): Promise<LogExpected> {
  const log = file.foundations[foundation];
  if (log === undefined) throw new TypeError(`no foundation ${foundation}`);
  return expectedOf(new Map(Object.entries(file.documents)), log, entries);
}

async function expectedOf(
  documents: ReadonlyMap<string, WrittenDocument>,
  { commons, entries: founding }: WrittenLog,
  entries: readonly WrittenEntry[],
): Promise<LogExpected> {
  const replay = startReplay(Object.fromEntries(documents), commons);
  for (const entry of founding) {
    const { word } = await playOne(replay, entry);
    if (word !== 'counted') throw new TypeError(`a foundation holds an entry that is ${word}`);
  }
  const played: { readonly word: string; readonly leaf?: string }[] = [];
  for (const entry of entries) played.push(await playOne(replay, entry));
  return {
    verdicts: played.map(({ word }) => word),
    leaves: played.flatMap(({ leaf }) => leaf ?? []),
  };
}

async function playOne({ play }: Replay, entry: WrittenEntry): Promise<{ word: string; leaf?: string }> {
  try {
    const admitted = await play(entry);
    return { word: wordOf(admitted), leaf: new TextDecoder().decode(admitted.leafBytes) };
  } catch (error) {
    if (error instanceof ProtocolError) return { word: `refused(${error.type})` };
    throw error;
  }
}

/** What came, in the order in which it came. */
interface Step {
  readonly at: Millis;
  readonly envelope: Uint8Array;
  readonly countsAtHome?: boolean;
}

const tried = new WeakMap<LogBuilder, { readonly position: number; readonly step: Step }[]>();

/** Signs a document that the log is to refuse, and puts it at this place of the history. */
export async function tryDocument<Type extends DocumentTypeName>(
  log: LogBuilder,
  type: Type,
  signer: Signer,
  draft: Omit<Draft<Type>, 'type'>,
): Promise<void> {
  // Salted by whoever signs, so that a file never holds one payload under two signatures.
  const salted = { salt: saltOf(`tried by ${signer.author} with ${signer.key}`), ...draft };
  tryEnvelope(log, await log.sign(log.compose(type, signer, salted).payload, signer));
}

/** The same of an envelope that somebody has signed already. */
export function tryEnvelope(log: LogBuilder, envelope: Uint8Array): void {
  const list = tried.get(log) ?? [];
  list.push({ position: log.entries.length, step: { at: log.now(), envelope } });
  tried.set(log, list);
}

function stepsOf(log: LogBuilder): readonly Step[] {
  const attempts = tried.get(log) ?? [];
  const at = (position: number) =>
    attempts.filter((attempt) => attempt.position === position).map(({ step }) => step);
  return [
    ...log.entries.flatMap(({ entry, envelope, countsAtHome }, position) => [
      ...at(position),
      { at: entry.at, envelope, ...(countsAtHome === undefined ? {} : { countsAtHome }) },
    ]),
    ...at(log.entries.length),
  ];
}
