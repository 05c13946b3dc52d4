import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { createView } from '../../../protocol/governance/create-view.ts';
import { judge } from '../../../protocol/governance/judge.ts';
import { MissingEvidence } from '../../../protocol/governance/missing.ts';
import type { Entry } from '../../../protocol/governance/view.ts';
import { documentIdSchema, multikeySchema } from '../../../protocol/ids.ts';
import { parseTime } from '../../../protocol/time.ts';
import { startReplay } from '../../support/rules/replay.ts';
import type { CaseFile, WrittenCase, WrittenEntry } from '../../support/vectors/governance/case-file.ts';
import { GOVERNANCE_FILES } from '../../support/vectors/governance/files.ts';

/** The last entry of a case, and the log before it. */
async function lastOf(file: CaseFile, { foundation, entries }: WrittenCase) {
  const log = file.foundations[foundation];
  const last = entries.at(-1);
  if (log === undefined || last === undefined) throw new TypeError('a case has a foundation and entries');
  const { record, play } = startReplay(file.documents, log.commons);
  for (const before of [...log.entries, ...entries.slice(0, -1)]) await play(before);
  return { record, entry: entryOf(file, last, log.entries.length + entries.length - 1) };
}

function entryOf(file: CaseFile, { at, doc }: WrittenEntry, index: number): Entry {
  const written = file.documents[doc];
  if (written === undefined) throw new TypeError(`no document ${doc}`);
  return {
    index,
    at: parseTime(at) ?? Number.NaN,
    id: documentIdSchema.parse(doc),
    key: multikeySchema.parse(written.kid.split('#')[1]),
    document: parseDocument(JSON.parse(written.payload)),
  };
}

describe.each(GOVERNANCE_FILES)('vectors $name', ({ name }) => {
  const file: CaseFile = JSON.parse(
    readFileSync(new URL(`../../../spec/vectors/${name}.json`, import.meta.url), 'utf8'),
  );

  test.each(file.cases)(
    '[R-6.2b] $id: whatever is missing, nobody is told that it counts',
    async (written) => {
      const { record, entry } = await lastOf(file, written);
      const foreign = entry.document.commons === record.home ? record.foreign : () => true;
      const touched = touchedThreads(entry.document, record.home);
      const whole = judge(entry, createView({ ...record, foreign }, touched));
      for (const missing of [...touched.changed, ...touched.read]) {
        const need = { kind: 'thread', name: missing } as const;
        const thread = (asked: string) => {
          if (asked === missing) throw new MissingEvidence(need);
          return record.thread(asked);
        };
        const entries = (asked: string) => (asked === missing ? [] : record.entries(asked));
        const { status } = judge(entry, createView({ ...record, foreign, thread, entries }, touched));
        // What a rule does not look at is not missed; else a hole is no answer, and outweighed by a "no" alone.
        if (status !== whole.status) expect(['unresolved', 'not-counted']).toContain(status);
        if (whole.status === 'not-counted') expect(['unresolved', 'not-counted']).toContain(status);
      }
    },
  );
});
