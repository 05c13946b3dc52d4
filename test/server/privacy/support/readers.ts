import { randomBytes } from 'node:crypto';
import type { Author } from '../../../../protocol/ids.ts';
import { signRequest } from '../../../../server/request-signature/sign-request.ts';
import { signedRequest } from '../../../support/network/signed.ts';
import type { TestKey } from '../../../support/people.ts';
import { BROWSER_ACCEPT } from '../../web/support/memory-commons.ts';
import { CIRCLE_TIME, type HiddenCommons, MARKS } from './hidden-commons.ts';
import type { Streams } from './streams.ts';

/** Somebody who asks, and what must not come to them. */
export interface Reader {
  readonly name: 'a stranger' | 'a peer' | 'a member outside' | 'a member inside';
  readonly mayRead: (audience: unknown) => boolean;
  readonly forbidden: readonly string[];
  readonly get: (path: string, accept?: string) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export { BROWSER_ACCEPT };

/** Everybody whom tells apart. */
export async function readersOf(commons: HiddenCommons, streams: Streams): Promise<readonly Reader[]> {
  const { home, peer, inside, outside, circle } = commons;
  const { request } = (await peer.instance.context.keyring()) as { request: TestKey };
  const get = (who: { readonly author: Author; readonly key: TestKey } | null): Reader['get'] =>
    async function ask(path, accept = 'application/json') {
      if (path.startsWith('/log/live')) {
        return streams.read(path, who === null ? {} : await signedHeaders(commons, who, path));
      }
      const answer =
        who === null
          ? await home.request(path, { headers: { accept } })
          : await askSigned(commons, who, path, accept);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    };
  // A day shows on a page without its seconds.
  const ofCircle = [MARKS.circle, CIRCLE_TIME, '17 August 2026', '2026-08-17'];
  const own = (audience: unknown) => audience === 'public';
  return [
    {
      name: 'a stranger',
      mayRead: own,
      forbidden: [...ofCircle, MARKS.members, MARKS.peer],
      get: get(null),
    },
    {
      name: 'a peer',
      mayRead: (audience) => own(audience) || Array.isArray(audience),
      forbidden: [...ofCircle, MARKS.members],
      get: get({ author: peer.commons, key: request }),
    },
    {
      name: 'a member outside',
      mayRead: (audience) => audience !== `circle:${circle.subject}`,
      forbidden: ofCircle,
      get: get({ author: outside.author, key: outside }),
    },
    {
      name: 'a member inside',
      mayRead: () => true,
      forbidden: [],
      get: get({ author: inside.author, key: inside }),
    },
  ];
}

function signedHeaders(
  { network, home }: HiddenCommons,
  { author, key }: { readonly author: Author; readonly key: TestKey },
  path: string,
): Promise<Record<string, string>> {
  const url = new URL(path, home.origin);
  const wish = { method: 'GET', url, body: new Uint8Array(0), destination: home.commons } as const;
  const nonce = Uint8Array.from(randomBytes(16));
  return signRequest(wish, { author, ...key }, Math.floor(network.now() / 1000), nonce);
}

async function askSigned(
  { network, home }: HiddenCommons,
  { author, key }: { readonly author: Author; readonly key: TestKey },
  path: string,
  accept: string,
): Promise<Response> {
  const send = await signedRequest(network, home, { author, key, path, method: 'GET', accept });
  return send();
}

/** A text with whatever is encoded in it, so that nothing hides in base64url. */
export function opened(text: string): string {
  const encoded = text.match(/[A-Za-z0-9_-]{24,}/g) ?? [];
  return [text, ...encoded.map((part) => Buffer.from(part, 'base64url').toString('utf8'))].join('\n');
}
