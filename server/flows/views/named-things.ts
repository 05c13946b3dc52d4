import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';

/** Something that a document names by its subject alone: a circle, a role, a resource, a person. */
export interface NamedThing {
  readonly subject: Subject;
  readonly kind: 'circle' | 'role' | 'domain' | 'resource' | 'person';
  readonly name: Readonly<Record<string, string>>;
}

export async function namedThings(
  context: Context,
  record: StoredRecord,
  subjects: readonly Subject[],
  mayRead: MayRead,
): Promise<readonly NamedThing[]> {
  const things: NamedThing[] = [];
  for (const subject of subjects) things.push(await namedThing(context, record, subject, mayRead));
  return things;
}

/** Whatever is no thing is taken for a person; of a seat without a visible name it says so. */
async function namedThing(
  context: Context,
  record: StoredRecord,
  subject: Subject,
  mayRead: MayRead,
): Promise<NamedThing> {
  const document = await currentDocument(record, subject);
  const named = nameOf(document);
  if (named !== null) {
    const name = document !== null && mayRead(document) ? named.name : { en: 'not for everybody' };
    return { subject, kind: named.kind, name };
  }
  return { subject, kind: 'person', name: { en: (await personBy(context, record, subject, mayRead)).name } };
}

function nameOf(document: FolkmootDocument | null): Pick<NamedThing, 'kind' | 'name'> | null {
  switch (document?.type) {
    case 'circle':
    case 'role':
    case 'resource':
      return { kind: document.type, name: document.name };
    case 'domain':
      return { kind: 'domain', name: document.title };
    default:
      return null;
  }
}
