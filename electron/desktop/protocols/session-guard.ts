import type { App, Session, WebContents } from 'electron';

/** Refuses every permission, device and screen to a session's pages. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
}

/** Cuts the pages off from the network: only our own two schemes answer. */
export function denyNetwork(session: Session): void {
  const own = ['app:', 'media:', 'devtools:'];
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !own.includes(new URL(details.url).protocol) });
  });
}

/** No page of any window opens windows or webviews; none leaves its place unless `mayNavigate` says so. */
export function guardContents(
  app: App,
  mayNavigate: (contents: WebContents, url: string) => boolean,
): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (!mayNavigate(contents, event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!mayNavigate(contents, event.url)) event.preventDefault();
    });
  });
}
