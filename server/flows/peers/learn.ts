import * as z from 'zod';
import {
  afterDescription,
  afterUnsupported,
  type Capabilities,
  NOTHING_KNOWN,
} from '../../../federation/peers/capabilities.ts';
import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import type { Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';
import { readKnown } from '../record/read-document.ts';
import { keepMisconduct } from './misconduct.ts';
import { peerVersions } from './peer-keys.ts';

const CAPABILITIES = 'peer-capabilities';

const capabilitiesSchema = z.strictObject({
  level: z.int().min(0),
  versions: z.array(z.int()),
  documentTypes: z.array(z.string()),
  unsupported: z.array(z.string()),
  /** Entry of its log with the description that this is from. */
  description: z.int().min(-1),
});

type Known = Capabilities & { readonly description: number };

/** What we speak: every version whose rules are in this program. */
const OURS: readonly number[] = [RULES_VERSION];

/** What a peer speaks, as far as its log and its answers told. */
export async function capabilitiesOf({ records }: Pick<Store, 'records'>, commons: Scid): Promise<Known> {
  const record = await records.get(CAPABILITIES, commons);
  return record === null ? { ...NOTHING_KNOWN, description: -1 } : capabilitiesSchema.parse(record);
}

/**
 * Learns what a peer speaks from its newest description, as its log has it, by a document key that its DID has now. The level that both have spoken
 * never falls by that. Spec §18.
 */
export async function learnCapabilities(context: Context, commons: Scid): Promise<void> {
  const { store } = context;
  const known = await capabilitiesOf(store, commons);
  const [thread] = await store.threads(commons, { names: ['description'] });
  if (thread === undefined || thread.last <= known.description) return;
  const [entry] = await store.entries(commons, { at: [thread.last] });
  const read = entry === undefined ? null : readKnown(entry);
  const document = read?.document;
  if (entry === undefined || read === null || document?.type !== 'description') return;
  const { kid } = read.verified;
  const keys = (await peerVersions(context, commons)).at(-1)?.keys.document ?? [];
  if (document.commons !== commons || kid.author !== commons || !keys.includes(kid.key)) return;
  const { protocolVersions: versions, documentTypes } = document;
  const { isLowered, ...learned } = afterDescription(known, { versions, documentTypes }, OURS);
  await store.records.put(CAPABILITIES, commons, { ...learned, description: thread.last });
  if (isLowered) {
    const shown = JSON.stringify({ entry: thread.last, id: entry.id, versions });
    await keepMisconduct(context, commons, 'level-lowered', {
      shown,
      known: JSON.stringify({ level: known.level }),
    });
  }
}

/** Remembers types of documents that a peer answered it does not know. */
export async function learnUnsupported(
  { store }: Pick<Context, 'store'>,
  commons: Scid,
  types: readonly string[],
): Promise<void> {
  if (types.length === 0) return;
  const known = await capabilitiesOf(store, commons);
  if (types.every((type) => known.unsupported.includes(type))) return;
  const { description } = known;
  await store.records.put(CAPABILITIES, commons, { ...afterUnsupported(known, types), description });
}
