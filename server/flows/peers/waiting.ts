import { type Scid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Store } from '../../store/store.ts';

/** Negotiations of one peer that wait at a time; more of them, and what comes after waits in its mirror. */
const WAITING_MAX = 256;

const KIND = 'waiting';

/**
 * Negotiations whose documents in a peer's mirror we have not all taken in: something that the next of them rests on is
 * not here yet. They are looked at again with every step; what waits holds up no other negotiation. Spec §10.
 */
export async function waitingOf(
  { records }: Pick<Store, 'records'>,
  peer: Scid,
): Promise<ReadonlySet<Subject>> {
  const all = await records.list(KIND);
  return new Set(
    all.flatMap(({ key }) =>
      key.startsWith(`${peer} `) ? [subjectSchema.parse(key.slice(peer.length + 1))] : [],
    ),
  );
}

/** @throws {ProtocolError} `unavailable` where too much waits already. */
export async function letWait(
  { records }: Pick<Store, 'records'>,
  peer: Scid,
  negotiation: Subject,
  known: ReadonlySet<Subject>,
): Promise<void> {
  if (known.size >= WAITING_MAX && !known.has(negotiation)) {
    throw new ProtocolError('unavailable', 'Too many negotiations with this peer wait for something.', {
      peer,
    });
  }
  await records.add(KIND, `${peer} ${negotiation}`, {});
}

export async function waitNoMore(
  { records }: Pick<Store, 'records'>,
  peer: Scid,
  negotiation: Subject,
): Promise<void> {
  await records.remove(KIND, `${peer} ${negotiation}`);
}
