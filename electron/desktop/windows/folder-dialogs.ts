import path from 'node:path';
import type { OpenDialogOptions, OpenDialogReturnValue } from 'electron';
import { m } from '../../../shared/messages/compiled/messages.js';

type AskForFolder = (
  options: OpenDialogOptions,
) => Promise<Pick<OpenDialogReturnValue, 'canceled' | 'filePaths'>>;

/** Asks where clips shall lie; null when the person changes their mind. They get a folder of their own there. */
export const createFolderChoice = (ask: AskForFolder) => async (): Promise<string | null> => {
  const { canceled, filePaths } = await ask({
    title: m.dialog_move_title(),
    message: m.dialog_move_title(),
    buttonLabel: m.dialog_move_button(),
    properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
  });
  const [chosen] = filePaths;
  return canceled || chosen === undefined ? null : ownFolderIn(chosen);
};

/** Never among the person's other files: a chosen disk or home folder gets `Porchlight` in it. */
export const ownFolderIn = (chosen: string): string =>
  path.basename(chosen) === folderName ? chosen : path.join(chosen, folderName);

/** Asks where the clips are; null when the person changes their mind. They may point at the folder or at the one around it. */
export const createFolderSearch =
  (ask: AskForFolder) => async (): Promise<readonly string[] | null> => {
    const { canceled, filePaths } = await ask({
      title: m.dialog_find_title(),
      message: m.dialog_find_title(),
      buttonLabel: m.dialog_find_button(),
      properties: ['openDirectory', 'dontAddToRecent'],
    });
    const [chosen] = filePaths;
    return canceled || chosen === undefined ? null : [chosen, path.join(chosen, folderName)];
  };

const folderName = 'Porchlight';
