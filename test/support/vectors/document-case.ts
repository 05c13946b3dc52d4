/** Vectors of §2: the form of documents and their envelopes. */
export interface VectorFile<Expected> {
  readonly description: string;
  readonly cases: readonly VectorCase<Expected>[];
}

export interface VectorCase<Expected> {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly input: VectorInput;
  readonly expected: Expected;
}

/** UTF-8 text; or bytes in padded base64; or texts, each repeated so many times and joined. */
export type VectorInput =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly repeat: readonly (readonly [text: string, times: number])[] };

export function inputBytes(input: VectorInput): Uint8Array {
  if ('base64' in input) return Uint8Array.from(Buffer.from(input.base64, 'base64'));
  return new TextEncoder().encode(inputText(input));
}

export function inputText(input: VectorInput): string {
  if ('base64' in input) throw new TypeError('this input is bytes');
  return 'text' in input ? input.text : input.repeat.map(([text, times]) => text.repeat(times)).join('');
}

/** What must be refused, and why. */
export interface Refused {
  readonly problem: string;
}
