import type { DomainBody } from '../../documents/domain-fields.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import { isCircleRung } from '../../documents/response.ts';
import type { Ladder } from '../../documents/rung.ts';
import { BODIES_MAX } from '../../documents/set.ts';
import type { Subject } from '../../ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../time.ts';
import { inForce, mandatesOf } from '../in-force.ts';
import { askSecondsLeast, CONSENSUS_SECONDS_ADVISED } from '../ladder/least-times.ts';
import { voicesFor } from '../ladder/roster.ts';
import { ladderOf } from '../right.ts';
import type { RegisteredDomain } from '../scope/register-index.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { Finding, FindingCode } from './findings.ts';
import { type Held, lintConstraints } from './lint-constraints.ts';
import { lintPath } from './lint-path.ts';
import { lintPeople } from './lint-people.ts';
import { lintRole } from './lint-role.ts';

/** A successor is looked for this long before the last term ends. Spec §5. */
const SOON = 30 * DAY_SECONDS * SECOND;

/** What is wrong with one domain in force. */
export function lintDomain(
  view: RuleView,
  { subject, body }: Pick<RegisteredDomain, 'subject' | 'body'>,
  now: Millis,
  held: readonly Held[],
): readonly Finding[] {
  const found = (code: FindingCode, detail?: Finding['detail']): Finding =>
    detail === undefined ? { code, domain: subject } : { code, domain: subject, detail };
  return [
    ...lintOwner(view, body, now, found),
    ...lintParameters(ladderOf(view, body), body, found),
    ...lintPeople(view, body, found),
    ...lintAsked(view, body, now, found),
    ...lintStakes(body, found),
    ...lintPath(view, body, found),
    ...lintVeto(view, body, found),
    ...lintConstraints(view, body, held, now, found),
  ];
}

/** Makes a finding about one domain. */
export type Found = (code: FindingCode, detail?: Finding['detail']) => Finding;

function lintOwner(view: RuleView, body: DomainBody, now: Millis, found: Found): readonly Finding[] {
  const { owner, rung } = body;
  // Seats of an imported register wait to be claimed; until then nobody decides.
  if (owner.kind === 'seats')
    return holdsAnySeat(view, owner.seats, now) ? [] : [found('unclaimed', { seats: owner.seats.length })];
  if (owner.kind === 'none') return [found('no-owner')];
  if (inForce(view, owner.subject) === null) return [found('no-owner', { owner: owner.subject })];
  if (isCircleRung(rung) !== (owner.kind === 'circle'))
    return [found('wrong-owner', { rung, owner: owner.kind })];
  return owner.kind === 'role'
    ? [...lintHolders(view, body, owner.subject, now, found), ...lintRole(view, owner.subject, now, found)]
    : [];
}

function lintHolders(
  view: RuleView,
  body: DomainBody,
  role: Subject,
  now: Millis,
  found: Found,
): readonly Finding[] {
  const terms = termsOf(view, role);
  const running = terms.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  if (running.length === 0) return [found('no-holder', { role })];
  const last = Math.max(...terms.map(({ endsAt }) => endsAt));
  const findings = last < now + SOON ? [found('no-successor', { role, endsAt: formatMillis(last) })] : [];
  const { signers, secondRole } = ladderOf(view, body).delegation ?? {};
  if (signers !== 2) return findings;
  const others =
    secondRole === undefined || secondRole === role ? running : running.concat(termsOf(view, secondRole));
  const holders = new Set(others.map(({ holder }) => holder));
  return holders.size < 2 ? [...findings, found('no-second-signer', { role })] : findings;
}

