import * as z from 'zod';
import { type HashText, logOrigin, type Multikey, multikeySchema, type Scid } from '../ids.ts';
import { formatVerifierKey, type NoteKeyType, verifierKey } from '../log/vkey.ts';
import { ProtocolError } from '../problem.ts';
import { didInvalid, didMisformed } from './did-fault.ts';
import { didOf, isBaseUrlOf, parseDid } from './did-name.ts';
import {
  endpointOf,
  instanceEndpointSchema,
  logEndpointSchema,
  serviceOf,
  serviceSchema,
  witnessEndpointSchema,
} from './did-services.ts';
import { publicKeyOf } from './multikey.ts';

/** Keys of one purpose at a time: the old and the new one of a change, and a few machines beside each other. */
export const PURPOSE_KEYS_MAX = 8;
/** Services and former names: room for other uses of the DID, and a bound on the work of reading it. */
const LIST_MAX = 64;

const CONTEXT = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'];

/** The last head of the log that an update key vouches for. Spec §1. */
export interface LogHead {
  readonly size: number;
  readonly root: HashText;
}

/** Whose checkpoints count, and from version 2 on up to which head the update key vouches for them. Spec §1. */
interface LogStatement {
  readonly origin: string;
  readonly key: Multikey;
  /** The same key as checkpoints are verified with: its id hangs on the SCID, so no genesis could state it. */
  readonly vkey: string;
  /** Absent at genesis alone: then there is no log yet. */
  readonly head?: LogHead;
}

/** The key that cosigns the checkpoints of others. Spec §1. */
interface WitnessStatement {
  readonly name: string;
  readonly key: Multikey;
  readonly vkey: string;
}

/** Keys and statements of one version of a commons' DID, beside its update keys. Spec §1 [R-1.28]. */
export interface CommonsKeys {
  /** Sign documents for the commons; at least one, in the order of the DID document. */
  readonly document: readonly Multikey[];
  /** Sign HTTP requests; at least one, in the order of the DID document. */
  readonly request: readonly Multikey[];
  readonly log: LogStatement;
  readonly witness: WitnessStatement;
}

/** What a commons' DID document says. */
export interface CommonsDocument {
  readonly did: string;
  readonly scid: Scid;
  readonly host: string;
  readonly baseUrl: string;
  readonly alsoKnownAs: readonly string[];
  readonly keys: CommonsKeys;
}

/** What a DID document is made from; its ids and names follow from the SCID and the host. */
export interface DocumentFields {
  readonly scid: Scid;
  readonly host: string;
  readonly baseUrl: string;
  readonly alsoKnownAs: readonly string[];
  readonly document: readonly Multikey[];
  readonly request: readonly Multikey[];
  readonly checkpoint: Multikey;
  readonly witness: Multikey;
  /** Absent at genesis alone. */
  readonly head?: LogHead;
}

const methodSchema = z.strictObject({
  id: z.string(),
  type: z.literal('Multikey'),
  controller: z.string(),
  publicKeyMultibase: multikeySchema,
});
const listedSchema = z.array(z.string()).min(1).max(PURPOSE_KEYS_MAX);
/** Relationships that no key of a commons has. */
const noneSchema = z.array(z.never()).exactOptional();

const documentSchema = z.looseObject({
  id: z.string(),
  controller: z.string().exactOptional(),
  alsoKnownAs: z.array(z.string()).max(LIST_MAX).exactOptional(),
  verificationMethod: z.array(methodSchema).max(2 * PURPOSE_KEYS_MAX),
  assertionMethod: listedSchema,
  authentication: listedSchema,
  keyAgreement: noneSchema,
  capabilityInvocation: noneSchema,
  capabilityDelegation: noneSchema,
  service: z.array(serviceSchema).max(LIST_MAX),
});
type DidDocument = z.infer<typeof documentSchema>;

