import { createRequire } from 'node:module';
import type * as Electron from 'electron';

// Vitest would load the npm package `electron`, which only tells a path: this asks Electron itself.
const electron = createRequire(import.meta.url)('electron') as typeof Electron;

export const { app, BrowserWindow, net, session } = electron;
