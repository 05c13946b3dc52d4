import type { Tally } from '../../../protocol/documents/tally.ts';
import type { Opened } from '../../../protocol/governance/ladder/stage.ts';
import { noticeOf } from '../../../protocol/governance/ladder/vote.ts';
import { isOpen } from '../../../protocol/governance/lifecycle/aftermath.ts';
import type { Announced } from '../../../protocol/governance/lifecycle/announced.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import { PROXIES_MOST } from '../../../protocol/governance/votes/judge-proxy.ts';
import type { Author, DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';

/** By which rung people are asked, and what was declared of a vote. Spec §17. */
export interface AskedView {
  readonly rung: string;
  readonly circle: Subject;
  /** Tellers count, and nobody answers here. */
  readonly secret: boolean;
  /** When a vote that was announced begins; null where answers count at once. */
  readonly answersFrom: string | null;
  /** For how many others one person may answer. */
  readonly proxies: number;
}

/** What one teller has counted. */
export interface TallyView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly counts: Tally['counts'];
}

export function askedOf({ at, opening: { rung, circle, parameters } }: Opened): AskedView {
  const vote = rung === 'vote' ? parameters.vote : undefined;
  const notice = vote === undefined ? 0 : noticeOf(vote);
  return {
    rung,
    circle: circle.subject,
    secret: vote?.secret !== undefined,
    answersFrom: notice === 0 ? null : formatMillis(at + notice),
    proxies: vote?.proxies === undefined ? 0 : (vote.proxies.most ?? PROXIES_MOST),
  };
}

/** Every tally, oldest first. */
export function talliesOf(
  entries: readonly JudgedEntry[],
  name: (author: Author) => string,
): readonly TallyView[] {
  return entries.flatMap(({ id, at, document }) =>
    document.type === 'tally'
      ? [{ id, by: name(document.author), at: formatMillis(at), counts: document.counts }]
      : [],
  );
}

/** What somebody will decide alone once it has waited. Spec §6. */
export interface AnnouncedView {
  readonly until: string;
  /** Whether a challenge is open, be it for this reader or not: nobody may decide it until that is settled. */
  readonly suspended: boolean;
  /** It can still be challenged: its time is not over, and no challenge was right. Spec §6. */
  readonly takesChallenges: boolean;
  /** Challenges on which nobody has ruled. */
  readonly challenges: readonly DocumentId[];
}

export function announcedView(
  announced: Announced | null,
  isShown: (id: DocumentId) => boolean,
  now: Millis,
): AnnouncedView | null {
  if (announced === null) return null;
  const open = announced.challenges.filter((challenge) => isOpen(challenge, now));
  return {
    until: formatMillis(announced.until),
    suspended: open.length > 0,
    takesChallenges:
      now < announced.until &&
      announced.challenges.every(({ ruled }) => ruled === null || ruled.ruling === 'upheld'),
    challenges: open.map(({ id }) => id).filter(isShown),
  };
}
