import type { Program, ProgramDraft } from '../models.ts';
import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import {
  get,
  legacy,
  post,
  type Call,
  type EndpointClient,
  type EndpointVariant,
} from '../api-client.ts';
import { networkPaths } from './paths.ts';
import { toProgram, toSchedule, programSchema } from '../wire/programs.ts';
import { answerOfRows, parseAnswer, readRows } from '../wire/schema-helpers.ts';

/** Which program of which system. */
export type ProgramRef = Pick<Program, 'programId' | 'networkId'>;

/** A system's programs; those that cannot be read whole are left out and counted. */
export interface ProgramList {
  readonly programs: readonly Program[];
  readonly unreadable: number;
}

/** The schedules of a system, which the cloud runs. */
export interface ProgramCalls {
  list(id: NetworkId, signal?: AbortSignal): Promise<ProgramList>;
  create(id: NetworkId, draft: ProgramDraft, signal?: AbortSignal): Promise<void>;
  update(program: ProgramRef, draft: ProgramDraft, signal?: AbortSignal): Promise<void>;
  remove(program: ProgramRef, signal?: AbortSignal): Promise<void>;
  setEnabled(program: ProgramRef, isEnabled: boolean, signal?: AbortSignal): Promise<void>;
}

export function createProgramCalls(caller: EndpointClient): ProgramCalls {
  function formsOf(
    id: NetworkId,
    tail: string,
    form: (path: string) => EndpointVariant,
  ): Call['forms'] {
    const { network, api } = networkPaths(caller.accountId, id);
    const old = form(`/api/v1/networks/${network}/programs${tail}`);
    return [legacy(old), form(`${api(1)}/programs${tail}`)];
  }

  async function tell(name: string, forms: Call['forms'], signal?: AbortSignal): Promise<void> {
    await caller.ask({ kind: 'account', name, forms, signal });
  }

  return {
    async list(id, signal) {
      const name = 'programs';
      const call: Call = { kind: 'account', name, forms: formsOf(id, '', get), signal };
      const { value } = await caller.ask(call);
      const listed = readRows(programSchema, parseAnswer(name, answerOfRows('programs'), value));
      const programs = listed.rows
        .map((row) => toProgram(id, row))
        .filter((program) => program !== null);
      const unreadable = listed.unreadable + listed.rows.length - programs.length;
      return { programs, unreadable };
    },
    async create(id, draft, signal) {
      const body = bodyOf(draft);
      await tell(
        'new program',
        formsOf(id, '/create', (path) => post(path, body)),
        signal,
      );
    },
    async update({ programId, networkId }, draft, signal) {
      const body = { id: programId, ...bodyOf(draft) };
      const forms = formsOf(networkId, `/${programId}/update`, (path) => post(path, body));
      await tell('change of program', forms, signal);
    },
    async remove({ programId, networkId }, signal) {
      await tell('end of program', formsOf(networkId, `/${programId}/delete`, post), signal);
    },
    async setEnabled({ programId, networkId }, isEnabled, signal) {
      const word = isEnabled ? 'enable' : 'disable';
      await tell(`${word} program`, formsOf(networkId, `/${programId}/${word}`, post), signal);
    },
  };
}

function bodyOf({ name, rules }: ProgramDraft) {
  if (rules.some(({ days, at }) => days.length === 0 || !Number.isFinite(at))) {
    throw new AppError('invalid-argument', 'program: a rule without a time');
  }
  return { name, format: 'v1', schedule: toSchedule(rules) };
}
