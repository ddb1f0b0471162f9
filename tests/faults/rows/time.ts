import { minutes } from '../../../electron/lib/clock.ts';

export const hours = (count: number): number => minutes(60 * count);
export const days = (count: number): number => hours(24 * count);
