import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import { DOCUMENT_TYPES } from '../../../protocol/documents/document.ts';
import { sameJson } from '../../../protocol/governance/binding.ts';
import { hashTextOf, logOrigin, type Scid } from '../../../protocol/ids.ts';
import * as limits from '../../../protocol/limits.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import { depositPeers } from '../deposits/deposit-peers.ts';
import type { Committer } from '../log/committer.ts';
import { peerMode } from '../peers/rules.ts';
import { documentIn } from '../record/document-in.ts';
import { takeTurn } from './turn.ts';

/** The instance's own description, logged whenever it changes. Spec §10. */
export async function describe(context: Context, committer: Committer): Promise<void> {
  const { store, settings } = context;
  const home = await context.commons();
  const [identity] = await store.threads(home, { names: ['identity'] });
  if (identity?.state?.kind !== 'identity') return;
  const { host } = new URL(settings.origin);
  const keepers = await depositPeers(store);
  const fields = {
    did: `did:webvh:${home}:${host.replaceAll(':', '%3A')}`,
    baseUrl: settings.origin,
    protocolVersions: [RULES_VERSION],
    documentTypes: Object.keys(DOCUMENT_TYPES),
    limits: {
      documentBytesMax: limits.DOCUMENT_BYTES_MAX,
      batchDocumentsMax: limits.BATCH_DOCUMENTS_MAX,
      batchBytesMax: limits.BATCH_BYTES_MAX,
      attachmentBytesMax: limits.ATTACHMENT_BYTES_MAX,
      jsonDepthMax: limits.JSON_DEPTH_MAX,
      refsMax: limits.REFS_MAX,
      threadsMax: limits.THREADS_MAX,
      readsMax: limits.READS_MAX,
    },
    witnesses: {
      atLeast: 1,
      of: (await store.records.list('peer')).map(({ key }) => logOrigin(key as Scid)),
    }, // keyed by SCID
    ...(keepers.length === 0 ? {} : { deposits: [...keepers] }),
    peerPolicy: await peerMode(store),
    clock: settings.clock,
    ...(settings.contact === null ? {} : { contact: settings.contact }),
  } as const;
  const [known] = await store.threads(home, { names: ['description'] });
  const latest = known?.state?.kind === 'plain' ? await documentIn(store, home, known.state.latest) : null;
  if (
    latest?.type === 'description' &&
    (latest.deposits?.length ?? 0) === keepers.length &&
    Object.entries(fields).every(([name, value]) =>
      sameJson((latest as Record<string, unknown>)[name], value),
    )
  ) {
    return;
  }
  const turn = `description ${hashTextOf(canonicalBytes(fields as unknown as JsonObject))}`; // texts and counts are JSON values
  if (await takeTurn(context, turn)) await actAsCommons(context, committer, 'description', fields);
}
