import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Admitted, LogRecord } from '../../../protocol/governance/admit.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DocumentId, scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseTime } from '../../../protocol/time.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type CaseFile, envelopeText, type WrittenEntry } from '../vectors/governance/case-file.ts';
import { createRecord } from './record.ts';

/** A log that is played again from what a vector file says of it, and from nothing else. */
export interface Replay {
  readonly record: LogRecord;
  /** @throws {ProtocolError} where the entry is refused. */
  readonly play: (entry: WrittenEntry) => Promise<Admitted>;
}

/** Signatures, DID and rules are the project's own. */
export function startReplay(documents: CaseFile['documents'], commons: string): Replay {
  const versions = new Map<DocumentId, DidVersion>();
  const { record, foreign, add } = createRecord(scidSchema.parse(commons), (id) => {
    const version = versions.get(id);
    return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
  });
  let index = 0;

  async function learnDid(id: DocumentId, line: string, now: number): Promise<void> {
    const lines = [...versions.values()].map((version) => version.line);
    try {
      const resolved = await resolveDidLog([...lines, line], { now, verify: verifyWithNode });
      for (const version of resolved.slice(lines.length)) versions.set(id, version);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error; // then nobody knows a key of it
    }
  }

  return {
    record,
    async play({ at: time, doc, countsAtHome }) {
      const written = documents[doc];
      const at = parseTime(time);
      if (written === undefined || at === null) throw new TypeError(`no document ${doc}, or no time ${time}`);
      const verified = await verifyEnvelope(parseEnvelope(envelopeText(written)), verifyWithNode);
      if (verified.id !== doc) throw new TypeError(`the payload of ${doc} has another id`);
      const document = parseDocument(verified.content);
      const bringsKeys = document.type === 'identity' && document.commons === record.home;
      if (bringsKeys) await learnDid(verified.id, document.line, at);
      if (countsAtHome !== undefined) foreign.set(verified.id, countsAtHome);
      try {
        const admitted = add({ index, at, verified, document });
        if (bringsKeys && admitted.verdict.status !== 'counted') versions.delete(verified.id);
        index++;
        return admitted;
      } catch (error) {
        versions.delete(verified.id); // a version that is not logged is none
        throw error;
      }
    },
  };
}
