import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import {
  type DocumentId,
  type HashText,
  isScid,
  logOrigin,
  type Scid,
  scidSchema,
} from '../../../protocol/ids.ts';
import { parseNote } from '../../../protocol/log/note.ts';
import type { Bundle } from '../../../protocol/verify/bundle.ts';
import {
  collectBundle,
  type EvidenceLog,
  type EvidenceSource,
} from '../../../protocol/verify/collect-bundle.ts';
import type { Context } from '../../context.ts';
import { knownLogs } from '../peers/known-logs.ts';
import { didVersionsOf } from '../record/did-versions.ts';
import { evidenceLogOf } from '../record/evidence-log.ts';

/** Whether a reader may see a document; what they may not is withheld and shows as such. */
export type MayRead = (document: FolkmootDocument) => boolean;

/** Everybody's view. */
export const publicOnly: MayRead = (document) => document.audience === 'public';

/**
 * The proof bundle of one document of our own log. Spec §9.
 *
 * @throws {ProtocolError} `not-found`
 */
export async function exportBundle(context: Context, id: DocumentId, mayRead: MayRead): Promise<Bundle> {
  const home = await context.commons();
  return collectBundle({ commons: home, id }, await evidenceSource(context, mayRead));
}

/** Our log and every mirror that has a checkpoint, as evidence. */
async function evidenceSource(context: Context, mayRead: MayRead): Promise<EvidenceSource> {
  const logs = new Map<Scid, EvidenceLog>();
  for (const log of await knownLogs(context)) {
    const [newest] = await context.store.checkpoints(log, 'newest');
    if (newest !== undefined) logs.set(log, await evidenceLogOf(context, log, mayRead));
  }
  return {
    logs,
    attachment: async (hash: HashText) => (await context.store.attachments([hash])).get(hash) ?? null,
    witnesses: () => witnessLines(context, logs),
  };
}

/** DID logs of everybody who cosigned one of the checkpoints and whose history we hold. */
async function witnessLines(
  context: Context,
  logs: ReadonlyMap<Scid, EvidenceLog>,
): Promise<{ readonly commons: Scid; readonly lines: readonly string[] }[]> {
  const witnesses = new Set<Scid>();
  for (const log of logs.values()) {
    for (const { name } of parseNote(log.checkpoint).signatures) {
      const scid = scidSchema.safeParse(name.slice(logOrigin('' as Scid).length));
      if (scid.success && isScid(scid.data)) witnesses.add(scid.data);
    }
  }
  const found = [];
  for (const commons of witnesses) {
    const versions = await didVersionsOf(context, commons, context.store);
    if (versions.size > 0) found.push({ commons, lines: [...versions.values()].map(({ line }) => line) });
  }
  return found;
}
