import { utf8 } from '../../protocol/bytes.ts';
import { composeDocument } from '../../protocol/documents/compose.ts';
import { hashTextOf, type Scid, type Subject } from '../../protocol/ids.ts';
import { type ProblemType, ProtocolError } from '../../protocol/problem.ts';
import { formatMillis } from '../../protocol/time.ts';
import type { Client, ClientPlaced } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { systemRandom } from '../random.ts';
import { dropProfile, makeProfile, type Profile, signerIn } from './profiles.ts';

/** After these the document may be in the log nevertheless. */
const UNCERTAIN: ReadonlySet<ProblemType> = new Set(['unavailable', 'internal']);

/**
 * Logs a newcomer's first participant document, with a new key. Nobody can draft it for them, as nobody knows the key
 * yet, so it is made here. Spec §4.
 *
 * @param joining `wished` is the name of the profile.
 * @throws {ProtocolError} `invitation-required` where the code is unknown, used or expired; then the key is dropped.
 */
export async function joinByInvitation(joining: {
  readonly client: Client;
  readonly commons: Scid;
  readonly code: string;
  readonly name: string;
  readonly wished: string;
  /** Of an agent: the human who is to answer for it. */
  readonly steward: Subject | null;
}): Promise<{ readonly profile: Profile; readonly logged: ClientPlaced & { readonly subject: Subject } }> {
  const { client, commons, code, name, wished, steward } = joining;
  const profile = await makeProfile(wished);
  try {
    const subject = systemRandom.subject();
    const { key, sign } = await signerIn(profile.name);
    const { payload } = composeDocument<'participant'>({
      type: 'participant',
      commons,
      author: subject,
      subject,
      issuedAt: formatMillis(Date.now()),
      audience: 'public',
      salt: systemRandom.salt(),
      ...(steward === null ? { kind: 'human' } : { kind: 'agent', steward }),
      pseudonym: name,
      keys: [{ key, custody: 'device' }],
      status: 'active',
      invitation: hashTextOf(utf8(code)),
    });
    const own = createClient(client.origin, { author: subject, key, sign }, { commons });
    try {
      const [placed] = await own.submitPayloads([payload]);
      if (placed === undefined)
        throw new ProtocolError('unavailable', 'The server did not say what it logged.');
      return { profile, logged: { ...placed, subject } };
    } finally {
      await own.close();
    }
  } catch (error) {
    // A refusal logged nothing. After a lost connection the document may be there: then the key is kept.
    const isRefused = error instanceof ProtocolError && !UNCERTAIN.has(error.type);
    if (isRefused) await dropProfile(profile);
    throw error;
  }
}
