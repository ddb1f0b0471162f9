import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, session, type WebContents } from 'electron';
import { serveApp } from '../../../electron/desktop/protocols/app-protocol.ts';
import {
  serveMedia,
  type MediaSource,
} from '../../../electron/desktop/protocols/media-protocol.ts';
import { pageWebPreferences } from '../../../electron/desktop/windows/renderer-window.ts';
import { registerSchemes } from '../../../electron/desktop/protocols/serve-pages.ts';
import { denyNetwork, denyPermissions } from '../../../electron/desktop/protocols/session-guard.ts';
import type { AppState } from '../../../shared/app-state.ts';
import { contract, type WindowName } from '../../../shared/ipc/contract.ts';
import { appOrigin } from '../../../shared/origin.ts';
import { createFakeRequests } from './fake-requests.ts';

// The real pages behind the real doors (schemes, policy, preload); only the answers are the test's.

const root = process.cwd();
const media = path.join(import.meta.dirname, 'media');
const preload = path.join(root, 'dist/preload/preload.cjs');
const requests = createFakeRequests();
const windows = new Map<WindowName, WebContents>();

const requestNames = Object.entries(contract).flatMap(([name, word]) =>
  word.kind === 'request' ? [name] : [],
);
const isSlice = (name: string): name is keyof AppState => name in requests.world.state;

const pictures = 12;
const numberIn = (id: string) => Number(/\d+$/.exec(id)?.[0] ?? 0);
const still = (id: string) => readFile(path.join(media, `${numberIn(id) % pictures}.jpg`));

const source: MediaSource = {
  clip: async () => {
    const file = path.join(media, 'clip.mp4');
    return { path: file, sizeBytes: (await stat(file)).size };
  },
  still: async (id) => (numberIn(id) % 7 === 3 ? null : still(id)),
  picture: still,
};

function open(name: WindowName, file: string): Promise<void> {
  const window = new BrowserWindow({
    ...(name === 'panel' ? { width: 360, height: 560 } : { width: 1280, height: 800 }),
    useContentSize: true,
    show: name !== 'decoder',
    webPreferences: pageWebPreferences(preload),
  });
  windows.set(name, window.webContents);
  return window.loadURL(`${appOrigin}/${file}`);
}

const push = (name: string, payload: unknown) => {
  for (const contents of windows.values()) contents.send(name, payload);
};

function change(slices: Partial<AppState>): void {
  const { world } = requests;
  world.state = { ...world.state, ...slices };
  for (const slice of Object.keys(slices).filter(isSlice)) {
    world.revision += 1;
    push('sliceChanged', { slice, revision: world.revision, value: world.state[slice] });
  }
}

globalThis.harness = {
  reset(state, clips) {
    requests.forget();
    requests.world.clips = clips;
    change(state);
  },
  change,
  setClips(clips) {
    requests.world.clips = clips;
    const { revision, unseen } = requests.world.state.clips;
    change({ clips: { revision: revision + 1, unseen } });
  },
  answer: requests.answer,
  hold: requests.hold,
  push,
  calls: requests.calls,
  resize(width, height) {
    const contents = windows.get('main');
    if (contents) BrowserWindow.fromWebContents(contents)?.setContentSize(width, height);
  },
  openDecoder: () => open('decoder', 'decoder.html'),
  openPanel: () => open('panel', 'panel.html'),
};

registerSchemes();
void app.whenReady().then(async () => {
  denyPermissions(session.defaultSession);
  denyNetwork(session.defaultSession);
  await serveApp(session.defaultSession, path.join(root, 'dist/renderer'));
  serveMedia(session.defaultSession, source);
  for (const name of requestNames) {
    ipcMain.handle(name, (_event, arg: unknown) => requests.ask(name, arg));
  }
  await open('main', 'index.html');
});
