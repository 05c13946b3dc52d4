import type { DocumentId, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import type { Held } from '../meetings/recorded.ts';
import { DISOWN_TIME } from '../meetings/terms.ts';
import type { JudgedEntry } from '../view.ts';
import type { Frozen, Silence } from './evaluation.ts';
import type { CurrentAnswer, Matter } from './matter.ts';
import type { JudgedObjection } from './objections.ts';
import { type Length, secondFrom, timeFor } from './windows.ts';

/** What comes this short before the close moves it, so that there is time to answer it. Spec §6. */
const LATE = DAY_SECONDS * SECOND;
/** How often the close moves: a matter must end. Spec §6. */
const LATE_MOVES_MAX = 3;
/** "I need time": once per person, for so long. Spec §6. */
const PAUSE = 48 * 3600 * SECOND;
/** A seat that says nothing for so long after the opening leaves the base, not the right to speak. Spec §6. */
const SILENT = 21 * DAY_SECONDS * SECOND;

/**
 * When the answers are in: after the window's length on the current version, later for what came late, for whoever
 * needs time, and for a log that was silent, earlier once every seat has answered and nothing stands against it; 48 hours
 * after the minutes of a meeting. Spec §6, [R-6.25], §14.
 */
export function closeOf(
  matter: Matter,
  { openedAt, parameters, roster, silence, held = [] }: Frozen<Length>,
  objections: readonly JudgedObjection[],
  asOf: Millis,
): Millis {
  const length = parameters.openSeconds * SECOND;
  const { from, until } = timeFor(parameters, openedAt, matter.version.at);
  const settled = heldOn(matter, { held }).map(({ at, closes }) => ({
    closes,
    until: extended(at, at + DISOWN_TIME, silence, asOf),
  }));
  const closing = settled.find(({ closes }) => closes);
  let closesAt = closing?.until ?? extended(from, until, silence, asOf);
  let moves = 0;
  for (const entry of matter.entries) {
    if (entry.at < matter.version.at || !bringsNews(entry)) continue;
    const late = entry.at < closesAt && entry.at >= closesAt - LATE;
    if (!late || entry.at === matter.version.at || moves === LATE_MOVES_MAX) continue;
    closesAt = entry.at + LATE;
    moves++;
  }
  for (const { endedAt } of parameters.resolvingRestarts === true ? objections : []) {
    if (endedAt !== null) closesAt = Math.max(closesAt, endedAt + length);
  }
  const answers = [...matter.answers.values()];
  const paused = answers.filter(({ value }) => value === 'pause').map(({ at }) => at + PAUSE);
  const untils = settled.map(({ until }) => until);
  closesAt = Math.max(closesAt, ...paused, ...untils);

  const everyone = roster.every((subject) => isSettled(matter.answers.get(subject)));
  const against = objections.some(({ fate }) => fate === 'standing');
  if (!everyone || against) return closesAt;
  // Where people are asked twice they are, however soon all have answered.
  const earliest = secondFrom(parameters, openedAt) ?? openedAt;
  return Math.min(closesAt, Math.max(earliest, ...answers.map(({ at }) => at), ...untils));
}

/** Meetings that spoke of the current binding part. Spec §14. */
export function heldOn({ version }: Matter, { held = [] }: Pick<Frozen<unknown>, 'held'>): readonly Held[] {
  return held.filter(({ binding }) => binding === version.binding);
}

/** Their minutes. */
export function minutesOf(matter: Matter, frozen: Pick<Frozen<unknown>, 'held'>): readonly DocumentId[] {
  return heldOn(matter, frozen).map(({ minutes }) => minutes);
}

/**
 * The end of a time in which people could say something, later by what the log was silent in it; once, and so never by
 * more than its own length. Spec §6.
 */
export function extended(from: Millis, until: Millis, silence: Silence, asOf: Millis): Millis {
  return asOf < until ? until : until + silence(from, until);
}

/** Seats that the quorum is a share of, and when the silent ones leave them. Spec §6. */
export function baseOf(
  { heard }: Matter,
  { openedAt, roster, held = [] }: Frozen<unknown>,
  asOf: Millis,
): { readonly base: number; readonly silentFrom: Millis } {
  const silentFrom = openedAt + SILENT;
  const there = held.filter(({ unnamed }) => unnamed.size > 0);
  const speaks = (subject: Subject) =>
    heard.has(subject) || there.some(({ present }) => present.has(subject));
  const speaking = roster.filter(speaks).length;
  return { base: asOf >= silentFrom ? speaking : roster.length, silentFrom };
}

function bringsNews({ document }: JudgedEntry): boolean {
  if (document.type === 'response') return document.value === 'block';
  return document.type === 'objection' || document.type === 'proposal';
}

function isSettled(answer: CurrentAnswer | undefined): boolean {
  return answer !== undefined && answer.value !== 'pause' && answer.value !== 'block';
}
