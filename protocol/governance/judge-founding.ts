import type { Charter } from '../documents/charter.ts';
import type { Confirmation } from '../documents/confirmation.ts';
import type { Identity } from '../documents/identity.ts';
import { judgeDraft } from './judge-draft.ts';
import { judgeSecondSignature } from './ladder/second-signature.ts';
import { judgeAttestation } from './meetings/judge-attestation.ts';
import { judgeBy, refuse, type Verdict } from './verdict.ts';
import { type Entry, type RuleView, stateOf } from './view.ts';

/** The first charter is entry 0 and founds; a later one is a draft of the next version. Spec §4. */
export function judgeCharter(entry: Entry, document: Charter, view: RuleView): Verdict {
  if (document.supersedes !== undefined) return judgeDraft(entry, view);
  return judgeBy([
    {
      level: 'V2',
      name: 'founding',
      ask: () => {
        if (entry.index !== 0) return refuse('duplicate');
        return document.founders.some((founder) => founder.subject === document.author)
          ? []
          : refuse('not-a-founder');
      },
    },
  ]);
}

/** Each other founder confirms the charter once; a second signer a decision; whoever was there, minutes. Spec §4. */
export function judgeConfirmation(entry: Entry, document: Confirmation, view: RuleView): Verdict {
  if (document.minutes !== undefined) {
    return judgeAttestation(entry, { ...document, minutes: document.minutes }, view);
  }
  if (document.decision !== undefined) {
    return judgeSecondSignature(entry, { ...document, decision: document.decision }, view);
  }
  return judgeBy([
    {
      level: 'V2',
      name: 'founder',
      ask: () => {
        const charter = stateOf(view, 'charter', 'charter');
        if (charter === null || charter.founding !== document.of.id) return refuse('unknown-reference');
        if (view.content(charter.founding).subject !== document.of.subject)
          return refuse('unknown-reference');
        const isFounder = charter.founders.some((founder) => founder.subject === document.author);
        const confirmed = charter.confirmed.some((subject) => subject === document.author);
        return isFounder && !confirmed ? [charter.founding] : refuse('not-a-founder');
      },
    },
  ]);
}

/** The line verifies as the next version of the DID, and a document key that it lists has signed. Spec §1. */
export function judgeIdentity(entry: Entry, document: Identity, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V2',
      name: 'did-version',
      ask: () => {
        const facts = view.didVersion(entry.id);
        const before = stateOf(view, 'identity', 'identity')?.versions.length ?? 0;
        if (facts === null || facts.number !== before + 1 || document.version !== facts.number) {
          return refuse('did-invalid');
        }
        return facts.documentKeys.includes(entry.key) ? [] : refuse('did-invalid');
      },
    },
  ]);
}
