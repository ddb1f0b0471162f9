import { rows } from './rows/all.ts';
import { isAboutEnds, testRows } from './test-rows.ts';

testRows(rows.filter(isAboutEnds));
