import { Hono } from 'hono';
import * as z from 'zod';
import { subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { schemaIssues } from '../../../protocol/schema-issues.ts';
import { invite } from '../../flows/acts/invitations.ts';
import type { Instance } from '../../instance.ts';
import { readJson } from '../read-body.ts';
import { circleMemberOf } from '../sender.ts';

/** People of one imported register; the largest known one names 2,000. */
const PEOPLE_MAX = 5000;
/** People written at a time: the database commits them together, and others get their turn in between. */
const AT_A_TIME = 50;

const peopleSchema = z.strictObject({
  people: z
    .array(
      z.strictObject({
        subject: subjectSchema,
        name: z.string().min(1).max(200),
        email: z.string().max(320).nullable(),
        visible: z.enum(['public', 'members']),
      }),
    )
    .max(PEOPLE_MAX),
});

/** What is not in the log: names of unclaimed seats, and invitations. Members alone write them. */
export function peopleRoutes({ context }: Instance): Hono {
  const routes = new Hono();

  routes.post('/people', async (c) => {
    await circleMemberOf(c, context);
    const parsed = peopleSchema.safeParse(await readJson(c));
    if (!parsed.success) {
      const sentence = 'The list of people does not have the required form.';
      throw new ProtocolError('malformed', sentence, schemaIssues(parsed.error));
    }
    const { people } = parsed.data;
    let added = 0;
    for (let done = 0; done < people.length; done += AT_A_TIME) {
      // A name that is there already is nobody else's to change.
      const written = await Promise.all(
        people
          .slice(done, done + AT_A_TIME)
          .map(({ subject, ...person }) => context.store.records.add('person', subject, person)),
      );
      added += written.filter(Boolean).length;
    }
    return c.json({ added }, 201);
  });

  routes.post('/invitations', async (c) => {
    const member = await circleMemberOf(c, context);
    await readJson(c);
    const { code, expiresAt } = await invite(context, member.author);
    return c.json({ code, expiresAt: new Date(expiresAt).toISOString() }, 201);
  });

  return routes;
}
