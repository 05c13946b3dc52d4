import { negotiationStatus } from '../../../../federation/negotiation/status.ts';
import { toBase64url, utf8 } from '../../../../protocol/bytes.ts';
import { protectedHeaderOf } from '../../../../protocol/envelope/header.ts';
import type { EnvelopeParts } from '../../../../protocol/envelope/parse.ts';
import type { LogRecord } from '../../../../protocol/governance/admit.ts';
import type { ThreadState } from '../../../../protocol/governance/state.ts';
import type { Verdict } from '../../../../protocol/governance/verdict.ts';
import { authorSchema, type DocumentId, multikeySchema } from '../../../../protocol/ids.ts';
import type { Calendar } from '../../../../protocol/resource/calendar.ts';
import { ahead, sumOf, type Timeline } from '../../../../protocol/resource/timeline.ts';
import { formatMillis, type Millis } from '../../../../protocol/time.ts';

/* What a file with small histories holds: documents, logs to begin with, and cases. */

export interface CaseFile {
  readonly description: string;
  /** Every document by its id. */
  readonly documents: Readonly<Record<string, WrittenDocument>>;
  /** Logs from entry 0 on, to which the entries of a case are added. */
  readonly foundations: Readonly<Record<string, WrittenLog>>;
  readonly cases: readonly WrittenCase[];
}

export interface WrittenDocument {
  readonly kid: string;
  /** The payload's bytes, as text. */
  readonly payload: string;
  /** In base64url. */
  readonly signature: string;
}

export interface WrittenLog {
  readonly commons: string;
  readonly entries: readonly WrittenEntry[];
}

export interface WrittenEntry {
  readonly at: string;
  readonly doc: string;
  /** Only of another commons' document: whether it counts in its own log. */
  readonly countsAtHome?: boolean;
}

export interface WrittenCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** Whether the last entry counts, or waits for a second signature. */
  readonly valid: boolean;
  readonly foundation: string;
  readonly entries: readonly WrittenEntry[];
  readonly expected: {
    /** One for each entry: `counted`, `pending`, or the code of its "no". */
    readonly verdicts: readonly string[];
    /** Levels at which the last entry fails, sorted. */
    readonly fails: readonly string[];
    /** What the threads come to that the entries changed. */
    readonly threads: Readonly<Record<string, unknown>>;
  };
}

/** What every such file says of itself after its own first sentence. */
export const HOW_TO_READ =
  'Each case begins with the log `foundations[foundation]`, then adds its entries, each at its time; `doc` names one of `documents`: ' +
  'its `payload` is the text of the payload bytes, `kid` stands in the protected header, `signature` is in base64url. An entry with ' +
  '`countsAtHome` is by another commons; whether it counts in its own log is given. `expected.verdicts` has one word for each ' +
  'entry of the case: `counted`, `pending`, or the code of its "no". `expected.fails` are the levels at which the last entry fails. ' +
  '`expected.threads` is what the threads that these entries changed have come to.';

export function writtenDocument({ kid, payload, signature }: EnvelopeParts): WrittenDocument {
  return {
    kid: `${kid.author}#${kid.key}`,
    payload: new TextDecoder().decode(payload),
    signature: toBase64url(signature),
  };
}

/** The text of the envelope that a written document was, put together from its parts and by nobody's schema. */
export function envelopeText({ kid, payload, signature }: WrittenDocument): Uint8Array {
  const [author, key] = kid.split('#');
  const header = protectedHeaderOf({ author: authorSchema.parse(author), key: multikeySchema.parse(key) });
  return utf8(JSON.stringify({ payload: toBase64url(utf8(payload)), protected: header, signature }));
}

/** Levels at which a verdict has a "no". */
export function failsOf(verdict: Verdict): readonly string[] {
  const failed = verdict.checks.flatMap(({ level, result }) => (result === 'fail' ? [level] : []));
  return [...new Set<string>(failed)].sort();
}

/** What a reader must find in the named threads. Threads of other kinds are left out: their states show in verdicts. */
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

/** Who has it when, from now on. */
function timesOf(calendar: Calendar | undefined, now: Millis) {
  if (calendar === undefined) return {};
  const written = (timeline: Timeline) =>
    ahead(timeline, now).map(({ from, until, quantity }) => ({
      ...{ from: formatMillis(from), until: formatMillis(until), quantity },
    }));
  return {
    booked: written(sumOf(calendar.bookings.map(({ pieces }) => pieces))),
    heldAhead: Object.fromEntries(
      calendar.holds.map(({ negotiation, pieces }) => [negotiation, written(pieces)]),
    ),
    asOf: formatMillis(now),
  };
}

/** Names of threads that the entries change, sorted. */
export function changedBy(
  entries: readonly { readonly threads: readonly { readonly name: string }[] }[],
): readonly string[] {
  return [...new Set(entries.flatMap(({ threads }) => threads.map(({ name }) => name)))].sort();
}

function outcomeOf(record: LogRecord, state: ThreadState | null, now: Millis): unknown {
  switch (state?.kind) {
    case 'resource': {
      const { allocated, holds } = state.ledger;
      const held = Object.fromEntries(holds.map(({ negotiation, quantity }) => [negotiation, quantity]));
      return { allocated, held, ...timesOf(state.calendar, now) };
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
      const fields = (id: DocumentId) => {
        const document = record.document(id);
        return document?.type === 'terms' ? document.fields : null;
      };
      return { status: negotiationStatus(state, fields, record.home, now), asOf: formatMillis(now) };
    }
    default:
      return null;
  }
}
