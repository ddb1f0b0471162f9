import { rows } from './all-rows.ts';
import { isAboutEnds, testRows } from './test-rows.ts';

testRows(rows.filter((row) => !isAboutEnds(row)));
