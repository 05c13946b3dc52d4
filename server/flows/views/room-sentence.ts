import type { Refusal } from '../../../protocol/governance/verdict.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { amountText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import { intervalText, momentText } from '../../interval-text.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * Why there is no room for what somebody asks for, with the name of what it is, and when too little of it is left.
 *
 * @returns null where the refusal is about something else, or its reader may not read of the resource.
 */
export async function roomSentence(
  record: StoredRecord,
  mayRead: MayRead,
  refusal: Refusal | null,
): Promise<string | null> {
  if (refusal === null) return null;
  const { code: why, detail = {} } = refusal;
  const { left, asked, from, until, free } = detail;
  const subject = subjectSchema.safeParse(detail.resource);
  const resource = subject.success ? await resourceBy(record, subject.data, mayRead) : null;
  if (resource === null) return null;
  const name = anyLanguage(resource.name);
  if (why === 'wrong-interval')
    return resource.capacity.model === 'slots'
      ? `“${name}” is lent for a time: say from when until when.`
      : `“${name}” is given for good, and not for a time.`;
  if (why === 'too-late' && typeof until === 'string')
    return `The time for which “${name}” is asked is over.`;
  if (why !== 'over-capacity' || typeof from !== 'string' || typeof until !== 'string') return null;
  const amounts = left === 0 ? 'none' : `only ${amountText(Number(left), resource.unit)}`;
  const verb = left === 0 || left === 1 ? 'is' : 'are';
  return `${intervalText({ from, until })}: ${amounts} of “${name}” ${verb} left; this asks for ${amountText(Number(asked), resource.unit)}.${typeof free === 'string' ? ` It is free for so long from ${momentText(free)} on.` : ''}`;
}

async function resourceBy(record: StoredRecord, subject: Subject, mayRead: MayRead) {
  const document = await currentDocument(record, subject);
  return document?.type === 'resource' && mayRead(document) ? document : null;
}
