import type { Audience } from '../../../protocol/documents/common.ts';
import type { Author, HashText, Scid } from '../../../protocol/ids.ts';
import type { EvidenceLog, EvidenceSource } from '../../../protocol/verify/collect-bundle.ts';
import type { Context } from '../../context.ts';
import { keptDocuments } from '../deposits/deposit-record.ts';
import { openAttachment } from '../privacy/open-attachment.ts';
import { didVersionsOf } from './did-versions.ts';
import { evidenceLogOf } from './evidence-log.ts';

/** As much of a document, or of a private record, as says whom it is for. */
export interface Readable {
  readonly audience: Audience;
  /** Null where nobody signed it. */
  readonly author: Author | null;
}

/** Whether a reader may see something; what they may not is withheld and shows as such. */
export type MayRead = (document: Readable) => boolean;

/**
 * Our log and the mirrors of our peers' as evidence, each as of its newest checkpoint and opened when it is asked for.
 *
 * @param mayRead of a log's documents.
 */
export function evidenceSource(context: Context, mayRead: MayRead): EvidenceSource {
  const opened = new Map<Scid, Promise<EvidenceLog | undefined>>();

  return {
    logs: {
      get(log) {
        const known = opened.get(log) ?? evidenceLogOf(context, log, mayRead);
        opened.set(log, known);
        return known;
      },
    },
    // That a peer names a hash in its own log opens nothing of ours. Spec §16.
    async attachments(hashes: readonly HashText[], log: Scid) {
      if (log === (await context.commons())) return context.store.attachments(hashes);
      const found = new Map<HashText, Uint8Array>();
      for (const hash of hashes) {
        const bytes = (await openAttachment(context, hash, mayRead))?.bytes ?? null;
        if (bytes !== null) found.set(hash, bytes);
      }
      return found;
    },
    // Whom another commons' words are for is told by its own members: here they are shown if they are everybody's.
    async deposited(ids) {
      const home = await context.commons();
      return (await keptDocuments(context, ids)).filter(({ document }) =>
        document.commons === home ? mayRead(document) : document.audience === 'public',
      );
    },
    async witnesses(named) {
      const found = [];
      for (const commons of named) {
        const versions = await didVersionsOf(context, commons, context.store);
        if (versions.size > 0) found.push({ commons, lines: [...versions.values()].map(({ line }) => line) });
      }
      return found;
    },
  };
}
