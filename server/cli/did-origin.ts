import { readDidVersion } from '../../protocol/identity/did-version.ts';
import type { Scid } from '../../protocol/ids.ts';
import type { Context } from '../context.ts';
import { didVersionsOf } from '../flows/record/did-versions.ts';

/** The origin that the DID of our commons names: the logged one, or before all founders confirmed, the planned one. */
export async function originInDid(context: Context, commons: Scid): Promise<string | null> {
  const logged = [...(await didVersionsOf(context, commons, context.store)).values()].at(-1);
  if (logged !== undefined) return logged.baseUrl;
  const plan = await context.store.records.get('founding', 'plan');
  return typeof plan?.line === 'string' ? readDidVersion(plan.line, []).version.baseUrl : null;
}
