import * as v from 'valibot';
import { maybeText, wireId } from './tolerant.ts';

export const sirenSchema = v.object({ id: wireId, name: maybeText });
