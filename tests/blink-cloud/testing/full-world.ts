/** Where things of the world `all-devices` lie. */
export const ACCOUNT = 1000003;
export const HOMESCREEN = `/api/v3/accounts/${ACCOUNT}/homescreen`;
export const HOUSE = `/api/v1/accounts/${ACCOUNT}/networks/2201`;
export const FLAT = `/api/v1/accounts/${ACCOUNT}/networks/2202`;

/** How long any command takes. */
export const COMMAND_MS = 3000;
