import { expect, it } from 'vitest';
import { m } from '../../../shared/messages/compiled/messages.js';

// A download clears the mark of a new clip on the phone: failure row 24.
it.each([
  ['the first question and the settings', m.keep_honest],
  ['keeping every clip', m.keep_every_text],
  ['keeping opened clips', m.keep_opened_text],
  ['opening a clip that is not here', m.player_fetching],
  ['fetching clips again', m.fetch_again_done],
])('%s says what a download does to the phone', (_where, words) => {
  expect(words()).toMatch(/watched|badge/);
});
