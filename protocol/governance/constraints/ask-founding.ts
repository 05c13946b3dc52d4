import type { Adoptable } from '../../documents/adoptable.ts';
import type { Charter } from '../../documents/charter.ts';
import type { ThreadName } from '../../documents/define.ts';
import type { FolkmootDocument } from '../../documents/document.ts';
import type { DocumentId } from '../../ids.ts';
import { createView } from '../create-view.ts';
import { openConstraints, openRegister } from '../fold/founding.ts';
import type { CharterState, ThreadState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { askLockOut } from './ask-lock-out.ts';

/** A document of a founding that nobody has signed yet. */
interface Planned {
  readonly id: DocumentId;
  readonly document: FolkmootDocument;
}

/**
 * Whether constraints that a charter adopts can be kept, and ended, by those who found: asked before anybody signs, since
 * no verdict asks it of what everybody agreed to. Spec §12.
 *
 * @param things all that the charter adopts.
 * @returns null where nobody is locked out.
 */
export function askFounding(
  { id, document: charter }: { readonly id: DocumentId; readonly document: Charter },
  things: readonly Planned[],
): Refusal | null {
  const documents = new Map<DocumentId, FolkmootDocument>([
    [id, charter],
    ...things.map((thing) => [thing.id, thing.document] as const),
  ]);
  const missing = charter.adopts.find((adopts) => 'id' in adopts && !documents.has(adopts.id));
  if (missing !== undefined) return refuse('unknown-reference', { subject: missing.subject });
  const threads: Readonly<Record<ThreadName, ThreadState>> = {
    charter: foundedBy(id, charter),
    register: openRegister(charter),
    constraints: openConstraints(charter),
  };
  const names = [...Object.keys(threads), ...charter.adopts.map(({ subject }) => subject)];
  const view = createView(
    {
      home: charter.commons,
      thread: (name) => ({ state: threads[name] ?? null, n: 0 }),
      document: (wanted) => documents.get(wanted) ?? null,
      entries: () => [],
      silence: () => 0,
      didVersion: () => null,
      foreign: () => null,
    },
    { changed: names, read: [] },
  );
  const said = askLockOut(view, { operations: charter.adopts.map((adopts) => ({ op: 'adopt', adopts })) });
  return 'code' in said ? said : askWhoIsThere(charter, things);
}

/** Whoever must be consulted founds too, or comes into force with the charter. Spec §12. */
function askWhoIsThere({ founders, adopts }: Charter, things: readonly Planned[]): Refusal | null {
  const bodies = adopts.filter(({ type }) => type === 'circle' || type === 'role');
  const there = new Set([...founders, ...bodies].map(({ subject }) => subject));
  for (const { document } of things) {
    if (document.type !== 'constraint' || !document.hard || document.rule.kind !== 'requireConsulted')
      continue;
    const nobody = document.rule.who.find((subject) => !there.has(subject));
    if (nobody !== undefined) return refuse('locks-out', { kind: document.rule.kind, nobody });
  }
  return null;
}

/** As it stands once all founders have confirmed. */
function foundedBy(id: DocumentId, { founders, adopts }: Charter): CharterState {
  return {
    kind: 'charter',
    founding: id,
    inForce: id,
    founders: founders.map(({ subject, keys, pseudonym }) => ({ subject, keys, pseudonym })),
    confirmed: founders.map(({ subject }) => subject),
    foundedAt: 0,
    drafts: [],
    adopts: adopts.filter(isThing).map((thing) => ({ subject: thing.subject, id: thing.id })),
  };
}

function isThing(adopts: Adoptable): adopts is Exclude<Adoptable, { readonly type: 'set' }> {
  return adopts.type !== 'set';
}