/** The DID document of one version. Spec §1. Its counterpart is `readDidDocument`. */
export function didDocumentOf(fields: DocumentFields) {
  const did = didOf(fields.scid, fields.host);
  const name = logOrigin(fields.scid);
  const idOf = (key: Multikey) => `${did}#${key}`;
  return {
    '@context': CONTEXT,
    id: did,
    controller: did,
    ...(fields.alsoKnownAs.length > 0 && { alsoKnownAs: [...fields.alsoKnownAs] }),
    verificationMethod: [...fields.document, ...fields.request].map((key) => ({
      id: idOf(key),
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: key,
    })),
    assertionMethod: fields.document.map(idOf),
    authentication: fields.request.map(idOf),
    service: [
      serviceOf(did, 'instance', fields.baseUrl),
      serviceOf(did, 'log', { origin: name, key: fields.checkpoint, ...fields.head }),
      serviceOf(did, 'witness', { name, key: fields.witness }),
    ],
  };
}

/**
 * Reads the DID document (`state`) of one version. Spec §1.
 *
 * Whether its keys are sound, and serve one purpose only, is for the reader of the history to check.
 *
 * @throws {ProtocolError} `did-invalid` with the fault `document`.
 */
export function readDidDocument(state: unknown): CommonsDocument {
  const parsed = documentSchema.safeParse(state);
  if (!parsed.success) {
    throw didMisformed('document', 'the DID document has not the form', parsed.error);
  }
  const document = parsed.data;
  const name = parseDid(document.id);
  if (name === null) throw didInvalid('document', 'id must be did:webvh, the SCID and a host without a path');
  if (document.controller !== undefined && document.controller !== document.id) {
    throw didInvalid('document', 'a commons controls its own DID: controller must be the DID itself');
  }
  return {
    did: document.id,
    ...name,
    baseUrl: readBaseUrl(document, name.host),
    alsoKnownAs: document.alsoKnownAs ?? [],
    keys: { ...readMethods(document), ...readServices(document, logOrigin(name.scid)) },
  };
}

function readBaseUrl(document: DidDocument, host: string): string {
  const baseUrl = endpointOf(document.service, document.id, 'instance', instanceEndpointSchema);
  if (!isBaseUrlOf(baseUrl, host)) {
    throw didInvalid('document', 'the base URL must be https:// or http:// and then the host of the DID');
  }
  return baseUrl;
}

/** Every verification method stands in exactly one of the two lists, and the lists name nothing else. */
function readMethods(document: DidDocument): Pick<CommonsKeys, 'document' | 'request'> {
  const listed = [...document.assertionMethod, ...document.authentication];
  const isListedOnce = new Set(listed).size === listed.length;
  if (!isListedOnce || listed.length !== document.verificationMethod.length) {
    throw didInvalid(
      'document',
      'each verification method stands once, in assertionMethod or in authentication',
    );
  }
  const keyOf = (id: string) => keyNamed(document, id);
  return { document: document.assertionMethod.map(keyOf), request: document.authentication.map(keyOf) };
}

function keyNamed(document: DidDocument, id: string): Multikey {
  const method = document.verificationMethod.find((candidate) => candidate.id === id);
  if (method === undefined) throw didInvalid('document', 'a verification method is listed and not there');
  if (method.controller !== document.id || id !== `${document.id}#${method.publicKeyMultibase}`) {
    throw didInvalid('document', 'a verification method is named <DID>#<Multikey> and controlled by the DID');
  }
  return method.publicKeyMultibase;
}

function readServices(document: DidDocument, name: string): Pick<CommonsKeys, 'log' | 'witness'> {
  const log = endpointOf(document.service, document.id, 'log', logEndpointSchema);
  const witness = endpointOf(document.service, document.id, 'witness', witnessEndpointSchema);
  if (log.origin !== name || witness.name !== name) {
    throw didInvalid('document', `the log's origin and the witness' name must both be ${name}`);
  }
  return {
    log: {
      origin: name,
      key: log.key,
      vkey: vkeyOf(name, 'note', log.key),
      ...('size' in log && { head: { size: log.size, root: log.root } }),
    },
    witness: { name, key: witness.key, vkey: vkeyOf(name, 'cosignature', witness.key) },
  };
}

function vkeyOf(name: string, type: NoteKeyType, key: Multikey): string {
  const publicKey = publicKeyOf(key);
  if (publicKey === null)
    throw new ProtocolError('key-unsound', 'A Multikey must be one of Ed25519.', { key });
  return formatVerifierKey(verifierKey(name, type, publicKey));
}
