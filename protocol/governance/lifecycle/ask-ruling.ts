import { decidedOf, stands } from '../../agreement/own-decision.ts';
import type { Decides } from '../../documents/decides.ts';
import type { Binding, Ruling } from '../../documents/operation.ts';
import type { Rung } from '../../documents/rung.ts';
import type { DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { askEmergencyRuling } from '../emergencies/judge-emergency.ts';
import { asksAsMuch, rungAbove } from '../ladder/rank.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { askVeto } from '../votes/ask-veto.ts';
import { isOpen, readAftermath } from './aftermath.ts';
import { isAnnouncement, onAnnounced } from './announced.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * What is ruled on waits for it, in the same domain; a challenge is settled one rung up, and by a circle.
 * Spec §6.
 */
export function askRuling(view: RuleView, ruling: Ruling, by: Decides, at: Millis): Answer {
  const { decision, on } = ruling;
  const emergency = stateOf(view, decision.subject, 'emergency');
  if (emergency !== null) return askEmergencyRuling(view, emergency, ruling, by, at);
  if (isAnnouncement(view, decision)) return askAnnouncedRuling(view, ruling, by, at);
  const decided = decidedOf(view, decision);
  if (decided === null || decided.status !== 'counted' || decided.result !== 'adopted')
    return refuse('unknown-reference', { decision: decision.id });
  if (!stands(view, decided, at)) return refuse('closed', { decision: decision.id });
  const document = contentOf(view, decision.id, decided.type);
  if (document?.domain.subject !== by.domain.subject)
    return refuse('out-of-scope', { decision: decision.id });
  const aftermath = readAftermath(view.entries(decision.subject), decided);
  const { challenges, requests } = aftermath;
  switch (ruling.ruling) {
    case 'ratified':
      return refuse('contradictory', { ruling: ruling.ruling });
    case 'vetoed':
      return askVeto(view, ruling, { decided, document, aftermath }, by, at);
    case 'kept':
      return on === decided.id ? [on] : refuse('contradictory', { on });
    case 'interpreted': {
      const request = requests.find(({ id }) => id === on);
      if (request === undefined) return refuse('unknown-reference', { on });
      return request.ruled === null ? [on] : refuse('closed', { ruledBy: request.ruled.by });
    }
    case 'upheld':
    case 'remanded':
    case 'reversed': {
      const challenge = challenges.find(({ id }) => id === on);
      if (challenge === undefined) return refuse('unknown-reference', { on });
      if (!isOpen(challenge, at)) return refuse('closed', { challenge: on });
      const least = settlingRung(rungOf(view, document));
      return asksAsMuch(rungOf(view, by), least) ? [on] : refuse('wrong-rung', { least });
    }
  }
}

/** A challenge of what is announced is settled as that of a decision which somebody made alone. Spec §6. */
function askAnnouncedRuling(
  view: RuleView,
  { decision, on, ruling }: Ruling,
  by: Decides,
  at: Millis,
): Answer {
  if (!SETTLES.has(ruling)) return refuse('contradictory', { ruling });
  return onAnnounced(view, decision, at, ({ challenges }) => {
    const domain = contentOf(view, decision.id, 'proposal')?.domain.subject;
    if (domain !== by.domain.subject) return refuse('out-of-scope', { decision: decision.id });
    const challenge = challenges.find(({ id }) => id === on);
    if (challenge === undefined) return refuse('unknown-reference', { on });
    if (!isOpen(challenge, at)) return refuse('closed', { challenge: on });
    const least = settlingRung('delegation');
    return asksAsMuch(rungOf(view, by), least) ? [on] : refuse('wrong-rung', { least });
  });
}

/** Words on a challenge; `reversed` is one on an act in an emergency too, which `on` tells apart. */
const SETTLES: ReadonlySet<string> = new Set(['upheld', 'remanded', 'reversed']);

/** Whether what is proposed settles a challenge. */
export function settlesChallenge({ operations }: Binding): boolean {
  return operations.some(
    (operation) =>
      operation.op === 'rule' && SETTLES.has(operation.ruling) && operation.on !== operation.decision.id,
  );
}

/** Whether what is proposed is a word on an act in an emergency. */
export function rulesOnEmergency({ operations }: Binding): boolean {
  return operations.some(
    (operation) =>
      operation.op === 'rule' &&
      (operation.ruling === 'ratified' ||
        (operation.ruling === 'reversed' && operation.on === operation.decision.id)),
  );
}

/** One rung up, and nobody settles alone what somebody decided alone. Spec §6. */
export function settlingRung(rung: Rung): Rung {
  const above = rungAbove(rung);
  return above === 'consultation' ? 'consent' : above;
}

function rungOf(view: RuleView, document: Decides): Rung {
  if (document.type === 'outcome') return contentOf(view, document.opening, 'opening')?.rung ?? 'consensus';
  return document.consulted === undefined ? 'delegation' : 'consultation';
}
