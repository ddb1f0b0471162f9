import { protocol, session, type App } from 'electron';
import { serveApp } from './app-protocol.ts';
import { serveMedia, type MediaSource } from './media-protocol.ts';
import { denyNetwork, denyPermissions, guardContents } from './session-guard.ts';

/** Denies permissions and network to the session of our pages, then serves the pages and their media. */
export async function servePages(app: App, folder: string, media: MediaSource): Promise<void> {
  const pages = session.defaultSession;
  guardContents(app, (contents) => contents.session !== pages);
  denyPermissions(pages);
  denyNetwork(pages);
  await serveApp(pages, folder);
  serveMedia(pages, media);
}

/** `app:` carries our pages, `media:` clips and stills by id. Must be called before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true } },
    {
      scheme: 'media',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}
