import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { HashText, Scid } from '../../../protocol/ids.ts';
import type { EvidenceLog, EvidenceSource } from '../../../protocol/verify/collect-bundle.ts';
import type { Context } from '../../context.ts';
import { didVersionsOf } from './did-versions.ts';
import { evidenceLogOf } from './evidence-log.ts';

/** Whether a reader may see a document; what they may not is withheld and shows as such. */
export type MayRead = (document: FolkmootDocument) => boolean;

/**
 * Our log and the mirrors of our peers' as evidence, each as of its newest checkpoint and opened when it is asked for.
 *
 * @param mayRead of a log's documents.
 */
export function evidenceSource(context: Context, mayRead: MayRead): EvidenceSource {
  const opened = new Map<Scid, Promise<EvidenceLog | undefined>>();

  async function open(log: Scid): Promise<EvidenceLog | undefined> {
    const [newest] = await context.store.checkpoints(log, 'newest');
    return newest === undefined ? undefined : evidenceLogOf(context, log, mayRead);
  }

  return {
    logs: {
      get(log) {
        const known = opened.get(log) ?? open(log);
        opened.set(log, known);
        return known;
      },
    },
    attachment: async (hash: HashText) => (await context.store.attachments([hash])).get(hash) ?? null,
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
