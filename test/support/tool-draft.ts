import type { JsonObject } from '../../protocol/canonical.ts';
import { composeDocument } from '../../protocol/documents/compose.ts';
import type { Author, Scid, Subject } from '../../protocol/ids.ts';
import { formatMillis } from '../../protocol/time.ts';
import { systemRandom } from '../../server/random.ts';

/** A draft of a thing as bytes to sign: whoever is known may log it, and it changes nothing but its own thread. */
export function toolPayload(
  common: { readonly commons: Scid; readonly author: Author; readonly subject?: Subject },
  change: JsonObject = {},
): Uint8Array {
  const subject = common.subject ?? systemRandom.subject();
  return composeDocument<'resource'>({
    type: 'resource',
    ...common,
    subject,
    issuedAt: formatMillis(Date.now()),
    audience: 'public',
    salt: systemRandom.salt(),
    kind: 'tool',
    name: { en: 'A ladder' },
    unit: 'piece',
    capacity: { model: 'stock', quantity: 1 },
    steward: subject,
    askers: 'peers',
    ...change,
  }).payload;
}