function lintParameters(ladder: Ladder, body: DomainBody, found: Found): readonly Finding[] {
  const { rung, impact } = body;
  const { consultation, consent, consensus, vote } = ladder;
  switch (rung) {
    case 'delegation':
      return [];
    case 'consultation':
      if (consultation === undefined) return [found('no-parameters', { rung })];
      return [
        ...(consultation.askSeconds + consultation.extendSeconds < consultation.deadlineSeconds
          ? []
          : [found('closes-after-deadline', { rung })]),
        ...(consultation.askSeconds < askSecondsLeast(body)
          ? [found('asks-too-briefly', { least: askSecondsLeast(body), asked: consultation.askSeconds })]
          : []),
      ];
    case 'consent':
      if (consent === undefined) return [found('no-parameters', { rung })];
      return [
        ...(consent.openSeconds <= consent.deadlineSeconds ? [] : [found('closes-after-deadline', { rung })]),
        ...(consent.lazy === true && impact !== 'low' ? [found('lazy-with-impact', { impact })] : []),
      ];
    case 'consensus': {
      if (consensus === undefined) return [found('no-parameters', { rung })];
      const fallbackAfter = consensus.openSeconds + (consensus.fallback?.afterSeconds ?? 0);
      return [
        ...(consensus.openSeconds <= consensus.deadlineSeconds
          ? []
          : [found('closes-after-deadline', { rung })]),
        ...(fallbackAfter <= consensus.deadlineSeconds ? [] : [found('fallback-after-deadline', { rung })]),
        ...(consensus.openSeconds < CONSENSUS_SECONDS_ADVISED
          ? [found('consensus-hasty', { advised: CONSENSUS_SECONDS_ADVISED, asked: consensus.openSeconds })]
          : []),
      ];
    }
    case 'vote':
      return vote === undefined ? [found('no-parameters', { rung })] : [];
  }
}

function lintAsked(view: RuleView, body: DomainBody, now: Millis, found: Found): readonly Finding[] {
  const { rung, affected, knowledge, owner } = body;
  const asked = new Set(rung === 'consultation' ? [...affected, ...knowledge] : affected);
  if (owner.kind === 'circle') asked.delete(owner.subject);
  const voiceless = isCircleRung(rung) ? [...asked].filter((subject) => !hasVoice(view, subject)) : [];
  return [
    ...(rung === 'consultation' && hasNobody(view, asked, now) ? [found('nobody-to-ask')] : []),
    ...(asked.size > BODIES_MAX ? [found('too-many-to-ask', { most: BODIES_MAX, named: asked.size })] : []),
    ...voiceless.map((circle) => found('no-representative', { circle })),
  ];
}

/** Nobody is named, or nobody is there of all who are: then nothing can be opened. Spec §6 [R-6.3a]. */
function hasNobody(view: RuleView, asked: ReadonlySet<Subject>, now: Millis): boolean {
  return [...asked].every((subject) => voicesFor(view, subject, false, now).length === 0);
}

/** Whether a circle that is affected is heard where another one decides. Roles and people are heard themselves. */
function hasVoice(view: RuleView, subject: Subject): boolean {
  const current = inForce(view, subject);
  const circle = current === null ? null : contentOf(view, current.id, 'circle');
  return (
    circle === null || (circle.representative !== undefined && inForce(view, circle.representative) !== null)
  );
}

function lintStakes(body: DomainBody, found: Found): readonly Finding[] {
  const { rung, impact, reversibility, escalation } = body;
  const grave = impact === 'high' && reversibility === 'irreversible';
  const stalls = rung === 'consent' || rung === 'consensus' || rung === 'consultation';
  return [
    ...(grave && rung !== 'consensus' && rung !== 'vote' ? [found('rung-too-low', { rung })] : []),
    ...(stalls && escalation === undefined ? [found('no-path', { rung })] : []),
  ];
}

/** A circle that may return what is decided has the time to say so. Spec §17. */
function lintVeto(view: RuleView, body: DomainBody, found: Found): readonly Finding[] {
  const { veto } = body;
  if (veto === undefined) return [];
  const parameters = ladderOf(view, body)[veto.rung];
  if (parameters === undefined) return [found('no-parameters', { rung: veto.rung })];
  const notice = 'noticeSeconds' in parameters ? (parameters.noticeSeconds ?? 0) : 0;
  const takes = notice + parameters.openSeconds;
  return takes < veto.windowSeconds ? [] : [found('veto-too-short', { window: veto.windowSeconds, takes })];
}

/** Whether one of the seats is claimed by somebody whose term runs. Spec §15. */
function holdsAnySeat(view: RuleView, seats: readonly Subject[], now: Millis): boolean {
  return seats.some((seat) => {
    const held = stateOf(view, seat, 'seat')?.held ?? null;
    return held !== null && now < held.endsAt;
  });
}

/** Terms of people who take part: by any other one nobody can sign. */
function termsOf(view: RuleView, role: Subject) {
  return mandatesOf(view, role)
    .flatMap(({ id }) => contentOf(view, id, 'mandate') ?? [])
    .filter(({ holder }) => stateOf(view, holder, 'participant') !== null)
    .map((mandate: Mandate) => ({ ...termOf(mandate), holder: mandate.holder }));
}
