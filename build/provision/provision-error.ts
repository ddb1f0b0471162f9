/** Something this machine lacks; the message is a whole answer for a person, with the way on. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
}

/** Runs a script's main function; a ProvisionError is printed as plain words, anything else with its stack. Both end with code 1. */
export async function runScript(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof ProvisionError ? error.message : error);
    process.exitCode = 1;
  }
}
