import type { Opening } from '../../documents/opening.ts';
import type { ProxyGiven } from '../../documents/proxy.ts';
import type { Response } from '../../documents/response.ts';
import type { Author, DocumentId } from '../../ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { rosterOf } from '../ladder/roster.ts';
import { meetingNamed } from '../meetings/meeting-named.ts';
import { askHuman } from '../right.ts';
import type { HeldProxy } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** A proxy lasts a term at the most: whoever is not there for longer is not asked by anybody else. Spec §17. */
const PROXY_TIME = 366 * DAY_SECONDS * SECOND;
/** So many proxies one person holds at the most, where the vote's parameters do not say. Spec §17. */
export const PROXIES_MOST = 2;

/** A human lets another human answer in their name, for a time. Spec §17. */
export function judgeProxy(entry: Entry, document: ProxyGiven, view: RuleView): Verdict {
  const { author, to, endsAt } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V2', name: 'proxy-holder', ask: () => askHolder(view, document) },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => {
        const ends = parseTime(endsAt) ?? Number.NaN; // the schema has checked the text
        const latest = entry.at + PROXY_TIME;
        return ends > entry.at && ends <= latest ? [] : refuse('too-late', { latest: formatMillis(latest) });
      },
    },
    {
      level: 'V3',
      name: 'once',
      ask: () => {
        const same = held(view, to).some(
          ({ from, circle, endsAt: until, meeting }) =>
            from === author &&
            circle === document.circle &&
            meeting === document.meeting?.id &&
            entry.at < until,
        );
        return same ? refuse('duplicate') : [];
      },
    },
    ...(document.meeting === undefined
      ? []
      : [{ level: 'V3', name: 'one-meeting', ask: () => askMeeting(view, document) } as const]),
  ]);
}

/** Whoever gave a proxy takes it back, while it runs. Spec §17. */
export function askOwnProxy(view: RuleView, holder: Author, id: DocumentId, author: Author): Answer {
  const given = held(view, holder).find((proxy) => proxy.id === id);
  if (given === undefined) return refuse('unknown-reference', { proxy: id });
  return given.from === author ? [id] : refuse('not-author');
}

/**
 * An answer in somebody else's name is by one of the proxies that its author may use: those that run, for this circle, in
 * the order given, as many as the vote allows. Spec §17.
 */
export function askInName(view: RuleView, document: Response, opening: Opening, at: Millis): Answer {
  const { author, for: name = author } = document;
  const { vote } = opening.parameters;
  if (opening.rung !== 'vote' || vote?.proxies === undefined)
    return refuse('no-proxy', { rung: opening.rung });
  const principal = stateOf(view, name, 'participant');
  if (principal === null || principal.nature !== 'human' || principal.status === 'left')
    return refuse('not-active', { participant: name });
  if (!rosterOf(opening, view).some(({ subject }) => subject === name)) return refuse('not-eligible');
  const running = held(view, author).filter(
    ({ circle, endsAt, meeting }) =>
      circle === opening.circle.subject &&
      at < endsAt &&
      (meeting === undefined || dealsWith(view, meeting, opening)),
  );
  const place = running.findIndex(({ from }) => from === name);
  const proxy = running[place];
  if (proxy === undefined) return refuse('no-proxy');
  const most = vote.proxies.most ?? PROXIES_MOST;
  return place < most ? [proxy.id] : refuse('too-many-proxies', { most });
}

/** The meeting is one of that circle. Spec §17. */
function askMeeting(view: RuleView, { meeting, circle }: ProxyGiven): Answer {
  const named = meeting === undefined ? null : meetingNamed(view, meeting);
  if (named === null) return refuse('unknown-reference', { meeting: meeting?.subject ?? null });
  return named.meeting.circle.subject === circle
    ? [named.state.id]
    : refuse('contradictory', { circle: named.meeting.circle.subject });
}

/** It is on the agenda, or was opened there. Spec §17. */
function dealsWith(view: RuleView, id: DocumentId, { proposal, meeting }: Opening): boolean {
  if (meeting?.id === id) return true;
  const agenda = contentOf(view, id, 'meeting')?.agenda ?? [];
  return agenda.some((item) => item.proposal?.subject === proposal.subject);
}

function askHolder(view: RuleView, { author, to }: ProxyGiven): Answer {
  if (to === author) return refuse('contradictory', { to });
  const holder = stateOf(view, to, 'participant');
  if (holder === null) return refuse('unknown-reference', { participant: to });
  if (holder.nature === 'agent') return refuse('human-only');
  return holder.status === 'left' ? refuse('not-active', { participant: to }) : [holder.id];
}

function held(view: RuleView, holder: Author): readonly HeldProxy[] {
  return stateOf(view, holder, 'participant')?.proxies ?? [];
}
