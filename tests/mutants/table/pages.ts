import type { Mutant } from '../mutant.ts';

/** The doors between the pages and main: IPC, our own schemes, permissions, the content security policy. */
export const pageMutants: readonly Mutant[] = [
  {
    name: 'a request of a foreign window is answered',
    find: "if (window === null || !contract[name].from.includes(window)) throw new AppError('not-allowed');",
    replace: '',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'a request with a wrong argument is answered',
    find: "if (!guards[name](arg)) throw new AppError('invalid-argument', name);",
    replace: '',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: "electron-store's own door stays open",
    find: "ipcMain.removeAllListeners('electron-store-get-data');",
    replace: '',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'a frame within a page may ask',
    find: 'if (senderFrame === null || senderFrame !== sender.mainFrame) return null;',
    replace: 'if (senderFrame === null) return null;',
    layer: 'unit',
  },
  {
    name: 'a page from elsewhere may ask',
    find: 'if (senderFrame.origin !== appOrigin) return null;',
    replace: '',
    layer: 'unit',
  },
  {
    name: 'inline scripts run',
    find: '"script-src \'self\'",',
    replace: "\"script-src 'self' 'unsafe-inline'\",",
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'the policy header is not sent',
    find: "'Content-Security-Policy': contentSecurityPolicy,",
    replace: '',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'pages reach the network',
    find: 'answer({ cancel: !own.includes(new URL(details.url).protocol) });',
    replace: 'answer({});',
    layer: 'unit',
  },
  {
    name: 'permissions are granted',
    find: 'answer(false));\n  session.setPermissionCheckHandler(() => false)',
    replace: 'answer(true));\n  session.setPermissionCheckHandler(() => false)',
    layer: 'unit',
  },
  {
    name: 'pages may open windows',
    find: "contents.setWindowOpenHandler(() => ({ action: 'deny' }));",
    replace: '',
    layer: 'unit',
  },
  {
    name: 'pages may leave',
    find: 'guardContents(app, (contents) => contents.session !== pages);',
    replace: 'guardContents(app, () => true);',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'the session of the pages grants permissions',
    find: '  denyPermissions(pages);\n',
    replace: '',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'the session of the pages reaches the network',
    find: '  denyNetwork(pages);\n',
    replace: '',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'the sign-in page may go to http',
    find: "cloudOrigin === null ? protocol === 'https:' : origin === cloudOrigin",
    replace: 'true',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'listeners of a page get the event',
    find: 'const onPush = (_event: unknown, payload: unknown) => listener(payload);',
    replace:
      'const onPush = (event: unknown, payload: unknown) => listener({ ...(payload as object), event });',
    layer: 'e2e',
    tests: ['doors.spec'],
  },
  {
    name: 'changes do not reach the panel',
    find: "pushTo('panel', 'sliceChanged', change);",
    replace: '',
    layer: 'e2e',
    tests: ['tray-panel.spec'],
  },
];
