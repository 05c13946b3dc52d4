import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';

/**
 * What an instance would send to itself it would refuse, and log nothing of it. Spec §19.
 *
 * @throws {ProtocolError} `address-refused`
 */
export function assertElsewhere({ settings }: Pick<Context, 'settings'>, url: URL): void {
  if (url.host !== new URL(settings.origin).host) return;
  throw new ProtocolError(
    'address-refused',
    'A webhook leads to a program of yours, and not to this server itself.',
    { reason: 'own', expected: { host: 'another than that of this server' } },
  );
}
