import path from 'node:path';
import type { OpenDialogOptions, OpenDialogReturnValue } from 'electron';
import { m } from '../../../shared/messages/compiled/messages.js';

type AskForFolder = (
  options: OpenDialogOptions,
) => Promise<Pick<OpenDialogReturnValue, 'canceled' | 'filePaths'>>;

/** Asks for a place for the archive, which gets its own folder there; null when cancelled. */
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

/** Clips are never mixed with other files: inside the chosen folder a folder `Porchlight` is used. */
export const ownFolderIn = (chosen: string): string =>
  path.basename(chosen) === folderName ? chosen : path.join(chosen, folderName);

/** Asks where the clips are; null when cancelled. Answers the chosen folder and a `Porchlight` folder inside it. */
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
