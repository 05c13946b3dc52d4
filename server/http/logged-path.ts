/** A path as it may stand in our records: the secret of a link is no business of theirs. Spec §14, §19. */
export function loggedPath(path: string): string {
  if (path.startsWith('/calendar/')) return '/calendar/:member/:secret';
  return path.startsWith('/links/') ? '/links/:id/:secret' : path;
}
