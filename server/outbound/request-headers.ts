/**
 * The headers of one request. After a redirect to another origin nothing of the caller's is sent, whatever it is:
 * signatures, tokens and cookies were meant for the first origin alone (quality S5).
 *
 * @returns names in lower case.
 */
export function requestHeaders(
  own: Readonly<Record<string, string>>,
  accept: readonly string[],
  userAgent: string,
  hasCrossedOrigins: boolean,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of hasCrossedOrigins ? [] : Object.entries(own))
    headers[name.toLowerCase()] = value;
  // The connection's own headers follow from the vetted URL and the body, never from the caller.
  delete headers.host;
  delete headers['content-length'];
  headers['user-agent'] = userAgent;
  headers['accept-encoding'] = 'identity';
  if (accept.length > 0) headers.accept = accept.join(', ');
  return headers;
}

/** Whether a response's content type is one of those asked for; parameters such as `charset` are of no matter. */
export function isAccepted(contentType: string | null, accept: readonly string[]): boolean {
  const essence = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  return accept.some((type) => type.toLowerCase() === essence);
}
