import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import type { Subject } from '../../protocol/ids.ts';
import { type Bundle, parseBundle } from '../../protocol/verify/bundle.ts';
import { isGood, LEVELS, type Report, reachedLevels } from '../../protocol/verify/report.ts';
import { describeNeed } from '../../protocol/verify/rule-levels.ts';
import { verifyBundle } from '../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../keys/node-verify.ts';
import { type Actor, expectThat } from './actor.ts';
import type { Play } from './play.ts';
import { waitUntil } from './wait-until.ts';

/** What a receiver asks for: everything but how fresh the evidence is. */
const REQUIRED = 'V4';

/** What each level asks, and what it means to pass it, for people. */
const QUESTIONS = {
  V0: ['signatures', 'every signature is genuine'],
  V1: ['log', 'every entry stands where it is said to stand'],
  V2: ['right', 'whoever decided held the right to'],
  V3: ['process', 'the published way was followed, and in time'],
  V4: ['values', 'nothing that a commons ruled out was done'],
  V5: ['freshness', 'nothing has taken its place since'],
} as const;

/** A bundle in a file, and what it is about. */
export interface Evidence {
  readonly file: string;
  readonly folder: string;
  readonly trust: readonly string[];
}

/** Takes the agreement's evidence home in one file, and verifies it with no server. */
export function verifyOffline(
  play: Play,
  [ana, ben]: readonly [Actor, Actor],
  negotiation: Subject,
  folder: string,
): Promise<Evidence> {
  const { narrator, signal } = play;
  return play.step({
    name: 'verify',
    title: 'A stranger verifies the agreement, without any server',
    why: [
      'All evidence goes into one file, a bundle: entries of both logs with their signatures, and proof that each entry is where it is said to be. Whoever has the file recomputes everything, with no network: not only that the signatures are good, but that whoever signed had the right to, and kept to the rules.',
    ],
    async run() {
      const file = join(folder, 'agreement.json');
      const trust = [ana.commons, ben.commons];
      const evidence = { file, folder, trust };
      const report = await waitUntil('the agreement is witnessed by both', signal, async () => {
        const bundle = await ana.client.getBytes(`/bundles/${negotiation}`);
        await writeFile(file, bundle);
        const found = await verifyFile(evidence);
        return isWitnessed(found) ? found : null;
      });
      const bytes = await readFile(file);
      const bundle = parseBundle(bytes);
      const entries = bundle.logs.reduce((sum, log) => sum + log.entries.length, 0);
      narrator.show('file', file);
      narrator.show('size', `${bytes.length} bytes, ${entries} entries of ${bundle.logs.length} logs`);
      for (const level of LEVELS) {
        const [question, meaning] = QUESTIONS[level];
        const { result } = report.levels[level];
        narrator.show(question, result === 'pass' ? `pass: ${meaning}` : result);
      }
      return {
        value: evidence,
        facts: { file, bytes: bytes.length, entries, verdict: verdictOf(report), levels: resultsOf(report) },
      };
    },
  });
}

/** Changes one byte of a signed decision in the file. */
export function changeOneByte(play: Play, ana: Actor, evidence: Evidence): Promise<void> {
  const { narrator } = play;
  return play.step({
    name: 'change',
    title: 'Somebody changes one byte of the file',
    why: ['One character in the middle of Ana’s decision, in a copy of the file.'],
    async run() {
      const text = await readFile(evidence.file, 'utf8');
      const payload = payloadOf(parseBundle(new TextEncoder().encode(text)), ana);
      const at = text.indexOf(payload) + Math.floor(payload.length / 2);
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      const file = join(evidence.folder, 'agreement-changed.json');
      await writeFile(file, changed);
      const report = await verifyFile({ ...evidence, file });
      expectThat(verdictOf(report) === 'fail', 'the changed file fails', resultsOf(report));
      narrator.show('verdict', 'FAILS');
      narrator.show('because', report.levels.V0.reason);
      narrator.say(
        'Each entry of a log holds the hash of its document as it was signed. One other byte gives another hash.',
      );
      return {
        value: undefined,
        facts: { file, verdict: 'fail', levels: resultsOf(report), reason: report.levels.V0.reason },
      };
    },
  });
}

