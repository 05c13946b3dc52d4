import { type DidVersion, readDidVersion } from '../../../protocol/identity/did-version.ts';
import type { Context } from '../../context.ts';
import { didVersionsOf } from './did-versions.ts';

/** All versions of our own DID that the log carries, in order. */
export async function ownVersions(
  context: Pick<Context, 'store' | 'commons' | 'verify'>,
): Promise<readonly DidVersion[]> {
  return [...(await didVersionsOf(context, await context.commons(), context.store)).values()];
}

/** Our own DID as it is now: the logged one, or before all founders confirmed, the planned one. */
export async function ownDid(
  context: Pick<Context, 'store' | 'commons' | 'verify'>,
): Promise<DidVersion | null> {
  const logged = (await ownVersions(context)).at(-1);
  if (logged !== undefined) return logged;
  const plan = await context.store.records.get('founding', 'plan');
  return typeof plan?.line === 'string' ? readDidVersion(plan.line, []).version : null;
}
