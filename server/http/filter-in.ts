import type { Context } from 'hono';
import { FILTER_NAMES, type Filter, parseFilter } from '../../federation/subscription/filter.ts';
import { ProtocolError } from '../../protocol/problem.ts';

/** A word of an address in an answer helps a reader; it must not carry the address back whole. */
const NAME_CHARACTERS_MAX = 64;

/**
 * The filter in an address. A parameter that nobody reads is refused: with a typo in its name, it would let everything through.
 * Spec §19.
 *
 * @param besides parameters that the route reads itself.
 * @throws {ProtocolError} `malformed`
 */
export function filterIn(c: Context, besides: readonly string[]): Filter {
  const known: readonly string[] = [...FILTER_NAMES, ...besides];
  const unknown = Object.keys(c.req.queries()).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ProtocolError('malformed', 'This address has a parameter that means nothing here.', {
      at: unknown.slice(0, NAME_CHARACTERS_MAX).toWellFormed(),
      expected: { parameter: known },
    });
  }
  return parseFilter(Object.fromEntries(FILTER_NAMES.map((name) => [name, c.req.queries(name) ?? []])));
}
