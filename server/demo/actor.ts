import type { JsonObject } from '../../protocol/canonical.ts';
import { multikeyOf } from '../../protocol/identity/multikey.ts';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client, ClientPlaced, MemberKey } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { type ResourceShown, resourcesSchema } from '../client/views.ts';
import { found } from '../flows/founding/found.ts';
import { generateEd25519, signerOf } from '../keys/node-sign.ts';
import { systemRandom } from '../random.ts';
import type { RunningServer } from '../serve.ts';

/** Somebody who founded a commons, with the key that signs for them and a client of its server. */
export interface Actor {
  readonly person: string;
  readonly name: string;
  readonly commons: Scid;
  readonly origin: string;
  readonly member: MemberKey;
  readonly client: Client;
}

/** What a commons is founded with. */
export interface FoundingPlan {
  readonly person: string;
  readonly name: string;
  readonly purpose: string;
}

/** Founds a commons on a server, with a key made here. */
export async function foundCommons({ instance, origin }: RunningServer, plan: FoundingPlan): Promise<Actor> {
  const { publicKey, privateKey } = generateEd25519();
  const member = { author: systemRandom.subject(), key: multikeyOf(publicKey), sign: signerOf(privateKey) };
  const wish = {
    name: plan.name,
    purpose: plan.purpose,
    language: 'en',
    timeZone: 'UTC',
    founders: [{ subject: member.author, pseudonym: plan.person, key: member.key }],
  } as const;
  const { context, committer, sealer } = instance;
  const commons = await found(context, committer, sealer, wish, { sign: member.sign });
  const client = createClient(origin, member, { commons });
  return { person: plan.person, name: plan.name, commons, origin, member, client };
}

/**
 * Drafts, signs and logs a document that counts.
 *
 * @throws {ProtocolError} `conflict` where it would not, or does not.
 */
export async function act({ client }: Actor, type: string, fields: JsonObject): Promise<ClientPlaced> {
  const drafted = await client.draft(type, fields);
  expectThat(drafted.verdict.status === 'counted', `the ${type} would count`, drafted.verdict);
  const [placed] = await client.submit([drafted]);
  if (placed === undefined) throw new TypeError('a submitted document gets an answer');
  expectThat(placed.verdict.status === 'counted', `the ${type} counts`, placed.verdict);
  return placed;
}

/** A resource of the commons: drafted, and adopted by its coordinator. */
export async function addResource(
  actor: Actor,
  what: { readonly kind: string; readonly name: string; readonly unit: string; readonly quantity: number },
): Promise<DocumentId> {
  const subject = systemRandom.subject();
  const steward = await actor.client.get('/register?limit=1');
  const { domains } = steward as { readonly domains: readonly { readonly subject: string }[] }; // our own server's answer
  const drafted = await act(actor, 'resource', {
    subject,
    kind: what.kind,
    name: { en: what.name },
    unit: what.unit,
    capacity: { model: 'stock', quantity: what.quantity },
    steward: domains[0]?.subject ?? subject,
    askers: 'peers',
  });
  const adopted = await act(actor, 'decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', subject, id: drafted.id } }],
    reason: { say: `We have it, and it is ours to give: ${what.name}.` },
  });
  return adopted.id;
}

/** The only resource of a commons. */
export async function resourceOf({ client, name }: Actor): Promise<ResourceShown> {
  const { resources } = await client.read('/resources', resourcesSchema);
  const [resource] = resources;
  if (resource === undefined) throw new ProtocolError('not-found', `${name} has no resource.`);
  return resource;
}

/** The last word of a commons' name: it stands before what is shown of it. */
export function shortName(name: string): string {
  return name.split(' ').at(-1) ?? name;
}

/** What a step promises; where it does not hold, the demo fails and says so. */
export function expectThat(holds: boolean, what: string, instead: unknown): asserts holds {
  if (!holds) {
    throw new ProtocolError('conflict', `It should be that ${what}; instead: ${JSON.stringify(instead)}.`);
  }
}
