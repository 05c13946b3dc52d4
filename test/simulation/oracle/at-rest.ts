import { hasEnded, type NegotiationState } from '../../../protocol/agreement/state.ts';
import { isTerminated, undeliveredBy } from '../../../protocol/agreement/termination.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { logOrigin } from '../../../protocol/ids.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../../server/context.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { listPeers } from '../../../server/flows/peers/peer-record.ts';
import { documentIn } from '../../../server/flows/record/document-in.ts';
import { readKnown } from '../../../server/flows/record/read-document.ts';
import { auditLog } from '../../support/audit-log.ts';
import type { Chance } from '../engine/chance.ts';
import type { Site } from '../world/site.ts';

/** Bundles that are verified at the end of a run, of each commons. */
const BUNDLES = 1;
const LOOK_MAX = 500;

export interface RestParts {
  readonly sites: readonly Site[];
  readonly isHonest: (commons: Scid) => boolean;
  readonly complain: (fault: string) => void;
}

/**
 * Invariant 8: what was held up has come through, once nothing stands in the way any more. Every cursor is at the end of
 * what it follows, nothing waits, nothing is owed, and every negotiation has ended.
 */
export async function checkDrained({ sites, isHonest, complain }: RestParts): Promise<void> {
  for (const site of sites) {
    const { store, name } = site;
    const home = site.founding.commons;
    const { records } = store;
    const sizeOf = async (where: Site, log: Scid) => (await where.store.head(log))?.size ?? 0;
    const size = await sizeOf(site, home);
    const [newest] = await store.checkpoints(home, 'newest');
    if (newest?.size !== size) complain(`8: ${name} has not signed its last entries`);
    const cursor = await records.get('cursor', 'reaction');
    if (cursor?.after !== size - 1) complain(`8: ${name} has not reacted to its last entries`);
    const owed = (await records.list('owed')).map(({ value }) => value);
    for (const act of owed) complain(`8: ${name} owes an act: ${JSON.stringify(act)}`);
    for (const peer of await listPeers(store)) {
      const other = sites.find(({ founding }) => founding.commons === peer.commons);
      if (other === undefined || !isHonest(peer.commons)) continue;
      const theirs = await sizeOf(other, peer.commons);
      const between = `${name} and ${other.name}`;
      if ((await sizeOf(site, peer.commons)) !== theirs) complain(`8: ${between}: the mirror is behind`);
      if (peer.received !== theirs - 1) complain(`8: ${between}: not all was received`);
      const knowsUs = (await other.store.records.get('peer', home)) !== null;
      if (knowsUs && (await site.store.cursors.get('peer', peer.commons))?.after !== size - 1)
        complain(`8: ${between}: not all was pushed`);
      if (knowsUs && peer.cosigned !== size) complain(`8: ${between}: not all is cosigned`);
      const waiting = (await records.list('waiting')).filter(({ key }) => key.startsWith(peer.commons));
      for (const { key } of waiting)
        if (
          (await concernsHonest(site, key, isHonest)) &&
          !(await restsOnUnshown(site, peer.commons, isHonest))
        )
          complain(`8: ${between}: ${key} waits`);
    }
    await checkAddressed(site, { sites, isHonest, complain });
    await checkEnded(site, isHonest, complain);
    await checkDescription(site, complain);
  }
}

/** Invariant 2: what counts at home and is addressed to others is in their logs. */
async function checkAddressed(
  { store, name, founding }: Site,
  { sites, isHonest, complain }: RestParts,
): Promise<void> {
  for (const entry of await store.entries(founding.commons, { after: -1, limit: LOOK_MAX })) {
    const document = readKnown(entry)?.document;
    if (document?.commons !== founding.commons || entry.verdict?.status !== 'counted') continue;
    const terms =
      'terms' in document && typeof document.terms === 'string'
        ? await documentIn(store, founding.commons, document.terms)
        : document;
    if (terms?.type !== 'terms' || (document.type === 'lapse' && !isWord(document, terms.fields))) continue;
    if (!isAmongHonest(terms.fields, isHonest)) continue;
    for (const other of sites) {
      const { commons } = other.founding;
      if (!terms.fields.parties.includes(commons) && terms.fields.registrar !== commons) continue;
      if ((await other.store.indexOf(commons, entry.id)) === null)
        complain(`2: ${other.name} never took the ${document.type} ${entry.id} of ${name}`);
    }
  }
}

/** Whether it is the registrar's word on a negotiation, not a party's on its own account. */
function isWord(
  { author, cause }: FolkmootDocument & { type: 'lapse' },
  { registrar }: TermsFields,
): boolean {
  return author === registrar && cause !== 'released' && cause !== 'terminated';
}

