import type { Constraint } from '../../../protocol/documents/constraint.ts';
import { constraintsInForce } from '../../../protocol/governance/constraints/in-force.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { askNow, currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type ConstraintNames, constraintWords } from './constraint-words.ts';
import { namedThings } from './named-things.ts';
import { registerRecord } from './register-record.ts';
import type { Reader } from './shown-domains.ts';

/** A value that the machine checks. Spec §12. */
export interface ConstraintView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly title: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, string>>;
  readonly hard: boolean;
  readonly rule: Constraint['rule'];
  /** What it asks, in one sentence. */
  readonly words: string;
  /** Until when it still holds, of a version that was ended or replaced; null while it is in force. */
  readonly until: string | null;
}

/** Constraints that hold now, those that a decision has just changed among them. Spec §12, [R-12.3]. */
export async function constraintsView(context: Context, reader: Reader): Promise<readonly ConstraintView[]> {
  const record = await registerRecord(context);
  const now = await context.now();
  const { ids, cooling } = await askNow(record, ['constraints'], (view) => ({
    ids: constraintsInForce(view, now),
    cooling: stateOf(view, 'constraints', 'constraints')?.cooling ?? [],
  }));
  const shown = await constraintsBy(context, record, ids, reader);
  return shown.map((constraint) => {
    const left = cooling.find(({ id }) => id === constraint.id);
    return { ...constraint, until: left === undefined ? null : formatMillis(left.until) };
  });
}

/** The named versions, in their order, as far as the reader may see them. */
export async function constraintsBy(
  context: Context,
  record: StoredRecord,
  ids: readonly DocumentId[],
  reader: Reader,
): Promise<readonly Omit<ConstraintView, 'until'>[]> {
  await record.prefetch({ threads: [], documents: [...ids] });
  const shown: Omit<ConstraintView, 'until'>[] = [];
  for (const id of ids) {
    const document = await record.document(id);
    if (document?.type !== 'constraint' || !reader.mayRead(document)) continue;
    const { subject, title, value, hard, rule } = document;
    const names = await constraintNames(context, record, document, reader.mayRead);
    shown.push({ subject, id, title, value, hard, rule, words: constraintWords(rule, names) });
  }
  return shown;
}

/** Names of what a constraint is about, as a reader may know them. */
export async function constraintNames(
  context: Context,
  record: StoredRecord,
  { rule }: Constraint,
  mayRead: MayRead,
): Promise<ConstraintNames> {
  const resource = 'resource' in rule ? rule.resource : undefined;
  const named = [...(resource === undefined ? [] : [resource]), ...('who' in rule ? rule.who : [])];
  const things = await namedThings(context, record, named, mayRead);
  const names = new Map(things.map(({ subject, name }) => [subject, anyLanguage(name)]));
  const document = resource === undefined ? null : await currentDocument(record, resource);
  const unit = document?.type === 'resource' && mayRead(document) ? document.unit : null;
  return { nameOf: (subject) => names.get(subject) ?? subject, unitOf: () => unit };
}
