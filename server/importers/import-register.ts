import type { Subject } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { type Adopter, type Adoption, adoptRegister } from './adopt-register.ts';
import { type FoundRegister, findRegister, type ReplacedRegister, readRegister } from './earlier-register.ts';
import { titleOf } from './maintainers-item.ts';
import { type LeftOut, maintainersSet, type RegisterDraft } from './maintainers-set.ts';
import type { MaintainersWarning } from './maintainers-warnings.ts';
import { registerIn } from './read-register.ts';

export interface ImportWish extends Omit<Adopter, 'onProgress' | 'reason'> {
  readonly bytes: Uint8Array;
  /** The file as errors name it, and as the domains' rationale names it. */
  readonly shown: string;
  readonly source: string;
  /** Whether a register that is in force already is replaced. */
  readonly again: boolean;
  readonly subject: () => Subject;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Gets the person's word once it is clear what is signed; throws where they say no. */
  readonly agree: (plan: ImportPlan) => Promise<void>;
}

export type ImportProgress =
  | { readonly step: 'reading' | 'comparing'; readonly done: 0; readonly of: 1 }
  | Parameters<Adopter['onProgress']>[0];

/** What an import comes to, before anything is signed. */
export interface ImportPlan {
  readonly domains: number;
  readonly people: number;
  readonly replaces: Replacement | null;
}

/** Domains of the earlier version that stay, that are new, and that are gone. */
export interface Replacement {
  readonly kept: number;
  readonly added: number;
  readonly gone: number;
}

export interface Imported extends ImportPlan, Adoption {
  /** Seats that own something; other people only review. */
  readonly seats: number;
  readonly pages: number;
  readonly set: { readonly subject: Subject; readonly root: string; readonly count: number };
  readonly leftOut: LeftOut;
  readonly warnings: readonly MaintainersWarning[];
}

/**
 * Imports a MAINTAINERS register: one set of domains, adopted by one decision of the member. Spec §5.
 *
 * @throws {ProtocolError} `malformed` or `too-large` for the file; `conflict` where the register is in force already and
 *   is not to be replaced, or where the decision would not count. Then nothing is logged.
 */
export async function importRegister(wish: ImportWish): Promise<Imported> {
  const { client, author, again, now, subject, salt, source, onProgress } = wish;
  onProgress({ step: 'reading', done: 0, of: 1 });
  const register = registerIn(wish.bytes, wish.shown);
  onProgress({ step: 'comparing', done: 0, of: 1 });
  const found = await findRegister(client, register.sections.map(titleOf));
  if (found !== null && !again) throw alreadyInForce(found, register.sections.length);
  const earlier = found === null ? null : await readRegister(client, found, author);
  const draft = maintainersSet(register.sections, { now: now(), source, subject, salt, earlier });
  const plan = {
    domains: draft.adopts.count,
    people: draft.people.length,
    replaces: changes(draft, earlier),
  };
  await wish.agree(plan);
  const adoption = await adoptRegister(draft, { ...wish, reason: reasonFor(source, plan) });
  const { subject: set, root, count } = draft.adopts;
  return {
    ...plan,
    ...adoption,
    seats: draft.seats,
    pages: draft.pages.length,
    set: { subject: set, root, count },
    leftOut: draft.leftOut,
    warnings: [...register.warnings, ...draft.warnings],
  };
}

function alreadyInForce({ set, shared }: FoundRegister, sections: number): ProtocolError {
  return new ProtocolError(
    'conflict',
    `${shared} of ${sections} sections are in force already, from an earlier import. Nothing was logged. With --again this file takes the place of that import: sections that stay keep their identity, and their people keep their seats.`,
    { shared, sections, set },
  );
}

function changes({ pages }: RegisterDraft, earlier: ReplacedRegister | null): Replacement | null {
  if (earlier === null) return null;
  const subjects = pages.flatMap(({ content }) => content.items.map((item) => item.subject));
  const kept = subjects.filter((one) => earlier.inForce.has(one)).length;
  return { kept, added: subjects.length - kept, gone: earlier.inForce.size - kept };
}

function reasonFor(source: string, { domains, replaces }: ImportPlan): string {
  const what = `the register ${source} with ${domains} domains`;
  return replaces === null
    ? `We take over ${what}: who looks after what is written there already.`
    : `We take over a newer version of ${what}: ${replaces.kept} stay, ${replaces.added} are new, ${replaces.gone} are gone.`;
}
