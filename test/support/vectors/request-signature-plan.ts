import { type Draft, type Plan, setParameter, setTimes } from './request-signature-case.ts';

type Change = (draft: Draft) => void;

export function accept(rule: string, id: string, what: string, change: Change): Plan {
  return { rule, id, what, change };
}

export function refuse(rule: string, id: string, what: string, reason: string, change: Change): Plan {
  return { rule, id: `not-${id}`, what, reason, change };
}

export function parameter(name: string, value: string): Change {
  return (draft) => setParameter(draft, name, value);
}

export function times(created: number, expires: number): Change {
  return (draft) => setTimes(draft, created, expires);
}

export function target(text: string): Change {
  return (draft) => {
    draft.target = text;
  };
}

export function origin(text: string): Change {
  return (draft) => {
    draft.receiver = { ...draft.receiver, origin: text };
  };
}

export function usedNonce(keyid: string, nonce: string): Change {
  return (draft) => {
    draft.receiver = { ...draft.receiver, usedNonces: [[keyid, nonce]] };
  };
}
