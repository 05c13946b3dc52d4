import { textOf } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../../protocol/canonical.ts';
import type { Store, StoredEntry } from '../../../server/store/store.ts';
import { type Chance, chanceOf } from '../engine/chance.ts';
import type { Run } from '../run.ts';
import type { Answer, Answering, Message } from './network.ts';
import { createSite, type Site, type SiteParts } from './site.ts';

/** Shares of what the dishonest one sends. */
const STALE = 0.4;
const FORGED = 0.3;
const REPLAYS = 40;

/**
 * From now on the dishonest commons does what its kind of dishonesty is, to the end of the run.
 *
 * @returns its other face, if it has one.
 */
export function disguise(
  run: Run,
  site: Site,
  parts: Omit<SiteParts, 'founding' | 'complain'>,
): readonly Site[] {
  const { plan, network } = run;
  const { origin } = site.founding;
  const chance = chanceOf(plan.seed, 'dishonest');
  switch (plan.byzantine) {
    case 'silent':
      network.silence(origin);
      return [];
    case 'replays':
      network.serve(origin, stale(site.answer, chance));
      replayRequests(run, origin, chance);
      return [];
    case 'forges':
      network.serve(origin, forged(site.answer, chance));
      site.tamper({ store: forgedStore(site, chance) });
      return [];
    case 'equivocates':
      return [twoFaces(run, site, parts, chance)];
    default:
      return [];
  }
}

/** What it sent before comes again, at any time. */
function replayRequests({ network, time, plan }: Run, origin: string, chance: Chance): void {
  const sent: Message[] = [];
  network.tap(origin, (message) => {
    sent.push(message);
  });
  for (let count = 0; count < REPLAYS; count++) {
    time.after(chance.integer(0, plan.chaosMs), () => {
      const message = chance.pickAny(sent);
      if (message !== null) network.send(message).catch(() => undefined);
    });
  }
}

/** What it answered before, it answers again. */
function stale(answering: Answering, chance: Chance): Answering {
  const given = new Map<string, Answer[]>();
  return async (message) => {
    const answer = await answering(message);
    const before = given.get(message.url.pathname) ?? [];
    given.set(message.url.pathname, [...before, answer]);
    return chance.happens(STALE) ? (chance.pickAny(before) ?? answer) : answer;
  };
}

/** It shows some a log that it does not show to others, and goes on with both. */
function twoFaces(
  run: Run,
  site: Site,
  parts: Omit<SiteParts, 'founding' | 'complain'>,
  chance: Chance,
): Site {
  const { founding, store } = site;
  const other = createSite({
    ...parts,
    founding: { ...founding, name: `${founding.name}~`, store },
    complain: run.note,
  });
  other.start();
  const misled = new Set(run.sites.filter(() => chance.happens(0.5)).map((one) => one.founding.origin));
  run.network.serve(founding.origin, (message) =>
    misled.has(message.from) ? other.answer(message) : site.answer(message),
  );
  return other;
}

/** Some bytes of an answer are others; within JSON it is JSON still. */
function forged(answering: Answering, chance: Chance): Answering {
  return async (message) => {
    const answer = await answering(message);
    return chance.happens(FORGED) ? { ...answer, body: forgedBytes(answer.body, chance) } : answer;
  };
}

function forgedBytes(body: Uint8Array<ArrayBuffer>, chance: Chance): Uint8Array<ArrayBuffer> {
  try {
    return canonicalBytes(forgedValue(JSON.parse(textOf(body) ?? ''), chance) as JsonObject); // it was an object before
  } catch {
    return flipped(body, chance);
  }
}

/** One value somewhere within is another one. */
function forgedValue(value: JsonValue, chance: Chance): JsonValue {
  if (typeof value === 'number') return value + chance.pick([-1, 1, 1000]);
  if (typeof value === 'string') return `${value.slice(1)}${chance.pick(['A', '', 'x'])}`;
  if (Array.isArray(value)) {
    const at = chance.integer(0, value.length);
    if (chance.happens(0.3)) return value.toSpliced(at, 1, ...value.slice(0, chance.integer(0, 2)));
    return value.map((inner: JsonValue, index) => (index === at ? forgedValue(inner, chance) : inner));
  }
  if (value === null || typeof value !== 'object') return 0;
  const chosen = chance.pickAny(Object.keys(value));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === chosen ? forgedValue(inner, chance) : inner,
    ]),
  );
}

/** It signs what it forged as its own: what it reads back of its log is now and then something else. */
function forgedStore({ founding }: Site, chance: Chance): (store: Store) => Store {
  const forge = (entry: StoredEntry): StoredEntry => {
    if (!chance.happens(FORGED / 10) || entry.document === null) return entry;
    const { document } = entry;
    const { payload, signature } = document;
    return chance.pick<StoredEntry>([
      { ...entry, leaf: flipped(Uint8Array.from(entry.leaf), chance) },
      { ...entry, document: { ...document, payload: flipped(Uint8Array.from(payload), chance) } },
      { ...entry, document: { ...document, signature: flipped(Uint8Array.from(signature), chance) } },
      { ...entry, document: null },
    ]);
  };
  return (store) => ({
    ...store,
    entries: async (log, which) => {
      const entries = await store.entries(log, which);
      return log === founding.commons && 'after' in which ? entries.map(forge) : entries;
    },
  });
}

function flipped(bytes: Uint8Array<ArrayBuffer>, chance: Chance): Uint8Array<ArrayBuffer> {
  const at = chance.integer(0, Math.max(0, bytes.length - 1));
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << chance.integer(0, 7)) : byte));
}
