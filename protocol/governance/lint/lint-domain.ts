import type { DomainBody } from '../../documents/domain-fields.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import { isCircleRung } from '../../documents/response.ts';
import type { Ladder } from '../../documents/rung.ts';
import { BODIES_MAX } from '../../documents/set.ts';
import type { Subject } from '../../ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../time.ts';
import { inForce, mandatesOf } from '../in-force.ts';
import { isSquareRootQuorum } from '../ladder/threshold.ts';
import { ladderOf } from '../right.ts';
import type { RegisteredDomain } from '../scope/register-index.ts';
import { contentOf, type RuleView } from '../view.ts';
import type { Finding, FindingCode } from './findings.ts';
import { type Held, lintConstraints } from './lint-constraints.ts';
import { lintPath } from './lint-path.ts';
import { lintRole } from './lint-role.ts';

/** A successor is looked for this long before the last term ends. Spec §5. */
const SOON = 30 * DAY_SECONDS * SECOND;

/** What is wrong with one domain in force. */
export function lintDomain(
  view: RuleView,
  { subject, body }: RegisteredDomain,
  now: Millis,
  held: readonly Held[],
): readonly Finding[] {
  const found = (code: FindingCode, detail?: Finding['detail']): Finding =>
    detail === undefined ? { code, domain: subject } : { code, domain: subject, detail };
  return [
    ...lintOwner(view, body, now, found),
    ...lintParameters(ladderOf(view, body), body, sizeOf(view, body), found),
    ...lintAsked(view, body, found),
    ...lintStakes(body, found),
    ...lintPath(view, body, found),
    ...lintConstraints(view, body, held, found),
  ];
}

/** Makes a finding about one domain. */
export type Found = (code: FindingCode, detail?: Finding['detail']) => Finding;

function lintOwner(view: RuleView, body: DomainBody, now: Millis, found: Found): readonly Finding[] {
  const { owner, rung } = body;
  // Seats of an imported register wait to be claimed; until then nobody decides, and nothing is wrong.
  if (owner.kind === 'seats') return [];
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

function lintParameters(ladder: Ladder, body: DomainBody, size: number, found: Found): readonly Finding[] {
  const { rung, impact } = body;
  const { consultation, consent, consensus, vote } = ladder;
  switch (rung) {
    case 'delegation':
      return [];
    case 'consultation':
      if (consultation === undefined) return [found('no-parameters', { rung })];
      return consultation.askSeconds + consultation.extendSeconds < consultation.deadlineSeconds
        ? []
        : [found('closes-after-deadline', { rung })];
    case 'consent':
      if (consent === undefined) return [found('no-parameters', { rung })];
      return [
        ...(consent.openSeconds <= consent.deadlineSeconds ? [] : [found('closes-after-deadline', { rung })]),
        ...(consent.lazy === true && impact !== 'low' ? [found('lazy-with-impact', { impact })] : []),
        ...(consent.quorum === 'square-root' && consent.lazy !== true && !isSquareRootQuorum(size, size)
          ? [found('unreachable-quorum', { quorum: consent.quorum, members: size })]
          : []),
      ];
    case 'consensus': {
      if (consensus === undefined) return [found('no-parameters', { rung })];
      const fallbackAfter = consensus.openSeconds + (consensus.fallback?.afterSeconds ?? 0);
      return [
        ...(consensus.openSeconds <= consensus.deadlineSeconds
          ? []
          : [found('closes-after-deadline', { rung })]),
        ...(fallbackAfter <= consensus.deadlineSeconds ? [] : [found('fallback-after-deadline', { rung })]),
      ];
    }
    case 'vote':
      if (vote === undefined) return [found('no-parameters', { rung })];
      return vote.quorum === 'square-root' && !isSquareRootQuorum(size, size)
        ? [found('unreachable-quorum', { quorum: vote.quorum, members: size })]
        : [];
  }
}

function lintAsked(view: RuleView, body: DomainBody, found: Found): readonly Finding[] {
  const { rung, affected, knowledge, owner } = body;
  const asked = new Set(rung === 'consultation' ? [...affected, ...knowledge] : affected);
  if (owner.kind === 'circle') asked.delete(owner.subject);
  const voiceless = isCircleRung(rung) ? [...asked].filter((subject) => !hasVoice(view, subject)) : [];
  return [
    ...(rung === 'consultation' && asked.size === 0 ? [found('nobody-to-ask')] : []),
    ...(asked.size > BODIES_MAX ? [found('too-many-to-ask', { most: BODIES_MAX, named: asked.size })] : []),
    ...voiceless.map((circle) => found('no-representative', { circle })),
  ];
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
  const { rung, impact, reversibility, weight, escalation } = body;
  const grave = impact === 'high' && reversibility === 'irreversible';
  const stalls = rung === 'consent' || rung === 'consensus' || rung === 'consultation';
  return [
    ...(grave && rung !== 'consensus' && rung !== 'vote' ? [found('rung-too-low', { rung })] : []),
    ...(weight === 'full' && stalls && escalation === undefined ? [found('no-path', { rung })] : []),
  ];
}

function sizeOf(view: RuleView, { owner }: DomainBody): number {
  if (owner.kind !== 'circle') return 0;
  const current = inForce(view, owner.subject);
  return (current === null ? null : contentOf(view, current.id, 'circle'))?.members.length ?? 0;
}

function termsOf(view: RuleView, role: Subject) {
  return mandatesOf(view, role)
    .flatMap(({ id }) => contentOf(view, id, 'mandate') ?? [])
    .map((mandate: Mandate) => ({ ...termOf(mandate), holder: mandate.holder }));
}
