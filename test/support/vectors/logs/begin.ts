import type { Ref } from '../../../../protocol/ids.ts';
import { charterFields, createCommons, founder, type TestCommons } from '../../found-commons.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { subjectOf, type TestKey } from '../../people.ts';

const BEGUN_AT = '2026-01-05T09:00:00Z';

export type Founder = ReturnType<typeof founder>;

/** A commons of three founders before it is founded. */
export interface Beginning extends TestCommons {
  readonly people: { readonly ana: Founder; readonly ben: Founder; readonly cem: Founder };
  /** Nobody's seat. */
  readonly eve: Founder;
}

/** An empty log. */
export async function beginEmpty(): Promise<Beginning> {
  const commons = await createCommons('vectors', BEGUN_AT);
  return {
    ...commons,
    people: { ana: founder('Ana'), ben: founder('Ben'), cem: founder('Cem') },
    eve: founder('Eve'),
  };
}

/** A log with the charter alone: Ana has signed it, Ben and Cem are to confirm. */
export async function beginWithCharter(): Promise<Beginning & { readonly charter: LoggedEntry }> {
  const begun = await beginEmpty();
  const charter = await begun.log.append('charter', begun.people.ana, charterOf(begun));
  return { ...begun, charter };
}

/** The commons as its founders have made it: nothing is adopted, and its keys are known. */
export async function beginFounded(): Promise<Beginning & { readonly charter: LoggedEntry }> {
  const begun = await beginWithCharter();
  const { log, people, self, line, charter } = begun;
  await log.append('confirmation', people.ben, confirming('Ben', charter));
  await log.append('confirmation', people.cem, confirming('Cem', charter));
  await log.append('identity', self, { subject: subjectOf('identity 1'), version: 1, line });
  return begun;
}

export function charterOf({ people }: Beginning): Omit<Draft<'charter'>, 'type'> {
  return charterFields(Object.values(people), []);
}

/** A founder's signature under the charter. */
export function confirming(label: string, charter: LoggedEntry, more: Partial<Ref> = {}) {
  const of = { subject: charter.entry.document.subject, id: charter.entry.id, ...more };
  return { subject: subjectOf(`confirmation by ${label}`), of };
}

/** A participant version with these keys. */
export function personFields(
  who: Founder,
  more: Partial<Draft<'participant'>> = {},
  keys: readonly TestKey[] = [who],
) {
  return {
    subject: who.author,
    kind: 'human',
    pseudonym: who.name,
    keys: keys.map(({ key }) => ({ key, custody: 'device' as const })),
    status: 'active',
    ...more,
  } as const;
}

/** The same person with another key. */
export function withKey(who: Founder, { key, publicKey, sign }: TestKey): Founder {
  return { ...who, key, publicKey, sign };
}

export function circleOf(label: string) {
  return {
    subject: subjectOf(label),
    kind: 'circle',
    name: { en: label },
    aim: { en: 'To try things out.' },
    members: [subjectOf('Ana')],
    status: 'active',
  } as const;
}
