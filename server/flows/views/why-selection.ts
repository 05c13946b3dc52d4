import type { Decision } from '../../../protocol/documents/decision.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import type { Select } from '../../../protocol/documents/seat-operations.ts';
import { seatActOf } from '../../../protocol/governance/seats/seat-act.ts';
import type { Author, Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { peopleBy } from './people.ts';
import type { WhyMatter } from './why-matter.ts';

/** Who was named for a role, and what became of it. Spec §15. */
export interface ChosenView {
  readonly method: Select['method'];
  readonly seats: number;
  readonly startsAt: string;
  readonly endsAt: string;
  /** As the outcome lists them: by nominations, most first. */
  readonly candidates: readonly {
    readonly subject: Subject;
    readonly name: string;
    readonly nominations: number;
    /** Null where it was not by approval. */
    readonly approvals: number | null;
    readonly chosen: boolean;
    /** Why people would see them in the role, as far as it is shown. */
    readonly reasons: readonly { readonly by: string; readonly words: string }[];
  }[];
  /** Ballots for none of these; null where it was not by approval. */
  readonly none: number | null;
  /** Each ballot that was counted, as far as it is for this reader. */
  readonly ballots: readonly { readonly by: string; readonly approves: readonly string[] }[];
}

/** @returns null where nobody was to be selected. */
export async function whySelection(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  { entries, words }: WhyMatter,
  mayRead: MayRead,
): Promise<ChosenView | null> {
  const selection = document.type === 'outcome' ? document.selection : undefined;
  const proposal = entries.findLast((entry) => entry.document.type === 'proposal')?.document;
  const act = proposal?.type === 'proposal' ? seatActOf(proposal.binding) : null;
  if (selection === undefined || act?.op !== 'select') return null;
  const nominations = lastOfEach(entries.map((entry) => entry.document)).flatMap((said) =>
    said.type === 'nomination' ? [said] : [],
  );
  const ballots = lastOfEach(entries.map((entry) => entry.document)).flatMap((said) =>
    said.type === 'approval' ? [said] : [],
  );
  const spoken = [...nominations, ...ballots].map(({ author }) => author as Subject); // people speak
  const named = [...selection.candidates.map(({ nominee }) => nominee), ...spoken];
  const people = await peopleBy(context, record, [...named, ...ballots.flatMap((b) => b.approves)], mayRead);
  const name = (subject: Author) => people.get(subject as Subject)?.name ?? subject;
  return {
    method: act.method,
    seats: act.seats,
    startsAt: act.startsAt,
    endsAt: act.endsAt,
    candidates: selection.candidates.map((candidate) => ({
      subject: candidate.nominee,
      name: name(candidate.nominee),
      nominations: candidate.nominations,
      approvals: candidate.approvals ?? null,
      chosen: candidate.chosen,
      reasons: nominations.flatMap(({ author, nominee, reason }) => {
        const said = nominee === candidate.nominee ? words[reason.attachment] : undefined;
        return said === undefined ? [] : [{ by: name(author), words: said }];
      }),
    })),
    none: selection.none ?? null,
    ballots: ballots.map(({ author, approves }) => ({ by: name(author), approves: approves.map(name) })),
  };
}

/** What each has said last, of each type. */
function lastOfEach(said: readonly FolkmootDocument[]): readonly FolkmootDocument[] {
  const last = new Map<string, FolkmootDocument>();
  for (const document of said) last.set(`${document.type} ${document.author}`, document);
  return [...last.values()];
}
