import * as z from 'zod';

/** `GET /calendar` */
export const calendarSchema = z.looseObject({
  entries: z.array(
    z.looseObject({
      at: z.string(),
      until: z.string().nullable().default(null),
      title: z.string(),
      place: z.string().nullable(),
      isCalledOff: z.boolean(),
    }),
  ),
});

/** `POST /calendar-links` */
export const calendarLinkSchema = z.looseObject({ url: z.string() });

/** `POST /webhooks`; of `POST /webhooks/…/secret` the id and the secret. */
export const newWebhookSchema = z.looseObject({
  id: z.string(),
  url: z.string(),
  after: z.int(),
  secret: z.string(),
});

/** `GET /webhooks` */
export const webhooksSchema = z.looseObject({
  entries: z.int(),
  webhooks: z.array(
    z.looseObject({
      id: z.string(),
      url: z.string(),
      state: z.string(),
      after: z.int(),
      failures: z.int(),
      lastError: z.string().nullable(),
      nextAttemptAt: z.string(),
    }),
  ),
});

/** `GET /webhooks/…/deliveries` */
export const deliveriesSchema = z.looseObject({
  deliveries: z.array(
    z.looseObject({
      at: z.string(),
      index: z.int(),
      status: z.int().nullable(),
      problem: z.string().nullable(),
    }),
  ),
});
