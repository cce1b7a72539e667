// The workspace on a real disk, as the language server asks for it. Knows no feature.
import { join } from 'node:path';
import { defaultCacheFolder } from '../../runtime/run/cacheFolder.ts';
import type { OpenWorkspace } from '../languageServer.ts';
import { nodeFileAccess } from './fileAccess.ts';
import { pathOf } from './fileUris.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

/** Folders that are on no disk are left out. */
export const openWorkspace: OpenWorkspace = ({ folders, cacheFolder, onChanged }) => {
  const index = new WorkspaceIndex({
    folders: folders.flatMap((uri) => pathOf(uri) ?? []),
    cacheFolder: join(cacheFolder || defaultCacheFolder(process.env), 'modules'),
    files: nodeFileAccess,
    onChanged,
  });
  return {
    facts: () => index.facts(),
    refresh: () => index.refresh(),
    filesChanged: (uris) => {
      for (const uri of uris) index.fileChanged(uri);
    },
    textChanged: (uri, texts) => index.setOpenText(uri, texts.get(uri)?.file),
    dispose: () => index.dispose(),
  };
};
