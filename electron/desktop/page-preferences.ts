import type { WebPreferences } from 'electron';

/** How every page of ours runs: sandboxed, isolated, without Node in any form. */
export const pageWebPreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
});
