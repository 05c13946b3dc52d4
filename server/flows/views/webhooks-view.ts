import type { Filter } from '../../../federation/subscription/filter.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { CursorState } from '../../store/cursors.ts';
import { deliveriesOf, listWebhooks, type Webhook } from '../webhooks/webhook-record.ts';

/** A webhook as its owner sees it; its secret is shown to nobody again. Spec §19. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly filter: Filter;
  readonly reads: Webhook['reads'];
  readonly addedAt: string;
  /** Index of the last entry that was sent or left out. */
  readonly after: number;
  readonly state: CursorState;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: string;
  /** Until when messages bear the signature of the secret before, too. */
  readonly bothSecretsUntil: string | null;
}

export async function webhooksView(
  context: Context,
  member: Subject,
): Promise<{ readonly webhooks: readonly WebhookView[]; readonly entries: number }> {
  const { store } = context;
  const now = await context.now();
  const own = (await listWebhooks(store)).filter(({ owner }) => owner === member);
  const webhooks = await Promise.all(
    own.map(async ({ id, url, filter, reads, addedAt, before }) => {
      const cursor = await store.cursors.get('webhook', id);
      return {
        ...{ id, url, filter, reads, addedAt: formatMillis(addedAt) },
        after: cursor?.after ?? -1,
        state: cursor?.state ?? 'ended',
        failures: cursor?.attempts ?? 0,
        lastError: cursor?.lastError ?? null,
        nextAttemptAt: formatMillis(cursor?.dueAt ?? addedAt),
        bothSecretsUntil: before === null || before.until <= now ? null : formatMillis(before.until),
      };
    }),
  );
  return { webhooks, entries: (await store.head(await context.commons()))?.size ?? 0 };
}

/** The messages that were sent last, and what was answered, newest first. */
export async function deliveriesView(context: Context, id: string) {
  const lines = await deliveriesOf(context.store, id);
  return { deliveries: lines.map(({ at, ...line }) => ({ at: formatMillis(at), ...line })) };
}
