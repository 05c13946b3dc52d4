import { logOrigin, type Scid, scidSchema } from '../ids.ts';
import { parseNote } from '../log/note.ts';

/**
 * The commons that have cosigned notes of checkpoints.
 *
 * @param shown commons whose own log lies beside the notes: their DID logs are known from there.
 */
export function cosignersOf(notes: readonly string[], shown: readonly Scid[]): readonly Scid[] {
  const named = new Set<Scid>();
  for (const { name } of notes.flatMap((note) => parseNote(note).signatures)) {
    const scid = scidSchema.safeParse(name.slice(logOrigin('' as Scid).length)); // the name without `folkmoot/`
    if (scid.success && logOrigin(scid.data) === name) named.add(scid.data);
  }
  return [...named].filter((commons) => !shown.includes(commons));
}
