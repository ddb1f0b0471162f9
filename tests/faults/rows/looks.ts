import type { JournalEntry } from '../../blink-cloud/http/journal.ts';
import { indexFile } from '../engine.ts';
import { readRows } from '../oracle.ts';
import type { Stage } from '../stage.ts';

/** What a recording's address contains: the number of its file, which is not its own. */
export const clipNumber = (id: number): string => `/${3_032_350_003 + (id - 7_000_001) * 7}\\.mp4$`;

/** Every time a recording was asked for, oldest first. */
export const downloads = ({ cloud }: Stage, id: number): readonly JournalEntry[] =>
  cloud.control.requests().filter(({ path }) => new RegExp(clipNumber(id)).test(path));

/** How many clips the index on disk calls kept. */
export const keptCount = ({ dataFolder }: Stage): number =>
  readRows(indexFile(dataFolder)).filter(({ status }) => status === 'kept').length;

/** Requests for pages of the list. */
export const listings = ({ cloud }: Stage): readonly JournalEntry[] =>
  cloud.control.requests().filter(({ path }) => path.endsWith('/media/changed'));
