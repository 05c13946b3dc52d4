/** The text of every element of one name, without its markup; pages are made by us, so a pattern is enough. */
export function textsOf(html: string, name: string): string[] {
  return elementsOf(html, name).map((element) => plain(element));
}

/** Every element of one name as it stands in the page; elements of one name are never nested here. */
export function elementsOf(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}(?:\\s[^>]*)?>.*?</${name}>`, 'gs')) ?? [];
}

/** Values of one attribute, in order. */
export function attributesOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');
}

/** What a reader sees of a piece of a page. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
