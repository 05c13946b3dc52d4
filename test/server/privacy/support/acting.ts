import { utf8 } from '../../../../protocol/bytes.ts';
import type { JsonObject } from '../../../../protocol/canonical.ts';
import { composeDocument } from '../../../../protocol/documents/compose.ts';
import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { signEnvelope } from '../../../../protocol/envelope/sign.ts';
import { type DocumentId, hashTextOf, type Subject } from '../../../../protocol/ids.ts';
import { formatMillis } from '../../../../protocol/time.ts';
import { invite } from '../../../../server/flows/acts/invitations.ts';
import { submit } from '../../../../server/flows/acts/submit.ts';
import { draft } from '../../../../server/flows/drafts/draft.ts';
import { openLink } from '../../../../server/flows/links/opened-link.ts';
import { sayByLink } from '../../../../server/flows/links/say-by-link.ts';
import { parseLinkWish } from '../../../../server/flows/links/wish.ts';
import type { Node } from '../../../support/network/network.ts';
import { person } from '../../../support/people.ts';

export type Person = ReturnType<typeof person>;
export type Ref = { readonly subject: Subject; readonly id: DocumentId };

/** Whoever acts in one instance, with all that follows at once. */
export type Acting = ReturnType<typeof actingIn>;

/** Acts as people do, or as nobody's tool would. */
export function actingIn(home: Node) {
  const { context, committer } = home.instance;

  async function log(who: Person, payload: Uint8Array, attachments: ReadonlyMap<never, Uint8Array>) {
    const envelope = await signEnvelope({ payload, ...who });
    const { placed } = await submit(context, committer, envelope, attachments);
    if (placed.kind === 'refused') throw placed.problem;
    await home.react();
    const { subject } = JSON.parse(Buffer.from(payload).toString()) as { subject: Subject };
    return { subject, id: placed.entry.id, verdict: placed.entry.verdict };
  }

  async function act(who: Person, type: DocumentTypeName, fields: object) {
    const { payload, attachments } = await draft(context, who, type, fields);
    return log(who, payload, attachments as ReadonlyMap<never, Uint8Array>);
  }

  /** As it is, without anything filled in. */
  async function direct(who: Person, fields: JsonObject, attachments: ReadonlyMap<string, Uint8Array>) {
    const { payload } = composeDocument({
      commons: home.commons,
      author: who.author,
      subject: context.random.subject(),
      issuedAt: formatMillis(await context.now()),
      salt: context.random.salt(),
      ...fields,
    } as never);
    return log(who, payload, attachments as ReadonlyMap<never, Uint8Array>);
  }

  async function adopt(type: DocumentTypeName, fields: object, more: object = {}): Promise<Ref> {
    const { subject, id } = await act(home.founder, type, fields);
    const role = type === 'mandate' ? { role: (fields as { role: Ref }).role.subject } : {};
    const decided = await act(home.founder, 'decision', {
      operations: [{ op: 'adopt', adopts: { type, subject, id, ...role } }],
      reason: { say: 'We need it.' },
      ...more,
    });
    if (decided.verdict?.status !== 'counted') throw new TypeError(`${type}: ${decided.verdict?.code}`);
    return { subject, id };
  }

  async function documents() {
    const entries = await context.store.entries(home.commons, { after: -1, limit: 10_000 });
    return entries.map(({ id, document, verdict }) => {
      const content = JSON.parse(Buffer.from(document?.payload ?? '{}').toString()) as JsonObject;
      return { id, verdict, content: content as JsonObject & { type: string; subject: Subject } };
    });
  }

  async function first(type: DocumentTypeName, title = '') {
    const found = (await documents()).find(
      ({ content }) => content.type === type && JSON.stringify(content.title ?? '').includes(title),
    );
    if (found === undefined) throw new TypeError(`there is no ${type}`);
    return found;
  }

  async function join(name: string): Promise<Person> {
    const who = person(`${name} who joins`);
    const { code } = await invite(context, home.founder.author);
    const fields = {
      ...{ type: 'participant', audience: 'public', subject: who.author, kind: 'human', pseudonym: name },
      ...{
        keys: [{ key: who.key, custody: 'device' }],
        status: 'active',
        invitation: hashTextOf(utf8(code)),
      },
    };
    await direct(who, fields, new Map());
    return who;
  }

  /** A guest asks by a link. */
  async function ask(id: DocumentId, secret: string, text: string): Promise<void> {
    const wish = parseLinkWish(new URLSearchParams({ say: 'question', text }));
    await sayByLink(context, committer, await openLink(context, id, secret), wish);
    await home.react();
  }

  /** A document's own fields, for a next version. */
  function bodyOf({ refs: _, id: __, salt: ___, issuedAt: ____, supersedes: _____, ...fields }: JsonObject) {
    return fields;
  }

  /** As `bodyOf`, for another thing of the kind. */
  function likeIn(content: JsonObject) {
    const { subject: _, author: __, ...fields } = bodyOf(content);
    return fields;
  }

  return { act, direct, adopt, documents, first, join, ask, bodyOf, likeIn };
}
