import { type EnvelopeRow, type EnvelopeText, HEADER, json, payloadOf, sealed } from './envelope-seal.ts';

/** every second spelling of base64url. */
export function base64urlRows(): EnvelopeRow[] {
  const { payload, protected: header, signature } = withBothLetters();
  const at = (
    name: 'payload' | 'protected' | 'signature',
    id: string,
    what: string,
    text: string,
  ): EnvelopeRow => [
    ...([`${name}-${id}`, 'R-2.3', `${name}: ${what}`] as const),
    json({ payload, protected: header, signature, [name]: text }),
  ];
  return [
    at('signature', 'padding', 'padding', `${signature}==`),
    at('signature', 'trailing-bits', 'unused bits that are not zero', withUnusedBit(signature)),
    at('signature', 'line-feed', 'a line feed', `${signature}\n`),
    at('signature', 'alphabet', 'letters of plain base64', plainBase64(signature)),
    at('payload', 'padding', 'padding', `${payload}=`),
    at('payload', 'space', 'a space', ` ${payload}`),
    at('payload', 'alphabet', 'letters of plain base64', plainBase64(payload)),
    at('payload', 'empty', 'nothing', ''),
    at('protected', 'padding', 'padding', `${header}=`),
    at('protected', 'tab', 'a tab', `${header}\t`),
    at('protected', 'full-stop', 'a full stop', `${header}.`),
  ];
}

/** An envelope whose payload and signature have letters in which the two alphabets differ. */
function withBothLetters(): EnvelopeText {
  for (let n = 0; ; n++) {
    const envelope = sealed(HEADER, payloadOf({ n, x: '???>>>ÿÿÿ' }));
    if (/[-_]/.test(envelope.payload) && /[-_]/.test(envelope.signature)) return envelope;
  }
}

function plainBase64(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}

/** 64 bytes end in a letter with four unused bits: A, Q, g or w. The next letter sets the last of them. */
function withUnusedBit(text: string): string {
  return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
}
