/** A text of at most so many UTF-16 units; a longer one ends in "…". No character is cut in two. */
export function shortened(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > unitsMax - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
