import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type Attachments, submit } from '../../../server/flows/acts/submit.ts';
import { type Draft, draft } from '../../../server/flows/drafts/draft.ts';
import type { Committed } from '../../../server/flows/log/committer.ts';
import { SECOND_MS } from '../engine/units.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Process } from '../world/process.ts';
import type { Mind, Wish } from './wishes.ts';

/** So long a member waits for an answer before they ask again. */
const PATIENCE_MS = 20 * SECOND_MS;
const ATTEMPTS_MAX = 12;

/** A document that the server said it has logged. */
export interface Acknowledged {
  readonly id: DocumentId;
  readonly index: number;
}

export interface Audience {
  readonly time: VirtualTime;
  readonly note: (line: string) => void;
  readonly onAcknowledged: (what: Acknowledged) => void;
  /** An answer that no server should give. */
  readonly complain: (fault: string) => void;
}

/** A member says something, and repeats it until the server has answered. */
export async function speak(
  mind: Mind,
  audience: Audience,
  wishing: (mind: Mind) => Promise<Wish | null>,
): Promise<void> {
  const wish = await wishing(mind);
  const drafted = wish === null ? null : await draftOf(mind, audience, wish);
  if (drafted === null) return;
  const { verdict, payload, attachments } = drafted;
  // Some say also what does not count.
  if (verdict.status !== 'counted' && !mind.chance.happens(0.2)) return;
  const { author, key, sign } = mind.site.founding.member;
  const envelope = await signEnvelope({ payload, author, key, sign });
  await send(mind, audience, envelope, attachments);
}

async function draftOf(mind: Mind, audience: Audience, { type, fields }: Wish): Promise<Draft | null> {
  const { member } = mind.site.founding;
  const asked = await ask(mind, audience, ({ instance }) => draft(instance.context, member, type, fields));
  return asked === 'nothing' ? null : asked;
}

async function send(
  mind: Mind,
  audience: Audience,
  envelope: Uint8Array,
  attachments: Attachments,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const committed = await ask(mind, audience, ({ instance }) =>
      submit(instance.context, instance.committer, envelope, attachments),
    );
    if (committed !== 'nothing') return heard(mind, audience, committed);
    await audience.time.pause(mind.chance.integer(1, 30) * SECOND_MS);
  }
}

function heard({ site }: Mind, audience: Audience, committed: Committed | null): void {
  if (committed === null || committed.placed.kind === 'refused') return;
  const { id, index } = committed.placed.entry;
  audience.note(`${site.name}: its member has ${index} ${id} ${committed.placed.entry.verdict?.status}`);
  audience.onAcknowledged({ id, index });
}

/** @returns null where the server says no, and `nothing` where it says nothing that holds. */
async function ask<Result>(
  { site, chance }: Mind,
  { time, note, complain }: Audience,
  question: (process: Process) => Promise<Result>,
): Promise<Result | null | 'nothing'> {
  const process = chance.pickAny(site.processes());
  if (process === null) return 'nothing';
  try {
    const silence = time.pause(PATIENCE_MS).then(() => 'nothing' as const);
    return await Promise.race([process.life.answer(() => question(process)), silence]);
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.type === 'internal') {
      complain(`${process.name} answers its member: ${error instanceof Error ? error.stack : error}`);
      return null;
    }
    note(`${process.name} answers its member: ${error.type} ${error.message}`);
    return error.type === 'unavailable' ? 'nothing' : null;
  }
}
