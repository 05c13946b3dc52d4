import { toBase64url } from '../../../../protocol/bytes.ts';
import { parseEnvelope } from '../../../../protocol/envelope/parse.ts';
import { leafHash, rootOf } from '../../../../protocol/log/tree.ts';
import { formatMillis } from '../../../../protocol/time.ts';
import { buildExampleLogs } from '../../example-logs.ts';
import type { LogBuilder, LoggedEntry } from '../../log-builder.ts';
import { wordOf } from '../../rules/record.ts';
import { type WrittenDocument, type WrittenEntry, writtenDocument } from '../governance/case-file.ts';

/** A whole log, entry by entry. */
export interface ExampleFile {
  readonly description: string;
  readonly commons: string;
  /** Subjects of participants, things and matters, by the names that `what` uses. */
  readonly names: Readonly<Record<string, string>>;
  readonly documents: Readonly<Record<string, WrittenDocument>>;
  readonly cases: readonly ExampleCase[];
  /** RFC 6962 root over all leaves. */
  readonly root: string;
}

export interface ExampleCase extends WrittenEntry {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly expected: { readonly verdict: string; readonly leaf: string };
}

const HOW_TO_READ =
  'Every entry of one log, from 0 on: `doc` names one of `documents` (`payload` is the text of the payload bytes, `kid` stands in the ' +
  'protected header, `signature` is in base64url). An entry with `countsAtHome` is by another commons; whether it counts in its own log is ' +
  'given. `expected` is its leaf and whether it counts: `counted`, or the code of its "no". `root` is the root over all leaves. `names` ' +
  'are the subjects that `what` speaks of. Attachments are left out: no rule looks into one.';

const FOUNDING = [
  'the charter names all founders and adopts 4 to 9',
  'the second founder confirms',
  'the third founder confirms',
  'the first version of the DID',
];

const WHAT_A = [
  ...FOUNDING,
  ...[
    'K, the circle',
    'R, the role',
    'D1, spending: 250 each, 300 in 30 days',
    'D2, structure',
    'M, Ben’s term',
    'X, the fund',
  ],
  'heads of all threads',
  'Ben transfers 60 from X',
  'Ben transfers 250 from X: with the 60 it is beyond 300',
  'a draft of D1: 500 each',
  'Ana proposes P: to adopt that draft',
  'S, the roster',
  'P is opened',
  'Ben consents to the first version',
  'Cem objects',
  'a draft of D1: 400 each, 800 in 30 days',
  'P, second version: to adopt this one, taking up the objection',
  'Cem withdraws the objection, resolved by the amendment',
  'Cem consents',
  'Ben consents',
  'Ana consents',
  'the outcome: adopted, and the second draft is in force',
  'Ana proposes Q: to agree on an exchange with B',
  'T1, the offer in the negotiation N',
  'T2, the counter-offer of B',
  'Ben decides to agree to T2',
  'A accepts T2 and holds money of X',
  'B accepts T2',
  'the seal',
];

const WHAT_B = [
  ...FOUNDING,
  ...['K, the circle', 'R, the role', 'E, agreements', 'D2, structure', 'M, Eli’s term', 'Y, the hours'],
  'heads of all threads',
  'T1, the offer of A',
  'Dia proposes Q′: to offer other terms',
  'T2, the counter-offer',
  'A accepts T2',
  'Eli decides Q′',
  'B accepts T2 and holds hours of Y',
  'the seal of A',
];

/** The two logs as files, by their names. */
export async function exampleFiles(): Promise<Readonly<Record<string, ExampleFile>>> {
  const { a, b, people, subjects, subjectsOfB } = await buildExampleLogs();
  const named = (labels: readonly (keyof typeof people)[]) =>
    Object.fromEntries(labels.map((label) => [people[label].name, people[label].author]));
  const { D1: E, X: Y, ...likeA } = subjectsOfB;
  return {
    '04-example-a': fileOf('A', a.log, WHAT_A, { ...named(['ana', 'ben', 'cem']), ...subjects }),
    '04-example-b': fileOf('B', b.log, WHAT_B, {
      ...named(['dia', 'eli', 'fay']),
      ...likeA,
      E,
      Y,
      N: subjects.N,
    }),
  };
}

function fileOf(
  name: string,
  { commons, entries }: LogBuilder,
  what: readonly string[],
  names: Readonly<Record<string, string>>,
): ExampleFile {
  if (what.length !== entries.length) throw new TypeError(`log ${name} has ${entries.length} entries`);
  return {
    description: `Log ${name} of two: founding, a limit, an objection, an agreement. ${HOW_TO_READ}`,
    commons,
    names,
    documents: Object.fromEntries(
      entries.map(({ envelope }) => [idOf(envelope), writtenDocument(parseEnvelope(envelope))]),
    ),
    cases: entries.map((entry, index) => caseOf(entry, `${name}-${index}`, what[index] ?? '')),
    root: toBase64url(rootOf(entries.map(({ leafBytes }) => leafHash(leafBytes)))),
  };
}

function caseOf(logged: LoggedEntry, id: string, what: string): ExampleCase {
  const { entry, leafBytes, countsAtHome } = logged;
  const verdict = wordOf(logged);
  return {
    ...{ id, rule: 'R-3.4', what, valid: verdict === 'counted' },
    ...{ at: formatMillis(entry.at), doc: entry.id, ...(countsAtHome === undefined ? {} : { countsAtHome }) },
    expected: { verdict, leaf: new TextDecoder().decode(leafBytes) },
  };
}

function idOf(envelope: Uint8Array): string {
  return parseEnvelope(envelope).id;
}
