import { ProtocolError } from '../../../protocol/problem.ts';
import { type Client, clientOver, type MemberKey } from '../../client/client.ts';
import { element, note, sentenceOf } from './dom.ts';
import { fetchTransport } from './fetch-transport.ts';

/** The client of a page; this page itself comes as a page, for the member who asks. */
export function pageClient(member: MemberKey): Client {
  return clientOver(fetchTransport(location.origin, new Set([here()])), location.origin, member);
}

/** Shows this page as the member may see it, in place of what everybody sees. */
export async function showAsMember(client: Client): Promise<void> {
  const text = new TextDecoder().decode(await client.getBytes(here()));
  const shown = new DOMParser().parseFromString(text, 'text/html').getElementById('content');
  const content = document.getElementById('content');
  if (shown !== null) content?.replaceChildren(...shown.childNodes);
}

/** Why the page is shown as everybody sees it. */
export function sayWhyNot(error: unknown): void {
  const isUnknown = error instanceof ProtocolError && error.type === 'unauthenticated';
  const said = isUnknown
    ? [
        'The key of this browser does not count here (any more). ',
        element('a', { href: '/me' }, 'What this browser is for'),
      ]
    : [`You see what everybody sees: ${sentenceOf(error)}`];
  document.getElementById('content')?.prepend(note('bad', element('p', {}, ...said)));
}

function here(): string {
  return `${location.pathname}${location.search}`;
}
