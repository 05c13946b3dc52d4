import type { JsonValue } from '../../../../protocol/canonical.ts';
import type { Bundle, BundleLog } from '../../../../protocol/verify/bundle.ts';
import type { GoodBundle } from '../../verify/good-bundles.ts';
import type { BundlePlan } from './bundle-case.ts';
import type { Change } from './json-patch.ts';

/** A case whose clock and trust are those of its bundle, where it does not say otherwise. */
export type Plan = Omit<BundlePlan, 'now' | 'trust'> & Partial<Pick<BundlePlan, 'now' | 'trust'>>;

/** The bundles to choose from. */
export interface Kit {
  /** A good bundle. */
  readonly of: (name: string) => GoodBundle;
  /** A bundle of a log that its commons has spoilt. */
  readonly spoilt: (name: string) => Bundle;
  /** Patches of good bundles: an entry left out, or its document withheld. */
  readonly without: (name: string, index: number, log?: number) => readonly Change[];
  readonly withheld: (name: string, index: number, log?: number) => readonly Change[];
}

export function kitOf(good: ReadonlyMap<string, GoodBundle>, hostile: Readonly<Record<string, Bundle>>): Kit {
  const of = (name: string): GoodBundle => {
    const found = good.get(name);
    if (found === undefined) throw new TypeError(`no bundle ${name}`);
    return found;
  };
  const spoilt = (name: string): Bundle => {
    const found = hostile[name];
    if (found === undefined) throw new TypeError(`no bundle ${name}`);
    return found;
  };
  return {
    of,
    spoilt,
    without: (name, index, log) => [remove(at(of(name).bundle, index, log))],
    withheld: (name, index, log) => [remove(`${at(of(name).bundle, index, log)}/envelope`)],
  };
}

export function remove(path: string): Change {
  return { op: 'remove', path };
}

export function replace(path: string, value: unknown): Change {
  return { op: 'replace', path, value: value as JsonValue }; // bundles hold JSON values only
}

export function add(path: string, value: unknown): Change {
  return { op: 'add', path, value: value as JsonValue }; // as above
}

/** Where a bundle has an entry. */
export function at(bundle: Bundle, index: number, log = 0): string {
  return `/logs/${log}/entries/${positionOf(bundle.logs[log], index)}`;
}

export function entryOf({ logs }: Bundle, index: number) {
  return logs[0]?.entries[positionOf(logs[0], index)];
}

export function envelopeOf(bundle: Bundle, index: number) {
  const envelope = entryOf(bundle, index)?.envelope;
  if (envelope === undefined) throw new TypeError(`entry ${index} is shown`);
  return envelope;
}

export function indexOfTarget({ logs, target }: Bundle): number {
  return logs[0]?.entries.find(({ leaf }) => leaf.doc === target.id)?.index ?? -1;
}

/** Another letter in the middle of a text, or at so many characters from its end. */
export function otherLetter(text: string, fromEnd = Math.ceil(text.length / 2)): string {
  const place = text.length - fromEnd;
  return text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1);
}

/** A note with the log's own signature alone. */
export function withoutCosignatures(note: string): string {
  const [text = '', signatures = ''] = note.split('\n\n');
  return `${text}\n\n${signatures.split('\n')[0]}\n`;
}

function positionOf(log: BundleLog | undefined, index: number): number {
  const position = log?.entries.findIndex((entry) => entry.index === index) ?? -1;
  if (position < 0) throw new TypeError(`the bundle has no entry ${index}`);
  return position;
}
