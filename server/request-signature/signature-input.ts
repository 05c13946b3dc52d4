import {
  type Dictionary,
  type InnerList,
  isInnerList,
  type Parameters,
  parseDictionary,
  serializeDictionary,
} from 'structured-headers';
import { fromBase64url } from '../../protocol/bytes.ts';
import { publicKeyOf } from '../../protocol/identity/multikey.ts';
import { type Author, authorSchema, type Multikey, multikeySchema } from '../../protocol/ids.ts';
import { ALGORITHM, COVERED_COMPONENTS, LABEL, NONCE_BYTES, TAG } from './profile.ts';
import { refuse } from './refusal.ts';

/** What the parameters of a signature say once they have the required form. Spec §10. */
export interface SignatureInput {
  readonly createdSeconds: number;
  readonly expiresSeconds: number;
  readonly nonce: string;
  /** `<author>#<Multikey>`, as in the documents of a log. */
  readonly keyid: string;
  readonly author: Author;
  readonly key: Multikey;
  /** The 32 bytes of `key`. */
  readonly publicKey: Uint8Array;
  /** As sent: order counts in what is signed. */
  readonly list: InnerList;
}

type StringParameter = 'nonce' | 'keyid' | 'alg' | 'tag';

const PARAMETERS: ReadonlySet<string> = new Set(['created', 'expires', 'nonce', 'keyid', 'alg', 'tag']);

/**
 * Signature-Input (RFC 9421 §4.1): one member, exactly our components and parameters, in any order. Spec §10.
 *
 * @throws {ProtocolError} `unauthenticated`.
 */
export function parseSignatureInput(field: string): SignatureInput {
  const list = oneMember(field);
  checkComponents(list);
  const [, parameters] = list;
  if (parameters.size !== PARAMETERS.size || ![...parameters.keys()].every((name) => PARAMETERS.has(name))) {
    refuse('parameters', 'The signature parameters are not exactly those required.');
  }
  if (textOf(parameters, 'alg') !== ALGORITHM) refuse('algorithm', 'The algorithm is not ed25519.');
  if (textOf(parameters, 'tag') !== TAG) refuse('tag', 'The signature was made for another use.');
  const keyid = textOf(parameters, 'keyid');
  return {
    createdSeconds: secondsOf(parameters, 'created'),
    expiresSeconds: secondsOf(parameters, 'expires'),
    nonce: nonceOf(parameters),
    keyid,
    ...parseKeyid(keyid),
    list,
  };
}

/** A new value of Signature-Input, and the list in it that the signature covers. Spec §10. */
export function signatureInputOf(
  input: Pick<SignatureInput, 'createdSeconds' | 'expiresSeconds' | 'nonce' | 'keyid'>,
): { readonly field: string; readonly list: InnerList } {
  const parameters: Parameters = new Map<string, string | number>([
    ['created', input.createdSeconds],
    ['expires', input.expiresSeconds],
    ['nonce', input.nonce],
    ['keyid', input.keyid],
    ['alg', ALGORITHM],
    ['tag', TAG],
  ]);
  const list: InnerList = [COVERED_COMPONENTS.map((name) => [name, new Map()]), parameters];
  return { field: serializeDictionary(new Map([[LABEL, list]])), list };
}

function oneMember(field: string): InnerList {
  const dictionary = dictionaryOf(field);
  if (dictionary === null) {
    refuse('input-malformed', 'Signature-Input is not a dictionary in the form that RFC 9651 §4.1 writes.');
  }
  const member = dictionary.get(LABEL);
  if (dictionary.size !== 1 || member === undefined) {
    refuse('label', 'Signature-Input has not exactly one member, named folkmoot.');
  }
  if (!isInnerList(member)) refuse('input-malformed', 'The member folkmoot is not an inner list.');
  return member;
}

/** The parser keeps the last of equal keys and takes loose spellings: only what writes back the same has one reading. */
function dictionaryOf(field: string): Dictionary | null {
  try {
    const dictionary = parseDictionary(field);
    return serializeDictionary(dictionary) === field ? dictionary : null;
  } catch {
    return null;
  }
}

function checkComponents([components]: InnerList): void {
  const names = new Set(components.map(([name, parameters]) => (parameters.size === 0 ? name : null)));
  const exact =
    components.length === COVERED_COMPONENTS.length && COVERED_COMPONENTS.every((name) => names.has(name));
  if (!exact) refuse('components', 'The covered components are not exactly those required.');
}

function textOf(parameters: Parameters, name: StringParameter): string {
  const value = parameters.get(name);
  if (typeof value !== 'string') refuse('parameters', `The parameter ${name} is not a string.`);
  return value;
}

function secondsOf(parameters: Parameters, name: 'created' | 'expires'): number {
  const value = parameters.get(name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    refuse('parameters', `The parameter ${name} is not a whole number of seconds.`);
  }
  return value;
}

function nonceOf(parameters: Parameters): string {
  const nonce = textOf(parameters, 'nonce');
  if (fromBase64url(nonce)?.length !== NONCE_BYTES) {
    refuse('nonce-malformed', 'The nonce is not 16 bytes in base64url.');
  }
  return nonce;
}

function parseKeyid(keyid: string): Pick<SignatureInput, 'author' | 'key' | 'publicKey'> {
  const [authorText, keyText, ...rest] = keyid.split('#');
  const author = authorSchema.safeParse(authorText);
  const key = multikeySchema.safeParse(keyText);
  const publicKey = key.success ? publicKeyOf(key.data) : null;
  if (!author.success || !key.success || publicKey === null || rest.length > 0) {
    refuse('keyid-malformed', 'The keyid is not an author and an Ed25519 Multikey.');
  }
  return { author: author.data, key: key.data, publicKey };
}
