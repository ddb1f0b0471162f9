/** An answer's JSON, unread: tests compare it with `toMatchObject`. */
export const bodyOf = async (response: Response | Promise<Response>): Promise<unknown> =>
  (await response).json();

/** The JSON and its status, for comparing both at once. */
export async function told(response: Response | Promise<Response>) {
  const answer = await response;
  return { status: answer.status, body: (await answer.json()) as unknown };
}

/** The whole body as bytes. */
export const bytesOf = async (response: Response | Promise<Response>) =>
  Buffer.from(await (await response).arrayBuffer());
