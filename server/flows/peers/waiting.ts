import { type Scid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { NamedRecord, Store } from '../../store/store.ts';

/** Negotiations of one peer that wait at a time; more of them, and what comes after waits in its mirror. */
const WAITING_MAX = 256;

const KIND = 'waiting';

/** What a negotiation can wait for, in words. */
const REASONS = {
  terms: 'for terms that have not come',
  attachment: 'for a text that the peer does not give',
  logs: 'for what other commons logged, to tell whether it counts',
  failure: 'since this server fails at one of its documents: its operator finds why in the server’s log',
} as const;

export type WaitsFor = keyof typeof REASONS;

/** The negotiations of a peer that wait, each with what it waits for; null where it was not looked at yet. */
export type Waiting = ReadonlyMap<Subject, WaitsFor | null>;

/**
 * Negotiations whose documents in a peer's mirror we have not all taken in: something that the next of them rests on is
 * not here yet. They are looked at again with every step; what waits holds up no other negotiation. Spec §10.
 */
export async function waitingOf({ records }: Pick<Store, 'records'>, peer: Scid): Promise<Waiting> {
  return waitingIn(await records.list(KIND), peer);
}

function waitingIn(all: readonly NamedRecord[], peer: Scid): Waiting {
  return new Map(
    all.flatMap(({ key, value }): [Subject, WaitsFor | null][] =>
      key.startsWith(`${peer} `)
        ? [[subjectSchema.parse(key.slice(peer.length + 1)), reasonIn(value.for)]]
        : [],
    ),
  );
}

function reasonIn(value: unknown): WaitsFor | null {
  return typeof value === 'string' && Object.hasOwn(REASONS, value) ? (value as WaitsFor) : null;
}

/** @throws {ProtocolError} `unavailable` where too much waits already. */
export async function letWait(
  { records }: Pick<Store, 'records'>,
  peer: Scid,
  negotiation: Subject,
  waitsFor: WaitsFor,
  known: Waiting,
): Promise<void> {
  if (known.size >= WAITING_MAX && !known.has(negotiation)) {
    throw new ProtocolError('unavailable', 'Too many negotiations with this peer wait for something.', {
      peer,
    });
  }
  if (known.get(negotiation) !== waitsFor) {
    await records.put(KIND, `${peer} ${negotiation}`, { for: waitsFor });
  }
}

/**
 * The next step goes through what a peer logged of a negotiation. However many wait already: it is asked for by what
 * somebody else logged, whom this peer must not hold up, and each time by terms that are in our log.
 */
export async function lookThrough(
  { records }: Pick<Store, 'records'>,
  peer: Scid,
  negotiation: Subject,
): Promise<void> {
  await records.add(KIND, `${peer} ${negotiation}`, {});
}

export async function waitNoMore(
  { records }: Pick<Store, 'records'>,
  peer: Scid,
  negotiation: Subject,
): Promise<void> {
  await records.remove(KIND, `${peer} ${negotiation}`);
}

/** How many negotiations of a peer wait for something, and in words for what. */
export interface WaitingView {
  readonly count: number;
  readonly why: string;
}

/** What waits, peer by peer: what is only to be looked through waits for nothing. */
export async function waitingView({
  records,
}: Pick<Store, 'records'>): Promise<(peer: Scid) => readonly WaitingView[]> {
  const all = await records.list(KIND);
  return (peer) => {
    const reasons = [...waitingIn(all, peer).values()].filter((reason) => reason !== null);
    return [...Map.groupBy(reasons, (reason) => reason)].map(([reason, { length }]) => ({
      count: length,
      why: REASONS[reason],
    }));
  };
}
