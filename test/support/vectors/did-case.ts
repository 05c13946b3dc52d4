import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { DAY, GENESIS_TIME, namedKey, namedMultikey } from './did-commons.ts';
import { forgeLast, type RawEntry } from './did-forge.ts';

/** One case of `spec/vectors/01-did.json`. */
export interface DidCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  /** RFC 3339; the reader's clock. */
  readonly now: string;
  readonly expectedScid?: string;
  /** Lines that the reader has seen before; the case is invalid where they are not extended. */
  readonly known?: readonly string[];
  readonly lines: readonly string[];
  /** Of a valid log: what each version says. */
  readonly versions?: readonly VersionSummary[];
  /** Of an invalid log: the problem type, and the fault where that is `did-invalid`. */
  readonly problem?: string;
  readonly fault?: string;
}

type VersionSummary = ReturnType<typeof summaryOf>;

/** What a reader must have learnt from one version. */
export function summaryOf({ line: _line, time, ...version }: DidVersion) {
  return { ...version, time: formatMillis(time) };
}

export function validCase(id: string, rule: string, what: string, versions: readonly DidVersion[]): DidCase {
  const now = formatMillis(versions.at(-1)?.time ?? 0);
  return { id, rule, what, valid: true, now, lines: linesOf(versions), versions: versions.map(summaryOf) };
}

/**
 * A refused log; the reader's clock is a month after the genesis.
 *
 * @param fault of `did-invalid`, or another problem type with a colon before it.
 */
export function invalidCase(
  id: string,
  rule: string,
  what: string,
  fault: string,
  lines: readonly string[],
): DidCase {
  const now = formatMillis(GENESIS_TIME + 30 * DAY);
  const problem = fault.startsWith(':') ? { problem: fault.slice(1) } : { problem: 'did-invalid', fault };
  return { id, rule, what, valid: false, now, ...problem, lines };
}

/** What is changed before the last entry is hashed and signed, and what is spoilt after. */
export interface Forgery {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly fault: string;
  readonly change?: (entry: RawEntry) => void;
  readonly spoil?: (entry: RawEntry) => void;
  /** Label of the key that signs; by default the one promised for this version. */
  readonly by?: string;
}

/** The same log, its last version forged. */
export async function forgedCase(versions: readonly DidVersion[], forgery: Forgery): Promise<DidCase> {
  const { id, rule, what, fault, change = () => undefined, spoil } = forgery;
  const label = forgery.by ?? `update-${versions.length}`;
  const forger = { multikey: namedMultikey(label), sign: namedKey(label).sign };
  const change2 = (entry: RawEntry) => {
    entry.parameters.updateKeys = [forger.multikey];
    change(entry);
  };
  return invalidCase(id, rule, what, fault, await forgeLast(linesOf(versions), forger, change2, spoil));
}

export function linesOf(versions: readonly DidVersion[]): string[] {
  return versions.map((version) => version.line);
}
