import { initialState, type SliceName } from '../../shared/app-state.ts';
import { api } from '../api.ts';
import { createMirror } from './mirror.ts';
import { createSlice } from './slice.ts';

const mirror = createMirror(api);
const slice = <K extends SliceName>(name: K) => createSlice(mirror, name, initialState[name]);

/** Who is signed in, and if not, why. */
export const account = slice('account');
/** What the cloud said last. */
export const home = slice('home');
/** Clicks on their way to the cloud. */
export const arming = slice('arming');
/** Systems that will be armed again by themselves. */
export const temporaryDisarms = slice('temporaryDisarms');
/** Whether this computer's banners are silent. */
export const mute = slice('mute');
/** How the talk with the cloud goes. */
export const connection = slice('connection');
/** Says when pages of clips are out of date. */
export const clips = slice('clips');
/** What is kept on this computer. */
export const archive = slice('archive');
/** What this desktop can do for us. */
export const desktop = slice('desktop');
/** What the person chose for this computer. */
export const preferences = slice('preferences');
