import { createHash } from 'node:crypto';
import { treeHash } from './rfc6962.ts';

/** What a case asks: each kind has its own `input` and, where it is valid and yields something, its own `output`. */
export type CaseKind =
  | 'leaf-hash'
  | 'node-hash'
  | 'root'
  | 'inclusion'
  | 'consistency'
  | 'tile'
  | 'tile-path'
  | 'bundle-path'
  | 'entry-bundle'
  | 'note'
  | 'vkey'
  | 'open-note'
  | 'checkpoint'
  | 'open-checkpoint';

export interface MerkleCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly kind: CaseKind;
  readonly input: Readonly<Record<string, unknown>>;
  /** Only where valid. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** Only where not valid, and where the answer is more than false. */
  readonly problem?: string;
}

type Content = Omit<MerkleCase, 'id' | 'rule' | 'what' | 'valid'>;

/** A case that must be accepted. */
export function valid(rule: string, id: string, what: string, content: Content): MerkleCase {
  return { id, rule, what, valid: true, ...content };
}

/** A case that must be refused. */
export function invalid(rule: string, id: string, what: string, content: Content): MerkleCase {
  return { id, rule, what, valid: false, ...content };
}

export function b64u(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64url');
}

export function b64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** The entries of a numbered tree: entry i is the text `entry <i>`. */
export function numbered(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => Buffer.from(`entry ${index}`));
}

export function leafOf(entry: Uint8Array): Uint8Array {
  return treeHash([entry]);
}

/** A copy with its last bit flipped. */
export function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}
