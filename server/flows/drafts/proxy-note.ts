import type { ProxyGiven } from '../../../protocol/documents/proxy.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { PROXIES_MOST } from '../../../protocol/governance/votes/judge-proxy.ts';
import { askNow } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Whoever holds proxies already may not be able to use another one. Spec §17. */
export async function proxyNote(
  record: StoredRecord,
  { to, circle }: ProxyGiven,
  now: number,
): Promise<string | null> {
  const held = await askNow(record, [to], (view) => stateOf(view, to, 'participant')?.proxies ?? []);
  const running = held.filter((proxy) => proxy.circle === circle && now < proxy.endsAt);
  return running.length < PROXIES_MOST
    ? null
    : `They hold ${running.length} proxies for this circle already: unless a vote allows more than ${PROXIES_MOST}, they cannot use yours while those run.`;
}