/** Every open matter has a deadline and an outcome; only a dishonest registrar's silence is none. */
async function checkEnded(
  site: Site,
  isHonest: RestParts['isHonest'],
  complain: RestParts['complain'],
): Promise<void> {
  const { store, name, founding } = site;
  const threads = await store.threads(founding.commons, { kind: 'negotiation', limit: LOOK_MAX });
  for (const { name: negotiation, state } of threads) {
    if (state?.kind !== 'negotiation') continue;
    await checkTookHome(site, negotiation, state, complain);
    if (hasEnded(state)) continue;
    const [first] = state.terms;
    const terms = first === undefined ? null : await documentIn(store, founding.commons, first.id);
    if (terms?.type !== 'terms' || !isAmongHonest(terms.fields, isHonest)) continue;
    complain(`8: ${name} never heard how ${negotiation} ended`);
  }
}

/** What has ended is off everybody's account, as far as it was not delivered. */
async function checkTookHome(
  { store, name, founding, clock }: Site,
  negotiation: string,
  state: NegotiationState,
  complain: RestParts['complain'],
): Promise<void> {
  const { commons } = founding;
  const sealed = state.seals[0]?.terms;
  const terms = sealed === undefined ? null : await documentIn(store, commons, sealed);
  if (sealed === undefined || terms?.type !== 'terms') return;
  if (!isTerminated(state, sealed, terms.fields, clock())) return;
  const rest = undeliveredBy(state, sealed, terms.fields, commons);
  if (rest.length > 0 && !state.releases.some(({ terminated }) => terminated))
    complain(`8: ${name} still holds for ${negotiation}, which has ended`);
}

/** A turn that somebody took and did not use is given back. */
async function checkDescription(
  { store, name, founding }: Site,
  complain: RestParts['complain'],
): Promise<void> {
  const [thread] = await store.threads(founding.commons, { names: ['description'] });
  const latest =
    thread?.state?.kind === 'plain' ? await documentIn(store, founding.commons, thread.state.latest) : null;
  const peers = (await listPeers(store)).map(({ commons }) => logOrigin(commons));
  const described = latest?.type === 'description' ? (latest.witnesses?.of ?? []) : [];
  if (peers.join() !== described.join()) complain(`8: ${name} does not describe itself as it is`);
}

/**
 * Invariants 3 and 9: every log is what its entries make by the rules of the offline verifier, and what a stranger finds
 * out from a bundle is what the server said.
 */
export async function checkLog(
  site: Site,
  context: Context,
  chance: Chance,
  complain: (fault: string) => void,
): Promise<void> {
  const { entries, faults } = await auditLog(context);
  for (const fault of faults) complain(`3: ${site.name}: ${fault}`);
  const telling = entries.filter(({ verdict }) => verdict !== null).slice(-12);
  for (let count = 0; count < BUNDLES; count++) {
    const entry = chance.pickAny(telling);
    if (entry === null) return;
    const bundle = await exportBundle(context, entry.id, publicOnly);
    const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
    if (report.verdict?.status !== entry.verdict?.status)
      complain(
        `9: ${site.name}: ${entry.id} is ${entry.verdict?.status} ${entry.verdict?.code}, offline ${report.verdict?.status}`,
      );
    for (const fault of report.faults) complain(`9: ${site.name}: ${JSON.stringify(fault)}`);
  }
}

/** Whatever somebody dishonest has a part in may be withheld by them. */
function isAmongHonest({ parties, registrar }: TermsFields, isHonest: RestParts['isHonest']): boolean {
  return [...parties, registrar].every(isHonest);
}

/** Whoever is dishonest may have withheld what the waiting ones rest on; so all terms that came from the peer tell. */
async function concernsHonest(
  { store }: Site,
  key: string,
  isHonest: RestParts['isHonest'],
): Promise<boolean> {
  const [peer = '', negotiation = ''] = key.split(' ');
  const log = peer as Scid; // the key of what waits: a peer and a negotiation
  const indices = await store.threadIndices(log, negotiation, LOOK_MAX);
  for (const entry of await store.entries(log, { at: indices })) {
    const document = readKnown(entry)?.document;
    if (document?.type === 'terms' && !isAmongHonest(document.fields, isHonest)) return false;
  }
  return true;
}

/**
 * Whether a log holds what a dishonest commons showed its owner, and shows nobody else: what draws on the same stock then
 * cannot be judged by others, and waits for a proof that never comes.
 */
async function restsOnUnshown({ store }: Site, log: Scid, isHonest: RestParts['isHonest']): Promise<boolean> {
  for (const entry of await store.entries(log, { after: -1, limit: LOOK_MAX })) {
    const document = readKnown(entry)?.document;
    if (document === undefined || document.commons === log || isHonest(document.commons)) continue;
    if ((await store.indexOf(document.commons, entry.id)) === null) return true;
  }
  return false;
}
