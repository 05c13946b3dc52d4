import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { type Bundle, parseBundle } from '../../../protocol/verify/bundle.ts';
import { collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import type { KeptDocument } from '../../../protocol/verify/collect-deposits.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type BeforeOutcome, buildExampleLogs } from '../example-logs.ts';
import { keyOf, subjectOf, textOf } from '../people.ts';
import { bytesOf } from './bundles.ts';
import { smallCommons } from './small-commons.ts';

/** When the example's matter closes: its last answer. */
export const CLOSED_AT = '2026-01-16T08:00:00.000Z';
/** An hour later: until then a commons waits for whoever keeps its deposits. */
export const WAITED_UNTIL = '2026-01-16T09:00:00.000Z';

/** How somebody who was asked leaves an objection with another commons, and what the commons does. */
export interface DepositWish {
  /** When the other commons takes it. */
  readonly keptAt?: string;
  /** When it says that this is all; null: never. */
  readonly listedAt?: string | null;
  readonly outcomeAt?: string;
  /** The commons logs it before its outcome. */
  readonly taken?: boolean;
  /** Who signs it, with which key, and about what. */
  readonly by?: 'cem' | 'other-key' | 'stranger';
  readonly about?: 'other-matter';
  readonly closedAt?: string;
}

/** The outcome of the first example log, with a deposit; and a bundle of it with all that there is. */
export async function outcomeWithDeposit(wish: DepositWish = {}) {
  const { keptAt = '2026-01-16T07:30:00.000Z', listedAt = '2026-01-16T08:00:00.500Z' } = wish;
  const keeper = await smallCommons('keeper');
  const kept: KeptDocument[] = [];

  const play: BeforeOutcome = async ({ a, people, proposal }) => {
    const stranger = { ...keyOf('stranger'), author: subjectOf('stranger') };
    const otherKey = { ...keyOf('another key of Cem'), author: people.cem.author };
    const signer = { cem: people.cem, 'other-key': otherKey, stranger }[wish.by ?? 'cem'];
    const { payload } = a.log.compose('objection', signer, {
      subject: subjectOf('refused objection'),
      proposal: wish.about === undefined ? proposal : { ...proposal, subject: subjectOf('another matter') },
      ground: 'harms-aim',
      argument: textOf('It empties the month all the same.').text,
      resolvedBy: textOf('A smaller bound.').text,
    });
    const envelope = await a.log.sign(payload, signer);
    const verified = await verifyEnvelope(parseEnvelope(envelope), verifyWithNode);
    kept.push({ verified, document: parseDocument(verified.content) });
    if (wish.taken === true) {
      a.log.setClock('2026-01-16T08:00:00.700Z');
      await a.log.appendEnvelope(envelope);
    }
    const { log, self } = keeper;
    log.setClock(keptAt);
    await log.append('deposit', self, {
      subject: subjectOf('deposit'),
      doc: verified.id,
      for: a.log.commons,
    });
    const list = listedAt === null ? null : await listedAs(listedAt, a.log.commons);
    log.setClock('2026-01-16T10:00:00.000Z');
    await log.checkpoint([{ commons: a.log.commons, witness: a.log.keyring.witness }]);
    a.log.setClock(wish.outcomeAt ?? '2026-01-16T08:00:01.000Z');
    const asked = { commons: log.commons, ...(list === null ? {} : { list }) };
    return { deposits: { closedAt: wish.closedAt ?? CLOSED_AT, with: [asked] } };
  };

  async function listedAs(at: string, commons: (typeof keeper)['log']['commons']): Promise<DocumentId> {
    keeper.log.setClock(at);
    const fields = { subject: subjectOf('list'), for: commons };
    return (await keeper.log.append('deposit-list', keeper.self, fields)).entry.id;
  }

  const { a, b, entries, attachments } = await buildExampleLogs(play);
  const trust = [a.log.commons, b.log.commons];
  return { a, b, keeper, kept, outcome: entries.outcome, attachments, trust };
}

/** The bundle, with what the reader may see of what is kept. */
export async function bundleWithDeposit(wish: DepositWish = {}, shows = true): Promise<Bundle> {
  const { a, b, keeper, kept, outcome, attachments } = await outcomeWithDeposit(wish);
  const bundle = await collectBundle(
    { commons: a.log.commons, id: outcome.entry.id },
    {
      logs: new Map([a, b, keeper].map(({ log }) => [log.commons, log.evidence()])),
      attachments: async () => attachments,
      witnesses: async (named) =>
        [a, b]
          .filter(({ log }) => named.includes(log.commons))
          .map(({ log, line }) => ({ commons: log.commons, lines: [line] })),
      deposited: async (ids) => (shows ? kept.filter(({ verified }) => ids.includes(verified.id)) : []),
    },
  );
  return parseBundle(bytesOf(bundle));
}