/** Leaves one document out of the file: Ana's mandate, without which nothing shows that she held the role. */
export function leaveOneOut(play: Play, ana: Actor, evidence: Evidence): Promise<void> {
  const { narrator } = play;
  return play.step({
    name: 'remove',
    title: 'Somebody leaves one document out',
    why: [
      'Another copy, without Ana’s mandate: the document that gave her the role. All that is left is genuine. But a verifier that overlooked such a hole could be made to believe anything.',
    ],
    async run() {
      const bundle = parseBundle(await readFile(evidence.file));
      const { without, mandate } = withoutMandate(bundle, ana);
      const file = join(evidence.folder, 'agreement-incomplete.json');
      await writeFile(file, canonicalBytes(without as unknown as JsonObject)); // a parsed bundle holds JSON values only
      const report = await verifyFile({ ...evidence, file });
      const missing = missingIn(report);
      expectThat(verdictOf(report) === 'unresolved', 'the incomplete file is unresolved', resultsOf(report));
      expectThat(
        missing.some((need) => need.includes(mandate)),
        'the report names what is missing',
        missing,
      );
      narrator.show('verdict', 'UNRESOLVED: neither yes nor no');
      for (const need of missing) narrator.show('missing', need);
      narrator.say(
        `${mandate} is the mandate that was left out. Each entry says how many came before it about the same subject, so that a gap shows.`,
      );
      return {
        value: undefined,
        facts: { file, verdict: 'unresolved', removed: mandate, missing, levels: resultsOf(report) },
      };
    },
  });
}

/** The same code as `folkmoot verify`: it reads the file and nothing else. */
async function verifyFile({ file, trust }: Pick<Evidence, 'file' | 'trust'>): Promise<Report> {
  return verifyBundle(await readFile(file), { verify: verifyWithNode, now: Date.now(), trust });
}

function verdictOf({ levels }: Report): 'pass' | 'fail' | 'unresolved' {
  const required = reachedLevels(REQUIRED).map((level) => levels[level]);
  if (required.some(({ result }) => result === 'fail')) return 'fail';
  return required.every(isGood) ? 'pass' : 'unresolved';
}

/** A first look may come before the last cosignature: then the times rest on the operators' own clocks. */
function isWitnessed({ levels }: Report): boolean {
  return reachedLevels(REQUIRED).every((level) => levels[level].result === 'pass');
}

function resultsOf({ levels }: Report): Record<string, string> {
  return Object.fromEntries(LEVELS.map((level) => [level, levels[level].result]));
}

function missingIn({ levels }: Report): readonly string[] {
  return [...new Set(LEVELS.flatMap((level) => (levels[level].missing ?? []).map(describeNeed)))];
}

/** The payload of the last decision in an actor's log: the one that said yes. */
function payloadOf(bundle: Bundle, { commons }: Actor): string {
  const entries = bundle.logs.find((log) => log.commons === commons)?.entries ?? [];
  const payload = entries.findLast(({ leaf }) => leaf.type === 'decision')?.envelope?.payload;
  expectThat(payload !== undefined, 'the bundle holds Ana’s decision', entries.length);
  return payload;
}

function withoutMandate(
  bundle: Bundle,
  { commons }: Actor,
): { readonly without: Bundle; readonly mandate: string } {
  const entries = bundle.logs.find((log) => log.commons === commons)?.entries ?? [];
  const entry = entries.find(({ leaf }) => leaf.type === 'mandate');
  const threads: unknown = entry?.leaf.threads;
  const mandate = Array.isArray(threads) ? threads[0]?.key : undefined;
  expectThat(typeof mandate === 'string', 'the bundle holds Ana’s mandate', entries.length);
  const logs = bundle.logs.map((log) =>
    log.commons === commons ? { ...log, entries: log.entries.filter((other) => other !== entry) } : log,
  );
  return { without: { ...bundle, logs }, mandate };
}
