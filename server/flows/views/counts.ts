import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { listPeers } from '../peers/peer-record.ts';
import { currentDocuments } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { askRegister } from './ask-register.ts';
import { registerRecord } from './register-record.ts';
import { shownDomains } from './shown-domains.ts';

/** How much there is of what that everybody may know of: the front page's figures. Spec §16. */
export interface Counts {
  readonly domains: number;
  /** People in at least one such circle. */
  readonly members: number;
  readonly resources: number;
  readonly agreements: number;
  readonly peers: number;
}

/** More than this is shown as this: a figure on a front page. */
const COUNTED_MAX = 1000;

export async function countsOf(context: Context): Promise<Counts> {
  const home = await context.commons();
  const record = await registerRecord(context);
  const domains = await askRegister<readonly RegisteredDomain[]>(record, (register) => register.all(), []);
  const everybodys = { kind: 'stranger', mayRead: publicOnly } as const;
  const negotiations = await context.store.threads(home, { kind: 'negotiation', limit: COUNTED_MAX });
  const resources = await context.store.threads(home, { kind: 'resource', limit: COUNTED_MAX });
  // A resource's thread is named by its subject.
  const inForce = await currentDocuments(
    record,
    resources.map(({ name }) => name as Subject),
  );
  return {
    domains: (await shownDomains(record, domains, everybodys)).length,
    members: await memberCount(context, record),
    resources: inForce.filter((resource) => resource !== null && publicOnly(resource)).length,
    agreements: negotiations.filter(({ state }) => state?.kind === 'negotiation' && state.seals.length > 0)
      .length,
    peers: (await listPeers(context.store)).length,
  };
}

async function memberCount(context: Context, record: StoredRecord): Promise<number> {
  const home = await context.commons();
  const threads = await context.store.threads(home, { kind: 'thing', type: 'circle', limit: COUNTED_MAX });
  const subjects = threads.map(({ name }) => name as Subject); // a circle's thread is named by its subject
  const circles = await currentDocuments(record, subjects);
  return new Set(
    circles.flatMap((circle) => (circle?.type === 'circle' && publicOnly(circle) ? circle.members : [])),
  ).size;
}
