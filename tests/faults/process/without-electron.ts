// The settings library imports electron, whose package would fetch a binary just to tell its path.
process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nowhere';
