import * as z from 'zod';
import { hashTextSchema, multikeySchema } from '../ids.ts';
import { didInvalid } from './did-fault.ts';

/** A service as any DID document may list it; only ours are read further. */
export const serviceSchema = z.looseObject({
  id: z.string(),
  type: z.union([z.string(), z.array(z.string())]),
});
type Service = z.infer<typeof serviceSchema>;

/** The services that each commons has: fragment of the id, type, and what `serviceEndpoint` holds. Spec §1. */
const SERVICES = {
  instance: { fragment: '#folkmoot', type: 'FolkmootInstance' },
  log: { fragment: '#log', type: 'FolkmootLog' },
  witness: { fragment: '#witness', type: 'FolkmootWitness' },
} as const;
type ServiceKind = keyof typeof SERVICES;

export const instanceEndpointSchema = z.string();
/** With the head from version 2 on, without it at genesis; never one half of it. */
export const logEndpointSchema = z.union([
  z.strictObject({ origin: z.string(), key: multikeySchema }),
  z.strictObject({ origin: z.string(), key: multikeySchema, size: z.int().min(0), root: hashTextSchema }),
]);
export const witnessEndpointSchema = z.strictObject({ name: z.string(), key: multikeySchema });

const wholeSchema = z.strictObject({ id: z.string(), type: z.string(), serviceEndpoint: z.unknown() });

/** One of our services, as the DID document of `did` lists it. Spec §1. */
export function serviceOf<Endpoint>(did: string, kind: ServiceKind, serviceEndpoint: Endpoint) {
  return { id: `${did}${SERVICES[kind].fragment}`, type: SERVICES[kind].type, serviceEndpoint };
}

/**
 * What the one service of this kind says. Spec §1.
 *
 * Whatever has its fragment or its type claims to be it, so a second spelling of either is refused.
 *
 * @throws {ProtocolError} `did-invalid` with the fault `document`.
 */
export function endpointOf<Endpoint extends z.ZodType>(
  services: readonly Service[],
  did: string,
  kind: ServiceKind,
  endpoint: Endpoint,
): z.infer<Endpoint> {
  const { fragment, type } = SERVICES[kind];
  const claims = services.filter(
    (service) => service.id.endsWith(fragment) || typesOf(service).includes(type),
  );
  const service = wholeSchema.safeParse(claims[0]);
  const parsed = endpoint.safeParse(service.data?.serviceEndpoint);
  const isNamedSo = service.data?.id === `${did}${fragment}` && service.data.type === type;
  if (claims.length !== 1 || !isNamedSo || !parsed.success) {
    throw didInvalid('document', `there must be one service ${fragment} of type ${type} in its exact form`);
  }
  return parsed.data;
}

function typesOf(service: Service): readonly string[] {
  return typeof service.type === 'string' ? [service.type] : service.type;
}
