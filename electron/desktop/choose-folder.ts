import path from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import { m } from '../../shared/messages/compiled/messages.js';

export interface FolderChoiceDeps {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  /** The window the question belongs to; null without one. */
  readonly window: () => BrowserWindow | null;
}

/** Asks where clips shall lie; null when the person changes their mind. They get a folder of their own there. */
export function createFolderChoice({ dialog, window }: FolderChoiceDeps) {
  return async (): Promise<string | null> => {
    const options = {
      title: m.dialog_move_title(),
      message: m.dialog_move_title(),
      buttonLabel: m.dialog_move_button(),
      properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
    } satisfies Electron.OpenDialogOptions;
    const parent = window();
    const { canceled, filePaths } = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    const [chosen] = filePaths;
    return canceled || chosen === undefined ? null : ownFolderIn(chosen);
  };
}

/** Never among the person's other files: a chosen disk or home folder gets `Porchlight` in it. */
export const ownFolderIn = (chosen: string): string =>
  path.basename(chosen) === folderName ? chosen : path.join(chosen, folderName);

const folderName = 'Porchlight';
