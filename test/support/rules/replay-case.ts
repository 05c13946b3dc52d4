import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Admitted } from '../../../protocol/governance/admit.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DocumentId, scidSchema } from '../../../protocol/ids.ts';
import { parseTime } from '../../../protocol/time.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  type CaseFile,
  changedBy,
  envelopeText,
  failsOf,
  outcomesOf,
  type WrittenCase,
  type WrittenEntry,
} from '../vectors/governance/case-file.ts';
import { createRecord, wordOf } from './record.ts';

/** Reads a case from its file alone and plays it with the project's own code: signatures, DID, rules. */
export async function replayCase(
  file: CaseFile,
  { foundation, entries }: WrittenCase,
): Promise<{ readonly founding: readonly string[]; readonly expected: WrittenCase['expected'] }> {
  const log = file.foundations[foundation];
  if (log === undefined) throw new TypeError(`no foundation ${foundation}`);
  const versions = new Map<DocumentId, DidVersion>();
  const { record, foreign, add } = createRecord(scidSchema.parse(log.commons), (id) => {
    const version = versions.get(id);
    return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
  });
  let index = 0;

  async function play({ at: time, doc, countsAtHome }: WrittenEntry): Promise<Admitted> {
    const written = file.documents[doc];
    const at = parseTime(time);
    if (written === undefined || at === null) throw new TypeError(`no document ${doc}, or no time ${time}`);
    const verified = await verifyEnvelope(parseEnvelope(envelopeText(written)), verifyWithNode);
    if (verified.id !== doc) throw new TypeError(`the payload of ${doc} has another id`);
    const document = parseDocument(verified.content);
    if (document.type === 'identity' && document.commons === record.home) {
      const lines = [...versions.values()].map(({ line }) => line);
      const resolved = await resolveDidLog([...lines, document.line], { now: at, verify: verifyWithNode });
      for (const version of resolved.slice(lines.length)) versions.set(verified.id, version);
    }
    if (countsAtHome !== undefined) foreign.set(verified.id, countsAtHome);
    return add({ index: index++, at, verified, document });
  }

  const founding: string[] = [];
  for (const entry of log.entries) founding.push(wordOf(await play(entry)));
  const played: Admitted[] = [];
  for (const entry of entries) played.push(await play(entry));
  const last = played.at(-1);
  if (last === undefined) throw new TypeError('a case has entries');
  return {
    founding,
    expected: {
      verdicts: played.map(wordOf),
      fails: failsOf(last.verdict),
      threads: outcomesOf(record, changedBy(played), last.entry.at),
    },
  };
}
