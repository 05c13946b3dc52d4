import type { Scid } from '../ids.ts';

/** Something in a bundle that cannot be as it is: evidence was changed, or somebody signed a contradiction. */
export interface Fault {
  readonly level: 'V0' | 'V1';
  readonly code: FaultCode;
  readonly commons: Scid;
  /** Position in the log, where the fault is about one entry. */
  readonly index?: number;
  readonly sentence: string;
}

/** Spec §9. */
export const FAULTS = {
  'document-altered': { level: 'V0', sentence: 'The document is not the one that the leaf names.' },
  'signature-invalid': { level: 'V0', sentence: 'The signature does not verify.' },
  'key-not-in-force': { level: 'V0', sentence: 'The key was not in force at this log position.' },
  'attachment-altered': { level: 'V0', sentence: 'An attachment does not have the hash that names it.' },
  'did-invalid': { level: 'V0', sentence: 'The DID log in the bundle does not verify.' },
  'not-included': { level: 'V1', sentence: 'The entry is not in the log that the checkpoint signs.' },
  'checkpoint-invalid': { level: 'V1', sentence: 'The checkpoint is not signed by the log it names.' },
  'cosignature-invalid': {
    level: 'V1',
    sentence: 'A cosignature under the key of a known witness does not verify.',
  },
  'witness-invalid': {
    level: 'V1',
    sentence: 'The DID log of a witness does not verify: the witness vouches for nothing.',
  },
  inconsistent: { level: 'V1', sentence: 'Two checkpoints of this log contradict each other.' },
  contradiction: {
    level: 'V1',
    sentence: 'The leaf contradicts the log: a wrong key, count or head of a thread, a time that goes back.',
  },
  'after-end': { level: 'V1', sentence: 'The log goes on after the entry with which its commons ended.' },
  'not-admissible': { level: 'V1', sentence: 'The log holds an entry that no log takes.' },
} as const;
export type FaultCode = keyof typeof FAULTS;

export function faultOf(code: FaultCode, commons: Scid, index?: number): Fault {
  return { ...FAULTS[code], code, commons, ...(index === undefined ? {} : { index }) };
}

/** Something that a verifier passed over, and that is nobody's fault: it takes a voice away, and says nothing against the rest. */
export interface Finding {
  readonly code: FindingCode;
  readonly commons: Scid;
  readonly sentence: string;
}

/** Spec §9. */
const FINDINGS = {
  'witness-in-future':
    'The DID log of a witness goes on in the future of the clock here: the witness vouches for nothing.',
} as const;
type FindingCode = keyof typeof FINDINGS;

export function findingOf(code: FindingCode, commons: Scid): Finding {
  return { code, commons, sentence: FINDINGS[code] };
}
