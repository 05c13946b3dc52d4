import { composeDocument } from '../../protocol/documents/compose.ts';
import type { Scid, Subject } from '../../protocol/ids.ts';
import { BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX, DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { formatMillis, type Millis } from '../../protocol/time.ts';
import type { Client, ClientDraft, ClientPlaced, ClientVerdict } from '../client/client.ts';
import type { RegisterDraft } from './maintainers-set.ts';

/** Base64url and the envelope around a payload, generously. */
const ENVELOPE_FACTOR = 1.4;
/** Pages of one request: as many as surely fit, few enough that progress shows. */
const PAGES_PER_REQUEST = Math.min(
  4,
  BATCH_DOCUMENTS_MAX,
  Math.floor(BATCH_BYTES_MAX / (DOCUMENT_BYTES_MAX * ENVELOPE_FACTOR)),
);
/** Requests under way at once: what they log together shares one commit. The order of pages is of no matter. */
const REQUESTS_AT_ONCE = 4;
/** People of one request: the server takes 5,000, and a request stays far below its byte limit. */
const PEOPLE_PER_REQUEST = 1000;

/** Who adopts, and with what. */
export interface Adopter {
  readonly client: Client;
  readonly author: Subject;
  /** Who may see names and addresses: everybody, or members. */
  readonly names: 'public' | 'members';
  readonly reason: string;
  readonly now: () => Millis;
  readonly salt: () => string;
  readonly onProgress: (progress: AdoptionProgress) => void;
}

export interface AdoptionProgress {
  readonly step: 'pages' | 'people' | 'decision';
  readonly done: number;
  readonly of: number;
}

/** The decision that adopts the register; `pending` where it waits for a second signature. */
export interface Adoption {
  readonly decision: ClientPlaced['id'];
  readonly verdict: ClientVerdict;
}

/**
 * Logs a register's pages, writes its people to the private table, and adopts all of it by one decision. Spec §5.
 *
 * The decision comes last: whatever is broken off before it has no force, and the whole can be done again.
 *
 * @throws {ProtocolError} `conflict` where the decision would not count, before anything is logged.
 */
export async function adoptRegister(draft: RegisterDraft, adopter: Adopter): Promise<Adoption> {
  const { client, names, onProgress } = adopter;
  const decision = await draftDecision(draft, adopter);

  await logPages(payloadsOf(draft, adopter, await client.commons()), adopter);
  const { people } = draft;
  for (let done = 0; done < people.length; done += PEOPLE_PER_REQUEST) {
    onProgress({ step: 'people', done, of: people.length });
    const part = people.slice(done, done + PEOPLE_PER_REQUEST);
    await client.post('/people', { people: part.map((person) => ({ ...person, visible: names })) });
  }
  onProgress({ step: 'decision', done: 0, of: 1 });
  const [placed] = await client.submit([decision]);
  if (placed === undefined) throw new TypeError('a submitted document gets an answer');
  assertVerdict(
    placed.verdict,
    ['counted', 'pending'],
    'The decision was logged and does not count, so that nothing changed',
  );
  return { decision: placed.id, verdict: placed.verdict };
}

/** Logs all pages, some requests at a time; the first that fails ends it. */
async function logPages(
  payloads: readonly Uint8Array[],
  { client, onProgress }: Pick<Adopter, 'client' | 'onProgress'>,
): Promise<void> {
  let begun = 0;
  let done = 0;
  const progress = () => onProgress({ step: 'pages', done, of: payloads.length });
  async function logSome(): Promise<void> {
    while (begun < payloads.length) {
      const part = payloads.slice(begun, begun + PAGES_PER_REQUEST);
      begun += part.length;
      const placed = await client.submitPayloads(part);
      for (const { verdict } of placed) assertVerdict(verdict, ['counted'], 'A page does not count');
      done += part.length;
      progress();
    }
  }
  progress();
  try {
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, logSome));
  } finally {
    begun = payloads.length; // nobody begins another one after a failure
  }
}

/** Drafted first: whoever may not adopt learns it before anything is logged. */
async function draftDecision({ adopts }: RegisterDraft, { client, reason }: Adopter): Promise<ClientDraft> {
  const decision = await client.draft('decision', {
    operations: [{ op: 'adopt', adopts: { ...adopts } }],
    reason: { say: reason },
  });
  assertVerdict(
    decision.verdict,
    ['counted', 'pending'],
    'Nothing was logged, as the decision would not count',
  );
  return decision;
}

function payloadsOf(draft: RegisterDraft, { author, now, salt }: Adopter, commons: Scid): Uint8Array[] {
  const issuedAt = formatMillis(now());
  return draft.pages.map(
    (page) =>
      composeDocument<'set'>({
        type: 'set',
        commons,
        author,
        issuedAt,
        audience: 'public',
        salt: salt(),
        ...page,
      }).payload,
  );
}

function assertVerdict(
  { status, code, detail, sentence }: ClientVerdict,
  good: readonly ClientVerdict['status'][],
  otherwise: string,
): void {
  if (good.includes(status)) return;
  throw new ProtocolError('conflict', `${otherwise}: ${sentence ?? code ?? status}`, { code, detail });
}
