import { type LinkWord, saidIn } from '../../documents/link-word.ts';
import type { Withdrawal } from '../../documents/withdrawal.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import {
  adviceRules,
  askOpen,
  askVersion,
  objectionRules,
  onOpen,
  responseRules,
} from '../ladder/judge-participation.ts';
import { disavowalRules } from '../meetings/judge-disavowal.ts';
import { judgeBy, type Refusal, type Rule, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { type FoundLink, linksIn, opens } from './find-link.ts';
import { askKeyless } from './judge-answer-link.ts';
import { actIn } from './words.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * What came in by a link counts once, while the link holds, for whom it was made; and only where they could have signed
 * it. Spec §14, [R-14.22].
 */
export function judgeLinkWord(entry: Entry, document: LinkWord, view: RuleView): Verdict {
  const { proposal, link: id, by } = document;
  const onLink = (ask: (found: FoundLink) => Answer) => () => {
    const found = linksIn(view.entries(proposal.subject)).find((other) => other.id === id);
    return found === undefined ? refuse('unknown-reference', { link: id }) : ask(found);
  };
  return judgeBy([
    {
      level: 'V2',
      name: 'link',
      ask: onLink(({ link }) => {
        if (!opens(document.proof, link.lock)) return refuse('wrong-secret');
        return link.for === by ? [id] : refuse('not-author', { for: link.for ?? null });
      }),
    },
    { level: 'V2', name: 'keyless', ask: () => (by === undefined ? [] : askKeyless(view, by)) },
    {
      level: 'V3',
      name: 'in-time',
      ask: onLink(({ until, withdrawnBy }) => {
        if (withdrawnBy !== null) return refuse('closed', { withdrawnBy });
        return entry.at < until ? [] : refuse('too-late', { until: formatMillis(until) });
      }),
    },
    { level: 'V3', name: 'once', ask: onLink(({ usedBy }) => (usedBy === null ? [] : refuse('duplicate'))) },
    { level: 'V3', name: 'one-word', ask: () => askOneWord(document) },
    ...ownRules(entry, document, view),
  ]);
}

/** One thing; a guest asks or advises, and decides nothing. */
function askOneWord(document: LinkWord): Answer {
  const kind = saidIn(document);
  if (kind === null) return refuse('contradictory');
  if (document.by === undefined && kind !== 'advice' && kind !== 'question') return refuse('not-eligible');
  return [];
}

/** The questions that their own document would be asked, but for the key that signs. */
function ownRules(entry: Entry, document: LinkWord, view: RuleView): readonly Rule[] {
  const act = actIn(document);
  const said: Entry = act === null ? entry : { ...entry, document: act };
  const rules = () => {
    switch (act?.type) {
      case 'response':
        return responseRules(said, act, view);
      case 'objection':
        return objectionRules(said, act, view);
      case 'advice':
        return adviceRules(said, act, view);
      case 'disavowal':
        return disavowalRules(said, act, view);
      case 'withdrawal':
        return endRules(said, act, view);
      default:
        return openRules(said, document, view);
    }
  };
  return rules().filter(({ name }) => name !== 'active' && name !== 'agent');
}

function openRules(entry: Entry, { proposal }: Pick<LinkWord, 'proposal'>, view: RuleView): readonly Rule[] {
  return [
    { level: 'V3', name: 'open', ask: () => onOpen(view, proposal, (open) => askOpen(entry, open)) },
    { level: 'V3', name: 'version', ask: () => askVersion(proposal, view) },
  ];
}

/** People end objections of their own. */
function endRules(entry: Entry, { author, of }: Withdrawal, view: RuleView): readonly Rule[] {
  return [
    { level: 'V3', name: 'open', ask: () => onOpen(view, of, (open) => askOpen(entry, open)) },
    {
      level: 'V3',
      name: 'own-act',
      ask: () => {
        const known = stateOf(view, of.subject, 'proposal')?.objections ?? [];
        const objection = known.find(({ id }) => id === of.id);
        if (objection === undefined) return refuse('unknown-reference', { objection: of.id });
        if (objection.author !== author) return refuse('not-author');
        return objection.endedBy === null ? [objection.id] : refuse('duplicate');
      },
    },
  ];
}
