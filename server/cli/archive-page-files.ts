import { utf8 } from '../../protocol/bytes.ts';
import type { Context } from '../context.ts';
import type { ArchiveFile } from '../flows/archive/archive-files.ts';
import type { MayRead } from '../flows/record/evidence-source.ts';
import { archiveView } from '../flows/views/archive-view.ts';
import { renderArchivePage } from '../web/archive-page.tsx';
import { STYLESHEET } from '../web/assets.ts';

/** What people see of an archive: one page, and how it looks. Spec §20. */
export async function pageFiles(context: Context, mayRead: MayRead): Promise<readonly ArchiveFile[]> {
  const html = await renderArchivePage(await archiveView(context, mayRead));
  return [
    { path: 'index.html', content: utf8(html) },
    { path: STYLESHEET.path.slice(1), content: utf8(STYLESHEET.content) },
  ];
}
