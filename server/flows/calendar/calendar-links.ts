import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import {
  hashTextOf,
  hashTextSchema,
  type Multikey,
  multikeySchema,
  type Subject,
  subjectSchema,
} from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { bytesOf, SECRET_BYTES } from '../links/secret.ts';

/** One record a member: a program that reads calendars cannot sign, so it shows a secret. Spec §19. */
const LINK = 'calendar-link';

/** The secret itself is nowhere; by what asked for the link it ends, too. */
const linkSchema = z.strictObject({ lock: hashTextSchema, key: multikeySchema });

/** Makes a link to a member's own calendar; the one before ends. @returns the path, which is shown this once. */
export async function makeCalendarLink(context: Context, author: Subject, key: Multikey): Promise<string> {
  const secret = context.random.bytes(SECRET_BYTES);
  await context.store.records.put(LINK, author, { lock: hashTextOf(secret), key });
  return `/calendar/${author}/${toBase64url(secret)}.ics`;
}

export async function endCalendarLink({ store }: Context, author: Subject): Promise<boolean> {
  const known = await store.records.get(LINK, author);
  await store.records.remove(LINK, author);
  return known !== null;
}

/**
 * Whose calendar a link opens.
 *
 * @param isInForce whether the key that asked for the link still speaks for them.
 * @throws {ProtocolError} `not-found`, the same for every way of being wrong.
 */
export async function openCalendarLink(
  { store }: Context,
  named: string,
  secret: string,
  isInForce: (author: Subject, key: Multikey) => Promise<boolean>,
): Promise<Subject> {
  const author = subjectSchema.safeParse(named);
  const bytes = fromBase64url(secret);
  if (!author.success || bytes?.length !== SECRET_BYTES) throw noLink();
  const record = linkSchema.safeParse(await store.records.get(LINK, author.data));
  if (!record.success) throw noLink();
  const { lock, key } = record.data;
  if (!timingSafeEqual(bytesOf(hashTextOf(bytes)), bytesOf(lock))) throw noLink();
  if (!(await isInForce(author.data, key))) throw noLink();
  return author.data;
}

function noLink(): ProtocolError {
  return new ProtocolError('not-found', 'There is no such calendar here: the link may have ended.', {
    expected: { link: 'one that was made by its member since' },
  });
}
