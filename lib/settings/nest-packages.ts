// Packages of Nest that some options need, loaded on demand. Bundlers follow these imports, for the app and we must have the same
// copy. Each stands within `try`: by that webpack and esbuild know that the package may be missing, and bundle the app all the same.

export async function importSchedule() {
  try {
    return await import('@nestjs/schedule');
  } catch (error) {
    return Promise.reject(error);
  }
}

export async function importEventEmitter() {
  try {
    return await import('@nestjs/event-emitter');
  } catch (error) {
    return Promise.reject(error);
  }
}
